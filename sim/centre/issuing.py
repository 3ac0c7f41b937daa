"""Making documents out: pages, id, hash, key and the signature that binds them to the request."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sim.centre.fields import DOCUMENT_ID_MAX
from sim.centre.filling import Choice, Form, fill
from sim.centre.ledger import IssuedDocument
from sim.centre.municipality import Municipality
from sim.centre.office import Office, in_base64
from sim.centre.press import Pages, bundle_of, typeset
from sim.centre.roll import Roll, roll_of
from sim.centre.sessions import Session
from sim.centre.tokens import Purpose
from sim.centre.town import PersonKey
from sim.pki import centre_signing_key

_OF_REGISTERS: Final = frozenset({"koseki", "fuhyo"})


@dataclass(frozen=True, slots=True, repr=False)
class Order:
    """A request for a document that has been found in order."""

    request_id: str
    session: Session
    roll: Roll
    municipality: Municipality
    kind: str
    scope: str
    people: tuple[PersonKey, ...]
    items: Mapping[str, bool]
    copies: int


class Issuing:
    """Issues documents and enters them in the record."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._mixed_up: list[str] = []
        self._handed_out: list[bytes] = []

    def mix_up(self, documents: int, holder: str) -> None:
        """The next documents have this holder's pages inside. Raises KeyError."""
        self._mixed_up = [self._office.town.holder(holder).id] * documents

    def hand_out(self, documents: int, pdf: bytes) -> None:
        """The next documents are this file, whatever it is."""
        self._handed_out = [pdf] * documents

    def issue(self, order: Order, now: datetime) -> Mapping[str, Any]:
        """The document of an order as the wire has it (docs/centre.md)."""
        form = fill(_choice(order, now))
        pages = self._pages(order, form, now)
        document = IssuedDocument(
            id=self._office.tokens.make(Purpose.DOCUMENT).hex()[:DOCUMENT_ID_MAX],
            request_id=order.request_id,
            terminal=order.session.terminal,
            person=order.session.person,
            municipality=order.municipality.code,
            kind=order.kind,
            scope=order.scope,
            sheets=pages.sheets,
            copies=order.copies,
            sha256=hashlib.sha256(pages.pdf).hexdigest(),
            scramble_key=self._office.tokens.make(Purpose.SCRAMBLE_KEY),
            fee_yen=order.municipality.fees_yen[order.kind],
            issued=now,
        )
        self._office.ledger.issue(document)
        signed = f"{document.id}|{document.request_id}|{document.sha256}".encode("ascii")
        return {
            "id": document.id,
            "municipality": document.municipality,
            "kind": document.kind,
            "sheets": document.sheets,
            "pdf": in_base64(pages.pdf),
            "sha256": document.sha256,
            "scramble_key": in_base64(document.scramble_key),
            "signature": in_base64(centre_signing_key().sign(signed)),
            "bundle": bundle_of(form, order.municipality.code),
            "holder": order.session.certificate,
        }

    def _pages(self, order: Order, form: Form, now: datetime) -> Pages:
        """The file that lies behind the centre: the order's own, but for what the world has done to it."""
        if self._handed_out:
            return Pages(self._handed_out.pop(), sheets=1)
        if self._mixed_up:
            strangers = roll_of(self._office.town, self._mixed_up[-1], now.date())
            if order.kind not in _OF_REGISTERS or strangers.register is not None:
                self._mixed_up.pop()
                theirs = replace(order, roll=strangers, people=(strangers.holder.key,))
                form = fill(_choice(theirs, now))
        return typeset(form, order.municipality.code)


def _choice(order: Order, now: datetime) -> Choice:
    return Choice(
        municipality=order.municipality,
        roll=order.roll,
        kind=order.kind,
        scope=order.scope,
        people=order.people,
        items=order.items,
        day=now.date(),
    )
