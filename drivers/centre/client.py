"""Asks the centre: one method an operation, one request each, sent once.

docs/centre.md: a request repeated with the same `request_id` and the same body has the same answer
and no second effect. So every operation is idempotent under its request id, and none is without.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drivers.centre import answers, facts
from drivers.centre.asking import base64
from drivers.centre.messages import (
    CertificateAccepted,
    CertificateRefused,
    Document,
    Offer,
    ServiceState,
    SessionOpened,
    SessionRefused,
)
from drivers.centre.records import RecordOperations
from drivers.centre.registration import RegistrationOperations


class CentreClient(RegistrationOperations, RecordOperations):
    """The centre as one terminal sees it. Owned by one worker: calls do not overlap.

    Every method raises, besides what `HttpClient.post` raises: `BadAnswer` when the answer breaks
    docs/centre.md or belongs to another request (it is thrown away; what was done is unknown),
    `RequestRefused` (400), `SessionOver` (403), `CentreUnavailable` (503).
    """

    def service_state(self, request_id: str) -> ServiceState:
        """The centre's time, the announced stops and everybody's hours. Idempotent: it only reads."""
        return self._ask(
            facts.SERVICE_STATE, request_id, {}, lambda answer: answers.service_state(answer, request_id)
        )

    def check_certificate(
        self, request_id: str, certificate: bytes
    ) -> CertificateAccepted | CertificateRefused:
        """Whether the certificate (DER) is good today, and a challenge for its card.

        Idempotent: asked again with the same id the same challenge comes; a new id makes a new one.
        """
        asked = {"certificate": base64(certificate)}
        return self._ask(facts.CHECK_CERTIFICATE, request_id, asked, answers.certificate_check)

    def open_session(
        self, request_id: str, certificate: bytes, challenge: bytes, signature: bytes, municipality: str
    ) -> SessionOpened | SessionRefused:
        """Prove the customer to the centre, for one municipality (JIS code).

        signature: RSA PKCS#1 v1.5 over the SHA-256 of the challenge. Idempotent under the same id
        alone: the challenge is good for one use, and a new id is refused `stale_challenge`.
        """
        asked = {
            "certificate": base64(certificate),
            "challenge": base64(challenge),
            "signature": base64(signature),
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
        if scope not in facts.scopes_of(kind) or not all(item in facts.items_of(kind) for item in items):
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
