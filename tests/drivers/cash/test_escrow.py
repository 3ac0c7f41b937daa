"""A note between the customer and the stacker."""

from __future__ import annotations

import pytest

from drivers.cash import headers as h
from drivers.cash.occurrences import NoteCredited, NoteInEscrow, NoteReturned, NoteSwallowed
from drivers.cash.validator import BillValidator
from drivers.errors import BadAnswer, NoAnswer, Refused
from tests.drivers.cash.bezel import HELD, holding, shows
from tests.drivers.cash.scenes import VALIDATOR, quiet_bus, validator_starts


def test_a_note_is_stacked_and_credited_only_then() -> None:
    _, line, validator = holding()
    shows(line, 1, *HELD)
    line.expect(VALIDATOR, h.ROUTE_BILL, [1]).ack()
    validator.stack_note()
    assert validator.escrow.yen is None
    assert not validator.escrow.empty
    shows(line, 1, *HELD)
    assert validator.poll() == ()
    shows(line, 2, (1, 0), *HELD)
    assert validator.poll() == (NoteCredited(1_000),)
    assert validator.escrow.empty
    line.finish()


def test_shut_with_a_note_in_escrow_the_gate_waits_until_the_note_is_gone() -> None:
    """The master inhibit would send the note back to the customer; its types alone keep the next one out."""
    _, line, validator = holding()
    line.expect(VALIDATOR, h.SET_INHIBITS, [0, 0]).ack()
    line.expect(VALIDATOR, h.INHIBITS).reply([0, 0])
    validator.shut()
    assert not validator.is_shut
    shows(line, 1, *HELD)
    line.expect(VALIDATOR, h.ROUTE_BILL, [1]).ack()
    validator.stack_note()
    shows(line, 1, *HELD)
    assert validator.poll() == ()
    shows(line, 2, (1, 0), *HELD)
    line.expect(VALIDATOR, h.SET_MASTER_INHIBIT, [0]).ack()
    line.expect(VALIDATOR, h.SET_INHIBITS, [0, 0]).ack()
    assert validator.poll() == (NoteCredited(1_000),)
    assert validator.is_shut
    line.finish()


def test_a_note_is_given_back() -> None:
    _, line, validator = holding()
    shows(line, 1, *HELD)
    line.expect(VALIDATOR, h.ROUTE_BILL, [0]).ack()
    validator.return_note()
    shows(line, 2, (0, 1), *HELD)
    assert validator.poll() == (NoteReturned(1_000),)
    assert validator.escrow.empty
    line.finish()


def test_a_note_is_held_as_often_as_asked() -> None:
    clock, line, validator = holding()
    for _ in range(3):
        clock.pass_ms(20_000)
        shows(line, 1, *HELD)
        line.expect(VALIDATOR, h.ROUTE_BILL, [255]).ack()
        validator.hold_note()
    assert validator.escrow.yen == 1_000
    line.finish()


def test_nobody_decided_and_the_escrow_time_is_over() -> None:
    clock, line, validator = holding()
    clock.pass_ms(30_000)
    shows(line, 2, (0, 1), *HELD)
    assert validator.poll() == (NoteReturned(1_000),)
    line.finish()


def test_the_note_went_back_just_before_it_was_to_be_stacked() -> None:
    """The look at the events before the order sees it; what was seen is told by the next poll."""
    _, line, validator = holding()
    shows(line, 2, (0, 1), *HELD)
    with pytest.raises(Refused, match="no note is in escrow"):
        validator.stack_note()
    mark = validator.mark
    shows(line, 2, (0, 1), *HELD)
    assert validator.poll() == (NoteReturned(1_000),)
    assert mark is not None
    assert mark.counter == 1  # what was seen but not told is not marked as told
    assert validator.mark == mark._replace(counter=2)
    line.finish()


def test_the_note_goes_back_between_the_look_and_the_order() -> None:
    _, line, validator = holding()
    shows(line, 1, *HELD)
    line.expect(VALIDATOR, h.ROUTE_BILL, [1]).reply([254])
    with pytest.raises(Refused, match="escrow is empty"):
        validator.stack_note()
    assert validator.escrow.yen is None
    assert not validator.escrow.empty  # until an event tells where it went
    shows(line, 2, (0, 1), *HELD)
    assert validator.poll() == (NoteReturned(1_000),)
    line.finish()


def test_an_empty_escrow_without_a_word_where_the_note_went() -> None:
    clock, line, validator = holding()
    shows(line, 1, *HELD)
    line.expect(VALIDATOR, h.ROUTE_BILL, [0]).reply([254])
    with pytest.raises(Refused):
        validator.return_note()
    clock.pass_ms(30_000)
    shows(line, 1, *HELD)
    (event,) = validator.poll()
    assert isinstance(event, NoteSwallowed)
    assert event.yen == 1_000
    line.finish()


def test_an_order_that_failed_leaves_the_note_and_may_be_given_again() -> None:
    _, line, validator = holding()
    shows(line, 1, *HELD)
    line.expect(VALIDATOR, h.ROUTE_BILL, [1]).reply([255])
    with pytest.raises(Refused, match="failed to route bill"):
        validator.stack_note()
    assert validator.escrow.yen == 1_000
    shows(line, 1, *HELD)
    line.expect(VALIDATOR, h.ROUTE_BILL, [0]).ack()
    validator.return_note()
    line.finish()


def test_a_lost_reply_the_note_was_stacked_and_the_order_is_not_sent_again() -> None:
    _, line, validator = holding()
    shows(line, 1, *HELD)
    line.expect(VALIDATOR, h.ROUTE_BILL, [1]).silent()
    with pytest.raises(NoAnswer, match="after 1 try"):
        validator.stack_note()
    # asked again, it looks first: the note has gone in the meantime
    shows(line, 2, (1, 0), *HELD)
    with pytest.raises(Refused, match="no note is in escrow"):
        validator.stack_note()
    shows(line, 2, (1, 0), *HELD)
    assert validator.poll() == (NoteCredited(1_000),)
    line.finish()


def test_a_decision_is_never_carried_out_on_the_next_note() -> None:
    """The reply was lost, the note is stacked, the next one is already there: nobody has decided about it."""
    _, line, validator = holding()
    shows(line, 1, *HELD)
    line.expect(VALIDATOR, h.ROUTE_BILL, [1]).silent()
    with pytest.raises(NoAnswer):
        validator.stack_note()
    shows(line, 3, (2, 1), (1, 0), *HELD)
    with pytest.raises(Refused, match="another note is in escrow than was told of"):
        validator.stack_note()
    shows(line, 3, (2, 1), (1, 0), *HELD)
    assert validator.poll() == (NoteCredited(1_000), NoteInEscrow(1_000))
    shows(line, 3, (2, 1), (1, 0), *HELD)
    line.expect(VALIDATOR, h.ROUTE_BILL, [0]).ack()
    validator.return_note()
    line.finish()


def test_a_lost_order_is_given_again_because_the_note_still_waits() -> None:
    _, line, validator = holding()
    for lost in (True, False):
        shows(line, 1, *HELD)
        exchange = line.expect(VALIDATOR, h.ROUTE_BILL, [1])
        if lost:
            exchange.silent()
            with pytest.raises(NoAnswer):
                validator.stack_note()
        else:
            exchange.ack()
            validator.stack_note()
    line.finish()


def test_a_second_order_for_the_same_note_is_refused_unsent() -> None:
    _, line, validator = holding()
    shows(line, 1, *HELD)
    line.expect(VALIDATOR, h.ROUTE_BILL, [1]).ack()
    validator.stack_note()
    for order in (validator.stack_note, validator.return_note, validator.hold_note):
        shows(line, 1, *HELD)
        with pytest.raises(Refused, match="already ordered to stack the note"):
            order()
    line.finish()


def test_a_stacker_that_jams_with_the_note_inside() -> None:
    _, line, validator = holding()
    shows(line, 1, *HELD)
    line.expect(VALIDATOR, h.ROUTE_BILL, [1]).ack()
    validator.stack_note()
    shows(line, 2, (0, 7), *HELD)
    line.expect(VALIDATOR, h.SELF_CHECK).reply([39])
    swallowed, _ = validator.poll()
    assert swallowed == NoteSwallowed(7, "bill jammed in stacker", 1_000)
    assert validator.escrow.empty
    line.finish()


def test_a_note_of_which_nothing_is_heard_for_half_a_minute_is_told_once() -> None:
    clock, line, validator = holding()
    shows(line, 1, *HELD)
    line.expect(VALIDATOR, h.ROUTE_BILL, [1]).ack()
    validator.stack_note()
    clock.pass_ms(29_000)
    shows(line, 1, *HELD)
    assert validator.poll() == ()
    clock.pass_ms(1_000)
    shows(line, 1, *HELD)
    (event,) = validator.poll()
    assert isinstance(event, NoteSwallowed)
    assert (event.code, event.yen) == (0, 1_000)
    assert "stack the note 30 s ago" in event.meaning
    shows(line, 1, *HELD)
    assert validator.poll() == ()
    shows(line, 2, (1, 0), *HELD)
    assert validator.poll() == (NoteCredited(1_000),)  # money is told whenever it comes
    line.finish()


def test_an_answer_that_is_no_routing_error() -> None:
    _, line, validator = holding()
    shows(line, 1, *HELD)
    line.expect(VALIDATOR, h.ROUTE_BILL, [1]).reply([7])
    with pytest.raises(BadAnswer, match="answers 7"):
        validator.stack_note()
    line.finish()


def test_a_note_that_is_in_escrow_when_the_driver_starts_is_given_back() -> None:
    """The one before may have died with a customer's note in escrow."""
    _, line, bus = quiet_bus()
    validator = BillValidator(bus)
    validator_starts(line, 1, *HELD)
    line.script[-1].silent().ack()  # the escrow was not empty
    validator.start()
    shows(line, 2, (0, 1), *HELD)
    assert validator.poll() == (NoteReturned(None),)
    line.finish()
