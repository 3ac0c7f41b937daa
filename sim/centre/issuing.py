"""Making documents out: pages, id, hash, key and the signature that binds them to the request."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sim.centre.fields import DOCUMENT_ID_MAX
from sim.centre.filling import Choice, fill
from sim.centre.ledger import IssuedDocument, Ledger
from sim.centre.municipality import Municipality
from sim.centre.press import typeset
from sim.centre.residents import own_entry, people_of
from sim.centre.sessions import Session
from sim.centre.tokens import Purpose, Tokens
from sim.personas import Persona
from sim.pki import centre_signing_key


@dataclass(frozen=True, slots=True, repr=False)
class Order:
    """A request for a document that has been found in order. handles: in the register's order."""

    request_id: str
    session: Session
    person: Persona
    municipality: Municipality
    kind: str
    scope: str
    handles: tuple[str, ...]
    items: Mapping[str, bool]
    copies: int


class Issuing:
    """Issues documents and enters them in the ledger."""

    def __init__(self, tokens: Tokens, ledger: Ledger, municipalities: Mapping[str, Municipality]) -> None:
        self._tokens, self._ledger = tokens, ledger
        self._places = {code: each.full_name for code, each in municipalities.items()}
        self._mixed_up: list[Persona] = []

    def mix_up(self, documents: int, person: Persona) -> None:
        """The next documents have this person's pages inside."""
        self._mixed_up = [person] * documents

    def issue(self, order: Order, day: date) -> Mapping[str, Any]:
        """The document of an order as the wire has it, dated `day` (docs/centre.md)."""
        pages = typeset(fill(self._choice(order, day)), order.municipality.code)
        document = IssuedDocument(
            id=self._tokens.make(Purpose.DOCUMENT).hex()[:DOCUMENT_ID_MAX],
            request_id=order.request_id,
            terminal=order.session.terminal,
            person=order.session.person,
            municipality=order.municipality.code,
            kind=order.kind,
            scope=order.scope,
            sheets=pages.sheets,
            copies=order.copies,
            sha256=hashlib.sha256(pages.pdf).hexdigest(),
        )
        self._ledger.issue(document)
        signed = f"{document.id}|{document.request_id}|{document.sha256}".encode("ascii")
        return {
            "id": document.id,
            "municipality": document.municipality,
            "kind": document.kind,
            "sheets": document.sheets,
            "pdf": in_base64(pages.pdf),
            "sha256": document.sha256,
            "scramble_key": in_base64(self._tokens.make(Purpose.SCRAMBLE_KEY)),
            "signature": in_base64(centre_signing_key().sign(signed)),
        }

    def _choice(self, order: Order, day: date) -> Choice:
        person, household = order.person, people_of(order.person)
        people = tuple(household[handle] for handle in order.handles)
        if self._mixed_up:
            person = self._mixed_up.pop()
            people = (own_entry(person),)
        return Choice(
            municipality=order.municipality,
            person=person,
            kind=order.kind,
            scope=order.scope,
            people=people,
            items=order.items,
            day=day,
            places=self._places,
        )


def in_base64(data: bytes) -> str:
    """As binary values stand on the wire."""
    return base64.b64encode(data).decode("ascii")
