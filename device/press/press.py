"""The press, grade plain: the municipality's pages as they came, bound to the request they came for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from device.press import content
from device.vault import Vault
from drivers.centre import Document
from drivers.errors import BadAnswer, Refused
from statemachine.commands import IssueDocument, PrintCopy


@dataclass(frozen=True)
class Pressed:
    """A document ready for the printer, and what binds it to its request.

    sides: pages of the PDF as it goes out, empty backs included.
    """

    document: str
    pdf: bytes = field(repr=False)
    sha256: str
    sides: int


class Press:
    """municipalities: JIS code -> the name that must stand on the sheet."""

    def __init__(self, municipalities: Mapping[str, str]) -> None:
        self._municipalities = municipalities

    def press(self, order: IssueDocument, document: Document, names: Sequence[str]) -> Pressed:
        """Check the document against the order and make it ready.

        Raises `drivers.errors.BadAnswer` when it is not what was confirmed.
        """
        if (document.kind, document.municipality) != (order.certificate_kind, order.municipality):
            raise BadAnswer(
                "certificate centre", f"issue for {order.request}", "another kind or municipality came", "report it"
            )
        pages = content.text_of(document.pdf)
        if len(pages) != document.sheets:
            raise BadAnswer(
                "certificate centre",
                f"issue for {order.request}",
                f"{len(pages)} pages came instead of {document.sheets}",
                "report it",
            )
        content.check(
            pages,
            kind=order.certificate_kind,
            scope=order.scope,
            municipality=self._municipalities[order.municipality],
            names=names,
            my_number=dict(order.items).get("number", False),
        )
        pdf = separated(document.pdf) if document.sheets > 1 else document.pdf
        sides = 2 * document.sheets - 1
        return Pressed(document.id, pdf, hashlib.sha256(pdf).hexdigest(), sides)

    def sheet_for(self, order: PrintCopy, vault: Vault) -> Pressed:
        """What is printed for this copy, checked once more just before the sheet moves.

        Raises `VaultEmpty` when the visit is over, `Refused` (nothing moved) when another document lies
        there.
        """
        pressed = vault.held("pressed", Pressed)
        if pressed.document != order.document or hashlib.sha256(pressed.pdf).hexdigest() != pressed.sha256:
            raise Refused("page printer", f"print {order.job}", "another document lies ready", "report it")
        return pressed


def separated(pdf: bytes) -> bytes:
    """The same pages with an empty back behind each but the last: the job is two-sided, and every page
    of a bundle has a sheet of its own (the full grade prints these backs)."""
    import pypdfium2

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
