"""What the machine does with money, one story each."""

from __future__ import annotations

import pytest

from statemachine import events as e
from statemachine.commands import Book, Command, Dispense, PrintClaimSlip
from tests.statemachine.worlds import Driven


def paying() -> Driven:
    kiosk = Driven()
    kiosk.start()
    kiosk.to_paying()
    return kiosk


def of(kind: type[Command], orders: list[Command]) -> list[Command]:
    return [order for order in orders if isinstance(order, kind)]


def dispensed(kiosk: Driven) -> Dispense:
    (order,) = [c for c, _ in kiosk.machine.desk.open.values() if isinstance(c, Dispense)]
    return order


def pay_out(kiosk: Driven, paid: int | None = None, fault: str | None = None) -> Dispense:
    order = dispensed(kiosk)
    coins = order.coins if paid is None else paid
    kiosk.answer(
        "dispense",
        e.CoinsDispensed(
            yen=order.yen, asked=order.coins, paid=coins, count_after=order.count_before + coins, fault=fault
        ),
    )
    return order


def test_the_coin_comes_a_moment_before_the_time_is_up_and_keeps_the_session() -> None:
    kiosk = paying()
    kiosk.take(e.TimerExpired(timer="idle_warning"))
    orders = kiosk.take(e.CashCredited(yen=100, place="hopper-100"))
    # 299.999 s: the credit re-arms the deadline, so that the expiry of 300.000 s is stale and dropped
    assert any(o.kind == "start_timer" and getattr(o, "timer", "") == "idle_end" for o in orders)
    assert kiosk.state == "accepting_cash"
    assert kiosk.machine.desk.money.customer_yen == 100


def test_the_coin_comes_a_moment_after_the_time_was_up_and_goes_back() -> None:
    kiosk = paying()
    kiosk.pay(100)
    kiosk.take(e.TimerExpired(timer="idle_end"))
    assert kiosk.state == "refunding"
    kiosk.pay(500)
    kiosk.settle()
    paid = [pay_out(kiosk), pay_out(kiosk)]
    assert sorted(order.yen for order in paid) == [100, 500]
    assert kiosk.machine.desk.money.customer_yen == 0
    assert kiosk.state == "saying_sorry"


def test_a_coin_past_the_gate_while_settling_comes_back_as_change() -> None:
    kiosk = paying()
    kiosk.pay(500, 100)
    kiosk.pay(100)
    kiosk.settle()
    kiosk.printed(3)
    assert kiosk.state == "paying_change"
    assert pay_out(kiosk).yen == 100
    assert kiosk.state == "waiting_for_certificate"


def test_change_comes_from_another_hopper_when_one_runs_dry() -> None:
    kiosk = paying()
    kiosk.pay(500, 500)
    kiosk.settle()
    kiosk.printed(3)
    assert (dispensed(kiosk).yen, dispensed(kiosk).coins) == (100, 4)
    pay_out(kiosk, paid=1, fault="empty")
    assert (dispensed(kiosk).yen, dispensed(kiosk).coins) == (50, 6)
    pay_out(kiosk)
    assert kiosk.state == "waiting_for_certificate"
    assert kiosk.machine.desk.session.returned_yen == 400


def test_what_no_hopper_can_pay_is_owed_with_a_slip_and_the_attendant() -> None:
    kiosk = paying()
    kiosk.pay(500, 500)
    kiosk.settle()
    kiosk.printed(3)
    for _ in range(3):
        pay_out(kiosk, paid=0, fault="jammed")
    assert kiosk.machine.desk.money.owed_yen == 400
    (slip,) = of(PrintClaimSlip, kiosk.orders)
    assert getattr(slip, "yen", 0) == 400
    assert "owed" in kiosk.machine.desk.causes
    kiosk.answer("print_claim_slip", e.ClaimSlipPrinted())
    assert kiosk.state == "waiting_for_certificate"


def test_a_payout_of_which_nobody_knows_is_never_paid_a_second_time() -> None:
    kiosk = paying()
    kiosk.pay(500)
    kiosk.take(e.CancelPressed())
    kiosk.settle()
    before = len(of(Dispense, kiosk.orders))
    kiosk.answer("dispense", e.CommandFailed(command="dispense", outcome="unknown", cause="no answer"))
    assert len(of(Dispense, kiosk.orders)) == before
    assert kiosk.machine.desk.money.owed_yen == 500


def test_a_late_word_that_the_coins_did_leave_takes_the_debt_back() -> None:
    kiosk = paying()
    kiosk.pay(500)
    kiosk.take(e.CancelPressed())
    kiosk.settle()
    order = dispensed(kiosk)
    kiosk.answer("dispense", e.CommandFailed(command="dispense", outcome="overdue", cause="no answer"))
    count = order.count_before + 1
    kiosk.take(e.CoinsDispensed(answers=order.id, yen=500, asked=1, paid=1, count_after=count))
    assert kiosk.machine.desk.money.owed_yen == 0
    assert kiosk.machine.desk.money.paid_out_yen == 500


@pytest.mark.parametrize("printed", [0, 1, 2])
def test_copies_that_do_not_come_are_paid_back(printed: int) -> None:
    kiosk = paying()
    kiosk.pay(500, 100)
    kiosk.settle()
    kiosk.printed(printed)
    kiosk.answer("print_copy", e.CopyFailed(copy=printed + 1, cause="aborted", settled=True))
    if kiosk.state == "refunding":
        kiosk.settle()
    while any(isinstance(c, Dispense) for c, _ in kiosk.machine.desk.open.values()):
        pay_out(kiosk)
    assert kiosk.machine.desk.session.returned_yen == 200 * (3 - printed)
    assert kiosk.machine.desk.money.kept_yen == 200 * printed
    assert "paper" in kiosk.machine.desk.causes
    voided = [o for o in kiosk.orders if o.kind == "keep_report" and getattr(o, "outcome", "") == "void"]
    assert len(voided) == 3 - printed


def test_every_entry_of_a_whole_visit_balances() -> None:
    kiosk = paying()
    kiosk.pay(100, 100, 500)
    kiosk.settle()
    kiosk.printed(3)
    pay_out(kiosk)
    balance: dict[str, int] = {}
    for entry in kiosk.orders:
        if isinstance(entry, Book):
            balance[entry.debit] = balance.get(entry.debit, 0) + entry.yen
            balance[entry.credit] = balance.get(entry.credit, 0) - entry.yen
    assert sum(balance.values()) == 0
    assert balance["fee:16202:juminhyo"] == -600
    assert not any(yen for account, yen in balance.items() if account.startswith(("customer", "pending", "owed")))
