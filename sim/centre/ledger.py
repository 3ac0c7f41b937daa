"""The centre's own record: what was issued and what became of each copy. The world may look at it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias

from sim.centre.dates import JST
from sim.centre.fields import WireError

Outcome: TypeAlias = Literal["delivered", "void"]

DOCUMENTS_MAX: Final = 10_000
"""Kept; beyond, the oldest is forgotten with its deliveries."""

_NEVER: Final = datetime(2000, 1, 1, tzinfo=JST)
"""Stands for a time that nobody told."""


@dataclass(frozen=True, slots=True)
class IssuedDocument:
    """One document that left the centre. person: the holder's id. copies: how many were asked for.

    fee_yen: of one copy. issued: when, Japan's time
    """

    id: str
    request_id: str
    terminal: str
    person: str
    municipality: str
    kind: str
    scope: str
    sheets: int
    copies: int
    sha256: str
    scramble_key: bytes = field(default=b"", repr=False)
    fee_yen: int = 0
    issued: datetime = _NEVER


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as the record tells it: what became of each copy, by its number."""

    document: IssuedDocument
    outcomes: Mapping[int, Outcome]


class Ledger:
    """Documents by id in the order of issue, and outcomes by (document id, copy)."""

    def __init__(self, db: Callable[[], sqlite3.Connection]) -> None:
        self._opened = db

    @property
    def _db(self) -> sqlite3.Connection:
        return self._opened()

    @property
    def documents(self) -> Mapping[str, IssuedDocument]:
        found = (_document(row) for row in self._db.execute(f"SELECT {_COLUMNS} FROM document ORDER BY number"))
        return MappingProxyType({document.id: document for document in found})

    @property
    def deliveries(self) -> Mapping[tuple[str, int], Outcome]:
        rows = self._db.execute("SELECT document, copy, outcome FROM delivery ORDER BY rowid")
        return MappingProxyType({(document, copy): outcome for document, copy, outcome in rows})

    @property
    def next_number(self) -> int:
        """Of the document that is entered next, from 1; no number comes twice."""
        (last,) = self._db.execute("SELECT COALESCE(MAX(number), 0) FROM document").fetchone()
        return int(last) + 1

    def issue(self, document: IssuedDocument) -> None:
        """Enter a document."""
        values = (
            document.id, document.request_id, document.terminal, document.person, document.municipality,
            document.kind, document.scope, document.sheets, document.copies, document.sha256, document.scramble_key,
            document.fee_yen, document.issued.isoformat(timespec="seconds"),
        )  # fmt: skip
        marks = ", ".join("?" * len(values))
        number = self._db.execute(f"INSERT INTO document ({_COLUMNS}) VALUES ({marks})", values).lastrowid
        assert number is not None
        self._db.execute("DELETE FROM document WHERE number <= ?", (number - DOCUMENTS_MAX,))

    def issued(self, document_id: str) -> IssuedDocument:
        """A document by its id. Raises `WireError` 400 for one never issued."""
        row = self._db.execute(f"SELECT {_COLUMNS} FROM document WHERE id = ?", (document_id,)).fetchone()
        if row is None:
            raise WireError(400, "unknown_document")
        return _document(row)

    def deliver(self, document_id: str, terminal: str, copy: int, outcome: Outcome) -> None:
        """Enter what became of a copy; the same again changes nothing.

        Raises `WireError` 400 for a document never issued to this terminal, a copy never asked for,
        or another outcome than the one entered.
        """
        document = self.issued(document_id)
        if document.terminal != terminal:
            raise WireError(400, "unknown_document")
        if copy > document.copies:
            raise WireError(400, "unknown_copy")
        self._db.execute("INSERT OR IGNORE INTO delivery VALUES (?, ?, ?)", (document_id, copy, outcome))
        if self._outcomes(document_id)[copy] != outcome:
            raise WireError(400, "contradiction")

    def record(self, terminal: str, first: date, last: date) -> Iterator[Entry]:
        """What was issued to a terminal from a day to a day, both included, in the order of issue."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM document WHERE terminal = ? AND date(substr(issued, 1, 10)) BETWEEN ? AND ?"
            " ORDER BY number",
            (terminal, first.isoformat(), last.isoformat()),
        ).fetchall()
        for row in rows:
            document = _document(row)
            yield Entry(document, self._outcomes(document.id))

    def _outcomes(self, document_id: str) -> Mapping[int, Outcome]:
        return dict(
            self._db.execute("SELECT copy, outcome FROM delivery WHERE document = ? ORDER BY copy", (document_id,))
        )


_COLUMNS: Final = (
    "id, request, terminal, holder, municipality, kind, scope, sheets, copies, sha256, scramble_key, fee_yen, issued"
)
"""In the order of `IssuedDocument`."""


def _document(row: tuple[Any, ...]) -> IssuedDocument:
    told = dict(zip((each.name for each in fields(IssuedDocument)), row, strict=True))
    return IssuedDocument(**{**told, "issued": datetime.fromisoformat(told["issued"])})
