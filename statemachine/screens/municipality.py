"""④: whose certificate it shall be."""

from __future__ import annotations

from statemachine.desk import Desk
from statemachine.hours import Stop
from statemachine.places import asked_at, way_to
from statemachine.screens.maintenance import stop_values, whole_stop
from statemachine.views import Choice, View


def municipality(desk: Desk) -> View:
    """The two questions, or the list at hand."""
    return _lists(desk) if desk.session.listing else _questions(desk)


def _questions(desk: Desk) -> View:
    home = desk.session.wants_home
    renewal = ("renew_certificate",) if desk.session.ends_soon else ()
    why, stop = home_note(desk), _home_stop(desk)
    return View(
        "choosing_municipality",
        messages=(*(("maintenance",) if stop else ()), "choose_certificate", *renewal),
        values=stop_values(desk.session.home, stop) if stop else (),
        rows=_renewal_rows(desk) if renewal else (),
        choices=(
            Choice("home", "home_municipality", chosen=home and not why, enabled=not why, note=why),
            Choice("other", "other_municipality", chosen=not home, about="other_municipality.about"),
        ),
        buttons=("cancel", "confirm"),
        disabled=("confirm",) if home and why else (),  # nothing is marked
        language=desk.session.language,
    )


def _renewal_rows(desk: Desk) -> tuple[tuple[str, str], ...]:
    """Until when the certificate is good; where it is renewed and what to bring, if his municipality has told."""
    ends, home = ("certificate_ends", "date:certificate_ends"), desk.session.home
    if home not in desk.rules.municipalities:
        return (ends,)
    return (ends, ("ask_at", f"offices:{home}"), ("what_to_bring", f"renew:{home}"))


def _lists(desk: Desk) -> View:
    place = desk.session.place
    way = way_to(place)
    return View(
        "choosing_municipality",
        messages=(asked_at(place), *(("way",) if way else ())),
        values=(("way", f"way:{','.join(way)}"),),
        choices=desk.rules.nation.choices(place, lambda code: town_note(desk, code)),
        buttons=("cancel", "back", "confirm"),
        disabled=() if place.town else ("confirm",),
    )


def home_note(desk: Desk) -> str:
    """Why the municipality he lives in cannot be had; empty where it can, or where nobody knows it yet."""
    home, stop = desk.session.home, _home_stop(desk)
    if stop is not None:
        return f"stopped:{stop.end.isoformat(timespec='minutes')}"
    return "no_service" if home and home not in desk.rules.municipalities else ""


def _home_stop(desk: Desk) -> Stop | None:
    """Told as early as it is known: everything at home is stopped now."""
    rule = desk.rules.municipalities.get(desk.session.home)
    return None if rule is None else whole_stop(rule, desk)


def town_note(desk: Desk, code: str) -> str:
    """Why a municipality of the lists cannot be had; empty where it can."""
    if code == desk.session.home:
        return "lives_here"
    rule = desk.rules.municipalities.get(code)
    return rule.closed_elsewhere(desk.wall) if rule else "no_service"
