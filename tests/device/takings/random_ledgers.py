"""Random ledgers: visits that pay, get back, are owed, and debts that are settled, over days that are not in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

from device.store import Entry, Store
from device.store.rows import JST
from tests.device.store.making import happened

FIRST = date(2025, 3, 25)
MUNICIPALITIES = ("16202", "01207", "13999")
KINDS = ("juminhyo", "inkan", "fuhyo", "koseki_all", "koseki_individual", "shotoku")


@dataclass(frozen=True)
class Movement:
    """One row of a ledger on a day at a time of day."""

    day: int
    at: time
    entry: Entry

    @property
    def wall(self) -> datetime:
        return datetime.combine(FIRST + timedelta(days=self.day), self.at, JST)


def _claim(debit: str, credit: str, yen: int, visit: int) -> Entry:
    return Entry(debit, credit, yen, 0, 0, visit, "test")


@st.composite
def movements(draw: st.DrawFn) -> list[Movement]:
    """Up to forty."""
    return draw(st.lists(_movement(), max_size=40))


@st.composite
def _movement(draw: st.DrawFn) -> Movement:
    visit, yen = draw(st.integers(1, 6)), 10 * draw(st.integers(1, 100))
    payee = f"{draw(st.sampled_from(MUNICIPALITIES))}:{draw(st.sampled_from(KINDS))}"
    customer, pending, fee, owed = f"customer:{visit}", f"pending:{visit}:{payee}", f"fee:{payee}", f"owed:{visit}"
    entry = draw(
        st.sampled_from(
            [
                Entry("cash:cashbox", customer, 100, 100, 1, visit, "coin in"),
                Entry(customer, "cash:hopper-100", 100, 100, 1, visit, "coin out"),
                Entry(owed, "cash:hopper-100", 100, 100, 1, 0, "debt paid"),
                _claim(customer, pending, yen, visit),
                _claim(pending, fee, yen, visit),
                _claim(fee, customer, yen, visit),
                _claim(pending, customer, yen, visit),
                _claim(customer, owed, yen, visit),
                _claim(pending, owed, yen, visit),
            ]
        )
    )
    return Movement(draw(st.integers(0, 20)), draw(st.times()), entry)


def store_with(rows: Sequence[Movement]) -> Store:
    """A store whose ledger has these rows, in this order."""
    store = Store.open(None)
    for seq, row in enumerate(rows, 1):
        store.record(happened(seq, wall=row.wall), (), (row.entry,), {})
    return store
