"""What the kiosk must know of its devices after a restart: event counters, coin counts, open jobs.

Key and value, a few dozen of them; written in the same transaction as the event that changed them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

_KEEP = "INSERT INTO memory VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"
_FORGET = "DELETE FROM memory WHERE key = ?"


def keep(db: sqlite3.Connection, changes: Mapping[str, int | str | None]) -> None:
    """Write the changed keys inside the transaction that is open; None forgets a key."""
    for key, value in changes.items():
        if value is None:
            db.execute(_FORGET, (key,))
        else:
            db.execute(_KEEP, (key, value))


def kept(db: sqlite3.Connection) -> dict[str, int | str]:
    """All of it."""
    return dict(db.execute("SELECT key, value FROM memory ORDER BY key"))
