"""The press: only the document that was confirmed becomes paper, bound to the request and the card it came for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from device.config.kinds import CertificateType
from device.press import content, inspection, signature
from device.press.finish import Finish, Plain
from device.press.subjects import Subject
from device.vault import Vault
from drivers.centre import Document
from drivers.errors import BadAnswer, Refused
from statemachine.commands import IssueDocument, PrintCopy

ALL, FRONTS = slice(None), slice(None, None, 2)
"""Pages of a PDF: as it came from the centre; as it goes to the printer, with a back behind each."""


@dataclass(frozen=True)
class Visitor:
    """Who stands at the kiosk, as far as a document can tell; it lives as long as the call.

    certificate: of the card that lay on the reader (DER). people: who were chosen, others: the rest on offer
    """

    certificate: bytes = field(repr=False)
    people: Sequence[Subject] = field(repr=False)
    others: Sequence[Subject] = field(default=(), repr=False)


@dataclass(frozen=True)
class Pressed:
    """A document ready for the printer, and what binds it to its request.

    sides: pages of the PDF as it goes out, empty backs included.
    """

    document: str
    request: str
    pdf: bytes = field(repr=False)
    sha256: str
    sides: int


class Press:
    """municipalities: JIS code -> the name that must stand on the sheet. centre_key: Ed25519, 32 bytes, what the
    centre signs documents with. finish: the grade. own: JIS code -> kinds of certificates that are that one's own."""

    def __init__(
        self,
        municipalities: Mapping[str, str],
        centre_key: bytes,
        finish: Finish | None = None,
        own: Mapping[str, Sequence[CertificateType]] = MappingProxyType({}),
    ) -> None:
        self._municipalities, self._own = municipalities, own
        self._centre_key, self._finish = centre_key, finish or Plain()

    def fit(self, resolutions_dpi: Sequence[int]) -> None:
        """Prepare for a printer; `Finish.fit`. Raises `drivers.errors.Refused`."""
        self._finish.fit(resolutions_dpi)

    def press(self, order: IssueDocument, document: Document, visitor: Visitor) -> Pressed:
        """Check the document against the order and make it ready.

        Raises `drivers.errors.BadAnswer`, naming both ids, when it is not what was confirmed, or nothing to print.
        """
        self._check_ids(order, document, visitor)
        inspection.inspect(document.pdf)
        self._check_content(order, document, visitor, document.pdf)
        made = self._finish.finish(document, order.request)
        if made.pdf is not document.pdf:
            self._check_content(order, document, visitor, made.pdf, FRONTS)
        return Pressed(document.id, order.request, made.pdf, hashlib.sha256(made.pdf).hexdigest(), made.sides)

    def _check_ids(self, order: IssueDocument, document: Document, visitor: Visitor) -> None:
        """The document is of this request, and of the card that lay here."""
        if (document.kind, document.municipality) != (order.certificate_kind, order.municipality):
            raise _wrong(order, document, "another kind or municipality came")
        signature.check(document, order.request, self._centre_key)
        if document.holder != hashlib.sha256(visitor.certificate).hexdigest():
            raise _wrong(order, document, "it was issued to another card than the one that lay here")

    def _check_content(
        self, order: IssueDocument, document: Document, visitor: Visitor, pdf: bytes, sides: slice = ALL
    ) -> None:
        """What stands on those sides of `pdf` is what was confirmed."""
        pages = content.text_of(pdf)[sides]
        if len(pages) != document.sheets:
            raise _wrong(order, document, f"{len(pages)} pages came instead of {document.sheets}")
        confirmed = content.Confirmed(
            kind=order.certificate_kind,
            scope=order.scope,
            bundle=document.bundle,
            municipality=self._municipalities[order.municipality],
            people=visitor.people,
            others=visitor.others,
            items=dict(order.items),
            own=self._own.get(order.municipality, ()),
        )
        difference = content.difference(pages, confirmed)
        if difference is not None:
            raise _wrong(order, document, difference)

    def sheet_for(self, order: PrintCopy, vault: Vault) -> Pressed:
        """What is printed for this copy, checked once more just before the sheet moves: the very bytes whose words
        were compared, of this request.

        Raises `VaultEmpty` when the visit is over, `Refused` (nothing moved) when another document lies
        there, or one of another request.
        """
        pressed = vault.held("pressed", Pressed)
        ours = (order.document, f"{pressed.request}-{order.copy}")
        if (pressed.document, order.job) != ours or hashlib.sha256(pressed.pdf).hexdigest() != pressed.sha256:
            raise Refused("page printer", f"print {order.job}", "another document lies ready", "report it")
        return pressed


def _wrong(order: IssueDocument, document: Document, cause: str) -> BadAnswer:
    action = f"compare document {document.id} with request {order.request}"
    return BadAnswer("certificate centre", action, cause, "report it to the centre with both ids")
