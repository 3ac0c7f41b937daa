"""Stories at the note slot: what the validator knows, lets in, and tells."""

from __future__ import annotations

import pytest

from drivers.cash import headers as h
from drivers.cash.occurrences import (
    NoteCredited,
    NoteInEscrow,
    NoteRejected,
    NoteReturned,
    NoteSwallowed,
)
from drivers.cash.validator import BillValidator
from drivers.errors import BadAnswer, NoAnswer
from tests.drivers.cash.bezel import accepting, checks, shows, started
from tests.drivers.cash.scenes import (
    NOTES,
    THOUSANDS,
    VALIDATOR,
    is_opened,
    is_shut,
    meets,
    quiet_bus,
    reads_twice,
    uses_its_escrow,
)


def test_it_says_which_notes_it_knows_and_two_issues_are_one_value() -> None:
    _, _, validator = started()
    assert validator.values == {1: 1_000, 2: 1_000, 3: 2_000, 4: 5_000}
    assert validator.has_escrow
    assert validator.open_values == frozenset()


@pytest.mark.parametrize(("category", "right"), [("Bill Validator", True), ("Bill Acceptor", True), ("Payout", False)])
def test_both_names_that_the_specification_uses_are_taken(category: str, right: bool) -> None:
    """Table 1 says Bill Validator, the example in Appendix 16 answers Bill Acceptor."""
    _, line, bus = quiet_bus()
    if right:
        meets(line, VALIDATOR, category)
        assert BillValidator(bus).identify().category == category
    else:
        line.expect(VALIDATOR, h.SIMPLE_POLL).ack()
        line.expect(VALIDATOR, h.CATEGORY).reply(category)
        with pytest.raises(BadAnswer, match="'Payout' instead of 'Bill Validator'"):
            BillValidator(bus).identify()
    line.finish()


def test_a_validator_for_64_notes_gets_a_mask_of_its_own_length() -> None:
    _, line, bus = quiet_bus()
    validator = BillValidator(bus)
    meets(line, VALIDATOR, "Bill Validator")
    line.expect(VALIDATOR, h.INHIBITS).reply([0] * 8)
    line.expect(VALIDATOR, h.VARIABLES).reply([64, 1])
    line.expect(VALIDATOR, h.SCALING, b"JP").reply([0xE8, 3, 0])
    for bill_type in range(1, 65):
        line.expect(VALIDATOR, h.BILL_ID, [bill_type]).reply("JP0001A" if bill_type in (1, 64) else ".......")
    reads_twice(line, VALIDATOR, 0)
    line.expect(VALIDATOR, h.SET_MASTER_INHIBIT, [0]).ack()
    line.expect(VALIDATOR, h.SET_INHIBITS, [0] * 8).ack()
    line.expect(VALIDATOR, h.INHIBITS).reply([0] * 8)
    checks(line, 0)
    uses_its_escrow(line)
    line.expect(VALIDATOR, h.ROUTE_BILL, [0]).reply([254])
    validator.start()
    assert validator.values == {1: 1_000, 64: 1_000}
    is_opened(line, [1, 0, 0, 0, 0, 0, 0, 0x80], VALIDATOR)
    validator.accept(frozenset({1_000}))
    line.finish()


def test_a_validator_that_does_not_say_how_many_notes_it_knows_is_asked_for_all_its_mask_holds() -> None:
    _, line, bus = quiet_bus()
    validator = BillValidator(bus)
    meets(line, VALIDATOR, "Bill Validator")
    line.expect(VALIDATOR, h.INHIBITS).reply([0])
    for _ in range(3):
        line.expect(VALIDATOR, h.VARIABLES).silent()
    line.expect(VALIDATOR, h.SIMPLE_POLL).ack()
    line.expect(VALIDATOR, h.SCALING, b"JP").reply([1, 0, 0])
    for bill_type in range(1, 9):
        line.expect(VALIDATOR, h.BILL_ID, [bill_type]).reply(NOTES[bill_type - 1])
    reads_twice(line, VALIDATOR, 0)
    line.expect(VALIDATOR, h.SET_MASTER_INHIBIT, [0]).ack()
    line.expect(VALIDATOR, h.SET_INHIBITS, [0]).ack()
    line.expect(VALIDATOR, h.INHIBITS).reply([0])
    checks(line, 0)
    uses_its_escrow(line)
    line.expect(VALIDATOR, h.ROUTE_BILL, [0]).reply([254])
    validator.start()
    assert set(validator.values.values()) == {1_000, 2_000, 5_000}
    line.finish()


def test_the_two_thousand_yen_note_and_foreign_notes_stay_shut() -> None:
    _, line, validator = started()
    is_opened(line, [0b1011, 0], VALIDATOR)
    validator.accept(frozenset({1_000, 2_000, 5_000, 10_000}))
    assert validator.open_values == {1_000, 5_000}
    line.finish()


def test_without_escrow_a_note_is_credited_at_once() -> None:
    _, line, validator = accepting(mode=1)
    assert not validator.has_escrow
    shows(line, 1, (1, 0))
    assert validator.poll() == (NoteCredited(1_000),)
    line.finish()


def test_a_note_of_no_known_value_in_the_stacker_is_not_guessed() -> None:
    _, line, validator = accepting(mode=1)
    shows(line, 3, (1, 7), (255, 0), (5, 0))
    told = validator.poll()
    assert [type(event) for event in told] == [NoteSwallowed] * 3
    line.finish()


def test_a_note_of_no_known_value_in_escrow_goes_back_by_itself() -> None:
    """A foreign note, or a coupon (type 255): there is nobody to decide about it."""
    for bill_type in (5, 255):
        _, line, validator = accepting()
        shows(line, 1, (bill_type, 1))
        line.expect(VALIDATOR, h.ROUTE_BILL, [0]).ack()
        (event,) = validator.poll()
        assert isinstance(event, NoteRejected)
        assert validator.escrow.yen is None
        shows(line, 2, (0, 1), (bill_type, 1))
        assert validator.poll() == (NoteReturned(None),)
        assert validator.escrow.empty
        line.finish()


def test_a_note_of_no_known_value_is_ordered_back_again_when_the_order_got_lost() -> None:
    _, line, validator = accepting()
    shows(line, 1, (5, 1))
    line.expect(VALIDATOR, h.ROUTE_BILL, [0]).silent()
    assert len(validator.poll()) == 1
    shows(line, 1, (5, 1))
    line.expect(VALIDATOR, h.ROUTE_BILL, [0]).ack()
    assert validator.poll() == ()
    line.finish()


def test_it_is_shut_by_the_next_poll_when_it_could_not_be_opened() -> None:
    _, line, validator = started()
    for _ in range(3):
        line.expect(VALIDATOR, h.SET_INHIBITS, THOUSANDS).silent()
    with pytest.raises(NoAnswer, match="bill validator at test line, address 40"):
        validator.accept(frozenset({1_000}))
    assert not validator.is_shut
    shows(line, 0)
    line.expect(VALIDATOR, h.SET_MASTER_INHIBIT, [0]).ack()
    line.expect(VALIDATOR, h.SET_INHIBITS, [0, 0]).ack()
    assert validator.poll() == ()
    assert validator.is_shut
    line.finish()


def test_a_note_past_the_gate_is_told_after_shutting() -> None:
    _, line, validator = accepting()
    is_shut(line, VALIDATOR)
    validator.shut()
    shows(line, 1, (1, 1))
    assert validator.poll() == (NoteInEscrow(1_000),)
    line.finish()
