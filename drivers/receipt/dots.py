"""Characters as dots: what the printer's own font lacks is drawn by somebody else and sent as a picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from drivers.receipt.lines import CELL_DOTS

HEIGHT_DOTS = 24
_WIDTHS = (CELL_DOTS, 2 * CELL_DOTS)


@dataclass(frozen=True, slots=True)
class Dots:
    """One character, 12 or 24 dots wide and 24 high; its `len` is its width in half-width cells, as a code's is.

    rows: 24 rows of 2 or 3 bytes, the most significant bit left, 1 is black. Raises ValueError for any other size.
    """

    width_dots: int
    rows: bytes

    def __post_init__(self) -> None:
        if self.width_dots not in _WIDTHS or len(self.rows) != HEIGHT_DOTS * ((self.width_dots + 7) // 8):
            raise ValueError(f"no character of a receipt: {self.width_dots} dots wide, {len(self.rows)} bytes")

    def __len__(self) -> int:
        return self.width_dots // CELL_DOTS


Draw = Callable[[str], Dots | None]
"""Draws a character with its marks; None where it has no shape for it. Never raises."""


def no_font(_cluster: str) -> None:
    """A printer that is given no other font."""
