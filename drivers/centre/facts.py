"""The wire's words, sizes and times, as data. docs/centre.md; the time limits are the kiosk's own."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import date

SCOPES: dict[str, frozenset[str]] = {
    "juminhyo": frozenset({"self", "household", "part"}),
    "inkan": frozenset({"self"}),
    "koseki": frozenset({"all", "individual"}),
    "fuhyo": frozenset({"all", "part"}),
}
KINDS = frozenset(SCOPES)
REGISTRATION = "registration"
"""本籍地利用登録申請: it has hours and stops like a kind."""
SERVICES = KINDS | {REGISTRATION}
ITEMS: dict[str, frozenset[str]] = {
    "juminhyo": frozenset(
        {"head", "domicile", "number", "nationality", "residence_card", "residence_status"}
    ),
    "inkan": frozenset(),
    "koseki": frozenset(),
    "fuhyo": frozenset(),
}
OWN_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}", re.ASCII)
"""What a municipality calls a kind of its own, a scope or an item of it."""


class _Names:
    """Every name that a municipality may give, but for some words."""

    def __init__(self, *but: str) -> None:
        self._but = frozenset(but)

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and OWN_NAME.fullmatch(word) is not None and word not in self._but


ANY_KIND = _Names(REGISTRATION)
ANY_SERVICE = _Names()
KINDS_MAX = 16
"""Of one municipality: the four, and some of its own."""


def scopes_of(kind: str) -> Container[str]:
    """The scopes a kind can have; of a municipality's own any."""
    return SCOPES.get(kind, _Names())


def items_of(kind: str) -> Container[str]:
    """The items a kind can have; of a municipality's own any."""
    return ITEMS.get(kind, _Names())


OUTCOMES = frozenset({"delivered", "void"})
VERDICTS = frozenset({"ok", "refused"})
CERTIFICATE_REASONS = frozenset(
    {"expired", "revoked", "under_age", "issued_today", "not_served", "unknown_issuer", "lapsed"}
)
SESSION_REASONS = frozenset({"bad_signature", "stale_challenge"})
WITHHELD_REASONS = frozenset(
    {"register_report", "registration_none", "registration_waiting", "registration_refused"}
)
REGISTRATION_REASONS = frozenset(
    {
        "not_taken",
        "not_needed",
        "already_applied",
        "already_registered",
        "stale_challenge",
        "bad_signature",
        "signature_unknown_issuer",
        "signature_expired",
        "signature_revoked",
        "signature_of_another",
    }
)
REGISTRATION_STATES = frozenset({"none", "waiting", "registered", "refused"})
MUNICIPALITY_REASONS = frozenset({"no_register", "domicile_differs", "head_differs", "other"})
"""Why the municipality of the 本籍 refused an application."""
NOT_NOW = frozenset({"not_now", "stopped", "closed"})
"""The codes of status 503."""
DAYS = frozenset({"every_day", "business_days"})

EDITION = 2
"""Of the wire's words, said with every request."""

MUNICIPALITY = re.compile(r"[0-9]{5}", re.ASCII)
"""A JIS X 0401 and X 0402 code: prefecture, then municipality."""
OPAQUE = re.compile(r"[!-~]+", re.ASCII)
"""Ids that the centre makes: printable ASCII without spaces."""
SHA256_HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)
ERROR_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)

CHALLENGE_BYTES = 32
SCRAMBLE_KEY_BYTES = 32
SIGNATURE_BYTES = 64
PUBLIC_KEY_BYTES = 32
SESSION_CHARS_MAX = 64
HANDLE_CHARS_MAX = 16
DOCUMENT_ID_CHARS_MAX = 32
BUNDLE_CHARS_MAX = 32
NAME_CHARS_MAX = 200
FIRST_ERA = date(1868, 1, 25)
"""The first day of 明治: nobody alive was born before."""
PEOPLE_MAX = 50
STOPS_MAX = 500
MUNICIPALITIES_MAX = 2000
"""Japan has some 1,900 with the wards of its cities."""
HOURS_MAX = KINDS_MAX + 1
MUNICIPALITY_CHARS_MAX = 40
DOMICILE_CHARS_MAX = 100
REGISTER_HEAD_CHARS_MAX = 100
TELEPHONE_CHARS_MAX = 15
RECORD_PAGE_MAX = 100
RECORD_DAYS_MAX = 31
RECORD_TOTALS_MAX = 20_000
RECORD_SCOPES = frozenset({"", "all", "individual"})
"""The contract counts the two of 戸籍 apart, nothing else."""
COUNT_MAX = 10_000_000
REQUEST_ID_CHARS_MAX = 140
FEE_MAX_YEN = 10_000
SHEETS_MAX = 50
COPIES_MAX = 10
UTC_OFFSET_S = 9 * 3600

ANSWER_MAX_BYTES = 64 * 1024
PDF_MAX_BYTES = 8 * 1024 * 1024
_DOCUMENT_ANSWER_MAX_BYTES = PDF_MAX_BYTES * 4 // 3 + ANSWER_MAX_BYTES
"""In base64, with the rest of the answer around it."""


READING_CHARS_MAX = 40
WRITINGS_MAX = 40
WRITING_CHARS_MAX = 40


@dataclass(frozen=True, slots=True)
class Operation:
    """One path of the wire: what it is called, how long it may take, how long its answer may be."""

    name: str
    path: str
    limit_s: float
    answer_max_bytes: int = ANSWER_MAX_BYTES


_STATE_ANSWER_MAX_BYTES = 2 * 1024 * 1024
_RECORD_ANSWER_MAX_BYTES = 4 * 1024 * 1024

SERVICE_STATE = Operation(
    "ask for the state of the service", "/v1/service-state", 5, _STATE_ANSWER_MAX_BYTES
)
CHECK_CERTIFICATE = Operation("check the certificate", "/v1/certificates/check", 10)
OPEN_SESSION = Operation("open a session", "/v1/sessions", 10)
OFFER = Operation("ask what is on offer", "/v1/offers", 10)
ISSUE = Operation("have a document issued", "/v1/documents", 60, _DOCUMENT_ANSWER_MAX_BYTES)
REPORT = Operation("report a delivery", "/v1/deliveries", 10)
SCRAMBLE_KEY = Operation("ask for a scramble key", "/v1/scramble-keys", 10)
RECORDS = Operation("ask for the centre's record", "/v1/records", 20, _RECORD_ANSWER_MAX_BYTES)
BEGIN_REGISTRATION = Operation("begin a registration", "/v1/registrations/begin", 10)
WRITINGS = Operation("ask how a reading may be written", "/v1/registrations/writings", 10)
REGISTER = Operation("apply for registration", "/v1/registrations", 10)
REGISTRATION_STATE = Operation("ask how far a registration is", "/v1/registrations/state", 10)
