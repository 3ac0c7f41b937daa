"""What the events of a bill validator mean (S3 Table 7), as one table, and its routing codes (S2 3.98)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final, NamedTuple

from drivers.cash.occurrences import Stacker

# --- result B after a bill type (result A from 1)
STACKED: Final = 0  # "validated correctly and sent to cashbox / stacker": the credit
IN_ESCROW: Final = 1  # "validated correctly and held in escrow": no credit yet
COUPON: Final = 255  # bill type of a coupon or ticket (S2 3.93)

# --- 154: what is ordered, what is answered instead of an ACK
RETURN: Final = 0
STACK: Final = 1
HOLD: Final = 255
ESCROW_EMPTY: Final = 254
ROUTE_FAILED: Final = 255
ROUTE_ERRORS: Final[Mapping[int, str]] = MappingProxyType(
    {ESCROW_EMPTY: "escrow is empty", ROUTE_FAILED: "failed to route bill"}
)

# --- 153 and 152: what is used; 213 has the same two bits for what there is (S2 3.99, 3.43)
USE_STACKER: Final = 0x01
USE_ESCROW: Final = 0x02


class Kind(Enum):
    """What an event with result A 0 says about the note and the customer."""

    SHUT = "the validator has shut itself: unpolled for 5 s (S4 2.2.2), or its stacker is full"
    RETURNED = "a note went back to the customer"
    REJECTED = "a note was not taken and goes back"
    STUCK = "a note is, or may be, inside without a credit"
    PULLED = "a possible fraud: a note that was held may be out again"
    ALARM = "a possible fraud or a defect"
    STACKER = "something about the stacker"
    COUPON = "a coupon: a credit or pending credit of type 255 follows"


class EventCode(NamedTuple):
    """One row. check: it may last, so a self-check shall follow (S1 §21). stacker: how the stacker is now."""

    meaning: str
    kind: Kind
    check: bool = False
    stacker: Stacker | None = None


def _stacker(meaning: str, stacker: Stacker, *, check: bool = False) -> EventCode:
    return EventCode(meaning, Kind.STACKER, check, stacker)


EVENTS: Final[Mapping[int, EventCode]] = MappingProxyType(
    {
        0: EventCode("master inhibit active", Kind.SHUT),
        1: EventCode("bill returned from escrow", Kind.RETURNED),
        2: EventCode("invalid bill (due to validation fail)", Kind.REJECTED),
        3: EventCode("invalid bill (due to transport problem)", Kind.REJECTED),
        4: EventCode("inhibited bill (on serial)", Kind.REJECTED),
        5: EventCode("inhibited bill (on DIP switches)", Kind.REJECTED),
        # unsafe mode assumes that the customer can retrieve the note: no credit
        6: EventCode("bill jammed in transport (unsafe mode)", Kind.STUCK, check=True),
        7: EventCode("bill jammed in stacker", Kind.STUCK, check=True),
        # fraud attempts on the note itself; 9 is none of them: a return (1) follows it (S3 Appendix 16, example 3)
        8: EventCode("bill pulled backwards", Kind.PULLED),
        9: EventCode("bill tamper", Kind.ALARM),
        10: _stacker("stacker OK", Stacker.OK),
        11: _stacker("stacker removed", Stacker.REMOVED, check=True),
        12: _stacker("stacker inserted", Stacker.OK),
        13: _stacker("stacker faulty", Stacker.FAULTY, check=True),
        14: _stacker("stacker full", Stacker.FULL, check=True),
        15: _stacker("stacker jammed", Stacker.JAMMED, check=True),
        # safe mode assumes that nobody can retrieve it: a credit may be given, but by staff
        16: EventCode("bill jammed in transport (safe mode)", Kind.STUCK, check=True),
        17: EventCode("opto fraud detected", Kind.PULLED, check=True),
        18: EventCode("string fraud detected", Kind.PULLED, check=True),
        19: EventCode("anti-string mechanism faulty", Kind.ALARM, check=True),
        20: EventCode("barcode detected", Kind.COUPON),
        21: EventCode("unknown bill type stacked", Kind.STUCK),
    }
)
UNKNOWN_EVENT: Final = EventCode("event code not in the standard", Kind.ALARM, check=True)
INHIBITED_ON_SERIAL: Final = 4

STACKER_FAULTS: Final[Mapping[int, Stacker]] = MappingProxyType(
    {0: Stacker.OK, 38: Stacker.FAULTY, 44: Stacker.REMOVED, 45: Stacker.FULL}
)
"""How the stacker is, by fault code of the self-check (S3 Appendix 16, 6.6); other codes do not tell."""
