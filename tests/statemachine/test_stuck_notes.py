"""Notes out of turn: late, stuck, gone, of another visit, of another boot. A slip only for what is really owed."""

from __future__ import annotations

import pytest

from statemachine import events as e
from statemachine.commands import Book, Dispense, PrintClaimSlip
from statemachine.money import UNKNOWN_NOTE_STACKED
from tests.statemachine.worlds import Driven

NOTE = 1000


def _paying(copies: int = 3) -> Driven:
    kiosk = Driven()
    kiosk.start()
    kiosk.to_paying(copies)
    return kiosk


def _printing() -> Driven:
    """Paid with coins, the last of three copies under way."""
    kiosk = _paying()
    kiosk.pay(500, 100)
    kiosk.settle()
    kiosk.printed(2)
    return kiosk


def _fail(kiosk: Driven, kind: str, outcome: str) -> None:
    kiosk.answer(kind, e.CommandFailed(command=kind, outcome=outcome, cause="test"))


def _stuck() -> Driven:
    """A note that can be moved neither way; its customer has his slip."""
    kiosk = _paying()
    kiosk.take(e.NoteHeld(yen=NOTE))
    _fail(kiosk, "stack_note", "unknown")
    assert kiosk.state == "refunding"
    _fail(kiosk, "return_note", "unknown")
    kiosk.settle()
    return kiosk


def _next_customer(kiosk: Driven) -> None:
    kiosk.answer("print_claim_slip", e.ClaimSlipPrinted())
    kiosk.take(e.TimerExpired(timer="sorry_end"))
    assert kiosk.state == "attention"
    kiosk.take(e.AttendantCleared())
    kiosk.to_paying()


def _slips(kiosk: Driven) -> list[int]:
    return [order.yen for order in kiosk.orders if isinstance(order, PrintClaimSlip)]


def _payouts(kiosk: Driven) -> list[tuple[int, int]]:
    return [(order.yen, order.coins) for order in kiosk.orders if isinstance(order, Dispense)]


def _moves(kiosk: Driven) -> list[str]:
    return [order.kind for order in kiosk.orders if order.kind in ("stack_note", "return_note")]


def _booked(kiosk: Driven, account: str) -> int:
    books = [order for order in kiosk.orders if isinstance(order, Book)]
    return sum(b.yen for b in books if b.debit == account) - sum(b.yen for b in books if b.credit == account)


# --- late ---------------------------------------------------------------------------------------


def test_a_late_note_is_on_its_way_back_when_the_last_copy_is_printed_and_nothing_is_owed_for_it() -> None:
    kiosk = _printing()
    kiosk.take(e.NoteHeld(yen=NOTE))
    kiosk.printed(1)
    assert kiosk.state == "paying_change"
    assert not _slips(kiosk)
    kiosk.answer("return_note", e.NoteReturned(yen=NOTE))
    assert kiosk.state == "waiting_for_certificate"
    assert not _slips(kiosk)
    assert kiosk.machine.desk.session.returned_yen == 0


def test_a_late_note_that_went_into_the_stacker_is_paid_back_in_coins() -> None:
    kiosk = _printing()
    kiosk.take(e.NoteHeld(yen=NOTE))
    kiosk.printed(1)
    kiosk.answer("return_note", e.NoteStacked(yen=NOTE))
    assert _payouts(kiosk) == [(500, 2)]
    assert not _slips(kiosk)


def test_a_late_note_that_stays_inside_is_owed_when_the_change_is_due() -> None:
    kiosk = _printing()
    kiosk.take(e.NoteHeld(yen=NOTE))
    kiosk.printed(1)
    _fail(kiosk, "return_note", "unknown")
    assert _slips(kiosk) == [NOTE]
    kiosk.answer("print_claim_slip", e.ClaimSlipPrinted())
    assert kiosk.state == "waiting_for_certificate"


def test_a_note_that_comes_while_coins_are_being_refunded_is_awaited() -> None:
    kiosk = _paying()
    kiosk.pay(100)
    kiosk.take(e.CancelPressed())
    kiosk.settle()
    kiosk.take(e.NoteHeld(yen=NOTE))
    kiosk.answer("dispense", e.CoinsDispensed(yen=100, asked=1, paid=1, count_after=1))
    assert kiosk.state == "refunding"
    assert not _slips(kiosk)
    kiosk.answer("return_note", e.NoteReturned(yen=NOTE))
    kiosk.settle()
    assert kiosk.state == "saying_sorry"
    assert not _slips(kiosk)


def test_hoppers_that_cannot_pay_keep_the_coins_and_the_note_still_goes_back() -> None:
    kiosk = _paying(6)
    kiosk.take(e.NoteHeld(yen=NOTE))
    kiosk.pay(100)
    kiosk.machine.desk.money.unusable |= {10, 50, 100, 500}
    kiosk.take(e.CancelPressed())
    kiosk.answer("return_note", e.NoteReturned(yen=NOTE))
    kiosk.settle()
    assert _slips(kiosk) == [100]
    assert kiosk.machine.desk.money.owed_yen == 100


# --- stuck --------------------------------------------------------------------------------------


def test_a_note_that_can_be_moved_neither_way_is_owed_with_a_slip() -> None:
    kiosk = _stuck()
    assert _slips(kiosk) == [NOTE]
    assert not _payouts(kiosk), "a note that may yet come out is not paid in coins too"


def test_the_stuck_note_comes_out_after_the_slip_and_the_debt_is_paid_by_it() -> None:
    kiosk = _stuck()
    kiosk.take(e.NoteReturned(yen=NOTE))
    money = kiosk.machine.desk.money
    assert (money.owed_yen, money.escrow_yen, money.paid_out_yen) == (0, 0, NOTE)


def test_staff_free_the_note_and_the_validator_that_does_not_know_it_any_more_gives_it_back() -> None:
    kiosk = _stuck()
    visit = kiosk.machine.desk.session.number
    kiosk.take(e.NoteReturned(yen=None))
    assert kiosk.machine.desk.money.owed_yen == 0
    assert (_booked(kiosk, "cash:escrow"), _booked(kiosk, f"owed:{visit}")) == (0, 0)


def test_a_note_freed_into_the_stacker_lies_there_by_the_ledger_and_is_still_owed() -> None:
    kiosk = _stuck()
    kiosk.take(e.CashUncertain(cause=UNKNOWN_NOTE_STACKED))
    assert kiosk.machine.desk.money.owed_yen == NOTE
    assert (_booked(kiosk, "cash:escrow"), _booked(kiosk, "cash:stacker")) == (0, NOTE)


def test_a_note_of_unknown_value_in_the_stacker_is_booked_nowhere() -> None:
    kiosk = _paying()
    kiosk.take(e.CashUncertain(cause=UNKNOWN_NOTE_STACKED))
    assert (_booked(kiosk, "cash:stacker"), kiosk.machine.desk.money.inserted_yen) == (0, 0)


def test_a_possible_fraud_is_told_to_staff_at_once_and_neither_stops_nor_accuses_anybody() -> None:
    kiosk = _paying()
    kiosk.take(e.CashUncertain(cause="validator_alarm"))
    called = [getattr(order, "cause", "") for order in kiosk.orders if order.kind == "call_attendant"]
    assert called == ["validator_alarm"]
    assert kiosk.state == "accepting_cash"
    assert not kiosk.machine.desk.session.money_unsure


@pytest.mark.parametrize("order", ["stack_note", "return_note"])
def test_a_note_pulled_out_on_its_way_is_no_credit_and_no_debt_and_staff_hear_of_it(order: str) -> None:
    kiosk = _paying(6)
    kiosk.take(e.NoteHeld(yen=NOTE))
    kiosk.take(e.TimerExpired(timer="note_hold") if order == "stack_note" else e.CancelPressed())
    kiosk.answer(order, e.NoteReturned(yen=NOTE, fraud=True))
    assert kiosk.machine.desk.money.customer_yen == 0
    assert _booked(kiosk, "cash:escrow") == 0
    assert "validator_alarm" in [getattr(order, "cause", "") for order in kiosk.orders]
    kiosk.settle()
    assert not _slips(kiosk)
    assert not _payouts(kiosk)


def test_a_stuck_note_of_the_last_customer_is_no_money_of_the_next_ones() -> None:
    kiosk = _stuck()
    _next_customer(kiosk)
    before = _moves(kiosk)
    kiosk.pay(500, 500)
    kiosk.settle()
    assert kiosk.state == "printing"
    kiosk.printed(3)
    assert _payouts(kiosk) == [(100, 4)], "his change is paid to the last yen"
    assert _moves(kiosk) == before, "nobody pulls at the other one's note"


def test_the_last_customers_note_comes_out_while_the_next_one_pays_and_is_not_his() -> None:
    kiosk = _stuck()
    _next_customer(kiosk)
    kiosk.pay(500)
    kiosk.take(e.NoteReturned(yen=NOTE))
    money = kiosk.machine.desk.money
    assert (money.customer_yen, money.owed_yen) == (500, 0)


def test_a_note_that_staff_took_out_by_hand_is_missed_when_the_next_one_lies_in_its_place() -> None:
    kiosk = _stuck()
    _next_customer(kiosk)
    kiosk.take(e.NoteHeld(yen=NOTE))
    assert kiosk.state == "settling"
    assert (_booked(kiosk, "cash:escrow"), _booked(kiosk, "difference")) == (NOTE, NOTE)
    kiosk.answer("stack_note", e.NoteStacked(yen=NOTE))
    kiosk.settle()
    assert kiosk.state == "printing"
    assert "escrow_note_missing" in [getattr(order, "incident", "") for order in kiosk.orders]


# --- the power was away -------------------------------------------------------------------------


def _restarted(earlier_visit: int) -> Driven:
    kiosk = Driven()
    kiosk.take(
        e.KioskStarted(
            boot=2,
            till=(("escrow", NOTE, 1), ("hopper-100", 100, 50)),
            held=((f"customer:{earlier_visit}", NOTE),),
            escrow_visit=earlier_visit,
        )
    )
    return kiosk


@pytest.mark.parametrize("yen", [NOTE, None])
def test_the_note_that_lay_in_escrow_when_the_power_went_comes_out_and_pays_its_debt(yen: int | None) -> None:
    kiosk = _restarted(1_000_004)
    kiosk.take(e.NoteReturned(yen=yen))
    money = kiosk.machine.desk.money
    assert (money.owed_yen, money.escrow_yen, money.missing_yen) == (0, 0, 0)
    assert _booked(kiosk, "owed:1000004") == 0


def test_the_note_of_a_debt_from_two_boots_ago_pays_it_when_it_comes_out_at_last() -> None:
    kiosk = Driven()
    kiosk.take(e.KioskStarted(boot=3, till=(("escrow", NOTE, 1),), escrow_visit=1_000_004))
    kiosk.take(e.NoteReturned(yen=None))
    assert (_booked(kiosk, "owed:1000004"), _booked(kiosk, "cash:escrow")) == (NOTE, -NOTE)


def test_a_note_that_was_stacked_while_nobody_listened_stays_owed_and_lies_in_the_stacker() -> None:
    kiosk = _restarted(1_000_004)
    kiosk.take(e.NoteStacked(yen=NOTE, earlier=True))
    assert kiosk.machine.desk.money.owed_yen == NOTE
    assert (_booked(kiosk, "cash:escrow"), _booked(kiosk, "cash:stacker")) == (-NOTE, NOTE)


def test_a_note_that_came_while_nobody_listened_is_given_back_before_anybody_is_served() -> None:
    kiosk = Driven()
    kiosk.take(e.KioskStarted(boot=2), e.NoteHeld(yen=NOTE))
    assert _moves(kiosk) == ["return_note"]
    kiosk.take(e.HoppersCounted(counts=((10, 0), (50, 0), (100, 0), (500, 0))))
    kiosk.take(*(e.DeviceReady(device=d) for d in ("card", "cash", "receipt", "page", "centre")), e.CardRemoved())
    assert kiosk.state == "refunding"
    kiosk.answer("return_note", e.NoteReturned(yen=NOTE))
    kiosk.settle()
    assert kiosk.state == "saying_sorry"
    assert not _slips(kiosk)
