"""Glyphs into lines of the paper's width, by cells."""

from __future__ import annotations

from itertools import groupby

from drivers.receipt.commands import KANJI_OFF, KANJI_ON
from drivers.receipt.glyphs import Glyph, cells, glyphs

_SPACE: Glyph = b" "

_NOT_FIRST = frozenset(
    character.encode("cp932") for character in "、。，．・：；？！）」』】〕〉》ゝ々ーぁぃぅぇぉっゃゅょ"
)
"""What a Japanese line does not begin with (行頭禁則, JIS X 4051 §6.1)."""


def wrap(line: list[Glyph], width_cells: int) -> list[list[Glyph]]:
    """Cut glyphs into rows of at most `width_cells` (at least 2); at least one row, no glyph lost.

    A glyph that may not begin a row takes the one before it along (追い出し).
    """
    rows: list[list[Glyph]] = [[]]
    free = width_cells
    for glyph in line:
        if len(glyph) > free:
            along = [rows[-1].pop()] if glyph in _NOT_FIRST and len(rows[-1]) > 1 else []
            rows.append(along)
            free = width_cells - cells(along)
            if len(glyph) > free:
                rows.append([])
                free = width_cells
        rows[-1].append(glyph)
        free -= len(glyph)
    return rows


def columns(left: str, right: str, width_cells: int) -> list[list[Glyph]]:
    """`left` at the left edge, `right` at the right edge, at least one space between them.

    A long left text wraps, and the right one stands beside its last row if there is room, else below.
    """
    rows = wrap(glyphs(left), width_cells)
    amounts = wrap(glyphs(right), width_cells)
    space = width_cells - cells(rows[-1]) - cells(amounts[0])
    if rows[-1] and space < 1:
        rows.append([])
        space = width_cells - cells(amounts[0])
    rows[-1] = rows[-1] + [_SPACE] * space + amounts[0]
    for row in amounts[1:]:
        rows.append([_SPACE] * (width_cells - cells(row)) + row)
    return rows


def codes_of(row: list[Glyph]) -> bytes:
    """A row as the printer takes it: two-byte runs inside kanji mode, single bytes outside."""
    runs = []
    for size, run in groupby(row, len):
        joined = b"".join(run)
        runs.append(joined if size == 1 else KANJI_ON + joined + KANJI_OFF)
    return b"".join(runs)
