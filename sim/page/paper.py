"""Paper with something on it, and what a PDF is to a printer: pages, or nothing it can read."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Sheet:
    """A printed sheet as it lies in the output tray.

    page_front, page_back: pages of `pdf` from 0; no back when printed on one side or the pages end
    printed_at_ns: when it fell into the tray
    """

    job_name: str
    page_front: int
    page_back: int | None
    pdf: bytes = field(repr=False)
    printed_at_ns: int

    def text(self) -> str:
        """What is written on it, front then back, read out of the PDF."""
        texts = page_texts(self.pdf)
        if self.page_back is None:
            return texts[self.page_front]
        return f"{texts[self.page_front]}\n{texts[self.page_back]}"


def page_count(pdf: bytes) -> int:
    """The number of pages; 0 for what is no PDF, has no pages, or wants a password."""
    import pypdfium2

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
    import pypdfium2

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
