"""What comes from the screen's wire, as events. Only what the shown screen offers is a press at all."""

from __future__ import annotations

from collections.abc import Mapping

from device.screen.keyboards import has_key, typed
from device.vault import Vault
from statemachine import events
from statemachine.events import Event
from statemachine.languages import LANGUAGES
from statemachine.registration import LENGTH_MAX, chosen
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

    What is typed goes straight into the vault; the event says only how many characters are in.
    """
    if shown is None or not isinstance(message, dict) or message.get("type") != "press":
        return None
    button, choice, key = message.get("button"), message.get("choice"), message.get("key")
    if isinstance(button, str) and button in shown.buttons and button not in shown.disabled:
        if button == "correct" and (shown.screen == "entering_pin" or shown.keyboard == "letters"):
            return events.PinDigitErased(count=vault.pin_correct())
        if button == "correct" and shown.field:
            return events.EntryErased(
                field=shown.field, count=_keep(vault, shown.field, _held(vault, shown.field)[:-1])
            )
        return _BUTTONS[button]()
    if isinstance(choice, str) and any(c.id == choice and c.enabled for c in shown.choices):
        return _written(choice, vault) if choice.startswith("writing:") else events.ChoicePressed(choice=choice)
    if isinstance(choice, str) and shown.language and choice.startswith("language:"):
        language = choice.removeprefix("language:")
        return events.LanguagePressed(language=language) if language in LANGUAGES else None
    if isinstance(key, str) and shown.keypad and len(key) == 1 and key in "0123456789":
        if shown.screen != "entering_pin":
            return events.KeyPressed(key=int(key))
        if vault.pin_length < PIN_LENGTH:
            return events.PinDigitEntered(count=vault.pin_digit(key))
    if isinstance(key, str) and shown.keyboard and has_key(shown.keyboard, key):
        return _typed(shown, key, vault)
    return None


def _written(choice: str, vault: Vault) -> Event | None:
    """Which writing it is stays in the vault: an event that told it would tell half a name."""
    if choice not in vault:
        return None
    _, of, part, _ = choice.split(":")
    vault.put(chosen(of, int(part)), vault.text_of(choice))
    return events.WritingChosen(of=of, part=int(part))


def _typed(shown: View, key: str, vault: Vault) -> Event:
    if not shown.field:
        return events.PinDigitEntered(count=vault.pin_digit(key))
    text = typed(_held(vault, shown.field), key, LENGTH_MAX[shown.field])
    return events.EntryTyped(field=shown.field, count=_keep(vault, shown.field, text))


def _held(vault: Vault, field: str) -> str:
    return vault.text_of(field) if field in vault else ""


def _keep(vault: Vault, field: str, text: str) -> int:
    vault.put(field, text)
    return len(text)
