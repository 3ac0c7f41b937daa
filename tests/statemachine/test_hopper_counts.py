"""Hoppers that count otherwise than they were told: one coin too many, coins gone by hand, another hopper."""

from __future__ import annotations

import pytest

from statemachine import events as e
from statemachine.commands import Book, Dispense, PrintClaimSlip
from tests.statemachine.worlds import Driven

REFUSED = e.CommandFailed(command="dispense", outcome="refused", cause="its dispense count is another")
LOST = e.CommandFailed(command="dispense", outcome="overdue", cause="no answer")


def _cancelled(*coins: int) -> Driven:
    """He put these in and cancels: the first coins are ordered out."""
    kiosk = Driven()
    kiosk.start()
    kiosk.to_paying()
    kiosk.pay(*coins)
    kiosk.take(e.CancelPressed())
    kiosk.settle()
    return kiosk


def _order(kiosk: Driven) -> Dispense:
    (order,) = [c for c, _ in kiosk.machine.desk.open.values() if isinstance(c, Dispense)]
    return order


def _paid(order: Dispense, coins: int, fault: str | None = None) -> e.CoinsDispensed:
    return e.CoinsDispensed(
        answers=order.id,
        yen=order.yen,
        asked=order.coins,
        paid=coins,
        count_after=order.count_before + coins,
        fault=fault,
    )


def _called(kiosk: Driven) -> list[str]:
    return [getattr(order, "cause", "") for order in kiosk.orders if order.kind == "call_attendant"]


def _missing_yen(kiosk: Driven) -> int:
    books = [order for order in kiosk.orders if isinstance(order, Book)]
    return sum(b.yen for b in books if b.debit == "difference") - sum(b.yen for b in books if b.credit == "difference")


# --- one coin too many --------------------------------------------------------------------------


def test_a_worn_hopper_drops_two_coins_for_one_and_the_second_is_missing_not_the_customers() -> None:
    kiosk = _cancelled(100)
    kiosk.take(_paid(_order(kiosk), 2, "its count moved by 2"))
    money = kiosk.machine.desk.money
    assert (money.customer_yen, money.owed_yen, money.missing_yen) == (0, 0, 100)
    assert _missing_yen(kiosk) == 100
    assert money.till["hopper-100", 100] == 49
    assert kiosk.machine.desk.session.returned_yen == 100
    assert kiosk.state == "saying_sorry"
    assert {"hopper_100", "coins_gone"} <= set(_called(kiosk))


def test_a_coin_too_many_counts_for_what_he_still_has_to_get() -> None:
    kiosk = _cancelled(100, 100, 50, 50)
    order = _order(kiosk)
    assert (order.yen, order.coins) == (100, 2)
    kiosk.take(_paid(order, 3, "its count moved by 3"))
    money = kiosk.machine.desk.money
    assert (money.customer_yen, money.owed_yen, money.missing_yen) == (0, 0, 0)
    assert kiosk.machine.desk.session.returned_yen == 300
    assert kiosk.state == "saying_sorry", "nothing is paid a second time"


def test_a_payout_that_was_given_up_dropped_one_coin_too_many_and_the_debt_is_paid_once() -> None:
    kiosk = _cancelled(100)
    order = _order(kiosk)
    kiosk.answer("dispense", LOST)
    kiosk.take(_paid(order, 2, "its count moved by 2"))
    money = kiosk.machine.desk.money
    assert (money.owed_yen, money.missing_yen) == (0, 100)
    assert _missing_yen(kiosk) == 100


def test_coins_of_two_orders_that_a_restart_cut_off_are_their_customers_and_the_rest_is_missing() -> None:
    kiosk = Driven()
    kiosk.take(
        e.KioskStarted(
            boot=2,
            till=(("hopper-100", 100, 50),),
            held=(("customer:1000001", 200), ("customer:1000002", 100)),
            counts=((100, 7),),
            open_payouts=((1000001, 100, 2), (1000002, 100, 1)),
        ),
        e.HoppersCounted(counts=((100, 11),)),
    )
    money = kiosk.machine.desk.money
    assert (money.owed_yen, money.missing_yen) == (0, 100)
    assert money.till["hopper-100", 100] == 46
    assert "coins_gone" in _called(kiosk)


# --- coins gone by hand -------------------------------------------------------------------------


def test_an_engineers_test_payout_is_found_at_the_next_count_and_said() -> None:
    kiosk = Driven()
    kiosk.start()
    kiosk.take(e.HoppersCounted(counts=((10, 0), (50, 0), (100, 3), (500, 0))))
    money = kiosk.machine.desk.money
    assert (money.missing_yen, money.till["hopper-100", 100], money.counts[100]) == (300, 47, 3)
    assert _called(kiosk) == ["coins_gone"]
    kiosk.take(e.HoppersCounted(counts=((10, 0), (50, 0), (100, 3), (500, 0))))
    assert _missing_yen(kiosk) == 300, "once"


def test_a_hopper_that_refuses_because_it_was_paid_out_by_hand_is_asked_again_with_its_new_count() -> None:
    kiosk = _cancelled(100)
    assert _order(kiosk).count_before == 0
    kiosk.take(e.HoppersCounted(counts=((100, 1),)))
    kiosk.answer("dispense", REFUSED)
    again = _order(kiosk)
    assert (again.yen, again.coins, again.count_before) == (100, 1, 1)
    kiosk.take(_paid(again, 1))
    money = kiosk.machine.desk.money
    assert (money.customer_yen, money.owed_yen, money.missing_yen, money.unusable) == (0, 0, 100, set())
    assert kiosk.state == "saying_sorry"


def test_a_hopper_that_refuses_for_another_reason_is_not_asked_again() -> None:
    kiosk = _cancelled(10)
    kiosk.take(e.HoppersCounted(counts=((10, 0),)))
    kiosk.answer("dispense", REFUSED)
    assert kiosk.machine.desk.money.unusable == {10}
    assert [order.yen for order in kiosk.orders if isinstance(order, PrintClaimSlip)] == [10]


def test_another_hopper_in_its_place_counts_from_its_own_number_and_is_said() -> None:
    kiosk = Driven()
    kiosk.start()
    kiosk.take(e.HoppersCounted(counts=((100, 4_000_000),)))
    money = kiosk.machine.desk.money
    assert (money.missing_yen, money.till["hopper-100", 100], money.counts[100]) == (0, 50, 4_000_000)
    assert _called(kiosk) == ["hopper_100_count"]


# --- another sorter -----------------------------------------------------------------------------


@pytest.mark.parametrize("earlier", [False, True])
def test_a_sorter_that_is_wired_otherwise_is_booked_and_said_once_and_that_hopper_rests(earlier: bool) -> None:
    kiosk = Driven()
    kiosk.start()
    kiosk.to_paying(4)
    coin = e.CashCredited(yen=500, place="hopper-10", earlier=earlier)
    kiosk.take(coin, coin)
    money = kiosk.machine.desk.money
    assert money.till["cashbox", 500] == 2
    assert money.till["hopper-10", 10] == 50
    assert money.unusable == {10}
    assert _called(kiosk).count("hopper_10") == 1
    assert (money.customer_yen, money.owed_yen) == ((0, 1000) if earlier else (1000, 0))
