"""A receipt as the bytes that print it, from ESC @ to the cut."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import assert_never

from drivers.receipt.codes import Codes, codes
from drivers.receipt.commands import (
    INITIALISE,
    KANJI_OFF,
    KANJI_ON,
    KATAKANA_PAGE,
    LINE_FEED,
    REPORT_CHANGES,
    SHIFT_JIS,
    print_area,
)
from drivers.receipt.dots import Dots, Draw, no_font
from drivers.receipt.glyphs import Glyph, glyphs
from drivers.receipt.layout import columns, wrap
from drivers.receipt.lines import PAPERS, Align, Columns, Feed, Line, Paper, Rule, Size, Text
from drivers.receipt.raster import doubled, inline

_START = INITIALISE + REPORT_CHANGES + KATAKANA_PAGE + SHIFT_JIS
_RULE: Glyph = b"\x84\x9f"
"""─ (JIS X 0208 row 8)."""

WIDEST = PAPERS[80]


def encode(lines: Sequence[Line], paper: Paper = WIDEST, draw: Draw = no_font) -> bytes:
    """The bytes of one receipt. The same lines always give the same bytes.

    draw: for characters that the printer's font lacks; without it, or where it has no shape either, they are 〓.

    Nothing in a text can become a command: every byte of it is a code of the font (DLE, ESC, FS, GS and
    their like have no glyph), and no picture holds one, so no status is asked and no buffer cleared by accident.
    """
    writer = _Writer(codes(), paper, draw)
    for line in lines:
        writer.add(line)
    return writer.finished()


class _Writer:
    """Remembers the style the printer is in, and sends only what changes."""

    def __init__(self, table: Codes, paper: Paper, draw: Draw) -> None:
        self._codes, self._width_cells, self._draw = table, paper.width_cells, draw
        self._out = bytearray(_START)
        if paper != WIDEST:
            self._out += print_area(paper.width_dots)
        self._align: Align = "left"
        self._size: Size = 1
        self._bold = False

    def add(self, line: Line) -> None:
        match line:
            case Text():
                for paragraph in line.text.split("\n"):
                    rows = wrap(glyphs(paragraph, self._draw), self._width_cells // line.size)
                    self._rows(rows, line.align, line.size, line.bold)
            case Columns():
                left, right = glyphs(line.left, self._draw), glyphs(line.right, self._draw)
                rows = columns(left, right, self._width_cells // line.size)
                self._rows(rows, "left", line.size, line.bold)
            case Rule():
                self._rows([[_RULE] * (self._width_cells // 2)], "left", 1, False)
            case Feed():
                self._out += self._codes.feed[line.lines]
            case _:
                assert_never(line)

    def finished(self) -> bytes:
        self._out += self._codes.cut
        return bytes(self._out)

    def _rows(self, rows: list[list[Glyph]], align: Align, size: Size, bold: bool) -> None:
        for row in rows:
            picture = None
            if size == 2 and any(isinstance(glyph, Dots) for glyph in row):
                picture = doubled(row, self._draw)
                size = 1 if picture is None else size
            self._style(align, size if picture is None else 1, bold)
            self._out += _codes_of(row) + LINE_FEED if picture is None else picture

    def _style(self, align: Align, size: Size, bold: bool) -> None:
        # ESC a counts at the start of a line only: every line here ends with a line feed.
        if align != self._align:
            self._out += self._codes.align[align]
            self._align = align
        if size != self._size:
            self._out += self._codes.size[size]
            self._size = size
        if bold != self._bold:
            self._out += self._codes.bold[bold]
            self._bold = bold


def _codes_of(row: Sequence[Glyph]) -> bytes:
    """A row as the printer takes it: two-byte runs inside kanji mode, single bytes and pictures outside."""
    return b"".join(_run(kind, list(run)) for kind, run in groupby(row, _kind))


def _kind(glyph: Glyph) -> int:
    return 0 if isinstance(glyph, Dots) else len(glyph)


def _run(kind: int, run: list[Glyph]) -> bytes:
    joined = b"".join(glyph for glyph in run if isinstance(glyph, bytes))
    if kind == 0:
        return inline([glyph for glyph in run if isinstance(glyph, Dots)])
    return joined if kind == 1 else KANJI_ON + joined + KANJI_OFF
