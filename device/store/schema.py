"""The tables, as steps from one schema version to the next; a new file takes them all.

A step, once released, is never changed: a change is a further step.
"""

from __future__ import annotations

APPLICATION_ID = 0x4D444743
"""`PRAGMA application_id`, "MDGC": how a store is told from any other SQLite file."""

SQLITE_OLDEST = (3, 37, 0)
"""STRICT tables: a value of another type is refused, not kept."""

_FIRST = (
    # boot: how often this store was opened; pruned_seq: no event up to here may come again
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    "INSERT INTO meta VALUES ('boot', 0), ('pruned_seq', 0)",
    """CREATE TABLE events (
        seq INTEGER PRIMARY KEY, boot INTEGER NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL,
        monotonic_ns INTEGER NOT NULL, wall TEXT NOT NULL, answers TEXT) STRICT""",
    # answered_by has no foreign key: the answer may be pruned, the command stays closed
    """CREATE TABLE commands (
        id TEXT PRIMARY KEY, event INTEGER NOT NULL REFERENCES events (seq) ON DELETE CASCADE,
        kind TEXT NOT NULL, body TEXT NOT NULL, answered_by INTEGER) STRICT""",
    "CREATE INDEX commands_by_event ON commands (event)",
    "CREATE INDEX commands_open ON commands (event) WHERE answered_by IS NULL",
    # wall and boot are written again here, because events are pruned and the ledger is kept
    """CREATE TABLE ledger (
        row INTEGER PRIMARY KEY, event INTEGER NOT NULL, boot INTEGER NOT NULL, wall TEXT NOT NULL,
        session INTEGER NOT NULL, debit TEXT NOT NULL, credit TEXT NOT NULL,
        yen INTEGER NOT NULL CHECK (yen > 0), value_yen INTEGER NOT NULL, coins INTEGER NOT NULL,
        note TEXT NOT NULL, link BLOB NOT NULL) STRICT""",
    # the sums of the ledger: a balance costs one look-up however long the kiosk has stood
    """CREATE TABLE totals (
        account TEXT NOT NULL, value_yen INTEGER NOT NULL, yen INTEGER NOT NULL, coins INTEGER NOT NULL,
        PRIMARY KEY (account, value_yen)) STRICT, WITHOUT ROWID""",
    """CREATE TRIGGER ledger_totals AFTER INSERT ON ledger BEGIN
        INSERT INTO totals VALUES (NEW.debit, NEW.value_yen, NEW.yen, NEW.coins)
            ON CONFLICT DO UPDATE SET yen = yen + excluded.yen, coins = coins + excluded.coins;
        INSERT INTO totals VALUES (NEW.credit, NEW.value_yen, -NEW.yen, -NEW.coins)
            ON CONFLICT DO UPDATE SET yen = yen + excluded.yen, coins = coins + excluded.coins;
    END""",
    """CREATE TRIGGER ledger_not_deleted BEFORE DELETE ON ledger BEGIN
        SELECT RAISE(ABORT, 'ledger rows are kept'); END""",
    """CREATE TRIGGER ledger_not_changed BEFORE UPDATE ON ledger BEGIN
        SELECT RAISE(ABORT, 'ledger rows are kept'); END""",
    "CREATE TABLE memory (key TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID",
)

_OUTBOX = (
    # what the centre has not acknowledged yet of the copies of documents; document: the centre's own id
    """CREATE TABLE outbox (
        row INTEGER PRIMARY KEY, request TEXT NOT NULL UNIQUE, event INTEGER NOT NULL,
        document TEXT NOT NULL, copy INTEGER NOT NULL, outcome TEXT NOT NULL) STRICT""",
)

STEPS: tuple[tuple[str, ...], ...] = (_FIRST, _OUTBOX)
"""`STEPS[n]` leads from schema version n to n + 1 (`PRAGMA user_version`)."""

VERSION = len(STEPS)
