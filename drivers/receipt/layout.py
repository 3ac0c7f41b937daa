"""Glyphs into lines of the paper's width, by cells."""

from __future__ import annotations

from collections.abc import Sequence

from drivers.receipt.glyphs import Glyph, cells

_SPACE: Glyph = b" "

_NOT_FIRST = frozenset(
    character.encode("cp932") for character in "、。，．・：；？！）」』】〕〉》ゝ々ーぁぃぅぇぉっゃゅょ "
)
"""What a line does not begin with (行頭禁則, JIS X 4051 §6.1), and the space between words."""


def wrap(line: Sequence[Glyph], width_cells: int) -> list[list[Glyph]]:
    """Cut glyphs into rows of at most `width_cells` (at least 2); at least one row, no glyph lost.

    A glyph that may not begin a row takes the one before it along (追い出し), and a word of half-width letters stays
    whole, unless nothing would be left in the row.
    """
    rows: list[list[Glyph]] = [[]]
    free = width_cells
    for glyph in line:
        while len(glyph) > free:
            row = rows[-1]
            at = _break(row, glyph)
            rows.append(row[at:])
            del row[at:]
            free = width_cells - cells(rows[-1])
        rows[-1].append(glyph)
        free -= len(glyph)
    return rows


def _break(row: list[Glyph], coming: Glyph) -> int:
    """Where a full row is cut, so that what stands behind it begins the next one."""
    for at in range(len(row), 0, -1):
        first = row[at] if at < len(row) else coming
        inside_a_word = len(first) == 1 and len(row[at - 1]) == 1 and row[at - 1] != _SPACE
        if first not in _NOT_FIRST and not inside_a_word:
            return at
    return len(row)


def columns(left: Sequence[Glyph], right: Sequence[Glyph], width_cells: int) -> list[list[Glyph]]:
    """`left` at the left edge, `right` at the right edge, at least one space between them.

    A long left text wraps, and the right one stands beside its last row if there is room, else below.
    """
    rows = wrap(left, width_cells)
    amounts = wrap(right, width_cells)
    space = width_cells - cells(rows[-1]) - cells(amounts[0])
    if rows[-1] and space < 1:
        rows.append([])
        space = width_cells - cells(amounts[0])
    rows[-1] = rows[-1] + [_SPACE] * space + amounts[0]
    for row in amounts[1:]:
        rows.append([_SPACE] * (width_cells - cells(row)) + row)
    return rows
