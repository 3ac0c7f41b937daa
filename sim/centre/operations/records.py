"""What became of the documents: deliveries, keys for the checking service, and the record for reconciliation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from sim.centre.fields import DOCUMENT_ID_MAX, Fields, WireError
from sim.centre.kinds import COPIES_MAX
from sim.centre.ledger import Entry, Outcome
from sim.centre.office import Office, in_base64
from sim.centre.router import Operation
from sim.pki import centre_signing_key

DAYS_MAX: Final = timedelta(days=31)
"""Of one question for the record."""
PAGE_MAX: Final = 100
"""Documents in one answer; the next are asked for from the last one on."""

_OUTCOMES: Final[Mapping[str, Outcome]] = {"delivered": "delivered", "void": "void"}


class Records:
    """`/v1/deliveries`, `/v1/scramble-keys`, `/v1/records`"""

    def __init__(self, office: Office) -> None:
        self._office = office

    def operations(self) -> Mapping[str, Operation]:
        """By path."""
        return {
            "/v1/deliveries": self._deliver,
            "/v1/scramble-keys": self._scramble_key,
            "/v1/records": self._record,
        }

    def _deliver(self, fields: Fields) -> Mapping[str, Any]:
        outcome = _OUTCOMES.get(fields.text("outcome", DOCUMENT_ID_MAX))
        if outcome is None:
            raise WireError(400, "bad_outcome")
        copy = fields.integer("copy", 1, COPIES_MAX)
        self._office.ledger.deliver(fields.text("document", DOCUMENT_ID_MAX), fields.terminal(), copy, outcome)
        return {"recorded": True}

    def _scramble_key(self, fields: Fields) -> Mapping[str, Any]:
        document = self._office.ledger.issued(fields.text("document", DOCUMENT_ID_MAX))
        return {
            "sheets": document.sheets,
            "sha256": document.sha256,
            "scramble_key": in_base64(document.scramble_key),
            "public_key": in_base64(centre_signing_key().public_key().public_bytes_raw()),
        }

    def _record(self, fields: Fields) -> Mapping[str, Any]:
        first, last, after = fields.day("first"), fields.day("last"), fields.integer("after", 0, 2**53)
        if not first <= last <= first + DAYS_MAX:
            raise WireError(400, "bad_last")
        entries = list(self._office.ledger.record(fields.terminal(), first, last))
        page = entries[after : after + PAGE_MAX]
        return {
            "documents": [_entry(entry) for entry in page],
            "more": after + len(page) < len(entries),
            "totals": _totals(entries),
        }


def _entry(entry: Entry) -> Mapping[str, Any]:
    document = entry.document
    by_outcome: dict[str, list[int]] = {"delivered": [], "void": [], "unreported": []}
    for copy in range(1, document.copies + 1):
        by_outcome[entry.outcomes.get(copy, "unreported")].append(copy)
    return {
        "document": document.id,
        "request": document.request_id,
        "municipality": document.municipality,
        "kind": document.kind,
        "scope": document.scope,
        "fee_yen": document.fee_yen,
        "issued": document.issued.isoformat(timespec="seconds"),
        **by_outcome,
    }


def _totals(entries: Iterable[Entry]) -> list[Mapping[str, Any]]:
    """What was delivered and is owed to the municipalities, by day of issue, municipality, kind and scope."""
    copies: dict[tuple[str, str, str, str], int] = {}
    yen: dict[tuple[str, str, str, str], int] = {}
    for entry in entries:
        document = entry.document
        scope = document.scope if document.kind == "koseki" else ""  # the contract counts the two of 戸籍 apart
        key = (document.issued.date().isoformat(), document.municipality, document.kind, scope)
        delivered = sum(outcome == "delivered" for outcome in entry.outcomes.values())
        copies[key] = copies.get(key, 0) + delivered
        yen[key] = yen.get(key, 0) + delivered * document.fee_yen
    return [
        {"day": key[0], "municipality": key[1], "kind": key[2], "scope": key[3], "copies": copies[key], "yen": yen[key]}
        for key in sorted(copies)
    ]
