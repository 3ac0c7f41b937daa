"""The pages of a PDF drawn in a printer's own dots, a band at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from drivers.page.capabilities import Raster
from drivers.page.raster.header import KINDS, SYNC, Dots, feed, header
from drivers.page.raster.pack import packed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

A4_MM: Final = (210.0, 297.0)
MM_PER_INCH: Final = 25.4
POINTS_PER_INCH: Final = 72.0
BAND_LINES: Final = 512
"""At 600 dpi 2.5 MB of grey, instead of 35 MB for a page."""

_SCREEN: Final = (
    (0, 32, 8, 40, 2, 34, 10, 42),
    (48, 16, 56, 24, 50, 18, 58, 26),
    (12, 44, 4, 36, 14, 46, 6, 38),
    (60, 28, 52, 20, 62, 30, 54, 22),
    (3, 35, 11, 43, 1, 33, 9, 41),
    (51, 19, 59, 27, 49, 17, 57, 25),
    (15, 47, 7, 39, 13, 45, 5, 37),
    (63, 31, 55, 23, 61, 29, 53, 21),
)
"""Order in which the dots of a grey turn black (Bayer's). What is black or white stays so to the dot."""


SOLID_MAX: Final = 56
"""Greys up to here are black toner, whole: PDFium draws black of CMYK as 32 and cyan, magenta and yellow over one
another as 53 (5.15, measured), and a screen would leave white holes in both."""


class UndrawableError(Exception):
    """Raised for what is no PDF, or a broken one."""


def drawn(pdf: bytes, raster: Raster, dpi: int) -> bytes:
    """A whole document of PWG Raster on A4, two-sided. Raises `UndrawableError`."""
    from drivers.pdfium import pypdfium2

    kind = KINDS[raster.kind]
    width, height = (int(mm / MM_PER_INCH * dpi) for mm in A4_MM)
    out = bytearray(SYNC)
    try:
        document = pypdfium2.PdfDocument(pdf)
        try:
            for side in range(len(document)):
                feeds = feed(side, raster.sheet_back)
                out += header(kind, dpi, width, height, sides=len(document), feeds=feeds)
                page = document[side]
                for band in _bands(page, dpi, width, height, along=feeds[1]):
                    out += packed(_octets(_dots(band, kind)[:: feeds[1], :: feeds[0]], kind))
                page.close()
        finally:
            document.close()
    except pypdfium2.PdfiumError:
        raise UndrawableError from None  # its words may quote the document
    return bytes(out)


def _bands(page: Any, dpi: int, width: int, height: int, *, along: int) -> Iterator[NDArray[np.uint8]]:
    """Grey lines, 0 black to 255 white, each band upright, in the order in which they are sent."""
    tops = range(0, height, BAND_LINES)
    for top in tops if along == 1 else reversed(tops):
        yield _band(page, dpi, width, top, min(BAND_LINES, height - top))


def _band(page: Any, dpi: int, width: int, top: int, lines: int) -> NDArray[np.uint8]:
    from drivers.pdfium import pypdfium2
    from drivers.pdfium import raw as pdfium

    flags = (
        pdfium.FPDF_ANNOT
        | pdfium.FPDF_GRAYSCALE
        | pdfium.FPDF_PRINTING
        | pdfium.FPDF_RENDER_NO_SMOOTHTEXT
        | pdfium.FPDF_RENDER_NO_SMOOTHIMAGE
        | pdfium.FPDF_RENDER_NO_SMOOTHPATH
    )
    whole = (round(points * dpi / POINTS_PER_INCH) for points in page.get_size())
    bitmap = pypdfium2.PdfBitmap.new_native(width, lines, pdfium.FPDFBitmap_Gray)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, lines)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, -top, *whole, 0, flags)
    grey: NDArray[np.uint8] = bitmap.to_numpy().reshape(lines, width).copy()
    bitmap.close()
    grey[grey <= SOLID_MAX] = 0
    return grey


def _dots(grey: NDArray[np.uint8], kind: Dots) -> NDArray[np.uint8] | NDArray[np.bool_]:
    """The values of a band's dots. The screen is the page's, not the band's: bands are whole tiles high."""
    import numpy as np

    if kind.bits == 8:
        return grey
    thresholds = (np.array(_SCREEN) * 4 + 2).astype(np.uint8)  # 2 to 254
    lines, width = grey.shape
    return grey < np.tile(thresholds, (-(-lines // 8), -(-width // 8)))[:lines, :width]


def _octets(dots: NDArray[np.uint8] | NDArray[np.bool_], kind: Dots) -> NDArray[np.uint8]:
    """Lines as they are packed."""
    import numpy as np

    return dots.astype(np.uint8) if kind.bits == 8 else np.packbits(dots.astype(np.bool_), axis=1)
