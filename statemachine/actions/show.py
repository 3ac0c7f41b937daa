"""Orders the screen of the state at hand; the views themselves are in `statemachine.screens`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from statemachine.commands import Show
from statemachine.desk import Desk
from statemachine.screens import card, choosing, delivering, leaving, municipality, paying, registering, resting
from statemachine.screens.tray import asks_to_take
from statemachine.views import View


def _plain(screen: str, *messages: str, buttons: tuple[str, ...] = ()) -> Callable[[Desk], View]:
    view = View(screen, messages=messages, buttons=buttons)
    return lambda _desk: view


VIEWS: dict[str, Callable[[Desk], View]] = {
    "starting": _plain("starting", "starting"),
    "idle": _plain("idle", "welcome", buttons=("start",)),
    "closed": resting.closed,
    "out_of_service": resting.out_of_service,
    "attention": resting.attention,
    "menu": card.menu,
    "waiting_for_card": card.waiting_for_card,
    "reading_card": _plain("reading_card", "reading_card", "leave_card", buttons=("cancel",)),
    "choosing_municipality": municipality.municipality,
    "entering_pin": card.pin,
    "verifying": _plain("verifying", "verifying", "leave_card"),
    "waiting_for_card_removal": card.removal,
    "choosing_certificate": choosing.certificate,
    "choosing_scope": choosing.scope,
    "choosing_items": choosing.items,
    "entering_copies": choosing.copies,
    "confirming": choosing.confirming,
    "preparing": _plain("preparing", "preparing", buttons=("cancel",)),
    "accepting_cash": paying.paying,
    "settling": _plain("settling", "settling"),
    "printing": delivering.printing,
    "paying_change": _plain("paying_change", "paying_change"),
    "waiting_for_certificate": delivering.waiting_for_certificate,
    "printing_receipt": delivering.printing_receipt,
    "waiting_for_receipt": _plain("waiting_for_receipt", "take_receipt", buttons=("taken",)),
    "refunding": leaving.refunding,
    "card_left": leaving.card_left,
    "saying_sorry": leaving.sorry,
    "choosing_domicile": registering.domicile,
    "asking_registration": _plain("asking_registration", "asking_registration", "leave_card", buttons=("cancel",)),
    "entering_password": registering.password,
    "verifying_password": _plain("verifying_password", "verifying", "leave_card"),
    "entering_town": registering.town_reading,
    "looking_up": _plain("looking_up", "looking_up", "leave_card", buttons=("cancel",)),
    "choosing_town": registering.town,
    "entering_lot": registering.lot,
    "entering_head": registering.head_reading,
    "choosing_head": registering.head,
    "entering_telephone": registering.telephone,
    "confirming_application": registering.confirming,
    "applying": _plain("applying", "applying", "leave_card"),
    "printing_slip": registering.printing,
    "waiting_for_slip": registering.slip,
}


def show(desk: Desk) -> None:
    """Order the screen of the state at hand, with the "still there?" question if it is open."""
    view = VIEWS[desk.state](desk)
    if desk.session.farewell_values and desk.session.farewell in view.messages:
        view = replace(view, values=(*view.values, *desk.session.farewell_values))
    take = asks_to_take(desk)
    if desk.card_on_tray and not may_hold_card(desk.state) and take not in view.messages:
        view = _with(view, messages=(*view.messages, take), buttons=_with_mute(desk, view))
    if desk.idle_warned:
        # names leave the screen at the idle warning (rule book §11)
        asked_for = (take,) if desk.ladder_running else ()
        view = View(
            view.screen,
            messages=("still_there", *asked_for),
            buttons=("stay", "cancel", *(("mute",) if desk.alarm_on else ())),
            warning_s=round(desk.delays.idle_end_s - desk.delays.idle_warning_s),
        )
    desk.give(Show(view=view))


def _with(view: View, *, messages: tuple[str, ...], buttons: tuple[str, ...]) -> View:
    return replace(view, messages=messages, buttons=buttons)


def _with_mute(desk: Desk, view: View) -> tuple[str, ...]:
    return (*view.buttons, "mute") if desk.alarm_on and "mute" not in view.buttons else view.buttons


_MAY_HOLD_CARD = frozenset(
    {
        "starting",
        "menu",
        "waiting_for_card",
        "reading_card",
        "choosing_municipality",
        "entering_pin",
        "verifying",
        "waiting_for_card_removal",
        "card_left",
        "choosing_domicile",
        "asking_registration",
        "entering_password",
        "verifying_password",
        "entering_town",
        "looking_up",
        "choosing_town",
        "entering_lot",
        "entering_head",
        "choosing_head",
        "entering_telephone",
        "confirming_application",
        "applying",
    }
)


def may_hold_card(state: str) -> bool:
    """Whether a card on the tray is in its place in this state, or the screen asks for it anyway."""
    return state in _MAY_HOLD_CARD
