"""④: whose certificate it shall be; お住まいの市区町村, or another one out of the lists."""

from __future__ import annotations

from statemachine.actions.show import show
from statemachine.desk import Desk
from statemachine.events import ChoicePressed, Event
from statemachine.places import Place, back_from
from statemachine.screens.municipality import home_note, town_note


def choose(desk: Desk, event: Event) -> None:
    """One of the two questions, or one step in the lists."""
    assert isinstance(event, ChoicePressed)
    session = desk.session
    if session.listing:
        session.place = desk.rules.nation.pressed(session.place, event.choice, lambda code: town_note(desk, code))
    elif event.choice in ("home", "other"):
        session.wants_home = event.choice == "home"
    show(desk)


def home_chosen(desk: Desk, _event: Event) -> bool:
    """お住まいの市区町村, and it takes part."""
    session = desk.session
    return session.wants_home and not session.listing and not home_note(desk)


def town_chosen(desk: Desk, _event: Event) -> bool:
    """A municipality of the lists is marked that can be had still: a stop may have begun since."""
    session = desk.session
    return session.listing and bool(session.place.town) and not town_note(desk, session.place.town)


def take_home(desk: Desk, _event: Event) -> None:
    """His own."""
    desk.session.elsewhere = ""


def take_town(desk: Desk, _event: Event) -> None:
    """The one that is marked."""
    desk.session.elsewhere = desk.session.place.town


def open_lists(desk: Desk, _event: Event) -> None:
    """他市区町村: the lists; what was marked there and cannot be had any more is marked no longer."""
    session = desk.session
    if session.listing:
        session.place = Place(session.place.region, session.place.prefecture, session.place.row, session.place.page)
    else:
        session.listing = not session.wants_home
    show(desk)


def list_back(desk: Desk, _event: Event) -> None:
    """前画面へ: one list back, and from the first to the two questions."""
    session = desk.session
    former = back_from(session.place)
    session.listing = session.listing and former is not None
    session.place = former or Place()
    show(desk)
