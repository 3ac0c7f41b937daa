"""The writing half of the store: one event, its commands, money, memory and outbox, in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from device.store.errors import explaining
from device.store.journal import Journal
from device.store.ledger import Head, book, head_of
from device.store.lock import StoreLock
from device.store.memory import keep
from device.store.opening import connect_writer
from device.store.outbox import OutboxChange, change
from device.store.rows import CommandRow, Entry, EventRow, stamp

_ADD_EVENT = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)"
_ADD_COMMAND = "INSERT INTO commands (id, event, kind, body) VALUES (?, ?, ?, ?)"
_CLOSE_COMMAND = "UPDATE commands SET answered_by = ? WHERE id = ? AND answered_by IS NULL"
_NEXT_BOOT = "UPDATE meta SET value = value + 1 WHERE key = 'boot'"
_KEEP_COUNTING = """UPDATE meta SET value = max(value, ifnull((SELECT max(seq) FROM events), 0))
    WHERE key = 'pruned_seq'"""
_PRUNE = """DELETE FROM events WHERE wall < ?
    AND seq NOT IN (SELECT event FROM commands WHERE answered_by IS NULL)"""


class Store(Journal):
    """An open store and its only writer (the loop). Used by the thread that opened it, alone."""

    def __init__(self, db: sqlite3.Connection, file: str, lock: StoreLock | None) -> None:
        """Counts the boot. Made by `open`."""
        super().__init__(db, file)
        self._lock = lock
        self._head, self._last_seq = Head(), 0
        with explaining(file):
            self._resume()
        with self._transaction():
            db.execute(_NEXT_BOOT)
            self._boot = super().boot

    @classmethod
    def open(cls, path: Path | None) -> Store:
        """Open or make the store in `path`; None keeps it in memory (virtual time).

        A boot is counted each time. Raises `StoreError` for a store that another kiosk has open,
        one of a newer program, a file that is no store, or a folder that cannot be written.
        """
        lock = None if path is None else StoreLock(path)
        try:
            db = connect_writer(path)
            try:
                return cls(db, "the store in memory" if path is None else str(path), lock)
            except BaseException:
                db.close()
                raise
        except BaseException:
            if lock is not None:
                lock.release()
            raise

    @property
    def boot(self) -> int:
        """The number of this opening, from 1, never given twice."""
        return self._boot

    @property
    def last_seq(self) -> int:
        """The newest event's number; the next one must be greater."""
        return self._last_seq

    def record(
        self,
        event: EventRow,
        commands: Sequence[CommandRow],
        entries: Sequence[Entry],
        memory: Mapping[str, int | str | None],
        outbox: OutboxChange | None = None,
    ) -> None:
        """Write all of it or none of it; on the disk when this returns.

        A command that `event.answers` names is closed; one that is closed, pruned or unknown stays
        as it is, for late answers about money are always booked. `memory` holds what changed; a
        None forgets the key. `outbox`: what the centre is owed from now on, and what no more.

        Raises ValueError for an event whose `seq` does not count up, a naive wall time or a
        command or request id given twice; `StoreError` when the disk fails (the service must then stop).
        """
        seq = event.seq
        if seq <= self._last_seq:
            raise ValueError(f"event {seq} after event {self._last_seq}: seq counts up over all boots")
        wall = stamp(event.wall)
        db = self._db
        with self._transaction():
            try:
                db.execute(
                    _ADD_EVENT,
                    (seq, self._boot, event.kind, event.body_json, event.monotonic_ns, wall, event.answers),
                )
                if event.answers is not None:
                    db.execute(_CLOSE_COMMAND, (seq, event.answers))
                if commands:
                    db.executemany(_ADD_COMMAND, [(c.id, seq, c.kind, c.body_json) for c in commands])
                if entries:
                    self._head = book(db, self._head, seq, self._boot, wall, entries)
                if memory:
                    keep(db, memory)
                if outbox is not None:
                    change(db, seq, outbox)
            except sqlite3.IntegrityError as error:
                raise ValueError(f"event {seq}: a row of it does not fit the store ({error})") from error
            self._last_seq = seq

    def record_event_alone(self, event: EventRow) -> None:
        """Write that the event happened (and answered its command), no more: the machine raised on it."""
        self.record(event, (), (), {})

    def prune(self, before_wall: datetime) -> int:
        """Delete events older than `before_wall`, and their commands; returns how many events.

        An event with an unanswered command stays until that is answered; ledger rows stay for
        good. Numbers of deleted events are never given again. Raises `StoreError`.
        """
        before = stamp(before_wall)
        with self._transaction():
            self._db.execute(_KEEP_COUNTING)
            return self._db.execute(_PRUNE, (before,)).rowcount

    def close(self) -> None:
        """Let the file and the lock go. A second call does nothing."""
        super().close()
        if self._lock is not None:
            self._lock.release()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All that is written inside, or nothing: after any way out but the last line, as the file has it."""
        with explaining(self._file):
            try:
                self._db.execute("BEGIN IMMEDIATE")
                yield
                self._db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # a broken disk has its own error on its way already
                    if self._db.in_transaction:
                        self._db.execute("ROLLBACK")
                    self._resume()
                raise

    def _resume(self) -> None:
        """Go on from the newest ledger row and event that stand in the file.

        Also after every error: an interrupt may fall right behind a commit.
        """
        self._head = head_of(self._db)
        self._last_seq = super().last_seq
