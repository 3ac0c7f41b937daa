"""Words that come late: about a payout or a copy that was given up, perhaps of another customer."""

from __future__ import annotations

from statemachine import events as e
from statemachine.commands import Command, Dispense, PrintClaimSlip
from tests.statemachine.worlds import Driven, rules


def unknown(kind: str) -> e.CommandFailed:
    return e.CommandFailed(command=kind, outcome="overdue", cause="no answer")


def paying(copies: int = 3) -> Driven:
    kiosk = Driven()
    kiosk.start()
    kiosk.to_paying(copies)
    return kiosk


def id_of(kiosk: Driven, kind: type[Command]) -> str:
    return next(i for i, (command, _) in kiosk.machine.desk.open.items() if isinstance(command, kind))


def next_customer(kiosk: Driven) -> None:
    """The attendant has been there, and somebody else pays for one copy."""
    kiosk.take(e.TimerExpired(timer="sorry_end"), e.AttendantCleared())
    assert kiosk.state == "idle"
    kiosk.to_paying(1)


def test_a_late_payout_of_one_customer_is_not_taken_from_the_next() -> None:
    kiosk = paying()
    kiosk.pay(100)
    kiosk.take(e.CancelPressed())
    kiosk.settle()
    order = id_of(kiosk, Dispense)
    kiosk.answer("dispense", unknown("dispense"))
    kiosk.answer("print_claim_slip", e.ClaimSlipPrinted())
    next_customer(kiosk)
    kiosk.pay(100)
    kiosk.take(e.CoinsDispensed(answers=order, yen=100, asked=1, paid=1, count_after=1))
    money = kiosk.machine.desk.money
    assert (money.customer_yen, money.owed_yen) == (100, 0)
    assert any(o.kind == "call_attendant" and getattr(o, "cause", "") == "claim_slip_void" for o in kiosk.orders)


def test_a_strangers_late_copy_is_not_taken_for_this_customers() -> None:
    kiosk = paying(1)
    kiosk.pay(100, 100)
    kiosk.settle()
    order = kiosk.machine.desk.session.print_id
    kiosk.answer("print_copy", unknown("print_copy"))
    kiosk.settle()
    while any(isinstance(c, Dispense) for c, _ in kiosk.machine.desk.open.values()):
        kiosk.answer("dispense", e.CoinsDispensed(yen=100, asked=2, paid=2, count_after=2))
    next_customer(kiosk)
    kiosk.pay(100, 100)
    kiosk.settle()
    for late in (e.CopyPrinted(answers=order, copy=1), e.CopyFailed(answers=order, copy=1, cause="x", settled=True)):
        kiosk.take(late)
        assert kiosk.state == "printing"
        assert kiosk.machine.desk.money.kept_yen == 0
        assert "paper" in kiosk.machine.desk.causes
    kiosk.printed(1)
    assert kiosk.state == "waiting_for_certificate"


def test_a_lost_payout_holds_back_only_its_own_coins() -> None:
    kiosk = paying()
    kiosk.pay(500, 10)
    kiosk.take(e.CancelPressed())
    kiosk.settle()
    kiosk.answer("dispense", unknown("dispense"))
    kiosk.answer("dispense", e.CoinsDispensed(yen=10, asked=1, paid=1, count_after=1))
    money = kiosk.machine.desk.money
    assert (money.owed_yen, money.paid_out_yen) == (500, 10)
    slips = [o.yen for o in kiosk.orders if isinstance(o, PrintClaimSlip)]
    assert slips == [500]


def test_each_debt_has_a_slip_of_its_own_and_no_yen_is_on_two() -> None:
    kiosk = paying()
    kiosk.pay(500, 50)
    kiosk.take(e.CancelPressed())
    kiosk.settle()
    kiosk.answer("dispense", unknown("dispense"))
    kiosk.answer("dispense", e.CoinsDispensed(yen=50, asked=1, paid=0, count_after=0, fault="jammed"))
    while any(isinstance(c, Dispense) for c, _ in kiosk.machine.desk.open.values()):
        order = next(c for c, _ in kiosk.machine.desk.open.values() if isinstance(c, Dispense))
        kiosk.answer(
            "dispense", e.CoinsDispensed(yen=order.yen, asked=order.coins, paid=0, count_after=0, fault="jammed")
        )
    slips = [o for o in kiosk.orders if isinstance(o, PrintClaimSlip)]
    assert sum(o.yen for o in slips) == 550 == kiosk.machine.desk.money.owed_yen
    assert len({o.number for o in slips}) == len(slips)


def test_coins_that_fell_while_the_kiosk_was_down_lessen_the_debt() -> None:
    kiosk = Driven()
    kiosk.take(
        e.KioskStarted(
            boot=2,
            till=(("hopper-500", 500, 21),),
            held=(("customer:1000001", 600),),
            counts=((500, 7), (100, 3)),
            open_payouts=((1000001, 500, 1),),
        ),
        e.HoppersCounted(counts=((100, 3), (500, 8))),
    )
    money = kiosk.machine.desk.money
    assert (money.owed_yen, money.paid_out_yen, money.missing_yen) == (100, 500, 0)
    assert money.till["hopper-500", 500] == 20


def test_coins_that_left_without_any_order_are_missing_and_said_so() -> None:
    kiosk = Driven()
    kiosk.take(
        e.KioskStarted(boot=2, till=(("hopper-500", 500, 21),), counts=((500, 7),)),
        e.HoppersCounted(counts=((500, 9),)),
    )
    assert kiosk.machine.desk.money.missing_yen == 1000
    assert any(getattr(o, "debit", "") == "difference" for o in kiosk.orders)


def test_what_the_attendant_was_called_for_survives_a_restart() -> None:
    kiosk = Driven()
    kiosk.take(e.KioskStarted(boot=2, causes=("owed",)), e.HoppersCounted(counts=((10, 0),)))
    kiosk.take(*(e.DeviceReady(device=d) for d in rules().devices), e.CardRemoved())
    assert kiosk.state == "attention"
    kiosk.take(e.AttendantCleared())
    assert kiosk.state == "idle"
