"""本籍地利用登録申請: the 署名用 password. It has a counter of its own (rule book §4)."""

from __future__ import annotations

from statemachine.actions.show import show
from statemachine.desk import Desk
from statemachine.events import Event, PinDigitEntered, PinDigitErased, PinWrong
from statemachine.registration import PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN
from statemachine.registration_commands import VerifyPassword
from statemachine.registration_desk import registration_of


def character_in(desk: Desk, event: Event) -> None:
    """A character is in."""
    assert isinstance(event, PinDigitEntered)
    desk.pin_count = min(event.count, PASSWORD_LENGTH_MAX)
    desk.session.messages = ()
    show(desk)


def character_out(desk: Desk, event: Event) -> None:
    """訂正."""
    assert isinstance(event, PinDigitErased)
    desk.pin_count = event.count
    show(desk)


def password_entered(desk: Desk, _event: Event) -> bool:
    """It is long enough to be one."""
    return desk.pin_count >= PASSWORD_LENGTH_MIN


def verify_password(desk: Desk) -> None:
    """Entering `verifying_password`: the card is asked once."""
    desk.pin_count = 0
    show(desk)
    desk.give(VerifyPassword())


def password_was_wrong(desk: Desk, event: Event) -> None:
    """Back to the keyboard with the tries left."""
    assert isinstance(event, PinWrong)
    registration_of(desk).tries_left = event.tries_left
    desk.session.messages = ("wrong_password",)
