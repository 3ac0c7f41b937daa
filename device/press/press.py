"""The press: only the document that was confirmed becomes paper, bound to the request it came for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from device.press import content, inspection
from device.press.finish import Finish, Plain
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
    """municipalities: JIS code -> the name that must stand on the sheet. finish: the grade."""

    def __init__(self, municipalities: Mapping[str, str], finish: Finish | None = None) -> None:
        self._municipalities, self._finish = municipalities, finish or Plain()

    def fit(self, resolutions_dpi: Sequence[int]) -> None:
        """Prepare for a printer; `Finish.fit`. Raises `drivers.errors.Refused`."""
        self._finish.fit(resolutions_dpi)

    def press(self, order: IssueDocument, document: Document, names: Sequence[str]) -> Pressed:
        """Check the document against the order and make it ready.

        Raises `drivers.errors.BadAnswer` when it is not what was confirmed, or nothing to print.
        """
        if (document.kind, document.municipality) != (order.certificate_kind, order.municipality):
            raise BadAnswer(
                "certificate centre", f"issue for {order.request}", "another kind or municipality came", "report it"
            )
        inspection.inspect(document.pdf)
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
        made = self._finish.finish(document, order.request)
        return Pressed(document.id, made.pdf, hashlib.sha256(made.pdf).hexdigest(), made.sides)

    def sheet_for(self, order: PrintCopy, vault: Vault) -> Pressed:
        """What is printed for this copy, checked once more just before the sheet moves.

        Raises `VaultEmpty` when the visit is over, `Refused` (nothing moved) when another document lies
        there.
        """
        pressed = vault.held("pressed", Pressed)
        if pressed.document != order.document or hashlib.sha256(pressed.pdf).hexdigest() != pressed.sha256:
            raise Refused("page printer", f"print {order.job}", "another document lies ready", "report it")
        return pressed
