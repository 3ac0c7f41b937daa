"""A receipt as the bytes that print it, from ESC @ to the cut."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from drivers.receipt.codes import Codes, codes
from drivers.receipt.commands import INITIALISE, KATAKANA_PAGE, LINE_FEED, REPORT_CHANGES, SHIFT_JIS
from drivers.receipt.glyphs import glyphs
from drivers.receipt.layout import codes_of, columns, wrap
from drivers.receipt.lines import WIDTH_CELLS, Align, Columns, Feed, Line, Rule, Size, Text

_START = INITIALISE + REPORT_CHANGES + KATAKANA_PAGE + SHIFT_JIS

_RULE = codes_of([b"\x84\x9f"] * (WIDTH_CELLS // 2)) + LINE_FEED
"""─ (JIS X 0208 row 8) from edge to edge."""


def encode(lines: Sequence[Line]) -> bytes:
    """The bytes of one receipt. The same lines always give the same bytes.

    Nothing in a text can become a command: every byte of it is a code of the font (DLE, ESC, FS, GS and
    their like have no glyph), so no status is asked and no buffer cleared by accident.
    """
    writer = _Writer(codes())
    for line in lines:
        writer.add(line)
    return writer.finished()


class _Writer:
    """Remembers the style the printer is in, and sends only what changes."""

    def __init__(self, table: Codes) -> None:
        self._codes = table
        self._out = bytearray(_START)
        self._align: Align = "left"
        self._size: Size = 1
        self._bold = False

    def add(self, line: Line) -> None:
        match line:
            case Text():
                self._style(line.align, line.size, line.bold)
                for paragraph in line.text.split("\n"):
                    for row in wrap(glyphs(paragraph), WIDTH_CELLS // line.size):
                        self._out += codes_of(row) + LINE_FEED
            case Columns():
                self._style("left", 1, False)
                for row in columns(line.left, line.right, WIDTH_CELLS):
                    self._out += codes_of(row) + LINE_FEED
            case Rule():
                self._style("left", 1, False)
                self._out += _RULE
            case Feed():
                self._out += self._codes.feed[line.lines]
            case _:
                assert_never(line)

    def finished(self) -> bytes:
        self._out += self._codes.cut
        return bytes(self._out)

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
