"""A kiosk's side of docs/centre.md, as thin as can be: JSON over HTTP over a wire in memory."""

from __future__ import annotations

import base64
import io
import itertools
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pypdfium2
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from sim.centre import MUNICIPALITIES, Centre, Municipality
from sim.personas import Persona, persona
from sim.pki import authentication_identity
from tests.drivers.page.support import START, VirtualClock, http_to
from tests.sim.centre.openapi import check_answer, check_request

TAKAOKA, OBIHIRO = "16202", "01207"
NO_ITEMS = {"head": False, "domicile": False, "number": False}
ALL_ITEMS = dict.fromkeys(NO_ITEMS, True)


class Kiosk:
    """One terminal at one centre. Every request has an id of its own unless the test gives one.

    edition: of the wire's words, said in every request; None says nothing, as the first edition does
    """

    def __init__(
        self,
        *,
        start: datetime = START,
        residents: Mapping[str, Persona] | None = None,
        municipalities: Mapping[str, Municipality] = MUNICIPALITIES,
        residents_file: Path | None = None,
        edition: int | None = None,
    ) -> None:
        self.clock = VirtualClock(start)
        self.centre = Centre(
            self.clock, residents=residents, municipalities=municipalities, residents_file=residents_file
        )
        self._edition = {} if edition is None else {"edition": edition}
        self.http = http_to(self.centre, self.clock)
        self._ids = itertools.count(1)

    def post(self, path: str, body: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        return self.post_bytes(path, json.dumps(body).encode())

    def post_bytes(self, path: str, body: bytes, kind: str = "application/json") -> tuple[int, dict[str, Any]]:
        deadline_ns = self.clock.now_ns + 60_000_000_000
        answer = self.http.post(path, kind, body, deadline_ns=deadline_ns, size_max=8_000_000)
        assert answer.content_type == "application/json; charset=utf-8"
        told = json.loads(answer.body)
        assert isinstance(told, dict)
        check_answer(path, answer.status, told)
        if answer.status == 200:
            check_request(path, json.loads(body))
        return answer.status, told

    def body(self, **fields: Any) -> dict[str, Any]:
        return {"request_id": f"t1-1-1-{next(self._ids)}", "terminal": "t1", **self._edition, **fields}

    def ask(self, path: str, **fields: Any) -> dict[str, Any]:
        """A request that makes sense: status 200 and its own id in the answer."""
        body = self.body(**fields)
        status, told = self.post(path, body)
        assert status == 200, told
        assert told["request_id"] == body["request_id"]
        return told

    def refusal(self, path: str, **fields: Any) -> tuple[int, str]:
        """A request that is answered with an error: status and code."""
        body = self.body(**fields)
        status, told = self.post(path, body)
        assert told.keys() == {"request_id", "error"}
        assert told["request_id"] == body["request_id"]
        return status, told["error"]

    def check(self, who: Persona | str) -> dict[str, Any]:
        return self.ask("/v1/certificates/check", certificate=certificate_of(who))

    def open(self, who: Persona | str, municipality: str, *, signer: Persona | str | None = None) -> dict[str, Any]:
        """Lay the card, sign the challenge with it (or with another), ask for a session."""
        checked = self.check(who)
        return self.ask(
            "/v1/sessions",
            certificate=certificate_of(who),
            challenge=checked["challenge"],
            signature=sign(signer or who, checked["challenge"]),
            municipality=municipality,
        )

    def session(self, who: Persona | str, municipality: str) -> str:
        opened = self.open(who, municipality)
        assert opened["verdict"] == "ok"
        return str(opened["session"])

    def offer(self, who: Persona | str, municipality: str) -> dict[str, Any]:
        return self.ask("/v1/offers", session=self.session(who, municipality))

    def order(self, session: str, kind: str, scope: str, **fields: Any) -> dict[str, Any]:
        asked = {"people": [], "items": {}, "copies": 1} | fields
        return dict(self.ask("/v1/documents", session=session, kind=kind, scope=scope, **asked)["document"])

    def document(self, who: str, kind: str, scope: str, municipality: str = TAKAOKA, **fields: Any) -> dict[str, Any]:
        return self.order(self.session(who, municipality), kind, scope, **fields)


def some(who: Persona | str) -> Persona:
    return persona(who) if isinstance(who, str) else who


def certificate_of(who: Persona | str) -> str:
    return encoded(authentication_identity(some(who)).certificate_der)


def sign(who: Persona | str, challenge: str) -> str:
    key = authentication_identity(some(who)).private_key
    return encoded(key.sign(base64.b64decode(challenge), PKCS1v15(), SHA256()))


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def text_of(document: Mapping[str, Any]) -> str:
    """All text of the document's pages, without white space."""
    pdf = pypdfium2.PdfDocument(io.BytesIO(base64.b64decode(document["pdf"])))
    try:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in pdf)
    finally:
        pdf.close()
