"""The reading half of the store: for the loop after a restart, and for replay and takings."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from device.store import ledger, memory
from device.store.accounts import hopper_yen
from device.store.errors import StoreError, explaining
from device.store.opening import connect_reader
from device.store.outbox import OutboxRow, kept
from device.store.rows import CommandRow, EventRow, LedgerRow, from_stamp, stamp

_EVENTS = """SELECT seq, kind, body, monotonic_ns, wall, answers FROM events
    WHERE boot = :boot OR :boot IS NULL ORDER BY seq"""
_LAST_SEQ = """SELECT max(value, ifnull((SELECT max(seq) FROM events), 0)) FROM meta
    WHERE key = 'pruned_seq'"""
_BALANCE = "SELECT ifnull(sum(yen), 0) FROM totals WHERE account = ?"
_BALANCES = """SELECT account, sum(yen) AS sum_yen FROM totals WHERE account >= ? AND account < ?
    GROUP BY account HAVING sum_yen <> 0"""
_COINS = "SELECT value_yen, coins FROM totals WHERE account = ? AND coins <> 0 ORDER BY value_yen"
_LEDGER = f"{ledger.SELECT} WHERE (wall >= :since OR :since IS NULL) AND (wall < :until OR :until IS NULL) ORDER BY row"

_BATCH = 256  # rows in memory at a time, of a journal of any length


class Journal:
    """An open store, to be read. Used by the thread that opened it, alone."""

    def __init__(self, db: sqlite3.Connection, file: str) -> None:
        self._db = db
        self._file = file

    @classmethod
    def read(cls, path: Path) -> Journal:
        """Open a store only to read it, also beside the kiosk that writes it. Raises `StoreError`."""
        return Journal(connect_reader(path), str(path))

    # --- what happened

    @property
    def boot(self) -> int:
        """How often this store has been opened to be written: the number of the boot that is on."""
        return self._number("SELECT value FROM meta WHERE key = 'boot'")

    @property
    def last_seq(self) -> int:
        """The newest event's number, pruned or not; 0 when there was none."""
        return self._number(_LAST_SEQ)

    def events(self, boot: int | None = None) -> Iterator[EventRow]:
        """The events, oldest first: all of them, or those of one boot."""
        for seq, kind, body, monotonic_ns, wall, answers in self._stream(_EVENTS, boot=boot):
            yield EventRow(seq, kind, body, monotonic_ns, from_stamp(wall), answers)

    def boots(self) -> list[int]:
        """The boots that still have events, oldest first."""
        return [boot for (boot,) in self._rows("SELECT DISTINCT boot FROM events ORDER BY boot")]

    def commands_of(self, seq: int) -> list[CommandRow]:
        """The commands that an event led to, in their order."""
        return self._commands("event = ?", seq)

    def unanswered(self) -> list[CommandRow]:
        """The commands that no event has answered, oldest first: what to ask about after a start."""
        return self._commands("answered_by IS NULL")

    # --- where the money is

    def balance(self, account: str) -> int:
        """Debits minus credits of an account in yen, 0 for one that never moved.

        Cash is positive; a customer's credit, a fee and a debt of the kiosk are negative; the sum
        over all accounts is 0. Raises ValueError for an account that cannot exist.
        """
        hopper_yen(account)
        return self._number(_BALANCE, account)

    def balances(self, prefix: str = "") -> dict[str, int]:
        """The balances in yen of the accounts that begin with `prefix`; those at 0 are left out."""
        after = prefix + "\x7f"  # account names are ASCII and printable
        return dict(self._rows(_BALANCES, prefix, after))

    def coins(self, account: str) -> dict[int, int]:
        """Pieces by denomination in yen, in minus out; denominations at 0 are left out.

        Raises ValueError for an account that cannot exist.
        """
        hopper_yen(account)
        return dict(self._rows(_COINS, account))

    def ledger(self, since: datetime | None = None, until: datetime | None = None) -> Iterator[LedgerRow]:
        """The ledger's rows, oldest first, from `since` (inclusive) to `until` (exclusive) by wall time."""
        limits = {"since": since, "until": until}
        stamps = {name: None if wall is None else stamp(wall) for name, wall in limits.items()}
        return map(ledger.row_of, self._stream(_LEDGER, **stamps))

    def verify_chain(self) -> None:
        """Check every ledger row and the sums. Raises `StoreDamaged` naming the first bad row."""
        with explaining(self._file):
            ledger.verify(self._db, self._file)

    # --- the rest

    def memory(self) -> dict[str, int | str]:
        """What is remembered of the devices."""
        with explaining(self._file):
            return memory.kept(self._db)

    def outbox(self) -> list[OutboxRow]:
        """What the centre must still be told, oldest first."""
        with explaining(self._file):
            return kept(self._db)

    def write_out(self, path: Path) -> None:
        """Leave a copy of the whole store in `path`, one file, whole or not at all. Raises `StoreError`."""
        if path.absolute() == Path(self._file).absolute():
            raise StoreError(str(path), "it is the store itself", "name another file to write out to")
        part = path.with_name(path.name + ".part")
        try:
            part.unlink(missing_ok=True)
            with explaining(str(path)), closing(sqlite3.connect(part, isolation_level=None)) as copy:
                self._db.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")  # of a WAL store: no second file needed to read it
            part.replace(path)
        except OSError as error:
            cause = f"it cannot be written ({error.strerror})"
            raise StoreError(str(path), cause, "check the folder and the space on the disk") from error

    def close(self) -> None:
        """Let the file go. A second call does nothing."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _commands(self, where: str, *values: int) -> list[CommandRow]:
        query = f"SELECT id, kind, body FROM commands WHERE {where} ORDER BY rowid"
        return [CommandRow(*columns) for columns in self._rows(query, *values)]

    def _number(self, query: str, *values: str) -> int:
        return int(self._rows(query, *values)[0][0])

    def _rows(self, query: str, *values: int | str) -> list[Any]:
        with explaining(self._file):
            return self._db.execute(query, values).fetchall()

    def _stream(self, query: str, **values: int | str | None) -> Iterator[Any]:
        with explaining(self._file):
            cursor = self._db.execute(query, values)
            while batch := cursor.fetchmany(_BATCH):
                yield from batch
