"""本籍地利用登録申請 (②, second button): the 本籍's municipality, and whether this person may apply (DESIGN §3)."""

from __future__ import annotations

from statemachine.actions.show import show
from statemachine.commands import ForgetSession, OpenSession
from statemachine.desk import Desk
from statemachine.events import (
    CertificateRead,
    ChoicePressed,
    CommandFailed,
    Event,
    PasswordTriesCounted,
    RegistrationRefused,
    RegistrationStated,
)
from statemachine.places import back_from
from statemachine.registration import Registration
from statemachine.registration_commands import BeginRegistration, CountPasswordTries, FetchRegistrationState
from statemachine.registration_desk import registration_of, why_not
from statemachine.rules import PHONES


def begin(desk: Desk, _event: Event) -> None:
    """利用登録申請 was chosen at ②: nothing that anybody typed before is in the vault."""
    desk.outbox.append(ForgetSession())
    desk.session.registration = Registration()


def wanted(desk: Desk, _event: Event) -> bool:
    """This visit is for 利用登録申請, not for a certificate."""
    return desk.session.registration is not None


def give_up(desk: Desk, _event: Event) -> None:
    """Back at ②: it may be a certificate after all."""
    desk.session.registration = None
    desk.release_card()


def stopped_now(_desk: Desk, event: Event) -> bool:
    """The centre answers that applications are stopped, or outside their hours."""
    return isinstance(event, CommandFailed) and event.code in ("stopped", "closed")


def by_phone(desk: Desk, event: Event) -> bool:
    """A phone lies there: the application is signed with the card's 署名用 key."""
    assert isinstance(event, CertificateRead)
    return wanted(desk, event) and event.device in PHONES




def choose_place(desk: Desk, event: Event) -> None:
    """One list on, or a municipality marked."""
    assert isinstance(event, ChoicePressed)
    registration = registration_of(desk)
    desk.session.messages = ()
    registration.place = desk.rules.nation.pressed(registration.place, event.choice, lambda code: why_not(desk, code))
    show(desk)


def place_chosen(desk: Desk, _event: Event) -> bool:
    """A municipality is marked, and takes applications now."""
    town = registration_of(desk).place.town
    return bool(town) and not why_not(desk, town)


def take_place(desk: Desk, _event: Event) -> None:
    """This municipality it is."""
    registration = registration_of(desk)
    registration.asked = registration.place.town


def in_the_lists(desk: Desk, _event: Event) -> bool:
    """There is a list before the one at hand."""
    return back_from(registration_of(desk).place) is not None


def one_list_back(desk: Desk, _event: Event) -> None:
    """前画面へ inside the lists."""
    registration = registration_of(desk)
    registration.place = back_from(registration.place) or registration.place
    show(desk)



def open_session(desk: Desk, _event: Event) -> None:
    """With the municipality of the 本籍; the card keeps its power, it signs once more."""
    desk.session.messages = ()
    desk.give(OpenSession(request=desk.request(), municipality=registration_of(desk).asked))


def ask_for_state(desk: Desk) -> None:
    """Entering `asking_registration`: was there an application before?"""
    show(desk)
    desk.give(FetchRegistrationState(request=desk.request()))


def ask_to_begin(desk: Desk, event: Event) -> None:
    """Remember what became of an earlier application, and ask whether there can be another."""
    assert isinstance(event, RegistrationStated)
    registration_of(desk).refused_before = event.reason
    desk.give(BeginRegistration(request=desk.request()))


def count_tries(desk: Desk, _event: Event) -> None:
    """He may apply: how many tries does the 署名用 password have left?"""
    desk.give(CountPasswordTries())


def is_locked(_desk: Desk, event: Event) -> bool:
    """No try is left: said before a character is asked for."""
    assert isinstance(event, PasswordTriesCounted)
    return event.tries_left == 0


def note_tries(desk: Desk, event: Event) -> None:
    """Shown before the first try."""
    assert isinstance(event, PasswordTriesCounted)
    registration = registration_of(desk)
    registration.tries_left = event.tries_left
    before = registration.refused_before
    desk.session.messages = (f"registration_refused.{before}",) if before else ()


_REFUSAL_TEXTS = {
    "not_taken": "registration_not_taken_there",
    "not_needed": "registration_not_needed",
    "already_applied": "registration_waiting",
    "already_registered": "registration_done",
    "signature_revoked": "signature_revoked",
    "signature_expired": "signature_expired",
}


def note_refusal(desk: Desk, event: Event) -> None:
    """Keep the sentence for this refusal, and that there are days to show with it."""
    assert isinstance(event, RegistrationRefused)
    desk.session.farewell = _REFUSAL_TEXTS.get(event.reason, "registration_refused")
    registration_of(desk).dated = event.dated
