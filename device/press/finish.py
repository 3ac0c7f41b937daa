"""What the press does to a document that was checked: grade plain, or grade full (DESIGN §4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final, Protocol

from drivers.centre import Document


@dataclass(frozen=True)
class Finished:
    """A job for the printer. sides: pages of the PDF, empty backs included."""

    pdf: bytes = field(repr=False)
    sides: int


class Finish(Protocol):
    """A grade of the press."""

    def fit(self, resolutions_dpi: Sequence[int]) -> None:
        """Prepare for a printer of these resolutions; none: it tells none.

        Raises `drivers.errors.Refused` for a printer that this grade cannot use.
        """
        ...

    def finish(self, document: Document, request: str) -> Finished:
        """Make a checked document ready. Raises `drivers.errors.BadAnswer` for one that cannot be."""
        ...


class Plain:
    """The municipality's pages as they came, each on a sheet of its own."""

    def fit(self, resolutions_dpi: Sequence[int]) -> None:
        """Any printer will do."""

    def finish(self, document: Document, request: str) -> Finished:
        """One page stays byte for byte what it was; several get empty backs between them."""
        pdf = separated(document.pdf) if document.sheets > 1 else document.pdf
        return Finished(pdf, sides=2 * document.sheets - 1)


def _full() -> Finish:
    from device.press.full.finish import Full  # numpy and all, for kiosks that need it

    return Full()


GRADES: Final[Mapping[str, Callable[[], Finish]]] = {"plain": Plain, "full": _full}
"""By the word in `[press] grade`."""


def separated(pdf: bytes) -> bytes:
    """The same pages with an empty back behind each but the last: the job is two-sided, and every page
    of a bundle has a sheet of its own."""
    from drivers.pdfium import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        for index in range(len(document) - 1, 0, -1):
            width, height = document[index].get_size()
            document.new_page(width, height, index)
        buffer = BytesIO()
        document.save(buffer)
    finally:
        document.close()
    return buffer.getvalue()
