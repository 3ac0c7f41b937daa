"""A validator on its line: met, perhaps open, perhaps with a note in escrow."""

from __future__ import annotations

from drivers.cash import headers as h
from drivers.cash.occurrences import NoteInEscrow
from drivers.cash.validator import BillValidator
from tests.drivers.cash.line import Line, VirtualClock
from tests.drivers.cash.scenes import (
    THOUSANDS,
    VALIDATOR,
    events,
    is_opened,
    quiet_bus,
    validator_starts,
)

HELD = ((1, 1),)


def started(counter: int = 0, mode: int = 3) -> tuple[VirtualClock, Line, BillValidator]:
    clock, line, bus = quiet_bus()
    validator = BillValidator(bus)
    validator_starts(line, counter, mode=mode)
    validator.start()
    line.finish()
    return clock, line, validator


def accepting(counter: int = 0, mode: int = 3) -> tuple[VirtualClock, Line, BillValidator]:
    clock, line, validator = started(counter, mode)
    is_opened(line, THOUSANDS, VALIDATOR)
    validator.accept(frozenset({1_000}))
    line.finish()
    return clock, line, validator


def shows(line: Line, counter: int, *newest_first: tuple[int, int]) -> None:
    line.expect(VALIDATOR, h.BILL_EVENTS).reply(events(counter, *newest_first))


def checks(line: Line, fault: int) -> None:
    line.expect(VALIDATOR, h.SELF_CHECK).reply([fault])


def holding() -> tuple[VirtualClock, Line, BillValidator]:
    """A note of 1000 yen waits in escrow."""
    clock, line, validator = accepting()
    shows(line, 1, *HELD)
    assert validator.poll() == (NoteInEscrow(1_000),)
    assert validator.escrow.yen == 1_000
    line.finish()
    return clock, line, validator
