"""Coins that leave a hopper otherwise than by the kiosk's order, on the wire: nobody is paid twice, nobody is owed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from statemachine import events as e
from tests.faults.noisy.till import Setting, Till

NO_500 = ((10, 0), (50, 0), (100, 50), (500, 0))


@pytest.fixture
def till() -> Iterator[Till]:
    till = Till(Setting(NO_500))
    till.run(2.0)
    yield till
    till.close()


def _missing_yen(till: Till) -> int:
    return till.store.balance("difference")


def _booked_as_it_lies(till: Till, yen: int) -> bool:
    return till.store.coins(f"cash:hopper-{yen}").get(yen, 0) == till.box.metal[f"hopper_{yen}"].get(yen, 0)


def _coin_in_and_out(till: Till, yen: int) -> None:
    till.arrive(2)
    till.box.insert(yen)
    till.run(1.5)
    till.take(e.CancelPressed())
    till.run(15)


def test_a_worn_hopper_drops_a_coin_too_many_and_the_service_goes_on(till: Till) -> None:
    till.box.trouble.wear(100, 1)
    till.arrive(2)
    till.box.insert(500)
    till.run(30)
    assert till.box.metal["return_cup"] == {100: 2}
    assert (_missing_yen(till), till.store.balances("owed:")) == (100, {})
    assert _booked_as_it_lies(till, 100)
    till.take(e.AttendantCleared())
    till.restart()
    till.run(8)
    assert till.state == "idle"
    assert _missing_yen(till) == 100, "once"


def test_a_test_payout_between_two_customers_costs_neither_of_them_his_coin(till: Till) -> None:
    till.box.trouble.pay_by_hand(100, 1)
    till.run(2)
    till.box.take_coins()
    for customer in range(1, 3):
        _coin_in_and_out(till, 100)
        assert till.box.metal["return_cup"] == {100: customer}
        assert till.state == "idle"
        assert till.machine.desk.money.unusable == set()
    assert (_missing_yen(till), till.store.balances("owed:")) == (100, {})
    assert _booked_as_it_lies(till, 100)


def test_a_test_payout_while_the_cable_is_out_is_found_when_it_is_back(till: Till) -> None:
    till.box.unplug()
    till.box.trouble.pay_by_hand(100, 3)
    till.run(7)
    till.box.plug()
    till.run(8)
    assert _missing_yen(till) == 300
    assert _booked_as_it_lies(till, 100)


def test_a_test_payout_while_the_kiosk_is_off_is_found_when_it_starts(till: Till) -> None:
    till.box.trouble.pay_by_hand(100, 3)
    till.hang(5)
    till.restart()
    till.run(8)
    assert _missing_yen(till) == 300
    assert _booked_as_it_lies(till, 100)
