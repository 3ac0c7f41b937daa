"""How a visit ends: refund, a forgotten card, a word."""

from __future__ import annotations

from statemachine.desk import Desk
from statemachine.screens.offices import office_rows
from statemachine.screens.tray import asks_to_take
from statemachine.screens.unsure import money_unsure
from statemachine.views import View


def refunding(desk: Desk) -> View:
    note = ("refunding_note",) if desk.held_note_yen else ()
    return View("refunding", messages=(desk.session.farewell or "cancelled", "refunding", *note))


def card_left(desk: Desk) -> View:
    farewell = (desk.session.farewell,) if desk.session.farewell else ()
    return View(
        "card_left",
        messages=(*farewell, asks_to_take(desk)),
        rows=(*office_rows(desk), *_days(desk)),
        buttons=("mute",) if desk.alarm_on else (),
    )


def _days(desk: Desk) -> tuple[tuple[str, str], ...]:
    """When the application that there is already was made, and when it is decided."""
    registration = desk.session.registration
    if registration is None or not registration.dated:
        return ()
    return tuple((day, f"date:{day}") for day in ("registration_applied", "registration_due"))


def sorry(desk: Desk) -> View:
    session = desk.session
    owed = (("owed_amount", f"yen:{session.owed_yen}"),) if session.owed_yen else ()
    return View(
        "saying_sorry",
        messages=(session.farewell or "cancelled", *(("owed",) if owed else ()), *money_unsure(desk)),
        values=(("tries", session.tries_left or 0),),
        rows=(*office_rows(desk), *owed, *_days(desk)),
    )
