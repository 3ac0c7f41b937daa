"""Paper with something on it, and what a document is to a printer: pages, or nothing it can read."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from sim.page.raster import RasterError, RasterPage, raster_pages
from sim.page.tickets import PWG_RASTER


@dataclass(frozen=True, slots=True)
class Sheet:
    """A printed sheet as it lies in the output tray.

    page_front, page_back: pages of `pdf` from 0; no back when printed on one side or the pages end
    pdf: the document as it came; dots where `format` says so
    colour_mode: as it was asked for (PWG 5100.13 section 5.2.3)
    printed_at_ns: when it fell into the tray
    """

    job_name: str
    page_front: int
    page_back: int | None
    pdf: bytes = field(repr=False)
    printed_at_ns: int
    format: str
    colour_mode: str

    def text(self) -> str:
        """What is written on it, front then back, read out of the PDF; dots cannot be read."""
        if self.format == PWG_RASTER:
            return ""
        texts = page_texts(self.pdf)
        if self.page_back is None:
            return texts[self.page_front]
        return f"{texts[self.page_front]}\n{texts[self.page_back]}"

    def dots(self) -> tuple[RasterPage, ...]:
        """Its sides, of a document that came as dots."""
        pages = raster_pages(self.pdf)
        return tuple(pages[page] for page in (self.page_front, self.page_back) if page is not None)


def page_count(document: bytes, document_format: str) -> int:
    """The number of pages; 0 for what cannot be read, has no pages, or wants a password."""
    if document_format == PWG_RASTER:
        try:
            return len(raster_pages(document))
        except RasterError:
            return 0
    return _pdf_pages(document)


def _pdf_pages(pdf: bytes) -> int:
    from sim.pdfium import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return 0
    try:
        return len(document)
    finally:
        document.close()


@lru_cache(maxsize=16)
def page_texts(pdf: bytes) -> tuple[str, ...]:
    """The text of each page of a PDF that `page_count` could read."""
    from sim.pdfium import pypdfium2

    texts = []
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            text_page = page.get_textpage()
            texts.append(text_page.get_text_range())
            text_page.close()
            page.close()
    finally:
        document.close()
    return tuple(texts)
