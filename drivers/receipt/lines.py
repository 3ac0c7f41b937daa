"""What a receipt is made of, and how wide it is. What it says is somebody else's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

CELL_DOTS = 12
"""A half-width cell of font A; a kanji takes two, 24 dots (203 dpi)."""

FEED_LINES_MAX = 20

Align = Literal["left", "center", "right"]
Size = Literal[1, 2]


@dataclass(frozen=True, slots=True)
class Paper:
    """A roll. width_cells: half-width cells that its printable width holds."""

    width_cells: int

    @property
    def width_dots(self) -> int:
        return self.width_cells * CELL_DOTS


PAPERS: Mapping[int, Paper] = MappingProxyType({58: Paper(32), 80: Paper(48)})
"""By the roll's width in mm. 80 mm: 576 dots of 203 dpi (72 mm). 58 mm: 384 dots (48 mm), what the narrowest heads of
58 mm printers have; wider ones (420 dots) are told to leave the rest white."""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. It wraps at the paper's width and at line feeds, and loses no character.

    size: 2 is double width and double height. Raises ValueError for values outside the types.
    """

    text: str
    align: Align = "left"
    size: Size = 1
    bold: bool = False

    def __post_init__(self) -> None:
        if self.align not in get_args(Align) or self.size not in get_args(Size):
            raise ValueError(f"no such text: align {self.align!r}, size {self.size!r}")


@dataclass(frozen=True, slots=True)
class Columns:
    """A label at the left edge and an amount at the right edge of one line (more when they do not fit).

    size: as in `Text`; ValueError otherwise
    """

    left: str
    right: str
    size: Size = 1
    bold: bool = False

    def __post_init__(self) -> None:
        if self.size not in get_args(Size):
            raise ValueError(f"no such columns: size {self.size!r}")


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True, slots=True)
class Feed:
    """Empty paper. lines: 1 to 20; ValueError otherwise."""

    lines: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.lines <= FEED_LINES_MAX:
            raise ValueError(f"cannot feed {self.lines} lines")


Line = Text | Columns | Rule | Feed
