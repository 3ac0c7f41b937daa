"""What comes from the screen's wire, as events. Only what the shown screen offers is a press at all."""

from __future__ import annotations

from collections.abc import Mapping

from device.vault import Vault
from statemachine import events
from statemachine.events import Event
from statemachine.rules import PIN_LENGTH
from statemachine.views import View

_BUTTONS: Mapping[str, type[events.Press]] = {
    "start": events.StartPressed,
    "issue": events.IssuePressed,
    "register": events.RegisterPressed,
    "cancel": events.CancelPressed,
    "back": events.BackPressed,
    "confirm": events.ConfirmPressed,
    "correct": events.CorrectPressed,
    "taken": events.TakenPressed,
    "mute": events.MutePressed,
    "stay": events.StayPressed,
}


def press_of(message: object, shown: View | None, vault: Vault) -> Event | None:
    """The event of a wire message, or None for what this screen does not offer.

    A PIN's digit goes straight into the vault; the event says only how many are in.
    """
    if shown is None or not isinstance(message, dict) or message.get("type") != "press":
        return None
    button, choice, key = message.get("button"), message.get("choice"), message.get("key")
    if isinstance(button, str) and button in shown.buttons and button not in shown.disabled:
        if button == "correct" and shown.screen == "entering_pin":
            return events.PinDigitErased(count=vault.pin_correct())
        return _BUTTONS[button]()
    if isinstance(choice, str) and any(c.id == choice and c.enabled for c in shown.choices):
        return events.ChoicePressed(choice=choice)
    if isinstance(key, str) and shown.keypad and len(key) == 1 and key in "0123456789":
        if shown.screen != "entering_pin":
            return events.KeyPressed(key=int(key))
        if vault.pin_length < PIN_LENGTH:
            return events.PinDigitEntered(count=vault.pin_digit(key))
    return None
