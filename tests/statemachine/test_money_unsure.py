"""Money that may be inside and was never credited: staff hear of it, and so does whoever put it in."""

from __future__ import annotations

import pytest

from statemachine import events as e
from statemachine.commands import Show
from tests.statemachine.worlds import Driven


def _paying() -> Driven:
    kiosk = Driven()
    kiosk.start()
    kiosk.to_paying()
    return kiosk


def _called(kiosk: Driven) -> list[str]:
    return [getattr(order, "cause", "") for order in kiosk.orders if order.kind == "call_attendant"]


def _messages(kiosk: Driven) -> tuple[str, ...]:
    return [order.view.messages for order in kiosk.orders if isinstance(order, Show)][-1]


@pytest.mark.parametrize("cause", ["coin_swallowed", "credits_lost", "note_swallowed", "note_credits_lost"])
def test_a_swallowed_coin_is_said_on_the_screen_and_to_staff_until_he_leaves(cause: str) -> None:
    kiosk = _paying()
    kiosk.take(e.CashUncertain(cause=cause))
    assert _called(kiosk) == [cause]
    assert "money_unsure" in _messages(kiosk)
    kiosk.pay(100)
    assert "money_unsure" in _messages(kiosk), "the next coin does not wipe it away"
    kiosk.take(e.CancelPressed())
    kiosk.settle()
    kiosk.answer("dispense", e.CoinsDispensed(yen=100, asked=1, paid=1, count_after=1))
    assert kiosk.state == "saying_sorry"
    assert "money_unsure" in _messages(kiosk)


def test_it_is_said_with_the_certificate_too() -> None:
    kiosk = _paying()
    kiosk.pay(500, 100)
    kiosk.take(e.CashUncertain(cause="coin_swallowed"))
    kiosk.settle()
    kiosk.printed(3)
    assert kiosk.state == "waiting_for_certificate"
    assert "money_unsure" in _messages(kiosk)


@pytest.mark.parametrize("cause", ["acceptor_was_reset", "validator_was_reset"])
def test_a_device_that_only_started_anew_troubles_nobody(cause: str) -> None:
    kiosk = _paying()
    kiosk.take(e.CashUncertain(cause=cause))
    assert _called(kiosk) == []
    assert "money_unsure" not in _messages(kiosk)


def test_a_note_that_sticks_and_is_on_record_is_no_uncertain_money_of_his() -> None:
    kiosk = _paying()
    kiosk.take(e.NoteHeld(yen=1000), e.CashUncertain(cause="note_swallowed"))
    assert _called(kiosk) == ["note_swallowed"]
    assert not kiosk.machine.desk.session.money_unsure


def test_what_was_swallowed_before_he_came_is_not_said_to_the_next_customer() -> None:
    kiosk = Driven()
    kiosk.start()
    kiosk.take(e.CashUncertain(cause="coin_swallowed"))
    assert _called(kiosk) == ["coin_swallowed"]
    kiosk.to_paying()
    assert "money_unsure" not in _messages(kiosk)
