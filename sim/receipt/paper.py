"""The roll: what stands printed on it, and what comes off at the cutter or the tear bar.

Paper coordinates are dots along the roll, growing as paper is fed; the head prints at `fed_dots`.
The blade sits downstream of the head, so what was printed last is still inside when a cut comes
too early, and comes out on top of the next piece, as it does with the real thing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sim.receipt.ink import Item, Run, Symbol

if TYPE_CHECKING:
    from PIL.Image import Image

DOTS_PER_MM = 8  # 203 dpi

HEAD_TO_CUTTER_DOTS = 15 * DOTS_PER_MM
"""Epson TM-T88III specification §1.7: print line to autocutter blade approx. 15 mm."""

HANGING_MAX_DOTS = 12_000 * DOTS_PER_MM
"""12 m of paper that nobody cuts tears off by its own weight; also what bounds the memory."""

_COLUMN_DOTS = 12  # a half-width character: what a gap is counted in when read as text


@dataclass(frozen=True, slots=True)
class Line:
    """What one pass of the head prints: items, the height they need, the paper fed (all dots)."""

    items: tuple[Item, ...]
    height_dots: int
    feed_dots: int


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """A printed line: where it stands on its paper (dots from the top edge) and since when."""

    y_dots: int
    items: tuple[Item, ...]
    height_dots: int
    printed_at_ns: int

    @property
    def text(self) -> str:
        """The line as a person reads it: white space on paper is blanks, none at the end.

        Centred and right-aligned lines therefore begin with blanks; a character of double width
        is one character.
        """
        parts: list[str] = []
        reached = 0
        for run in sorted((i for i in self.items if isinstance(i, Run)), key=lambda i: i.x_dots):
            gap = round((run.x_dots - reached) / _COLUMN_DOTS)
            parts.append(" " * gap + run.text)
            reached = run.x_dots + run.width_dots
        return "".join(parts).rstrip(" \u3000")

    def __repr__(self) -> str:
        return f"Row(y_dots={self.y_dots}, items={len(self.items)}, height_dots={self.height_dots})"


@dataclass(frozen=True, slots=True, repr=False)
class Piece:
    """A strip of paper that came off.

    rows:          what stands on it, top first; a row belongs to the piece that got its middle
    slivers:       rows of a neighbour that the blade went through; drawn, not read
    length_dots:   along the paper; 8 dots are 1 mm
    width_dots:    what the head can print on
    printed_at_ns: when it came off
    """

    rows: tuple[Row, ...]
    slivers: tuple[Row, ...]
    length_dots: int
    width_dots: int
    printed_at_ns: int

    @property
    def text(self) -> str:
        """Its lines as a person reads them, joined by line feeds; pictures have no line."""
        return read(self.rows)

    @property
    def symbols(self) -> tuple[bytes, ...]:
        """The data of each QR code on it, top first."""
        return tuple(item.data for row in self.rows for item in row.items if isinstance(item, Symbol))

    def render(self) -> Image:
        """A picture of it, mode "L", as wide as the head, black 0 on white 255, one pixel a dot.

        Raises `sim.receipt.fonts.FontMissing` where Debian's xfonts-base is not installed.
        """
        from sim.receipt.render import draw

        return draw(self)

    def __repr__(self) -> str:
        return f"Piece(rows={len(self.rows)}, length_dots={self.length_dots})"


def read(rows: tuple[Row, ...] | list[Row]) -> str:
    """The text of `rows`; a bare line feed is an empty line, none of them at the end."""
    lines = [row.text for row in rows if not row.items or any(isinstance(i, Run) for i in row.items)]
    return "\n".join(lines).rstrip("\n")


@dataclass(slots=True)
class Paper:
    """The end of the roll that is in the machine: from its edge, past the blade, to the head."""

    width_dots: int
    fed_dots: int = 0
    edge_dots: int = -HEAD_TO_CUTTER_DOTS
    rows: list[Row] = field(default_factory=list)
    slivers: list[Row] = field(default_factory=list)

    @property
    def blade_dots(self) -> int:
        """The coordinate of the paper that lies under the blade."""
        return self.fed_dots - HEAD_TO_CUTTER_DOTS

    def print(self, line: Line, now_ns: int) -> None:
        """Put `line` on paper, and feed."""
        self.rows.append(Row(self.fed_dots, line.items, line.height_dots, now_ns))
        self.fed_dots += line.feed_dots

    def sever(self, at_dots: int, now_ns: int) -> Piece | None:
        """Take off everything before coordinate `at_dots`; None where there is no paper to take."""
        top = self.edge_dots
        if at_dots <= top:
            return None
        mine: list[Row] = []
        stay: list[Row] = []
        slivers, self.slivers = self.slivers, []
        for row in self.rows:
            is_mine = 2 * row.y_dots + row.height_dots < 2 * at_dots
            (mine if is_mine else stay).append(row)
            if row.y_dots < at_dots < row.y_dots + row.height_dots:
                (self.slivers if is_mine else slivers).append(row)
        piece = Piece(_from_top(mine, top), _from_top(slivers, top), at_dots - top, self.width_dots, now_ns)
        self.rows = stay
        self.edge_dots = at_dots
        return piece

    def replace_roll(self, now_ns: int) -> Piece | None:
        """New paper, straight to the blade; the old end if anything was printed on it."""
        printed = bool(self.rows or self.slivers)
        old = self.sever(max(self.fed_dots, self.edge_dots + 1), now_ns) if printed else None
        self.rows, self.slivers = [], []
        self.edge_dots = self.blade_dots
        return old


def _from_top(rows: list[Row], top_dots: int) -> tuple[Row, ...]:
    return tuple(replace(row, y_dots=row.y_dots - top_dots) for row in rows)
