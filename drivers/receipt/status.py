"""What a receipt printer's status bits mean (Epson: DLE EOT n, GS a), as one small status."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Condition(Enum):
    """The one thing that matters most about the printer now. Silence is UNKNOWN."""

    READY = "ready"
    COVER_OPEN = "cover_open"
    PAPER_END = "paper_end"
    CUTTER_JAMMED = "cutter_jammed"
    ERROR = "error"
    OFFLINE = "offline"
    """Offline for a reason that its bits do not name (paper being fed by the button, waiting)."""
    POWER_LOST = "power_lost"
    """It fell silent while it had work and came back: power or cable was gone, and the work with it. Only ever the end
    of a receipt; how the printer is now, a question tells."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ReceiptStatus:
    """paper_low: the near-end sensor sees little paper; there is enough for this receipt."""

    condition: Condition
    paper_low: bool


SILENT = ReceiptStatus(Condition.UNKNOWN, paper_low=False)

OFFLINE_BIT = 0x08
"""DLE EOT 1 and ASB byte 1."""

# (which byte, its bits, what any of them means), the most telling first: an open cover also stops the
# paper and takes the printer offline.
_Table = tuple[tuple[int, int, Condition], ...]

_REAL_TIME: _Table = (
    (2, 0x04, Condition.COVER_OPEN),
    (4, 0x60, Condition.PAPER_END),
    (2, 0x20, Condition.PAPER_END),  # printing stopped because paper ended
    (3, 0x08, Condition.CUTTER_JAMMED),
    (3, 0x64, Condition.ERROR),  # mechanical, unrecoverable, recovering by itself (hot head)
    (2, 0x40, Condition.ERROR),
    (1, 0x28, Condition.OFFLINE),  # offline; waiting to be brought back online
)
_REAL_TIME_PAPER_LOW = (4, 0x0C)

_ASB: _Table = (
    (1, 0x20, Condition.COVER_OPEN),
    (3, 0x0C, Condition.PAPER_END),
    (2, 0x08, Condition.CUTTER_JAMMED),
    (2, 0x64, Condition.ERROR),
    (1, 0x08, Condition.OFFLINE),
    (2, 0x01, Condition.OFFLINE),
)
_ASB_PAPER_LOW = (3, 0x03)


def from_answers(answers: Mapping[int, int]) -> ReceiptStatus:
    """The status in the four answers to DLE EOT, by n; SILENT when one is missing."""
    if any(n not in answers for n in (1, 2, 3, 4)):
        return SILENT
    return _read(answers, _REAL_TIME, _REAL_TIME_PAPER_LOW)


def from_asb(status: bytes) -> ReceiptStatus:
    """The status in ASB's four bytes."""
    return _read(dict(enumerate(status, 1)), _ASB, _ASB_PAPER_LOW)


def _read(status: Mapping[int, int], table: _Table, low: tuple[int, int]) -> ReceiptStatus:
    found = (condition for which, bits, condition in table if status[which] & bits)
    return ReceiptStatus(next(found, Condition.READY), bool(status[low[0]] & low[1]))
