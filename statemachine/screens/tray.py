"""What lies on the tray, and how it is asked for."""

from __future__ import annotations

from statemachine.desk import Desk

_TAKE_TEXTS = {False: "take_card", True: "take_phone"}


def asks_to_take(desk: Desk) -> str:
    """The text that asks for what lies on the tray: the card, or the phone."""
    return _TAKE_TEXTS[desk.phone_on_tray]
