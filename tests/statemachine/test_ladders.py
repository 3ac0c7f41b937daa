"""Alarms and the attendant: two ladders, one siren, and causes that end when they end."""

from __future__ import annotations

import pytest

from statemachine import events as e
from statemachine.commands import Dispense, SoundAlarm
from tests.statemachine.worlds import Driven


def at_the_tray() -> Driven:
    """⑭, with the card laid down once more."""
    kiosk = Driven()
    kiosk.start()
    kiosk.to_paying(1)
    kiosk.pay(100, 100)
    kiosk.settle()
    kiosk.take(e.CardPlaced())
    kiosk.printed(1)
    assert kiosk.state == "waiting_for_certificate"
    return kiosk


def due(*timers: str) -> list[e.TimerExpired]:
    return [e.TimerExpired(timer=timer) for timer in timers]


def test_the_certificates_alarm_ends_and_the_cards_goes_on() -> None:
    kiosk = at_the_tray()
    kiosk.take(*due("card_voice", "card_alarm", "take_alarm"))
    kiosk.take(e.TakenPressed())
    assert kiosk.machine.desk.alarm_on
    kiosk.take(e.CardRemoved())
    assert not kiosk.machine.desk.alarm_on


def test_the_cards_alarm_ends_and_the_certificates_goes_on() -> None:
    kiosk = at_the_tray()
    kiosk.take(*due("card_alarm", "take_alarm"), e.CardRemoved())
    assert kiosk.machine.desk.alarm_on
    kiosk.take(e.TakenPressed())
    assert not kiosk.machine.desk.alarm_on


def test_mute_quiets_every_alarm_and_each_comes_back() -> None:
    kiosk = at_the_tray()
    kiosk.take(*due("card_alarm", "take_alarm"))
    orders = kiosk.take(e.MutePressed())
    assert not kiosk.machine.desk.alarm_on
    again = {(getattr(o, "timer", ""), getattr(o, "after_s", 0.0)) for o in orders if o.kind == "start_timer"}
    assert {("card_alarm", 60.0), ("take_alarm", 60.0)} <= again


def test_the_attendant_called_for_a_card_is_not_needed_once_it_is_taken() -> None:
    kiosk = at_the_tray()
    kiosk.take(*due("card_voice", "card_alarm", "card_attendant"))
    assert "card" in kiosk.machine.desk.causes
    kiosk.take(e.CardRemoved())
    assert not kiosk.machine.desk.causes


def test_one_word_of_the_attendant_is_enough() -> None:
    kiosk = Driven()
    kiosk.start()
    kiosk.to_paying(1)
    kiosk.pay(100, 100)
    kiosk.settle()
    kiosk.answer("print_copy", e.CopyFailed(copy=1, cause="jam", settled=True))
    kiosk.settle()
    while any(isinstance(c, Dispense) for c, _ in kiosk.machine.desk.open.values()):
        kiosk.answer("dispense", e.CoinsDispensed(yen=100, asked=2, paid=2, count_after=2))
    kiosk.take(*due("sorry_end"))
    assert kiosk.state == "attention"
    kiosk.take(e.AttendantCleared())
    assert kiosk.state == "idle"


def test_no_word_of_the_attendant_does_away_with_a_card_on_the_tray() -> None:
    kiosk = at_the_tray()
    kiosk.take(*due("card_attendant"), e.AttendantCleared())
    assert "card" in kiosk.machine.desk.causes


@pytest.mark.parametrize(
    "leaves",
    [e.CancelPressed(), e.TimerExpired(timer="idle_end"), e.DeviceUnready(device="page", cause="paper_empty")],
    ids=lambda event: event.trigger,
)
def test_the_acceptor_is_shut_on_every_way_out_of_paying(leaves: e.Event) -> None:
    kiosk = Driven()
    kiosk.start()
    kiosk.to_paying(1)
    orders = kiosk.take(leaves)
    assert "shut_cash" in [order.kind for order in orders]


def test_the_alarm_is_sounded_once_and_not_again_while_it_sounds() -> None:
    kiosk = at_the_tray()
    kiosk.take(*due("card_alarm", "take_alarm"))
    assert [o.on for o in kiosk.orders if isinstance(o, SoundAlarm)] == [True]
