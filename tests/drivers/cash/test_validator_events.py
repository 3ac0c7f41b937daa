"""What a validator tells of itself: every row of S3 Table 7, resets, jumps, its stacker."""

from __future__ import annotations

import pytest

from drivers.cash import headers as h
from drivers.cash.occurrences import (
    NoteCredited,
    NoteCreditsLost,
    NoteInEscrow,
    NoteRejected,
    NoteReturned,
    NoteSwallowed,
    Occurrence,
    Stacker,
    StackerChanged,
    ValidatorAlarm,
    ValidatorFault,
    ValidatorWasReset,
)
from drivers.cash.validator import BillValidator
from drivers.cash.validator.event_codes import EVENTS, ROUTE_ERRORS
from drivers.errors import BadAnswer
from tests.drivers.cash.bezel import accepting, checks, shows, started
from tests.drivers.cash.scenes import (
    THOUSANDS,
    VALIDATOR,
    events,
    is_set,
    quiet_bus,
    reads_twice,
    validator_starts,
)

# S3 Table 7, every row with result A 0, and what becomes of it
TABLE_7: list[tuple[int, Occurrence | None, int | None]] = [
    (0, None, None),
    (1, NoteReturned(None), None),
    (2, NoteRejected(2, "invalid bill (due to validation fail)"), None),
    (3, NoteRejected(3, "invalid bill (due to transport problem)"), None),
    (4, NoteRejected(4, "inhibited bill (on serial)"), None),
    (5, NoteRejected(5, "inhibited bill (on DIP switches)"), None),
    (6, NoteSwallowed(6, "bill jammed in transport (unsafe mode)", None), 39),
    (7, NoteSwallowed(7, "bill jammed in stacker", None), 39),
    (8, ValidatorAlarm(8, "bill pulled backwards"), None),
    (9, ValidatorAlarm(9, "bill tamper"), None),
    (10, StackerChanged(Stacker.OK), None),
    (11, StackerChanged(Stacker.REMOVED), 44),
    (12, StackerChanged(Stacker.OK), None),
    (13, StackerChanged(Stacker.FAULTY), 38),
    (14, StackerChanged(Stacker.FULL), 45),
    (15, StackerChanged(Stacker.JAMMED), 38),
    (16, NoteSwallowed(16, "bill jammed in transport (safe mode)", None), 39),
    (17, ValidatorAlarm(17, "opto fraud detected"), 49),
    (18, ValidatorAlarm(18, "string fraud detected"), 41),
    (19, ValidatorAlarm(19, "anti-string mechanism faulty"), 41),
    (20, None, None),
    (21, NoteSwallowed(21, "unknown bill type stacked", None), None),
    (99, ValidatorAlarm(99, "event code not in the standard"), 255),
]


def test_every_row_of_the_table_is_here() -> None:
    assert set(EVENTS) == set(range(22)) == {code for code, _, _ in TABLE_7 if code != 99}
    assert set(ROUTE_ERRORS) == {254, 255}


@pytest.mark.parametrize(("code", "told", "fault"), TABLE_7)
def test_what_may_last_is_followed_by_a_self_check(code: int, told: Occurrence | None, fault: int | None) -> None:
    clock, line, validator = started()
    shows(line, 1, (0, code))
    if fault is not None:
        checks(line, fault)
    first = validator.poll()
    assert first[:1] == (() if told is None else (told,))
    if fault is not None:
        assert isinstance(first[1], ValidatorFault)
        clock.pass_ms(1000)
        shows(line, 1, (0, code))
        checks(line, 0)
        assert validator.poll() == (ValidatorFault(0, "OK (no fault detected)"),)
    line.finish()


def test_an_inhibited_note_makes_it_look_after_its_inhibits() -> None:
    """A reset at counter zero shows so (S2 3.27.1); when it was right, they are set as they were."""
    _, line, validator = accepting()
    shows(line, 1, (0, 4))
    is_set(line, THOUSANDS, VALIDATOR)
    assert [type(event) for event in validator.poll()] == [NoteRejected]
    shows(line, 2, (0, 4), (0, 4))
    assert [type(event) for event in validator.poll()] == [NoteRejected]  # not again within five seconds
    line.finish()


def test_power_lost_while_accepting_mode_and_inhibits_are_set_again() -> None:
    _, line, validator = accepting(counter=200)
    reads_twice(line, VALIDATOR, 0)
    line.expect(VALIDATOR, h.SET_BILL_MODE, [3]).ack()
    line.expect(VALIDATOR, h.BILL_MODE).reply([3])
    is_set(line, THOUSANDS, VALIDATOR)
    line.expect(VALIDATOR, h.ROUTE_BILL, [0]).reply([254])
    assert validator.poll() == (ValidatorWasReset(),)
    shows(line, 1, (2, 1))
    assert validator.poll() == (NoteInEscrow(1_000),)
    line.finish()


def test_more_than_five_events_are_lost_credits_and_the_note_in_escrow_is_still_known() -> None:
    _, line, validator = accepting(counter=10)
    reads_twice(line, VALIDATOR, 17, (1, 1), (0, 2), (0, 2), (1, 0), (1, 1))
    line.expect(VALIDATOR, h.SET_BILL_MODE, [3]).ack()
    line.expect(VALIDATOR, h.BILL_MODE).reply([3])
    is_set(line, THOUSANDS, VALIDATOR)
    told = validator.poll()
    assert told[0] == NoteCreditsLost(2)
    assert told[2] == NoteCredited(1_000)
    assert told[-1] == NoteInEscrow(1_000)
    assert validator.escrow.yen == 1_000
    line.finish()


def test_the_counter_goes_from_255_to_1_and_a_damaged_poll_costs_no_note() -> None:
    _, line, validator = accepting(counter=255, mode=1)
    older = ((0, 2), (0, 2), (0, 2), (0, 2))  # a device that has counted to 255 has filled its buffer
    for _ in range(3):
        line.expect(VALIDATOR, h.BILL_EVENTS).reply(events(1, (1, 0), *older)).corrupt()
    with pytest.raises(BadAnswer):
        validator.poll()
    shows(line, 1, (1, 0), *older)
    assert validator.poll() == (NoteCredited(1_000),)
    line.finish()


def test_a_full_stacker_keeps_it_shut_until_it_is_emptied() -> None:
    clock, line, validator = accepting()
    shows(line, 2, (0, 0), (0, 14))
    checks(line, 45)
    assert validator.poll() == (
        StackerChanged(Stacker.FULL),
        ValidatorFault(45, "stacker full"),
    )
    clock.pass_ms(60_000)
    shows(line, 3, (0, 11), (0, 0), (0, 14))
    checks(line, 44)
    assert [type(event) for event in validator.poll()] == [StackerChanged, ValidatorFault]
    assert validator.stacker is Stacker.REMOVED
    shows(line, 4, (0, 12), (0, 11), (0, 0), (0, 14))
    is_set(line, THOUSANDS, VALIDATOR)
    assert validator.poll() == (StackerChanged(Stacker.OK),)
    line.finish()


def test_a_stacker_that_was_already_full_at_the_start_is_told() -> None:
    _, line, bus = quiet_bus()
    validator = BillValidator(bus)
    validator_starts(line, 7, fault=45)
    validator.start()
    shows(line, 7)
    assert validator.poll() == (ValidatorFault(45, "stacker full"),)
    assert validator.stacker is Stacker.FULL
    line.finish()
