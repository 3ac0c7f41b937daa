"""Pictures of all that comes out, as files in a folder."""

from __future__ import annotations

from pathlib import Path

from sim.receipt.fonts import check_fonts
from sim.receipt.paper import Piece


class Album:
    """`receipt-0001.png` and on, behind those that are there already.

    Raises OSError where the folder cannot be made, `FontMissing` where there are no fonts to draw with.
    """

    def __init__(self, folder: Path) -> None:
        check_fonts()
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._number = max((_number(path) for path in folder.glob("receipt-*.png")), default=0)

    def add(self, piece: Piece) -> None:
        """Draw a piece of paper. A full disk loses the picture, not the printer."""
        self._number += 1
        try:
            piece.render().save(self._folder / f"receipt-{self._number:04}.png")
        except OSError:
            return


def _number(path: Path) -> int:
    digits = path.stem.removeprefix("receipt-")
    return int(digits) if digits.isascii() and digits.isdecimal() else 0
