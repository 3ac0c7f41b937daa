"""千円札: held in escrow, taken when it is needed, given back itself as long as it can be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from statemachine import events as e
from statemachine.commands import AcceptCash, Command, Dispense, PrintReceipt, Show
from statemachine.events import Event
from tests.statemachine.worlds import NIGHT, Driven

NOTE = 1000


def _paying(copies: int = 3, **till: int) -> Driven:
    kiosk = Driven()
    kiosk.start()
    for place, coins in till.items():
        value = int(place.removeprefix("hopper_"))
        kiosk.machine.desk.money.till[f"hopper-{value}", value] = coins
    kiosk.to_paying(copies)
    return kiosk


def _orders(kiosk: Driven, kind: str) -> list[Command]:
    return [order for order in kiosk.orders if order.kind == kind]


def _accepted(kiosk: Driven) -> tuple[int, ...]:
    orders = [order for order in kiosk.orders if isinstance(order, AcceptCash)]
    return orders[-1].values


def _shown(kiosk: Driven) -> Show:
    return [order for order in kiosk.orders if isinstance(order, Show)][-1]


def _messages(kiosk: Driven) -> tuple[str, ...]:
    return _shown(kiosk).view.messages


def _usable(kiosk: Driven) -> object:
    return dict(_shown(kiosk).view.values)["usable"]


def _row(kiosk: Driven, label: str) -> str:
    return dict(_shown(kiosk).view.rows)[label]


def _hold(kiosk: Driven) -> None:
    kiosk.take(e.NoteHeld(yen=NOTE))


def test_a_note_that_pays_the_price_is_stacked_and_400_yen_come_back() -> None:
    kiosk = _paying(3)
    _hold(kiosk)
    assert kiosk.state == "settling"
    kiosk.answer("stack_note", e.NoteStacked(yen=NOTE))
    kiosk.settle()
    assert kiosk.state == "printing"
    kiosk.printed(3)
    assert kiosk.state == "paying_change"
    assert kiosk.machine.desk.money.till["stacker", NOTE] == 1
    last = kiosk.orders[-1]
    assert isinstance(last, Dispense)
    assert (last.yen, last.coins) == (100, 4)


def test_nothing_is_settled_before_the_note_lies_in_the_stacker() -> None:
    kiosk = _paying(3)
    _hold(kiosk)
    kiosk.settle()
    assert kiosk.state == "settling"


def test_cancelled_with_a_note_held_this_very_note_goes_back() -> None:
    kiosk = _paying(6)  # 1,200 yen
    _hold(kiosk)
    kiosk.take(e.CashCredited(yen=100, place="hopper-100"), e.CancelPressed())
    assert kiosk.state == "refunding"
    kiosk.answer("return_note", e.NoteReturned(yen=NOTE))
    kiosk.settle()
    last = kiosk.orders[-1]
    assert isinstance(last, Dispense)
    assert (last.yen, last.coins) == (100, 1), "the coin alone comes out of a hopper"


def test_after_a_moment_the_note_makes_room_for_the_next_one() -> None:
    kiosk = _paying(6)
    _hold(kiosk)
    assert not _orders(kiosk, "stack_note")
    kiosk.take(e.TimerExpired(timer="note_hold"))
    assert len(_orders(kiosk, "stack_note")) == 1


def test_the_last_note_that_could_be_refunded_stays_in_escrow() -> None:
    kiosk = _paying(6, hopper_500=2, hopper_100=0, hopper_50=0, hopper_10=0)  # enough for one note, not for two
    _hold(kiosk)
    kiosk.take(e.TimerExpired(timer="note_hold"))
    assert not _orders(kiosk, "stack_note")


def test_without_coins_to_refund_it_no_note_is_taken_and_the_screen_says_so() -> None:
    kiosk = _paying(3, hopper_500=0, hopper_100=3, hopper_50=0, hopper_10=0)
    assert NOTE not in _accepted(kiosk)
    assert "no_notes" in _messages(kiosk)


def test_a_note_that_came_past_the_inhibit_is_given_back() -> None:
    kiosk = _paying(3, hopper_500=0, hopper_100=3, hopper_50=0, hopper_10=0)
    _hold(kiosk)
    assert kiosk.state == "accepting_cash"
    assert len(_orders(kiosk, "return_note")) == 1
    kiosk.answer("return_note", e.NoteReturned(yen=NOTE))
    assert kiosk.machine.desk.money.customer_yen == 0


def test_a_note_after_the_last_coin_is_not_needed_and_goes_back() -> None:
    kiosk = _paying(1)
    kiosk.pay(100, 100)
    assert kiosk.state == "settling"
    _hold(kiosk)
    assert not _orders(kiosk, "stack_note")
    kiosk.answer("return_note", e.NoteReturned(yen=NOTE))
    kiosk.settle()
    assert kiosk.state == "printing"
    assert kiosk.machine.desk.money.customer_yen == 0


def test_a_note_that_comes_back_instead_of_being_stacked_is_asked_for_again() -> None:
    kiosk = _paying(3)
    _hold(kiosk)
    kiosk.take(e.NoteReturned(yen=NOTE))
    assert kiosk.state == "accepting_cash"
    assert kiosk.machine.desk.money.customer_yen == 0


def test_a_note_on_its_way_back_pays_nothing() -> None:
    kiosk = _paying(6, hopper_500=0, hopper_100=3, hopper_50=0, hopper_10=0)  # 1,200 yen; no note can be refunded
    _hold(kiosk)
    kiosk.pay(100, 100)
    assert kiosk.state == "accepting_cash"
    assert _row(kiosk, "inserted") == "yen:200"
    kiosk.answer("return_note", e.NoteReturned(yen=NOTE))
    assert kiosk.state == "accepting_cash"
    assert _row(kiosk, "missing") == "yen:1000"


def test_a_note_that_came_back_is_said_and_is_on_no_receipt() -> None:
    kiosk = _paying(6, hopper_500=2, hopper_100=5, hopper_50=0, hopper_10=0)
    _hold(kiosk)
    kiosk.take(e.NoteReturned(yen=None))  # the validator was started anew: it does not know which
    assert kiosk.state == "accepting_cash"
    assert "note_refused" in _messages(kiosk)
    assert _row(kiosk, "inserted") == "yen:0"
    kiosk.pay(500, 500, 100, 100)
    kiosk.settle()
    kiosk.printed(6)
    kiosk.take(e.TakenPressed())
    (receipt,) = [order for order in kiosk.orders if isinstance(order, PrintReceipt)]
    assert (receipt.inserted_yen, receipt.returned_yen) == (1200, 0)


def test_a_note_that_was_refused_is_said_once_until_something_else_happens() -> None:
    kiosk = _paying(3)
    kiosk.take(e.NoteRefused(code=2))
    assert "note_refused" in _messages(kiosk)
    assert "no_notes" not in _messages(kiosk)
    kiosk.take(e.NoteReturned(yen=None))
    assert _messages(kiosk).count("note_refused") == 1
    kiosk.pay(100)
    assert "note_refused" not in _messages(kiosk)


def test_whether_exact_money_is_wanted_is_said_before_payment_and_kept_right_while_coins_go_in() -> None:
    kiosk = _paying(3, hopper_500=0, hopper_100=0, hopper_50=0, hopper_10=0)
    assert {"exact_only", "no_notes"} <= set(_messages(kiosk))
    assert _usable(kiosk) == "money:10,50,100,500"
    kiosk.pay(100, 100, 100, 100)
    assert _messages(kiosk)[2:] == ("no_notes",), "his own four coins are change for one of 500 now"
    kiosk.pay(100)
    assert _usable(kiosk) == "money:10,50,100,500"


def test_notes_are_used_up_when_no_further_one_could_be_refunded() -> None:
    kiosk = _paying(6, hopper_500=2, hopper_100=5, hopper_50=0, hopper_10=0)
    assert not {"no_notes", "no_more_notes"} & set(_messages(kiosk))
    _hold(kiosk)
    assert "no_more_notes" in _messages(kiosk)
    assert NOTE not in _accepted(kiosk)


def test_the_attendant_mends_a_hopper_while_somebody_pays_and_notes_are_taken_again() -> None:
    kiosk = _paying(3)
    desk = kiosk.machine.desk
    desk.money.unusable |= {500, 100}
    kiosk.pay(50)
    assert NOTE in _accepted(kiosk), "50 yen coins can do it"
    desk.money.unusable |= {50}
    kiosk.pay(10)
    assert NOTE not in _accepted(kiosk)
    kiosk.take(e.AttendantCleared())
    assert _accepted(kiosk) == (10, 50, 100, 500, NOTE)


def test_a_stacker_that_is_full_while_a_note_is_held_sends_it_back_and_coins_go_on() -> None:
    kiosk = _paying(6)
    _hold(kiosk)
    kiosk.take(e.NoteIntakeChanged(cause="stacker_full"))
    assert len(_orders(kiosk, "return_note")) == 1
    assert _accepted(kiosk) == (10, 50, 100, 500)
    kiosk.take(e.NoteIntakeChanged(cause="stacker_full"))
    assert len([o for o in _orders(kiosk, "call_attendant") if getattr(o, "cause", "") == "stacker_full"]) == 1
    kiosk.answer("return_note", e.NoteReturned(yen=NOTE))
    kiosk.take(e.NoteIntakeChanged(cause=None))
    assert NOTE in _accepted(kiosk)


def test_when_nothing_more_could_be_taken_after_a_note_the_customer_gets_it_back() -> None:
    kiosk = _paying(6, hopper_500=2, hopper_100=0, hopper_50=0, hopper_10=0)
    kiosk.machine.desk.money.unusable |= {10, 50, 100}
    _hold(kiosk)
    assert kiosk.state == "refunding"
    assert len(_orders(kiosk, "return_note")) == 1


@pytest.mark.parametrize(
    "ends",
    [
        e.CancelPressed(),
        e.ReturnLeverPressed(),
        e.TimerExpired(timer="idle_end"),
        e.TimerExpired(timer="hours"),
        e.StopRequested(),
        e.DeviceUnready(device="cash", cause="unreachable"),
        e.DeviceUnready(device="page", cause="paper_jam"),
    ],
    ids=lambda event: f"{event.trigger} {getattr(event, 'device', '')}".strip(),
)
def test_however_a_payment_ends_the_held_note_goes_back_and_the_coins_after_it(ends: Event) -> None:
    kiosk = _paying(6)
    _hold(kiosk)
    kiosk.pay(100)
    if ends.trigger == "hours_due":
        kiosk.wall = NIGHT
    kiosk.take(ends)
    assert kiosk.state == "refunding"
    assert len(_orders(kiosk, "return_note")) == 1
    assert not _orders(kiosk, "dispense")
    kiosk.settle()
    assert kiosk.state == "refunding"
    assert not _orders(kiosk, "dispense"), "nothing is paid before the note has been heard of"
    kiosk.answer("return_note", e.NoteReturned(yen=NOTE))
    kiosk.settle()
    kiosk.answer("dispense", e.CoinsDispensed(yen=100, asked=1, paid=1, count_after=1))
    assert kiosk.state == "saying_sorry"
    assert not _orders(kiosk, "print_claim_slip")


def test_cancelled_while_the_note_is_being_stacked_coins_come_back_for_it() -> None:
    kiosk = _paying(6)
    _hold(kiosk)
    kiosk.take(e.TimerExpired(timer="note_hold"), e.CancelPressed())
    assert not _orders(kiosk, "return_note")
    kiosk.answer("stack_note", e.NoteStacked(yen=NOTE))
    kiosk.settle()
    last = kiosk.orders[-1]
    assert isinstance(last, Dispense)
    assert (last.yen, last.coins) == (500, 2)


def test_after_a_note_the_coins_still_come_back_in_kind() -> None:
    kiosk = _paying(10)  # 2,000 yen
    _hold(kiosk)
    kiosk.take(e.TimerExpired(timer="note_hold"))
    kiosk.answer("stack_note", e.NoteStacked(yen=NOTE))
    kiosk.pay(50, 50, 50, 50)
    kiosk.take(e.CancelPressed())
    kiosk.settle()
    kiosk.answer("dispense", e.CoinsDispensed(yen=500, asked=2, paid=2, count_after=2))
    last = kiosk.orders[-1]
    assert isinstance(last, Dispense)
    assert (last.yen, last.coins) == (50, 4), "two of 100 would be other coins than he put in"


@pytest.mark.parametrize("printed", [0, 1, 2])
def test_copies_that_do_not_come_and_the_change_for_a_note_come_back_together(printed: int) -> None:
    kiosk = _paying(3)
    _hold(kiosk)
    kiosk.answer("stack_note", e.NoteStacked(yen=NOTE))
    kiosk.settle()
    kiosk.printed(printed)
    kiosk.answer("print_copy", e.CopyFailed(copy=printed + 1, cause="jam", settled=True))
    if kiosk.state == "refunding":
        kiosk.settle()
    while any(isinstance(command, Dispense) for command, _ in kiosk.machine.desk.open.values()):
        order = _orders(kiosk, "dispense")[-1]
        assert isinstance(order, Dispense)
        done = e.CoinsDispensed(
            yen=order.yen, asked=order.coins, paid=order.coins, count_after=order.count_before + order.coins
        )
        kiosk.answer("dispense", done)
    money = kiosk.machine.desk.money
    assert (money.kept_yen, money.paid_out_yen, money.owed_yen) == (200 * printed, NOTE - 200 * printed, 0)
    assert money.till["stacker", NOTE] == 1


def test_three_cancels_with_money_in_call_the_attendant_after_the_refund() -> None:
    kiosk = Driven()
    kiosk.start()
    for visit in range(1, 4):
        kiosk.to_paying(3)
        kiosk.pay(100)
        kiosk.take(replace(e.CancelPressed(), monotonic_ns=visit * 60_000_000_000))
        kiosk.settle()
        kiosk.answer(
            "dispense", e.CoinsDispensed(yen=100, asked=1, paid=1, count_after=visit, fault=None)
        )
        kiosk.take(e.TimerExpired(timer="sorry_end"))
        assert kiosk.state == ("attention" if visit == 3 else "idle")


def test_cancels_without_money_or_far_apart_are_nobodys_business() -> None:
    kiosk = Driven()
    kiosk.start()
    for visit in range(1, 6):
        kiosk.to_paying(3)
        if visit % 2:
            kiosk.pay(100)
        kiosk.take(replace(e.CancelPressed(), monotonic_ns=visit * 480_000_000_000))
        kiosk.answer("shut_cash", e.CashShut())
        if visit % 2:
            kiosk.settle()
            kiosk.answer("dispense", e.CoinsDispensed(yen=100, asked=1, paid=1, count_after=visit))
        kiosk.take(e.TimerExpired(timer="sorry_end"))
        assert kiosk.state == "idle"


def test_a_note_that_itself_goes_back_is_no_fraud_however_often() -> None:
    kiosk = Driven()
    kiosk.start()
    for visit in range(1, 6):
        kiosk.to_paying(6)
        _hold(kiosk)
        kiosk.take(replace(e.CancelPressed(), monotonic_ns=visit * 60_000_000_000))
        kiosk.answer("return_note", e.NoteReturned(yen=NOTE))
        kiosk.settle()
        kiosk.take(e.TimerExpired(timer="sorry_end"))
        assert kiosk.state == "idle"
