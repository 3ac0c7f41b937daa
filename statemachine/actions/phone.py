"""A phone in place of the card: its certificate is read after the PIN, the centre is asked only then (rule book §9)."""

from __future__ import annotations

from statemachine.commands import CheckCertificate, SignChallenge
from statemachine.desk import Desk
from statemachine.events import CertificateAccepted, CertificateRead, Event
from statemachine.rules import PHONES
from statemachine.screens.maintenance import stop_values, whole_stop


def is_phone(_desk: Desk, event: Event) -> bool:
    """A phone has spoken."""
    return isinstance(event, CertificateRead) and event.device in PHONES


def note_phone(desk: Desk, event: Event) -> None:
    """Where its holder lives nobody knows yet."""
    assert isinstance(event, CertificateRead)
    desk.session.device, desk.session.tries_left = event.device, event.tries_left


def by_phone(desk: Desk, _event: Event) -> bool:
    """This visit is made with a phone."""
    return desk.session.device in PHONES


def check_certificate(desk: Desk, _event: Event) -> None:
    """The PIN was right: now the centre can be asked about the holder."""
    desk.give(CheckCertificate(request=desk.request()))


def _wanted(desk: Desk, event: Event) -> str:
    """Whose certificates he has asked for at ④, now that it is known where he lives."""
    assert isinstance(event, CertificateAccepted)
    return desk.session.elsewhere or event.home


def no_service(desk: Desk, event: Event) -> bool:
    """That municipality takes no part."""
    return _wanted(desk, event) not in desk.rules.municipalities


def all_stopped(desk: Desk, event: Event) -> bool:
    """All that it offers is stopped now."""
    return whole_stop(desk.rules.municipalities[_wanted(desk, event)], desk) is not None


def note_home(desk: Desk, event: Event) -> None:
    """Where he lives; if that is what he chose in the lists, it is not elsewhere."""
    assert isinstance(event, CertificateAccepted)
    session = desk.session
    session.home = event.home
    session.elsewhere = "" if session.elsewhere == event.home else session.elsewhere


def say_stopped(desk: Desk, event: Event) -> None:
    """The farewell with the end of the stop."""
    municipality = _wanted(desk, event)
    stop = whole_stop(desk.rules.municipalities[municipality], desk)
    assert stop is not None, "asked for by `all_stopped`"
    desk.session.farewell, desk.session.farewell_values = "maintenance", stop_values(municipality, stop)


def sign_challenge(desk: Desk, _event: Event) -> None:
    """The phone proves that it is there."""
    desk.give(SignChallenge())
