"""A PDF opened, read and drawn for trial: whether its pages are sheets that may be pressed.

PDFium expands what is drawn while it loads a page and unpacks while it draws, before anything can be counted. So this
runs in a process that may die (`device.press.apart`); what has been through it here, the press may open again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from device.press.limits import DRAWN_DPI_MAX, OBJECTS_MAX, PAGES_MAX, PIXELS_MAX, Wrong

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

A4_POINTS: Final = (595.276, 841.890)
TOLERANCE_POINTS: Final = 3.0
"""One millimetre: what paper itself is allowed (ISO 216), and what producers round away."""

_POINTS_PER_INCH: Final = 72


def try_to_open(pdf: bytes) -> None:
    """Raise `Wrong` unless these are pages that can be pressed."""
    from drivers.pdfium import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise Wrong(_why_not_opened(error)) from None
    try:
        _look_for_scripts(document)
        _look_at_pages(document)
    except pypdfium2.PdfiumError:
        raise Wrong("the document is broken") from None
    finally:
        document.close()


def _why_not_opened(error: Any) -> str:
    from drivers.pdfium import raw as pdfium

    locked = getattr(error, "err_code", None) in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
    return "the document is encrypted" if locked else "the document is no PDF"


def _look_for_scripts(document: PdfDocument) -> None:
    """As the library counts them, however they are packed."""
    from drivers.pdfium import raw as pdfium

    if pdfium.FPDFDoc_GetJavaScriptActionCount(document):  # -1: it could not tell
        raise Wrong("the document is active: it has /JavaScript")
    if pdfium.FPDFDoc_GetAttachmentCount(document):
        raise Wrong("the document is active: it has /EmbeddedFile")
    if pdfium.FPDF_GetFormType(document) in (pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND):
        raise Wrong("the document is active: it has /XFA")


def _look_at_pages(document: PdfDocument) -> None:
    from drivers.pdfium import raw as pdfium

    if not 1 <= len(document) <= PAGES_MAX:
        raise Wrong(f"the document has {len(document)} pages")
    objects = pixels = 0
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        try:
            _look_at_size(page, number)
            for each in page.get_objects():
                objects += 1
                if each.type == pdfium.FPDF_PAGEOBJ_IMAGE:
                    width, height = each.get_px_size()
                    pixels += width * height
                if objects > OBJECTS_MAX or pixels > PIXELS_MAX:
                    raise Wrong("the document is too full to be printed")
            page.get_textpage().get_text_bounded()
            page.render(scale=DRAWN_DPI_MAX / _POINTS_PER_INCH, grayscale=True)
        finally:
            page.close()


def _look_at_size(page: Any, number: int) -> None:
    width, height = page.get_size()
    if max(abs(width - A4_POINTS[0]), abs(height - A4_POINTS[1])) > TOLERANCE_POINTS:
        raise Wrong(f"page {number} is {_mm(width)} × {_mm(height)} mm, not A4 upright")
    left, bottom, _, _ = page.get_cropbox()
    if page.get_rotation() or max(abs(left), abs(bottom)) > TOLERANCE_POINTS:
        raise Wrong(f"page {number} is turned or shifted")


def _mm(points: float) -> int:
    return round(points / 72 * 25.4)
