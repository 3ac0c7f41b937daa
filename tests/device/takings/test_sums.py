"""The sums are the ledger's, whatever stands in it: every yen of a fee and of a debt is in one line, and one alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.store import Entry, Store, StoreDamaged
from device.takings.period import Period
from device.takings.reading import Takings, TakingsWrong, read
from device.takings.sums import Heading, Sums
from tests.device.store.making import MORNING, happened
from tests.device.takings.random_ledgers import FIRST, MUNICIPALITIES, Movement, movements, store_with

EVER = Period()

KEPT = Entry("pending:1:16202:inkan", "fee:16202:inkan", 200, 0, 0, 1, "copy printed")


@settings(max_examples=60, deadline=None)
@given(movements())
def test_all_lines_together_are_what_the_accounts_say(rows: Sequence[Movement]) -> None:
    with store_with(rows) as store:
        takings = read(store, "K01", EVER)
        assert takings.rows == len(rows)
        assert takings.total.net_yen == -sum(store.balances("fee:").values())
        assert takings.total.open_yen == -sum(store.balances("owed:").values())
        for account, yen in store.balances("fee:").items():
            _, municipality, kind = account.split(":")
            lines = [s for h, s in takings.lines.items() if (h.municipality, h.kind) == (municipality, kind)]
            assert sum(lines, Sums()).net_yen == -yen


@settings(max_examples=40, deadline=None)
@given(movements(), st.lists(st.integers(0, 21), max_size=4))
def test_spans_of_days_add_up_to_the_whole(rows: Sequence[Movement], cuts: Sequence[int]) -> None:
    days = [0, *sorted(cuts), 22]
    with store_with(rows) as store:
        whole = read(store, "K01", EVER)
        parts = Takings({})
        for begin, end in pairwise(days):
            if begin < end:
                parts += read(store, "K01", Period(FIRST + timedelta(begin), FIRST + timedelta(end - 1)))
    assert parts.lines == whole.lines


@settings(max_examples=40, deadline=None)
@given(movements())
def test_municipalities_and_what_is_nobodys_add_up_to_the_whole(rows: Sequence[Movement]) -> None:
    with store_with(rows) as store:
        whole = read(store, "K01", EVER)
    parts = sum((whole.of(code).total for code in (*MUNICIPALITIES, "")), Sums())
    assert parts == whole.total


@settings(max_examples=20, deadline=None)
@given(movements(), movements())
def test_two_kiosks_add_up(first: Sequence[Movement], second: Sequence[Movement]) -> None:
    with store_with(first) as one, store_with(second) as other:
        both = read(one, "K01", EVER) + read(other, "K02", EVER)
        assert both.total == read(one, "K01", EVER).total + read(other, "K02", EVER).total
        assert {heading.terminal for heading in both.lines} <= {"K01", "K02"}


def test_a_visit_with_one_copy_of_three_and_a_debt() -> None:
    with Store.open(None) as store:
        rows = [
            Entry("customer:7", "pending:7:16202:koseki_all", 1050, 0, 0, 7, "price set aside"),
            Entry("pending:7:16202:koseki_all", "fee:16202:koseki_all", 350, 0, 0, 7, "copy printed"),
            Entry("pending:7:16202:koseki_all", "customer:7", 700, 0, 0, 7, "copies not printed"),
            Entry("customer:7", "owed:7", 200, 0, 0, 7, "could not be paid out"),
            Entry("pending:8:01207:inkan", "customer:8", 300, 0, 0, 8, "copies not printed"),
            Entry("customer:9", "owed:9", 100, 0, 0, 9, "could not be paid out"),
        ]
        store.record(happened(1), (), rows, {})
        takings = read(store, "K01", EVER)
    day = MORNING.date()
    assert takings.lines == {
        Heading("16202", "koseki_all", "K01", day): Sums(
            copies=1, fees_yen=350, refunds=1, refunded_yen=700, owed=1, owed_yen=200
        ),
        Heading("01207", "inkan", "K01", day): Sums(refunds=1, refunded_yen=300),
        Heading("", "", "K01", day): Sums(owed=1, owed_yen=100),
    }


def test_the_day_is_the_one_in_japan_to_its_last_moment() -> None:
    with Store.open(None) as store:
        store.record(happened(1, wall=datetime(2025, 3, 31, 14, 59, 59, 999_999, UTC)), (), (KEPT,), {})
        store.record(happened(2, wall=datetime(2025, 3, 31, 15, 0, tzinfo=UTC)), (), (KEPT,), {})
        old, new = (read(store, "K01", Period(date(year, 4, 1), date(year + 1, 3, 31))) for year in (2024, 2025))
    assert (old.total.copies, new.total.copies) == (1, 1)
    assert (old.last, new.first) == (date(2025, 3, 31), date(2025, 4, 1))


def test_a_row_that_was_changed_yields_no_takings() -> None:
    with store_with([]) as store:
        store.record(happened(1), (), (KEPT,), {})
        store._db.execute("DROP TRIGGER ledger_not_changed")
        store._db.execute("UPDATE ledger SET yen = 100")
        with pytest.raises(StoreDamaged):
            read(store, "K01", EVER)


def test_sums_that_are_not_the_accounts_are_handed_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(None) as store:
        store.record(happened(1), (), (KEPT,), {})
        monkeypatch.setattr(store, "ledger", lambda: iter(()))  # an adding-up that has lost a row
        with pytest.raises(TakingsWrong, match="make 0 yen, the accounts say 200"):
            read(store, "K01", EVER)
