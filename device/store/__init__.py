"""The store: ONE SQLite file that remembers what happened, what was commanded, and where the money is.

`store.Store` writes (the loop, alone), `journal.Journal` reads (also beside a running kiosk);
`rows` is what goes in and out, `accounts` the accounts that exist, `ledger` the chain that binds
the money rows, `outbox` what the centre must still be told, `schema` the tables, `opening` how a
file is recognised, `errors` what can go wrong.
"""

from device.store.errors import StoreDamaged, StoreError
from device.store.journal import Journal
from device.store.outbox import OutboxChange, OutboxRow
from device.store.rows import CommandRow, Entry, EventRow, LedgerRow
from device.store.store import Store

__all__ = [
    "CommandRow",
    "Entry",
    "EventRow",
    "Journal",
    "LedgerRow",
    "OutboxChange",
    "OutboxRow",
    "Store",
    "StoreDamaged",
    "StoreError",
]
