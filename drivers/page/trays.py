"""How many sheets lie in the trays, and how many more the output takes (PWG 5100.13 printer-input-tray, …-output-tray).

    type=sheetFeedAutoRemovableTray;dimunit=micrometers;mediafeed=297000;mediaxfeed=210000;maxcapacity=250;level=31;…

The numbers are those of the printer MIB (RFC 3805 prtInputCurrentLevel, prtOutputRemainingCapacity). Printers fill them
in as they please, so what is not understood is unknown: never an error, never "enough", never "empty".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from drivers.page.decode import Attributes
from drivers.page.tags import ValueTag
from drivers.page.words import A4

_A4_SIDES: Final = frozenset({(297_000, 210_000), (116_929, 82_677), (29_700, 21_000)})
"""Long and short side in micrometres, in 1/10000 inch, in 1/100 mm: all three are met with."""
_SIZE_TOLERANCE: Final = 0.01

_BY_HAND: Final = ("sheetFeedManual", "other")
"""Trays that nobody fills beforehand; `other` is what printers call the choice "any tray"."""

_OUT_OF_USE: Final = frozenset({1, 3})
"""Availability in the lowest three bits of a status (RFC 3805 PrtSubUnitStatusTC): on request, broken."""
_OFFLINE: Final = 32

_TRAY_MAX: Final = 1023
"""Octets of one description (RFC 8011 §5.1.11)."""
_SHEETS_MAX: Final = 100_000
"""More than any tray holds: such a level is none."""


@dataclass(frozen=True, slots=True)
class Stock:
    """The paper at one moment.

    sheets: A4 sheets that are known to lie in the trays
    counted: every tray counts its sheets, so that there are no others
    room: sheets that still fit into the output; None where the printer does not tell
    a4_loaded: whether a tray is set to A4; None where the printer does not tell
    """

    sheets: int = 0
    counted: bool = False
    room: int | None = None
    a4_loaded: bool | None = None


UNKNOWN: Final = Stock()

REQUESTED: Final = ("media-ready", "printer-input-tray", "printer-output-tray")


def stock_of(printer: Attributes) -> Stock:
    """Read it from a printer group."""
    levels = [_sheets(tray) for tray in _trays(printer, "printer-input-tray") if _holds_a4(tray)]
    rooms = [_count(tray, "remaining") for tray in _trays(printer, "printer-output-tray")]
    known = [room for room in rooms if room is not None]
    ready = {value.data for value in printer.get("media-ready", ()) if isinstance(value.data, str)}
    return Stock(
        sheets=sum(level for level in levels if level is not None),
        counted=bool(levels) and None not in levels,
        room=sum(known) if known and len(known) == len(rooms) else None,
        a4_loaded=A4 in ready if ready else None,
    )


def _trays(printer: Attributes, name: str) -> list[Mapping[str, str]]:
    found: list[Mapping[str, str]] = []
    for value in printer.get(name, ()):
        if value.tag == ValueTag.OCTET_STRING and isinstance(value.data, bytes) and len(value.data) <= _TRAY_MAX:
            parts = (part.partition("=") for part in value.data.decode("utf-8", "replace").split(";"))
            found.append({key.strip(): told.strip() for key, _, told in parts})
    return found


def _holds_a4(tray: Mapping[str, str]) -> bool:
    """A tray that feeds by itself, and is not known to hold another size."""
    if tray.get("type") in _BY_HAND:
        return False
    feed, across = _count(tray, "mediafeed"), _count(tray, "mediaxfeed")
    if not feed or not across:
        return True
    long, short = max(feed, across), min(feed, across)
    return any(
        abs(long - a4_long) <= _SIZE_TOLERANCE * a4_long and abs(short - a4_short) <= _SIZE_TOLERANCE * a4_short
        for a4_long, a4_short in _A4_SIDES
    )


def _sheets(tray: Mapping[str, str]) -> int | None:
    """A level below 0 is a word of the MIB: other, unknown, or at least one sheet, which says nothing of a second."""
    level, status = _count(tray, "level"), _count(tray, "status") or 0
    if not level:
        return level
    # out of use, says the status; but printers are met with that say so of a tray they print from
    doubtful = status & 7 in _OUT_OF_USE or status & _OFFLINE
    percentage = tray.get("unit", "sheets") != "sheets"
    return None if doubtful or percentage else level


def _count(tray: Mapping[str, str], key: str) -> int | None:
    """A number from 0; None for what is none, or says that it is unknown."""
    told = tray.get(key, "")
    if not (told.isascii() and told.isdecimal() and len(told) <= 6):
        return None
    number = int(told)
    return number if key.startswith("media") or number <= _SHEETS_MAX else None
