"""本籍地利用登録申請: confirmed, signed, sent, and its 受付票."""

from __future__ import annotations

from statemachine.actions.show import show
from statemachine.desk import Desk
from statemachine.events import Event
from statemachine.registration_commands import (
    BeginRegistration,
    PrintRegistrationSlip,
    SignApplication,
    SubmitApplication,
)
from statemachine.registration_desk import registration_of

SENT_MAX = 2
"""How often an application is sent under its one request: the first answer may be lost."""




def apply(desk: Desk) -> None:
    """Entering `applying`: a fresh challenge, for entering all that may take longer than one is good."""
    show(desk)
    desk.give(BeginRegistration(request=desk.request()))


def sign(desk: Desk, _event: Event) -> None:
    """The card signs what the customer has confirmed, together with the id of the request that will carry it."""
    registration = registration_of(desk)
    registration.request = desk.request()
    desk.give(
        SignApplication(
            request=registration.request,
            municipality=registration.asked,
        )
    )


def submit(desk: Desk, _event: Event) -> None:
    """From here on the card is not needed any more. A second time: the same request, with no second effect."""
    registration = registration_of(desk)
    registration.sent += 1
    desk.session.signed = True
    desk.release_card()
    desk.give(SubmitApplication(request=registration.request))


def may_be_sent_again(desk: Desk, _event: Event) -> bool:
    """Its answer was lost once; the card's signature is still there."""
    return registration_of(desk).sent < SENT_MAX


def print_slip(desk: Desk) -> None:
    """Entering `printing_slip`; the number is on the screen already."""
    show(desk)
    desk.give(PrintRegistrationSlip(municipality=registration_of(desk).asked, language=desk.session.language))


def slip_missing(desk: Desk, _event: Event) -> None:
    """No 受付票: the customer writes the number down, the attendant finds it in the journal."""
    registration_of(desk).slip_missing = True
    desk.note("registration_slip_not_printed")


def wait_for_slip(desk: Desk) -> None:
    """The 受付票 hangs out; it names nobody. Without one the number stays until he has it, or the idle limit."""
    show(desk)
    if not registration_of(desk).slip_missing:
        desk.say("voice.take_slip")
        desk.start_timer("receipt_end", desk.delays.receipt_end_s)
