"""Rows of cells under one another, where a full-width character takes two places."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

RULE = "-"


def width(text: str) -> int:
    """Places that a text takes in a terminal (UAX 11: wide and full-width characters take two)."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def aligned(rows: Sequence[Sequence[str] | None], right: int) -> Iterator[str]:
    """The lines. None is a rule across; from column `right` on figures stand at the right of their columns."""
    cells = [row for row in rows if row is not None]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    for row in rows:
        if row is None:
            yield RULE * (sum(widths) + 2 * (len(widths) - 1))
        else:
            yield "  ".join(_padded(cell, widths[at], at >= right) for at, cell in enumerate(row)).rstrip()


def _padded(cell: str, places: int, right: bool) -> str:
    room = " " * (places - width(cell))
    return room + cell if right else cell + room
