"""A4 in the printer's own dots, and where everything lies on the back. Facts once, in millimetres."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

A4_MM: Final = (210.0, 297.0)
MM_PER_INCH: Final = 25.4
POINTS_PER_INCH: Final = 72.0
NATIVE_DPI: Final = 600
"""What the screens are designed for, and what laser printers have."""

DPI_MIN: Final = 600
"""With coarser dots the fine screen would not be finer than a copier's sight."""
DPI_MAX: Final = 1200


@dataclass(frozen=True)
class Box:
    """A rectangle on the sheet in mm, from its top left corner."""

    left: float
    top: float
    width: float
    height: float


FIELD: Final = Box(17.0, 14.0, 176.2, 149.1)
"""スクランブル画像: 520 × 440 cells of 8/600 inch."""

CODE: Final = Box(156.2, 168.0, 37.0, 37.0)
"""The 2D code with its quiet zone, beside the scramble image's lower right corner."""

BLOSSOM: Final = Box(17.0, 244.0, 40.0, 40.0)
"""検出画像, bottom left."""

SCRAMBLE_WORDS: Final = Box(17.0, 168.0, 134.0, 30.0)
NUMBER_WORDS: Final = Box(17.0, 200.0, 134.0, 5.0)
BLOSSOM_WORDS: Final = Box(61.0, 258.0, 132.0, 12.0)

WINDOWS: Final = (Box(14.0, 11.0, 182.2, 196.5), Box(15.0, 242.0, 44.0, 44.0), Box(59.0, 255.0, 136.0, 17.5))
"""White paper in the back's tint, for all of these."""

MARGIN_MM: Final = 5.0
"""No printer reaches the very edge: the tint ends before it does."""


@dataclass(frozen=True)
class Sheet:
    """A4 at `dpi` dots an inch, `DPI_MIN` to `DPI_MAX`."""

    dpi: int = NATIVE_DPI

    @property
    def unit(self) -> int:
        """Dots to 1/600 inch: the screens' own measure."""
        return max(1, round(self.dpi / NATIVE_DPI))

    @cached_property
    def width(self) -> int:
        """Dots across; the sheet's last fraction of a dot is left out."""
        return int(A4_MM[0] / MM_PER_INCH * self.dpi)

    @cached_property
    def height(self) -> int:
        """Dots down."""
        return int(A4_MM[1] / MM_PER_INCH * self.dpi)

    def dots(self, mm: float) -> int:
        """A length in whole dots."""
        return round(mm / MM_PER_INCH * self.dpi)

    def points(self, dots: float) -> float:
        """A length in PDF's own unit; dots stay whole dots of the printer."""
        return dots * POINTS_PER_INCH / self.dpi


def resolution_for(offered_dpi: tuple[int, ...]) -> int | None:
    """The best of a printer's resolutions; None when none will do. A printer that tells none has 600."""
    if not offered_dpi or NATIVE_DPI in offered_dpi:
        return NATIVE_DPI
    return min((dpi for dpi in offered_dpi if DPI_MIN <= dpi <= DPI_MAX), default=None)
