"""Making documents out: pages, id, hash, key and the signature that binds them to the request."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sim.centre.fields import DOCUMENT_ID_MAX
from sim.centre.filling import Choice, fill
from sim.centre.ledger import IssuedDocument
from sim.centre.municipality import Municipality
from sim.centre.office import Office, in_base64
from sim.centre.press import Pages, typeset
from sim.centre.roll import Roll, roll_of
from sim.centre.sessions import Session
from sim.centre.tokens import Purpose
from sim.centre.town import PersonKey
from sim.pki import centre_signing_key

_ANOTHER_NUMBER: Final = 0
"""Stands on a stranger's file: the record's numbers begin at 1."""
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
        self._mixed_up: list[tuple[str, bool]] = []
        self._handed_out: list[bytes] = []

    def mix_up(self, documents: int, holder: str, *, own_number: bool) -> None:
        """The next documents have this holder's pages inside, under the document's own number or another. Raises
        KeyError."""
        self._mixed_up = [(self._office.town.holder(holder).id, own_number)] * documents

    def hand_out(self, documents: int, pdf: bytes) -> None:
        """The next documents are this file, whatever it is."""
        self._handed_out = [pdf] * documents

    def issue(self, order: Order, now: datetime) -> Mapping[str, Any]:
        """The document of an order as the wire has it (docs/centre.md)."""
        bundle = _bundle(order, self._office.ledger.next_number)
        pages = self._pages(order, bundle, now)
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
        signed = f"{document.id}|{document.request_id}|{document.sha256}|{bundle}".encode("ascii")
        return {
            "id": document.id,
            "municipality": document.municipality,
            "kind": document.kind,
            "sheets": document.sheets,
            "pdf": in_base64(pages.pdf),
            "sha256": document.sha256,
            "scramble_key": in_base64(document.scramble_key),
            "signature": in_base64(centre_signing_key().sign(signed)),
            "bundle": bundle,
            "holder": order.session.certificate,
        }

    def _pages(self, order: Order, bundle: str, now: datetime) -> Pages:
        """The file that lies behind the centre: the order's own, but for what the world has done to it."""
        if self._handed_out:
            return Pages(self._handed_out.pop(), sheets=1)
        if self._mixed_up:
            holder, own_number = self._mixed_up[-1]
            strangers = roll_of(self._office.town, holder, now.date())
            if order.kind not in _OF_REGISTERS or strangers.register is not None:
                self._mixed_up.pop()
                order = replace(order, roll=strangers, people=(strangers.holder.key,))
                bundle = bundle if own_number else _bundle(order, _ANOTHER_NUMBER)
        return typeset(fill(_choice(order, now)), bundle)


def _bundle(order: Order, number: int) -> str:
    """発行番号, which makes several sheets one certificate; two documents never have the same."""
    return f"{order.municipality.code}-{number:010d}"


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
