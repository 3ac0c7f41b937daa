"""Pictures of printed paper, made when somebody asks to see them."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final, TypeVar

from sim.world import World

if TYPE_CHECKING:
    from PIL.Image import Image

T = TypeVar("T")

SHEET_DPI: Final = 110
_PDF_DPI: Final = 72


class NoSuchPaper(LookupError):
    """Raised when nothing of that number has been printed, or it has no such side."""


def sheet_pdf(world: World, number: int) -> bytes:
    """The document that a sheet is of. Raises `NoSuchPaper`. number: from 1, as they came out."""
    return _nth([*world.page.taken, *world.page.output_tray], number).pdf


def sheet_picture(world: World, number: int, *, back: bool) -> Image:
    """One side of a sheet. Raises `NoSuchPaper`.

    PDFium knows one thread at a time, and the kiosk reads documents with it: call this in the world's.
    """
    from drivers.pdfium import pypdfium2

    sheet = _nth([*world.page.taken, *world.page.output_tray], number)
    page_number = sheet.page_back if back else sheet.page_front
    if page_number is None:
        raise NoSuchPaper("nothing is printed on the back")
    document = pypdfium2.PdfDocument(sheet.pdf)
    try:
        page = document[page_number]
        picture: Image = page.render(scale=SHEET_DPI / _PDF_DPI).to_pil()
        page.close()
        return picture
    finally:
        document.close()


def receipt_picture(world: World, number: int) -> Image:
    """A receipt, dot for dot. Raises `NoSuchPaper`, and `FontMissing` without the printer's fonts."""
    return _nth(world.receipt.pieces, number).render()


def png(picture: Image) -> bytes:
    """As a PNG file."""
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def _nth(papers: list[T], number: int) -> T:
    if not 1 <= number <= len(papers):
        raise NoSuchPaper("nothing of that number has been printed")
    return papers[number - 1]
