"""The wire's words, sizes and times, as data. docs/centre.md; the time limits are the kiosk's own."""

from __future__ import annotations

import re
from dataclasses import dataclass

SCOPES: dict[str, frozenset[str]] = {
    "juminhyo": frozenset({"self", "household", "part"}),
    "inkan": frozenset({"self"}),
    "koseki": frozenset({"all", "individual"}),
    "fuhyo": frozenset({"all", "part"}),
}
KINDS = frozenset(SCOPES)
ITEMS: dict[str, frozenset[str]] = {
    "juminhyo": frozenset({"head", "domicile", "number"}),
    "inkan": frozenset(),
    "koseki": frozenset(),
    "fuhyo": frozenset(),
}
OUTCOMES = frozenset({"delivered", "void"})
VERDICTS = frozenset({"ok", "refused"})
CERTIFICATE_REASONS = frozenset(
    {"expired", "revoked", "under_age", "issued_today", "protected", "unknown_issuer", "lapsed"}
)
SESSION_REASONS = frozenset({"bad_signature", "stale_challenge"})

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
NAME_CHARS_MAX = 200
PEOPLE_MAX = 50
STOPS_MAX = 500
FEE_MAX_YEN = 10_000
SHEETS_MAX = 50
COPIES_MAX = 10
UTC_OFFSET_S = 9 * 3600

ANSWER_MAX_BYTES = 64 * 1024
PDF_MAX_BYTES = 8 * 1024 * 1024
_DOCUMENT_ANSWER_MAX_BYTES = PDF_MAX_BYTES * 4 // 3 + ANSWER_MAX_BYTES
"""In base64, with the rest of the answer around it."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One path of the wire: what it is called, how long it may take, how long its answer may be."""

    name: str
    path: str
    limit_s: float
    answer_max_bytes: int = ANSWER_MAX_BYTES


SERVICE_STATE = Operation("ask for the state of the service", "/v1/service-state", 5)
CHECK_CERTIFICATE = Operation("check the certificate", "/v1/certificates/check", 10)
OPEN_SESSION = Operation("open a session", "/v1/sessions", 10)
OFFER = Operation("ask what is on offer", "/v1/offers", 10)
ISSUE = Operation("have a document issued", "/v1/documents", 60, _DOCUMENT_ANSWER_MAX_BYTES)
REPORT = Operation("report a delivery", "/v1/deliveries", 10)
SCRAMBLE_KEY = Operation("ask for a scramble key", "/v1/scramble-keys", 10)
