"""How a file is recognised as a store, made into one when it is new, and brought up to date."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from device.store.errors import StoreError, explaining
from device.store.schema import APPLICATION_ID, SQLITE_OLDEST, STEPS, VERSION

BUSY_S = 0.25
"""How long another program's write (an engineer's shell) is waited for before it is an error."""


def connect_writer(path: Path | None) -> sqlite3.Connection:
    """A connection that may write, to a store of the newest schema; None: in memory.

    Every commit is on the disk when it returns (WAL, synchronous=FULL). Raises `StoreError`.
    """
    file = "the store in memory" if path is None else str(path)
    db = _connect(file, ":memory:" if path is None else str(path), uri=False)
    try:
        with explaining(file):
            version = _version(db, file)
            if path is not None:
                _log_ahead(db, file)
            db.execute("PRAGMA synchronous=FULL")
            db.execute("PRAGMA foreign_keys=ON")
            if version < VERSION:
                _bring_up(db, version)
    except BaseException:
        db.close()
        raise
    return db


def connect_reader(path: Path) -> sqlite3.Connection:
    """A connection that only reads, also beside a running kiosk. Raises `StoreError`."""
    file = str(path)
    db = _connect(file, f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        with explaining(file):
            version = _version(db, file)
        if version < VERSION:
            cause = f"its schema {version} is older than {VERSION}" if version else "it is empty"
            raise StoreError(file, cause, "let the kiosk of this program open it once")
    except BaseException:
        db.close()
        raise
    return db


def _connect(file: str, target: str, uri: bool) -> sqlite3.Connection:
    if sqlite3.sqlite_version_info < SQLITE_OLDEST:
        oldest = ".".join(map(str, SQLITE_OLDEST))
        raise StoreError(file, f"SQLite {sqlite3.sqlite_version} is too old", f"install {oldest} or newer")
    with explaining(file):
        return sqlite3.connect(target, timeout=BUSY_S, isolation_level=None, uri=uri)


def _version(db: sqlite3.Connection, file: str) -> int:
    """The schema version, 0 for an empty file (also one that a power cut left empty)."""
    (owner,) = db.execute("PRAGMA application_id").fetchone()
    (version,) = db.execute("PRAGMA user_version").fetchone()
    (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if owner != APPLICATION_ID and (owner or version or tables):
        raise StoreError(file, "it is another program's SQLite file", "name another file in [store] path")
    if version > VERSION:
        cause = f"it was written by a newer program (schema {version}, this one knows {VERSION})"
        raise StoreError(file, cause, "install the newer program again, or name another file in [store] path")
    return int(version)


def _log_ahead(db: sqlite3.Connection, file: str) -> None:
    (mode,) = db.execute("PRAGMA journal_mode=WAL").fetchone()
    if mode != "wal":
        raise StoreError(file, f"its file system allows no write-ahead log (mode {mode})", "use a local disk")


def _bring_up(db: sqlite3.Connection, version: int) -> None:
    db.execute("BEGIN IMMEDIATE")
    for step in STEPS[version:]:
        for statement in step:
            db.execute(statement)
    db.execute(f"PRAGMA application_id={APPLICATION_ID}")
    db.execute(f"PRAGMA user_version={VERSION}")
    db.execute("COMMIT")
