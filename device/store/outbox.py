"""What the centre must still be told of each copy: kept from the event on until it has acknowledged it.

Written in the same transaction as the event, so that no copy is delivered of which the centre could never hear;
the request id makes a word that is told twice one word (docs/centre.md).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

_KEEP = "INSERT INTO outbox (request, event, document, copy, outcome) VALUES (?, ?, ?, ?, ?)"
_DROP = "DELETE FROM outbox WHERE request = ?"
_KEPT = "SELECT request, document, copy, outcome FROM outbox ORDER BY row"


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One word for the centre. request: its id; document: the centre's id; copy: from 1; outcome: a code."""

    request: str
    document: str
    copy: int
    outcome: str


@dataclass(frozen=True, slots=True)
class OutboxChange:
    """What one event does to the outbox: words that are owed from now on, and requests that are settled."""

    owed: Sequence[OutboxRow] = ()
    settled: Sequence[str] = ()


def change(db: sqlite3.Connection, seq: int, changes: OutboxChange) -> None:
    """Inside the transaction that is open. Raises `sqlite3.IntegrityError` for a request id given twice."""
    db.executemany(_KEEP, [(each.request, seq, each.document, each.copy, each.outcome) for each in changes.owed])
    db.executemany(_DROP, [(request,) for request in changes.settled])


def kept(db: sqlite3.Connection) -> list[OutboxRow]:
    """All of it, oldest first."""
    return [OutboxRow(*columns) for columns in db.execute(_KEPT)]
