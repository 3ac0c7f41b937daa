"""What a receipt is made of. What it says is somebody else's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

WIDTH_CELLS = 48
"""Half-width cells on 80 mm paper: 576 dots at 203 dpi, font A 12 dots wide; a kanji takes two."""

FEED_LINES_MAX = 20

Align = Literal["left", "center", "right"]
Size = Literal[1, 2]


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
    """A label at the left edge and an amount at the right edge of one line (more when they do not fit)."""

    left: str
    right: str


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
