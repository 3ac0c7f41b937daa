"""The reader is lost in the middle of the card phase: told, nothing assumed of the card, and minded on its return."""

from __future__ import annotations

import pytest

from statemachine import events as e
from statemachine.commands import Command, Show, SoundAlarm
from statemachine.table.states import STATES
from tests.statemachine.worlds import Driven

LOST = (e.CardUnknown(), e.DeviceUnready(device="card", cause="reader_lost"))
WITHOUT = ("menu", "waiting_for_card")
WITH = tuple(s.name for s in STATES.values() if s.phase == "card" and s.name not in WITHOUT)
ALARM = e.TimerExpired(timer="card_alarm")
SORRY = e.TimerExpired(timer="sorry_end")


def lines(orders: list[Command]) -> tuple[str, ...]:
    """What the last screen among the orders says, as text ids."""
    return [order.view.messages for order in orders if isinstance(order, Show)][-1]


def lost_in(state: str) -> Driven:
    """The reader is gone, and with it whatever it knew."""
    kiosk = Driven()
    kiosk.start()
    kiosk.to_card_state(state)
    assert "reader_lost" in lines([order for event in LOST for order in kiosk.take(event)])
    assert not kiosk.machine.desk.card_powered
    assert not [c for c, _ in kiosk.machine.desk.open.values() if c.device in ("card", "centre") and not c.outlives]
    return kiosk


def comes_back(kiosk: Driven, *, with_card: bool) -> None:
    kiosk.take(e.CardPlaced() if with_card else e.CardRemoved(), e.DeviceReady(device="card"))


def test_every_state_of_the_card_phase_is_tried() -> None:
    assert set(WITHOUT + WITH) == {s.name for s in STATES.values() if s.phase == "card"}


@pytest.mark.parametrize("state", WITH)
def test_a_reader_that_returns_with_the_card_asks_for_it_until_it_is_taken(state: str) -> None:
    kiosk = lost_in(state)
    assert kiosk.state == "card_left"  # it lay there when it was last seen
    comes_back(kiosk, with_card=True)
    assert kiosk.state == "card_left"
    assert any(isinstance(order, SoundAlarm) and order.on for order in kiosk.take(ALARM))
    kiosk.take(e.CardRemoved())
    assert not kiosk.machine.desk.alarm_on
    kiosk.take(SORRY)
    assert kiosk.state == "idle"


@pytest.mark.parametrize("state", WITH)
def test_a_reader_that_returns_without_the_card_is_content(state: str) -> None:
    kiosk = lost_in(state)
    comes_back(kiosk, with_card=False)
    assert kiosk.state == "saying_sorry"
    kiosk.take(SORRY)
    assert kiosk.state == "idle"


@pytest.mark.parametrize("with_card", [False, True])
@pytest.mark.parametrize("state", WITHOUT)
def test_a_tray_that_was_empty_is_looked_at_again(state: str, with_card: bool) -> None:
    kiosk = lost_in(state)
    kiosk.take(SORRY)
    assert kiosk.state == "out_of_service"
    comes_back(kiosk, with_card=with_card)
    assert kiosk.state == ("card_left" if with_card else "idle")


@pytest.mark.parametrize("state", WITH)
def test_a_reader_that_stays_away_ends_with_the_attendant(state: str) -> None:
    kiosk = lost_in(state)
    kiosk.take(ALARM, e.TimerExpired(timer="card_attendant"))
    assert kiosk.state == "attention"
    assert kiosk.machine.desk.alarm_on
    comes_back(kiosk, with_card=False)
    kiosk.take(SORRY)
    assert kiosk.state == "idle"


@pytest.mark.parametrize(
    ("code", "said"), [("device_lost", "reader_lost"), ("card_gone", "card_removed_early"), ("", "card_unusable")]
)
@pytest.mark.parametrize(("state", "command"), [("reading_card", "read_card"), ("verifying", "verify_pin")])
def test_the_command_may_notice_before_the_watcher_and_the_same_is_told(
    state: str, command: str, code: str, said: str
) -> None:
    kiosk = Driven()
    kiosk.start()
    kiosk.to_card_state(state)
    failed = e.CommandFailed(command=command, outcome="failed", cause="x", code=code)
    assert said in lines(kiosk.answer(command, failed))
    kiosk.take(e.CardRemoved())
    assert said in lines(kiosk.orders)
