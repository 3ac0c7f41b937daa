"""利用登録申請: the 本籍's municipality, the 署名用 password, 本籍, 筆頭者, telephone, confirmation, 受付票."""

from __future__ import annotations

from statemachine.desk import Desk
from statemachine.places import asked_at, way_to
from statemachine.registration import (
    LOT,
    NAME_PARTS,
    NAME_READING,
    PASSWORD_LENGTH_MAX,
    PASSWORD_LENGTH_MIN,
    TELEPHONE,
    TOWN_READING,
    Registration,
    chosen,
)
from statemachine.registration_desk import registration_of, why_not
from statemachine.screens.tray import asks_to_take
from statemachine.views import Choice, View

_ON = ("cancel", "back", "confirm")
_TYPED = ("correct", *_ON)


def _municipality(registration: Registration) -> str:
    return f"whole:prefecture:{registration.place.prefecture},town:{registration.asked}"


def domicile(desk: Desk) -> View:
    place = registration_of(desk).place
    way = way_to(place)
    return View(
        "choosing_domicile",
        messages=("choose_domicile", asked_at(place), *(("way",) if way else ())),
        values=(("way", f"way:{','.join(way)}"),),
        choices=desk.rules.nation.choices(place, lambda code: why_not(desk, code)),
        buttons=_ON,
        disabled=() if place.town else ("confirm",),
        language="" if way else desk.session.language,  # at the first list, where there is room
    )


def password(desk: Desk) -> View:
    tries_left = registration_of(desk).tries_left
    warned = "one_password_try_left" if tries_left == 1 else "password_tries_left"
    return View(
        "entering_password",
        messages=(*desk.session.messages, warned, "enter_password"),
        values=(("tries", tries_left), ("least", PASSWORD_LENGTH_MIN), ("most", PASSWORD_LENGTH_MAX)),
        buttons=("correct", "cancel", "confirm"),
        keyboard="letters",
        entry="*" * desk.pin_count,
    )


def _typing(desk: Desk, screen: str, message: str, keyboard: str, field: str, *, first: bool = False) -> View:
    return View(
        screen,
        messages=(*desk.session.messages, message),
        buttons=tuple(each for each in _TYPED if not (first and each == "back")),
        keyboard=keyboard,
        field=field,
        entry=f"held:{field}",
    )


def town_reading(desk: Desk) -> View:
    return _typing(desk, "entering_town", "enter_town", "kana", TOWN_READING, first=True)


def lot(desk: Desk) -> View:
    return _typing(desk, "entering_lot", "enter_lot", "lot", LOT)


def head_reading(desk: Desk) -> View:
    return _typing(desk, "entering_head", "enter_head", "kana", NAME_READING)


def telephone(desk: Desk) -> View:
    return _typing(desk, "entering_telephone", "enter_telephone", "digits", TELEPHONE)


def town(desk: Desk) -> View:
    return _writings(desk, "choosing_town", "choose_writing.town", "town")


def head(desk: Desk) -> View:
    return _writings(desk, "choosing_head", "choose_writing.name", "name")


def _writings(desk: Desk, screen: str, message: str, of: str) -> View:
    """Which of them is chosen the screen finds in the vault."""
    registration = registration_of(desk)
    return View(
        screen,
        messages=(message, *(("more_writings",) if registration.more else ())),
        choices=tuple(Choice(each, f"held:{each}") for each in registration.writings(of)),
        buttons=_ON,
        disabled=() if registration.all_marked(of) else ("confirm",),
    )


def confirming(desk: Desk) -> View:
    registration = registration_of(desk)
    return View(
        "confirming_application",
        messages=("confirm_application", "sign_application"),
        rows=(
            ("domicile_municipality", _municipality(registration)),
            ("domicile", f"held:{chosen('town', 0)} {LOT}"),
            ("register_head", f"named:{' '.join(chosen('name', part) for part in range(NAME_PARTS))}"),
            ("telephone", f"held:{TELEPHONE}"),
        ),
        buttons=_ON,
    )


def _accepted_rows(desk: Desk) -> tuple[tuple[str, str], ...]:
    return (
        ("application_number", "held:application"),
        ("domicile_municipality", _municipality(registration_of(desk))),
        ("registration_due", "date:registration_due"),
    )


def printing(desk: Desk) -> View:
    return View("printing_slip", messages=("application_accepted", "printing_slip"), rows=_accepted_rows(desk))


def slip(desk: Desk) -> View:
    missing = registration_of(desk).slip_missing
    card = (asks_to_take(desk),) if desk.card_on_tray else ()
    return View(
        "waiting_for_slip",
        messages=("application_accepted", *(("write_number_down",) if missing else ("take_slip",)), *card),
        rows=_accepted_rows(desk),
        buttons=("taken", "mute") if desk.alarm_on else ("taken",),
    )
