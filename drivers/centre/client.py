"""Asks the centre: one method an operation, one request each, sent once.

docs/centre.md: a request repeated with the same `request_id` and the same body has the same answer
and no second effect. So every operation is idempotent under its request id, and none is without.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from drivers.centre import answers, facts
from drivers.centre.errors import CentreUnavailable, RequestRefused, SessionOver
from drivers.centre.facts import Operation
from drivers.centre.fields import Fields, MalformedError, parse
from drivers.centre.messages import (
    CertificateAccepted,
    CertificateRefused,
    Document,
    Offer,
    ScrambleKey,
    ServiceState,
    SessionOpened,
    SessionRefused,
)
from drivers.clock import Clock, after_ms
from drivers.errors import BadAnswer
from drivers.http import HttpAnswer, HttpClient

REQUEST_TYPE = "application/json; charset=utf-8"
_JSON = "application/json"
_OK = 200
_ID_CHARS_MAX = 100
_ID = re.compile(r"[A-Za-z0-9._-]+", re.ASCII)
"""The form of a kiosk's request ids; anything else is not repeated in a message."""

Answer = TypeVar("Answer")


class CentreClient:
    """The centre as one terminal sees it. Owned by one worker: calls do not overlap.

    Every method raises, besides what `HttpClient.post` raises: `BadAnswer` when the answer breaks
    docs/centre.md or belongs to another request (it is thrown away; what was done is unknown),
    `RequestRefused` (400), `SessionOver` (403), `CentreUnavailable` (503).
    """

    def __init__(self, http: HttpClient, terminal: str, clock: Clock) -> None:
        self._http = http
        self._terminal = terminal
        self._clock = clock

    def service_state(self, request_id: str) -> ServiceState:
        """The centre's time and the announced stops. Idempotent: it only reads."""
        return self._ask(facts.SERVICE_STATE, request_id, {}, answers.service_state)

    def check_certificate(
        self, request_id: str, certificate: bytes
    ) -> CertificateAccepted | CertificateRefused:
        """Whether the certificate (DER) is good today, and a challenge for its card.

        Idempotent: asked again with the same id the same challenge comes; a new id makes a new one.
        """
        asked = {"certificate": _base64(certificate)}
        return self._ask(facts.CHECK_CERTIFICATE, request_id, asked, answers.certificate_check)

    def open_session(
        self, request_id: str, certificate: bytes, challenge: bytes, signature: bytes, municipality: str
    ) -> SessionOpened | SessionRefused:
        """Prove the customer to the centre, for one municipality (JIS code).

        signature: RSA PKCS#1 v1.5 over the SHA-256 of the challenge. Idempotent under the same id
        alone: the challenge is good for one use, and a new id is refused `stale_challenge`.
        """
        asked = {
            "certificate": _base64(certificate),
            "challenge": _base64(challenge),
            "signature": _base64(signature),
            "municipality": municipality,
        }
        return self._ask(facts.OPEN_SESSION, request_id, asked, answers.session)

    def offer(self, request_id: str, session: str) -> Offer:
        """What this customer may have. Idempotent: it only reads."""
        return self._ask(facts.OFFER, request_id, {"session": session}, answers.offer)

    def issue(
        self,
        request_id: str,
        session: str,
        kind: str,
        scope: str,
        people: Sequence[str],
        items: Mapping[str, bool],
        copies: int,
    ) -> Document:
        """The finished document, its digest checked.

        Idempotent under the same id alone: a new id issues another document. After any error but
        a refusal, ask again with the same id and the same arguments, or give the request up.
        """
        if scope not in facts.SCOPES[kind] or not set(items) <= facts.ITEMS[kind]:
            raise ValueError(f"no such scope or item of {kind}")
        if not 1 <= copies <= facts.COPIES_MAX:
            raise ValueError(f"copies are from 1 to {facts.COPIES_MAX}")
        asked = {
            "session": session,
            "kind": kind,
            "scope": scope,
            "people": list(people),
            "items": dict(items),
            "copies": copies,
        }
        return self._ask(facts.ISSUE, request_id, asked, lambda answer: answers.document(answer, kind))

    def report(self, request_id: str, document: str, copy: int, outcome: str) -> None:
        """Tell what became of one copy (1 to 10) of a document (its id): `delivered` or `void`.

        Idempotent, also under a new id: the same values have the same answer. The other outcome
        afterwards is refused with the code `contradiction`.
        """
        if outcome not in facts.OUTCOMES or not 1 <= copy <= facts.COPIES_MAX:
            raise ValueError("no such outcome or copy")
        asked = {"document": document, "copy": copy, "outcome": outcome}
        self._ask(facts.REPORT, request_id, asked, answers.delivery)

    def scramble_key(self, request_id: str, document: str) -> ScrambleKey:
        """The key of a document that was issued, by its id; not the kiosk's business. Idempotent: it only reads.

        Refused with the code `unknown_document` for an id that the centre never gave out.
        """
        return self._ask(facts.SCRAMBLE_KEY, request_id, {"document": document}, answers.scramble_key)

    def close(self) -> None:
        """Let the connection go; the next call opens another."""
        self._http.close()

    def _ask(
        self, operation: Operation, request_id: str, asked: dict[str, Any], read: Callable[[Fields], Answer]
    ) -> Answer:
        body = json.dumps({"request_id": request_id, "terminal": self._terminal, **asked}).encode("ascii")
        answer = self._http.post(
            operation.path,
            REQUEST_TYPE,
            body,
            deadline_ns=after_ms(self._clock, operation.limit_s * 1000),
            size_max=operation.answer_max_bytes,
        )
        # Raised outside the handler, so that nothing of the answer hangs on the exception.
        try:
            return read(self._fields(answer, operation, request_id))
        except MalformedError as error:
            cause = f"status {answer.status}, {len(answer.body)} bytes: {error}"
        raise BadAnswer(self._http.where, operation.name, cause, "throw it away and report it to the centre")

    def _fields(self, answer: HttpAnswer, operation: Operation, request_id: str) -> Fields:
        """The fields of an answer that has any; raises what the status says otherwise."""
        if answer.status == SessionOver.status:
            raise SessionOver(self._http.where, operation.name)
        if answer.status == CentreUnavailable.status:
            raise CentreUnavailable(self._http.where, operation.name)
        if answer.status not in (_OK, RequestRefused.status):
            raise MalformedError("not a status of the centre's")
        if answer.content_type.partition(";")[0].strip().lower() != _JSON:
            raise MalformedError("not JSON by its content type")
        fields = parse(answer.body)
        theirs = fields.text("request_id", _ID_CHARS_MAX)
        if theirs != request_id:
            shown = theirs if _ID.fullmatch(theirs) else "an unreadable id"
            raise MalformedError(f"the answer to {shown}, not to {request_id}")
        if answer.status == RequestRefused.status:
            code = fields.text("error", 40, facts.ERROR_CODE)
            raise RequestRefused(self._http.where, operation.name, code)
        return fields


def _base64(octets: bytes) -> str:
    return b64encode(octets).decode("ascii")
