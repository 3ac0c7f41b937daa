"""The ledger's chain: golden links, and what a person with an SQL shell cannot do unseen."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.store import Entry, Store, StoreDamaged
from tests.device.store.making import earned, filled, happened, inserted, paid_out

KEPT_BY = ("DROP TRIGGER ledger_not_deleted", "DROP TRIGGER ledger_not_changed", "DROP TRIGGER ledger_totals")


def three_rows(path: Path) -> None:
    with Store.open(path) as store:
        store.record(happened(1), [], [filled(100, 10)], {})
        store.record(happened(2), [], [inserted(500, session=1), earned(200, session=1)], {})


def test_a_link_is_sha256_over_the_link_before_and_the_row_as_json() -> None:
    with Store.open(None) as store:
        store.record(happened(1), [], [filled(100, 10)], {})
        store.record(happened(2), [], [inserted(500, session=1)], {})
        first, second = store.ledger()
    row_1 = b'[1,1,1,"2024-10-03T06:30:01.000000+09:00",0,"cash:hopper-100","cash:float",1000,100,10,"float"]'
    row_2 = b'[2,2,1,"2024-10-03T06:30:02.000000+09:00",1,"cash:cashbox","customer:1",500,500,1,"inserted"]'
    assert first.link == sha256(bytes(32) + row_1).digest()
    assert second.link == sha256(first.link + row_2).digest()


@pytest.mark.parametrize(
    ("statement", "row"),
    [
        ("UPDATE ledger SET yen = 300, value_yen = 300 WHERE row = 2", 2),
        ("UPDATE ledger SET note = 'fee' WHERE row = 1", 1),
        ("UPDATE ledger SET credit = 'fee:01207:inkan' WHERE row = 3", 3),
        ("UPDATE ledger SET wall = '2024-10-04' || substr(wall, 11) WHERE row = 2", 2),
        ("UPDATE ledger SET link = zeroblob(32) WHERE row = 3", 3),
        ("DELETE FROM ledger WHERE row = 1", 1),
        ("DELETE FROM ledger WHERE row = 2", 2),
        ("DELETE FROM ledger WHERE row = 3", 3),
        ("INSERT INTO ledger SELECT 4, event, boot, wall, session, debit, credit, yen, value_yen, coins, note, "
         "link FROM ledger WHERE row = 3", 4),
        ("UPDATE totals SET yen = 0 WHERE account = 'cash:cashbox'", 4),
        ("INSERT INTO totals VALUES ('owed:9', 0, -100, 0)", 4),
    ],
)  # fmt: skip
def test_a_changed_ledger_is_found_and_its_first_bad_row_is_named(
    tmp_path: Path, statement: str, row: int
) -> None:
    path = tmp_path / "kiosk.db"
    three_rows(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as shell:
        for drop in KEPT_BY:
            shell.execute(drop)
        shell.execute(statement)
    with Store.open(path) as store, pytest.raises(StoreDamaged, match=f"ledger row {row}: ") as caught:
        store.verify_chain()
    assert caught.value.row == row
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("statement", ["DELETE FROM ledger WHERE row = 3", "UPDATE ledger SET yen = 1"])
def test_the_file_itself_refuses_to_change_its_ledger(tmp_path: Path, statement: str) -> None:
    three_rows(tmp_path / "kiosk.db")
    shell = sqlite3.connect(tmp_path / "kiosk.db")
    with closing(shell), pytest.raises(sqlite3.IntegrityError, match="ledger rows are kept"):
        shell.execute(statement)


def test_an_empty_ledger_is_sound() -> None:
    with Store.open(None) as store:
        store.verify_chain()


CLAIMS = ("customer:1", "customer:2", "pending:1:16202:inkan", "owed:2", "difference")
ACCOUNTS = ("cash:cashbox", "cash:float", *CLAIMS)
MOVES = st.one_of(
    st.builds(inserted, st.sampled_from([10, 50, 100, 500, 1000]), st.integers(1, 3)),
    st.builds(filled, st.sampled_from([10, 50, 100, 500]), st.integers(1, 99)),
    st.builds(paid_out, st.sampled_from([10, 50, 100, 500]), st.integers(1, 9), st.integers(1, 3)),
    st.builds(earned, st.integers(1, 10).map(lambda tens: tens * 10), st.integers(1, 3)),
    st.tuples(st.permutations(ACCOUNTS), st.integers(1, 10_000), st.text(max_size=8)).map(
        lambda drawn: Entry(drawn[0][0], drawn[0][1], drawn[1], 0, 0, 1, drawn[2].replace("\x00", ""))
    ),
)


@given(st.lists(st.lists(MOVES, max_size=4), max_size=8))
@settings(deadline=None, max_examples=25)
def test_balances_are_what_a_clerk_with_a_pencil_has(days: list[list[Entry]]) -> None:
    yen: Counter[str] = Counter()
    coins: Counter[tuple[str, int]] = Counter()
    with Store.open(None) as store:
        for seq, entries in enumerate(days, start=1):
            store.record(happened(seq), [], entries, {})
            for entry in entries:
                for account, sign in ((entry.debit, 1), (entry.credit, -1)):
                    yen[account] += sign * entry.yen
                    coins[account, entry.value_yen] += sign * entry.coins
        assert store.balances() == {account: sum_yen for account, sum_yen in yen.items() if sum_yen}
        for account in yen:
            assert store.balance(account) == yen[account]
            held = {value: n for (name, value), n in coins.items() if name == account and n}
            assert store.coins(account) == held
        assert [row.entry for row in store.ledger()] == [entry for day in days for entry in day]
        store.verify_chain()
