"""Where a note is inside a bill validator."""

from __future__ import annotations

from enum import Enum, auto


class Stage(Enum):
    """Behind the escrow lies the non-return device: from STACKING on nobody can reach the note from outside."""

    EMPTY = auto()
    DRAWN = auto()
    JUDGED = auto()
    ESCROW = auto()
    STACKING = auto()
    EJECTING = auto()
    JAMMED_IN_REACH = auto()
    JAMMED_BEHIND = auto()
