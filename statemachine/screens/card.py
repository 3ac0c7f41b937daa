"""②, ③, ⑤ and ⑥: from the menu to the card's removal. ④ is in `municipality`."""

from __future__ import annotations

from statemachine.desk import Desk
from statemachine.views import Pictures, View


def menu(_desk: Desk) -> View:
    return View("menu", messages=("choose_menu",), buttons=("issue", "register", "cancel"))


_CARD_PICTURES = (
    Pictures("lay_like_this", ("card_in_the_middle", "front_side_up")),
    Pictures("cannot_be_used", ("notification_card", "juki_card", "city_card", "expired_card")),
)


def waiting_for_card(desk: Desk) -> View:
    pictures = _CARD_PICTURES if desk.session.hinted else ()
    return View("waiting_for_card", messages=("lay_card",), pictures=pictures, buttons=("cancel",))


def pin(desk: Desk) -> View:
    session = desk.session
    warned = ("one_try_left",) if session.tries_left == 1 else ()
    return View(
        "entering_pin",
        messages=(*session.messages, *warned, "enter_pin"),
        values=(("tries", session.tries_left or 0),),
        buttons=("correct", "cancel", "back"),
        keypad=True,
        entry="*" * desk.pin_count,
    )


def removal(desk: Desk) -> View:
    buttons = ("cancel", "mute") if desk.alarm_on else ("cancel",)
    messages = ("remove_phone", "keep_phone") if desk.phone_on_tray else ("remove_card", "keep_card")
    return View("waiting_for_card_removal", messages=messages, buttons=buttons, language=desk.session.language)
