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
    Hours,
    MunicipalityState,
    Offer,
    OfferedKind,
    Person,
    ScrambleKey,
    ServiceState,
    SessionOpened,
    SessionRefused,
    Stop,
    Withheld,
)


def service_state(answer: Fields, request_id: str) -> ServiceState:
    """`/v1/service-state`"""
    at, size = answer.time("time"), facts.SIGNATURE_BYTES
    return ServiceState(
        at,
        tuple(_stop(stop) for stop in answer.objects("stops", facts.STOPS_MAX)),
        tuple(_state_of(each) for each in answer.objects("municipalities", facts.MUNICIPALITIES_MAX)),
        answer.binary("time_signature", size, size),
        f"time|{request_id}|{answer.as_sent('time')}".encode("ascii"),
    )


def _state_of(fields: Fields) -> MunicipalityState:
    hours = tuple(_hours(each) for each in fields.objects("hours", facts.HOURS_MAX))
    told = [service for each in hours for service in each.kinds]
    fields.rule("hours", "each service once", len(told) == len(set(told)))
    return MunicipalityState(
        municipality(fields, "municipality"),
        fields.text("name", facts.MUNICIPALITY_CHARS_MAX),
        fields.flag("registration"),
        hours,
    )


def _hours(fields: Fields) -> Hours:
    hours = Hours(
        frozenset(fields.words("kinds", facts.ANY_SERVICE, least=1)),
        fields.choice("days", facts.DAYS),
        fields.clock("opens"),
        fields.clock("closes"),
        fields.flag("year_end"),
    )
    fields.rule("closes", "after it opens", hours.opens < hours.closes)
    return hours


def _stop(fields: Fields) -> Stop:
    stop = Stop(
        municipality(fields, "municipality"),
        frozenset(fields.words("kinds", facts.ANY_SERVICE, least=1)),
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
        municipality(answer, "home"),
        answer.binary("challenge", size, size),
        answer.day("ends"),
        tuple(_stop(stop) for stop in answer.objects("stops", facts.STOPS_MAX)),
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
    kinds = tuple(_kind(kind, handles) for kind in answer.objects("kinds", facts.KINDS_MAX))
    answer.rule("kinds", "without repetition", len({kind.kind for kind in kinds}) == len(kinds))
    withheld = tuple(
        Withheld(each.choice("kind", facts.ANY_KIND), each.choice("reason", facts.WITHHELD_REASONS))
        for each in answer.objects("withheld", facts.KINDS_MAX)
    )
    told = [*(each.kind for each in kinds), *(each.kind for each in withheld)]
    answer.rule("withheld", "without repetition and not on offer", len(set(told)) == len(told))
    return Offer(municipality(answer, "municipality"), people, kinds, withheld)


def _person(fields: Fields) -> Person:
    birth = fields.day("birth")
    fields.rule("birth", "a day of an era that certificates are written in", birth >= facts.FIRST_ERA)
    return Person(
        fields.text("handle", facts.HANDLE_CHARS_MAX, facts.OPAQUE),
        fields.text("name", facts.NAME_CHARS_MAX),
        birth,
        fields.flag("self"),
    )


def _kind(fields: Fields, handles: frozenset[str]) -> OfferedKind:
    kind = fields.choice("kind", facts.ANY_KIND)
    return OfferedKind(
        kind,
        fields.number("fee_yen", 0, facts.FEE_MAX_YEN),
        frozenset(fields.words("scopes", facts.scopes_of(kind), least=1)),
        frozenset(fields.words("items", facts.items_of(kind), least=0)),
        fields.words("people", handles, least=1),
    )


def document(answer: Fields, kind: str) -> Document:
    """`/v1/documents`, of the kind that was asked for."""
    fields = answer.object("document")
    key, signature = facts.SCRAMBLE_KEY_BYTES, facts.SIGNATURE_BYTES
    issued = Document(
        fields.text("id", facts.DOCUMENT_ID_CHARS_MAX, facts.OPAQUE),
        municipality(fields, "municipality"),
        fields.choice("kind", facts.ANY_KIND),
        fields.number("sheets", 1, facts.SHEETS_MAX),
        fields.binary("pdf", 1, facts.PDF_MAX_BYTES),
        fields.text("sha256", 64, facts.SHA256_HEX),
        fields.binary("scramble_key", key, key),
        fields.binary("signature", signature, signature),
        fields.text("bundle", facts.BUNDLE_CHARS_MAX, facts.OPAQUE),
        fields.text("holder", 64, facts.SHA256_HEX),
    )
    fields.rule("kind", f"the one that was asked for, in document {issued.id}", issued.kind == kind)
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


def municipality(fields: Fields, name: str) -> str:
    """A JIS code."""
    return fields.text(name, 5, facts.MUNICIPALITY)
