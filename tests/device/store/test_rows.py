"""Entries: which money can move between which accounts."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from device.store.accounts import hopper_yen
from device.store.rows import Entry, from_stamp, stamp


@pytest.mark.parametrize(
    ("account", "yen"),
    [
        ("cash:hopper-10", 10),
        ("cash:hopper-500", 500),
        ("cash:cashbox", 0),
        ("cash:escrow", 0),
        ("cash:stacker", 0),
        ("cash:float", 0),
        ("customer:17", 0),
        ("pending:17:01207:koseki_individual", 0),
        ("owed:17", 0),
        ("fee:01207:koseki_individual", 0),
        ("difference", 0),
    ],
)
def test_the_accounts_of_the_table_exist(account: str, yen: int) -> None:
    assert hopper_yen(account) == yen


@pytest.mark.parametrize(
    "account",
    [
        "", "cash", "cash:hopper-1000", "cash:hopper-100 ", "customer:", "customer:1a", "customer:\u0661",
        "pending:17",
        "fee:1620:juminhyo", "fee:16202:", "fee:16202:住民票", "difference:1", "Cash:float", "cash:float\n",
    ],
)  # fmt: skip
def test_no_other_account_exists_and_its_text_is_not_repeated(account: str) -> None:
    with pytest.raises(ValueError, match="no such account; the accounts are cash:hopper-10") as caught:
        Entry(account, "cash:float", 100, 0, 0, 0, "")
    assert "住民票" not in str(caught.value)


@pytest.mark.parametrize(
    ("debit", "credit", "yen", "value_yen", "coins", "why"),
    [
        ("cash:cashbox", "cash:cashbox", 100, 100, 1, "two accounts"),
        ("cash:cashbox", "customer:1", 0, 0, 0, "positive sum"),
        ("cash:cashbox", "customer:1", -100, 100, -1, "positive sum"),
        ("cash:cashbox", "customer:1", 100, 100, 2, "2 pieces of 100 yen are not 100 yen"),
        ("cash:cashbox", "customer:1", 100, 100, 0, "0 pieces"),
        ("cash:cashbox", "customer:1", 100, 0, 1, "1 pieces of 0 yen"),
        ("cash:cashbox", "customer:1", 100, -100, -1, "-1 pieces"),
        ("cash:hopper-50", "customer:1", 100, 100, 1, "50 yen hopper moves by its own coins"),
        ("customer:1", "cash:hopper-50", 50, 0, 0, "50 yen hopper moves by its own coins"),
        ("cash:hopper-10", "cash:hopper-50", 50, 50, 1, "10 yen hopper"),
    ],
)
def test_an_entry_that_cannot_be_is_refused(
    debit: str, credit: str, yen: int, value_yen: int, coins: int, why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        Entry(debit, credit, yen, value_yen, coins, 1, "")


def test_wall_time_is_written_in_tokyo_and_sorts_as_text() -> None:
    tokyo = datetime(2024, 10, 4, 17, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
    same = tokyo.astimezone(timezone(timedelta(hours=-5)))
    assert stamp(tokyo) == stamp(same) == "2024-10-04T17:30:00.000000+09:00"
    assert from_stamp(stamp(same)) == tokyo
    assert stamp(tokyo) < stamp(tokyo + timedelta(microseconds=1)) < stamp(tokyo + timedelta(days=100))
    with pytest.raises(ValueError, match="time zone"):
        stamp(datetime(2024, 10, 4, 17, 30))  # noqa: DTZ001 - naive on purpose
