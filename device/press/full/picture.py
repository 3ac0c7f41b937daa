"""The front as a picture small enough for the scramble image: black and white, without loss, as fine as fits.

Measured on the simulated centre's forms, WebP lossless at 200 dpi: 住民票 7 to 13 kB, 附票 13 kB, 戸籍 15 kB
(CCITT G4 takes 10 to 19 kB).
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

from device.press.full.sheet import A4_MM, MM_PER_INCH, POINTS_PER_INCH
from device.press.limits import DRAWN_DPI_MAX

if TYPE_CHECKING:
    from PIL.Image import Image

FINENESS_DPI: Final = (DRAWN_DPI_MAX, 150, 125, 100, 75)
"""Tried in this order until one fits."""

INK: Final = 200
"""Darker than this, of 255, is black: thin strokes and a vermilion seal are, grey cells of a form are not."""

_SIDE_MAX: Final = 4 * round(max(A4_MM) / MM_PER_INCH * max(FINENESS_DPI))
_QUICK: Final = 2
"""WebP's `method`: 0 is quick, 6 is small; 6 gains a hundredth here."""


class TooMuch(Exception):
    """Raised when the front does not fit even at the coarsest."""


def taken(pdf: bytes, page: int, size_max: int) -> bytes:
    """A page as a WebP file of at most `size_max` bytes. Raises `TooMuch`."""
    from drivers.pdfium import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        for dpi in FINENESS_DPI:
            image = document[page].render(scale=dpi / POINTS_PER_INCH, grayscale=True).to_pil().convert("L")
            buffer = BytesIO()
            image.point([0 if level < INK else 255 for level in range(256)]).save(
                buffer, "WEBP", lossless=True, method=_QUICK
            )
            if buffer.tell() <= size_max:
                return buffer.getvalue()
    finally:
        document.close()
    raise TooMuch


def developed(data: bytes) -> Image | None:
    """The picture again, grey; None for what is none."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data), formats=["WEBP"]) as image:
            return image.convert("L") if max(image.size) <= _SIDE_MAX else None
    except (UnidentifiedImageError, OSError, ValueError):
        return None
