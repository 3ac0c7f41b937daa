"""What can go wrong with the store, as a person at the kiosk needs to hear it: file, cause, what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from drivers.errors import KioskError


class StoreError(KioskError):
    """Raised when the store cannot be opened, read or written.

    file: which one · cause: what happened · hint: what a person can do
    """

    def __init__(self, file: str, cause: str, hint: str) -> None:
        self.file, self.cause, self.hint = file, cause, hint
        super().__init__(f"{file}: {cause}; {hint}")


class StoreDamaged(StoreError):
    """Raised when the ledger is not what was written. `row` is the first bad ledger row."""

    def __init__(self, file: str, row: int, cause: str) -> None:
        self.row = row
        hint = "keep the file as it is, count the coins by hand, and begin a new store"
        super().__init__(file, f"ledger row {row}: {cause}", hint)


# The primary name of an SQLite error (https://www.sqlite.org/rescode.html) -> cause, what to do.
_EXPLAINED = {
    "SQLITE_BUSY": ("another program is writing to it", "close that program"),
    "SQLITE_LOCKED": ("another program is writing to it", "close that program"),
    "SQLITE_FULL": ("the disk is full", "make room; nothing of this event was recorded"),
    "SQLITE_NOTADB": ("it is not a store", "name another file in [store] path"),
    "SQLITE_CORRUPT": ("its pages are damaged", "keep the file, check the disk, and begin a new store"),
    "SQLITE_READONLY": ("it cannot be written", "check the file's owner and the mount"),
    "SQLITE_CANTOPEN": ("it cannot be opened", "check that the folder is there and may be read and written"),
    "SQLITE_PERM": ("it cannot be opened", "check the file's owner"),
    "SQLITE_IOERR": ("the disk failed", "check the disk; the last event may not have been recorded"),
}


@contextmanager
def explaining(file: str) -> Iterator[None]:
    """What SQLite raises about file or disk becomes a `StoreError`; a programmer's mistake passes."""
    try:
        yield
    except sqlite3.ProgrammingError:  # closed, another thread, a type that SQLite does not know
        raise
    except sqlite3.DatabaseError as error:
        raise _explained(file, error) from error


def _explained(file: str, error: sqlite3.DatabaseError) -> StoreError:
    # Bound values never stand in SQLite's messages, only names of tables and columns.
    name = getattr(error, "sqlite_errorname", "") or "no code"
    primary = "_".join(name.split("_")[:2])  # extended names go on: SQLITE_IOERR_FSYNC
    cause, hint = _EXPLAINED.get(primary, ("SQLite failed", "check the disk and the file"))
    return StoreError(file, f"{cause} ({name}: {error})", hint)
