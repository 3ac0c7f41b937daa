"""The press, grade plain: the municipality's pages unchanged, bound to the request they came for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from device.press import content
from device.vault import Vault
from drivers.centre import Document
from drivers.errors import BadAnswer, Refused
from statemachine.commands import IssueDocument, PrintCopy


@dataclass(frozen=True)
class Pressed:
    """A document ready for the printer, and what binds it to its request."""

    document: str
    pdf: bytes = field(repr=False)
    sha256: str


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
        return Pressed(document.id, document.pdf, hashlib.sha256(document.pdf).hexdigest())

    def sheet_for(self, order: PrintCopy, vault: Vault) -> bytes:
        """The bytes of this copy, checked once more just before the sheet moves.

        Raises `VaultEmpty` when the visit is over, `Refused` (nothing moved) when another document lies
        there.
        """
        pressed = vault.held("pressed", Pressed)
        if pressed.document != order.document or hashlib.sha256(pressed.pdf).hexdigest() != pressed.sha256:
            raise Refused("page printer", f"print {order.job}", "another document lies ready", "report it")
        return pressed.pdf
