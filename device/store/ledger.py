"""The ledger: rows of money, each bound to the one before by a hash, so that none can be changed alone.

A row's link is SHA-256 over the link before it (32 zero bytes at first) and the row in canonical
form: a JSON array of its columns in order, ASCII, without blanks. The columns' types show in it,
and no two rows share a form.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from device.store.errors import StoreDamaged
from device.store.rows import Entry, LedgerRow, from_stamp

Columns = tuple[int | str, ...]

_COLUMNS = "row, event, boot, wall, session, debit, credit, yen, value_yen, coins, note"
_ADD = f"INSERT INTO ledger ({_COLUMNS}, link) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_HEAD = "SELECT row, link FROM ledger ORDER BY row DESC LIMIT 1"
_TOTALS = "SELECT account, value_yen, yen, coins FROM totals"
SELECT = f"SELECT {_COLUMNS}, link FROM ledger"

_canonical = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Head:
    """The newest row of the chain."""

    row: int = 0
    link: bytes = bytes(32)


def head_of(db: sqlite3.Connection) -> Head:
    """The newest row that stands in the file."""
    found = db.execute(_HEAD).fetchone()
    return Head() if found is None else Head(*found)


def link(before: bytes, columns: Columns) -> bytes:
    """The link of a row: 32 bytes."""
    return sha256(before + _canonical(columns).encode("ascii")).digest()


def book(
    db: sqlite3.Connection, head: Head, event: int, boot: int, wall: str, entries: Sequence[Entry]
) -> Head:
    """Append `entries` inside the transaction that is open; returns the head once it is committed."""
    row, last = head.row, head.link
    rows: list[tuple[object, ...]] = []
    for entry in entries:
        row += 1
        columns: Columns = (
            row, event, boot, wall, entry.session, entry.debit, entry.credit,
            entry.yen, entry.value_yen, entry.coins, entry.note,
        )  # fmt: skip
        last = link(last, columns)
        rows.append((*columns, last))
    db.executemany(_ADD, rows)
    return Head(row, last)


def row_of(columns: tuple[int, int, int, str, int, str, str, int, int, int, str, bytes]) -> LedgerRow:
    """The row as it was selected."""
    row, event, boot, wall, session, debit, credit, yen, value_yen, coins, note, linked = columns
    entry = Entry(debit, credit, yen, value_yen, coins, session, note)
    return LedgerRow(row, event, boot, from_stamp(wall), entry, linked)


def verify(db: sqlite3.Connection, file: str) -> None:
    """Walk the whole chain, then compare the sums.

    Raises `StoreDamaged` naming the first row that is missing, changed, or (at the end) whose sums
    do not agree: rows cut off at the end leave a sound chain, but not sound sums.
    """
    expected, last = 1, bytes(32)
    sums: Counter[tuple[str, int]] = Counter()
    pieces: Counter[tuple[str, int]] = Counter()
    for *columns, linked in db.execute(f"{SELECT} ORDER BY row"):
        if columns[0] != expected:
            raise StoreDamaged(file, expected, f"missing; the next one is {columns[0]}")
        last = link(last, tuple(columns))
        if linked != last:
            raise StoreDamaged(file, expected, "it, or its link to the row before, was changed")
        debit, credit, yen, value_yen, coins = columns[5:10]
        for account, sign in ((debit, 1), (credit, -1)):
            sums[account, value_yen] += sign * yen
            pieces[account, value_yen] += sign * coins
        expected += 1
    kept = {(account, value): sizes for account, value, *sizes in db.execute(_TOTALS)}
    for key in sorted({*sums, *kept}):
        if kept.get(key, [0, 0]) != [sums[key], pieces[key]]:
            cause = f"the rows up to here do not make the sums of {key[0]}: rows cut off, or sums changed"
            raise StoreDamaged(file, expected, cause)
