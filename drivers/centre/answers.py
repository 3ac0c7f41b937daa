"""From the fields of an answer to a message: every rule of docs/centre.md, none of the kiosk's own.

Each function raises `MalformedError` when the answer breaks the wire's definition.
"""

from __future__ import annotations

import hashlib

from drivers.centre import facts
from drivers.centre.fields import Fields
from drivers.centre.messages import (
    CertificateAccepted,
    CertificateRefused,
    Document,
    Offer,
    OfferedKind,
    Person,
    ScrambleKey,
    ServiceState,
    SessionOpened,
    SessionRefused,
    Stop,
)


def service_state(answer: Fields) -> ServiceState:
    """`/v1/service-state`"""
    return ServiceState(
        answer.time("time"), tuple(_stop(stop) for stop in answer.objects("stops", facts.STOPS_MAX))
    )


def _stop(fields: Fields) -> Stop:
    stop = Stop(
        _municipality(fields, "municipality"),
        frozenset(fields.words("kinds", facts.KINDS, least=1)),
        fields.time("start"),
        fields.time("end"),
    )
    fields.rule("end", "after its start", stop.start < stop.end)
    return stop


def certificate_check(answer: Fields) -> CertificateAccepted | CertificateRefused:
    """`/v1/certificates/check`"""
    if answer.choice("verdict", facts.VERDICTS) == "refused":
        return CertificateRefused(answer.choice("reason", facts.CERTIFICATE_REASONS))
    size = facts.CHALLENGE_BYTES
    return CertificateAccepted(
        _municipality(answer, "home"), answer.binary("challenge", size, size), answer.day("ends")
    )


def session(answer: Fields) -> SessionOpened | SessionRefused:
    """`/v1/sessions`"""
    if answer.choice("verdict", facts.VERDICTS) == "refused":
        return SessionRefused(answer.choice("reason", facts.SESSION_REASONS))
    return SessionOpened(answer.text("session", facts.SESSION_CHARS_MAX, facts.OPAQUE))


def offer(answer: Fields) -> Offer:
    """`/v1/offers`"""
    people = tuple(_person(person) for person in answer.objects("people", facts.PEOPLE_MAX))
    handles = frozenset(person.handle for person in people)
    answer.rule("people", "with a handle each", len(handles) == len(people))
    answer.rule("people", "with one self at most", sum(person.is_self for person in people) <= 1)
    kinds = tuple(_kind(kind, handles) for kind in answer.objects("kinds", len(facts.KINDS)))
    answer.rule("kinds", "without repetition", len({kind.kind for kind in kinds}) == len(kinds))
    return Offer(_municipality(answer, "municipality"), people, kinds)


def _person(fields: Fields) -> Person:
    return Person(
        fields.text("handle", facts.HANDLE_CHARS_MAX, facts.OPAQUE),
        fields.text("name", facts.NAME_CHARS_MAX),
        fields.flag("self"),
    )


def _kind(fields: Fields, handles: frozenset[str]) -> OfferedKind:
    kind = fields.choice("kind", facts.KINDS)
    return OfferedKind(
        kind,
        fields.number("fee_yen", 0, facts.FEE_MAX_YEN),
        frozenset(fields.words("scopes", facts.SCOPES[kind], least=1)),
        frozenset(fields.words("items", facts.ITEMS[kind], least=0)),
        fields.words("people", handles, least=1),
    )


def document(answer: Fields, kind: str) -> Document:
    """`/v1/documents`, of the kind that was asked for."""
    fields = answer.object("document")
    key, signature = facts.SCRAMBLE_KEY_BYTES, facts.SIGNATURE_BYTES
    issued = Document(
        fields.text("id", facts.DOCUMENT_ID_CHARS_MAX, facts.OPAQUE),
        _municipality(fields, "municipality"),
        fields.choice("kind", (kind,)),
        fields.number("sheets", 1, facts.SHEETS_MAX),
        fields.binary("pdf", 1, facts.PDF_MAX_BYTES),
        fields.text("sha256", 64, facts.SHA256_HEX),
        fields.binary("scramble_key", key, key),
        fields.binary("signature", signature, signature),
    )
    fields.rule("sha256", "the digest of the pdf", hashlib.sha256(issued.pdf).hexdigest() == issued.sha256)
    return issued


def delivery(answer: Fields) -> None:
    """`/v1/deliveries`"""
    answer.rule("recorded", "true", answer.flag("recorded"))


def scramble_key(answer: Fields) -> ScrambleKey:
    """`/v1/scramble-keys`"""
    key, public = facts.SCRAMBLE_KEY_BYTES, facts.PUBLIC_KEY_BYTES
    return ScrambleKey(
        answer.number("sheets", 1, facts.SHEETS_MAX),
        answer.text("sha256", 64, facts.SHA256_HEX),
        answer.binary("scramble_key", key, key),
        answer.binary("public_key", public, public),
    )


def _municipality(fields: Fields, name: str) -> str:
    return fields.text(name, 5, facts.MUNICIPALITY)
