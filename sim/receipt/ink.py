"""What can stand in a line: runs of characters, pictures, QR codes. All lengths in dots."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Style:
    """How characters look, and what room each takes.

    kanji:         from the two-byte ROM (24 x 24) instead of the one-byte fonts
    cell_w_dots:   width of the bare character: 12 (font A), 9 (font B), 24 (kanji)
    cell_h_dots:   its height: 24 (font A, kanji), 17 (font B)
    left_dots, right_dots: white beside it, before magnification
    wide, tall:    magnification, 1..8
    underline:     thickness in dots, 0..2
    """

    kanji: bool = False
    cell_w_dots: int = 12
    cell_h_dots: int = 24
    left_dots: int = 0
    right_dots: int = 0
    wide: int = 1
    tall: int = 1
    bold: bool = False
    underline: int = 0
    reverse: bool = False

    @property
    def advance_dots(self) -> int:
        return (self.left_dots + self.cell_w_dots + self.right_dots) * self.wide

    @property
    def height_dots(self) -> int:
        return self.cell_h_dots * self.tall


@dataclass(frozen=True, slots=True, repr=False)
class Run:
    """Characters of one style, side by side from `x_dots` on; one cell a character."""

    x_dots: int
    text: str
    style: Style

    def moved(self, dots: int) -> Run:
        return Run(self.x_dots + dots, self.text, self.style)

    @property
    def width_dots(self) -> int:
        return len(self.text) * self.style.advance_dots

    @property
    def height_dots(self) -> int:
        return self.style.height_dots

    def __repr__(self) -> str:
        return f"Run(x_dots={self.x_dots}, cells={len(self.text)})"


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """A bitmap: rows of `stride` bytes, most significant bit left, 1 is black.

    columns, lines: its size in its own pixels, each `wide` x `tall` dots on paper
    """

    x_dots: int
    columns: int
    lines: int
    data: bytes
    wide: int = 1
    tall: int = 1

    def moved(self, dots: int) -> Picture:
        return replace(self, x_dots=self.x_dots + dots)

    @property
    def stride(self) -> int:
        return (self.columns + 7) // 8

    @property
    def width_dots(self) -> int:
        return self.columns * self.wide

    @property
    def height_dots(self) -> int:
        return self.lines * self.tall

    def __repr__(self) -> str:
        return f"Picture(x_dots={self.x_dots}, columns={self.columns}, lines={self.lines})"


@dataclass(frozen=True, slots=True, repr=False)
class Symbol:
    """A QR code, drawn without its quiet zone.

    version: 1..40, so that it has 17 + 4 x version modules a side
    level:   error correction, one of "L", "M", "Q", "H"
    """

    x_dots: int
    module_dots: int
    version: int
    level: str
    data: bytes

    def moved(self, dots: int) -> Symbol:
        return replace(self, x_dots=self.x_dots + dots)

    @property
    def width_dots(self) -> int:
        return (17 + 4 * self.version) * self.module_dots

    @property
    def height_dots(self) -> int:
        return self.width_dots

    def __repr__(self) -> str:
        return f"Symbol(x_dots={self.x_dots}, version={self.version}, level={self.level!r})"


Item = Run | Picture | Symbol
