"""What the cash devices tell, as events of the machine; a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from drivers.cash.counter import Mark
from drivers.cash.inventory import Marks
from drivers.cash.occurrences import (
    AcceptorAlarm,
    AcceptorWasReset,
    CoinCredited,
    CoinRejected,
    CoinSwallowed,
    CreditsLost,
    Happening,
    NoteCredited,
    NoteCreditsLost,
    NoteInEscrow,
    NotePulledOut,
    NoteRejected,
    NoteReturned,
    NoteSwallowed,
    Occurrence,
    ReturnLeverPressed,
    Stacker,
    StackerChanged,
    ValidatorAlarm,
    ValidatorFault,
    ValidatorWasReset,
)
from drivers.cash.validator.event_codes import STACKER_FAULTS
from statemachine import events
from statemachine.events import MoneyEvent
from statemachine.money import UNKNOWN_NOTE_STACKED

PLACES: Mapping[int, str] = {1: "hopper-10", 2: "hopper-50", 3: "hopper-100", 4: "hopper-500"}
"""Where the acceptor's sorter paths lead; every other path ends in the cashbox."""

NOTE_ENDS = (NoteCredited, NoteReturned, NotePulledOut, NoteSwallowed, NoteCreditsLost, ValidatorWasReset)
"""After these no order for the note in escrow is under way any more."""


def event_of(happening: Happening, *, earlier: bool = False) -> MoneyEvent:
    """The event for anything but payouts and the acceptor's faults.

    earlier: it happened while nobody listened.
    """
    occurrence, device, mark = happening.occurrence, happening.device, happening.mark
    place = None if mark is None else (device, mark.serial_number, mark.counter)
    if isinstance(occurrence, CoinCredited):
        where = PLACES.get(occurrence.path, "cashbox")
        return events.CashCredited(yen=occurrence.yen, place=where, earlier=earlier, mark=place)
    if isinstance(occurrence, NoteCredited):
        return events.NoteStacked(yen=occurrence.yen, earlier=earlier, mark=place)
    kind, fields = _PLAIN[type(occurrence)](occurrence)
    return kind(mark=place, **fields)


def places_of(marks: Marks) -> tuple[tuple[str, int, int], ...]:
    """Marks as events carry them."""
    named = (("acceptor", marks.acceptor), ("validator", marks.validator))
    return tuple((device, mark.serial_number, mark.counter) for device, mark in named if mark is not None)


def marks_in(memory: Mapping[str, int | str]) -> Marks:
    """What `statemachine.observe` has remembered of the event counters."""
    found = {}
    for device in ("acceptor", "validator"):
        serial_number, colon, counter = str(memory.get(f"mark_{device}", "")).partition(":")
        found[device] = Mark(int(serial_number), int(counter)) if colon else None
    return Marks(**found)


UNKNOWN_STACKED = 21
"""S3 Table 7: an unknown bill type was stacked: a note whose way was cut off ended in the stacker."""

Made = tuple[Callable[..., MoneyEvent], dict[str, object]]


def _uncertain(cause: str) -> Callable[[Occurrence], Made]:
    return lambda _o: (events.CashUncertain, {"cause": cause})


def _swallowed(o: NoteSwallowed) -> Made:
    return events.CashUncertain, {"cause": UNKNOWN_NOTE_STACKED if o.code == UNKNOWN_STACKED else "note_swallowed"}


def _stacker(o: StackerChanged) -> Made:
    return events.NoteIntakeChanged, {"cause": _cause(o.stacker)}


def _fault(o: ValidatorFault) -> Made:
    """A fault of the stacker's is the one that its own event tells of too."""
    cause = _cause(STACKER_FAULTS[o.code]) if o.code in STACKER_FAULTS else "validator_fault"
    return events.NoteIntakeChanged, {"cause": cause}


def _cause(stacker: Stacker) -> str | None:
    return None if stacker is Stacker.OK else f"stacker_{stacker.value}"


_PLAIN: Mapping[type, Callable[..., Made]] = {
    CoinRejected: lambda o: (events.CoinReturned, {"code": o.code}),
    ReturnLeverPressed: lambda _o: (events.ReturnLeverPressed, {}),
    CoinSwallowed: _uncertain("coin_swallowed"),
    CreditsLost: _uncertain("credits_lost"),
    AcceptorWasReset: _uncertain("acceptor_was_reset"),
    AcceptorAlarm: _uncertain("acceptor_alarm"),
    NoteInEscrow: lambda o: (events.NoteHeld, {"yen": o.yen}),
    NoteReturned: lambda o: (events.NoteReturned, {"yen": o.yen}),
    NotePulledOut: lambda o: (events.NoteReturned, {"yen": o.yen, "fraud": True}),
    NoteRejected: lambda o: (events.NoteRefused, {"code": o.code}),
    NoteSwallowed: _swallowed,
    NoteCreditsLost: _uncertain("note_credits_lost"),
    ValidatorWasReset: _uncertain("validator_was_reset"),
    ValidatorAlarm: _uncertain("validator_alarm"),
    StackerChanged: _stacker,
    ValidatorFault: _fault,
}
