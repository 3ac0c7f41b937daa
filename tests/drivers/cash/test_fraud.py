"""Fraud upon a note that is inside: whatever is pulled at gives no credit, and what is still there goes back."""

from __future__ import annotations

import pytest

from drivers.cash import headers as h
from drivers.cash.occurrences import NoteCredited, NotePulledOut, NoteReturned, ValidatorAlarm, ValidatorFault
from drivers.cash.validator import BillValidator
from tests.drivers.cash.bezel import HELD, holding, shows
from tests.drivers.cash.line import Line, VirtualClock
from tests.drivers.cash.scenes import VALIDATOR

FRAUDS = [(8, "bill pulled backwards", None), (17, "opto fraud detected", 49), (18, "string fraud detected", 41)]
EMPTY, ACK = [254], list[int]()


def ordered(order: int | None) -> tuple[VirtualClock, Line, BillValidator]:
    """A note waits in escrow, or has been ordered away (1: to the stacker, 0: back)."""
    clock, line, validator = holding()
    if order is not None:
        shows(line, 1, *HELD)
        line.expect(VALIDATOR, h.ROUTE_BILL, [order]).ack()
        (validator.stack_note if order else validator.return_note)()
    return clock, line, validator


def attack(line: Line, validator: BillValidator, code: int, fault: int | None, reply: list[int]) -> object:
    """The validator tells of it; the driver asks for the note back, if there still is one. What is told first."""
    shows(line, 2, (0, code), *HELD)
    if fault is not None:
        line.expect(VALIDATOR, h.SELF_CHECK).reply([fault])
    line.expect(VALIDATOR, h.ROUTE_BILL, [0]).reply(reply)
    first, *others = validator.poll()
    assert all(isinstance(event, ValidatorFault) for event in others)
    line.finish()
    return first


@pytest.mark.parametrize(("code", "meaning", "fault"), FRAUDS)
@pytest.mark.parametrize("order", [None, 0, 1])
def test_a_note_is_pulled_at_wherever_it_is_and_counts_no_more(
    order: int | None, code: int, meaning: str, fault: int | None
) -> None:
    clock, line, validator = ordered(order)
    assert attack(line, validator, code, fault, EMPTY) == NotePulledOut(code, meaning, 1_000)
    assert validator.escrow.yen is None
    assert validator.escrow.empty
    clock.pass_ms(60_000)
    shows(line, 2, (0, code), *HELD)
    if fault is not None:
        line.expect(VALIDATOR, h.SELF_CHECK).reply([0])
    assert not [event for event in validator.poll() if not isinstance(event, ValidatorFault)], "nothing is overdue"
    line.finish()


def test_the_note_did_not_come_out_and_goes_back() -> None:
    _, line, validator = holding()
    attack(line, validator, 8, None, ACK)
    shows(line, 3, (0, 1), (0, 8), *HELD)
    assert validator.poll() == (NoteReturned(None),)
    line.finish()


def test_a_credit_that_the_validator_gives_all_the_same_is_a_credit() -> None:
    """S3 Table 7: "Bill accepted - credit the customer"; whoever pulled, pulled in vain."""
    _, line, validator = ordered(1)
    attack(line, validator, 8, None, EMPTY)
    shows(line, 3, (1, 0), (0, 8), *HELD)
    assert validator.poll() == (NoteCredited(1_000),)
    line.finish()


def test_a_note_that_is_pulled_on_stays_in_question_until_it_is_back() -> None:
    _, line, validator = holding()
    shows(line, 2, (0, 9), *HELD)
    assert validator.poll() == (ValidatorAlarm(9, "bill tamper"),)
    assert validator.escrow.yen == 1_000
    shows(line, 3, (0, 1), (0, 9), *HELD)
    assert validator.poll() == (NoteReturned(1_000),)
    line.finish()
