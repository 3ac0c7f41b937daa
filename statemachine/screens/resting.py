"""The screens of a kiosk that serves nobody: out of service, attention."""

from __future__ import annotations

from statemachine.desk import Desk
from statemachine.screens.tray import asks_to_take
from statemachine.views import View


def closed(desk: Desk) -> View:
    """Outside the hours of the service, and which these are."""
    hours = desk.rules.hours.note.partition(":")[2]
    return View("closed", messages=("closed",), values=(("hours", f"span:{hours}"),))


def out_of_service(desk: Desk) -> View:
    """Which device, and what staff can do about it."""
    rows = tuple((f"device.{device}", f"cause.{cause}") for device, cause in desk.devices.items() if cause)
    return View("out_of_service", messages=("out_of_service",), rows=rows)


def attention(desk: Desk) -> View:
    card = (asks_to_take(desk),) if desk.card_on_tray else ()
    return View("attention", messages=("attention", *card), buttons=("mute",) if desk.alarm_on else ())
