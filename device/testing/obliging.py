"""What a kiosk has besides its till, doing at once what it is told: for tests and figures about cash alone."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Final

from statemachine import events as e
from statemachine.commands import Command, PrintCopy
from statemachine.events import Event, Offered

TAKAOKA: Final = "16202"
FEE_YEN: Final = 200
OFFERED: Final = Offered("juminhyo", FEE_YEN, ("self", "household"), ("head", "domicile", "number"), ("p1", "p2"))

_ANSWERS: Final = MappingProxyType(
    {
        "read_card": e.CertificateRead(device="my_number", tries_left=3),
        "check_certificate": e.CertificateAccepted(home=TAKAOKA),
        "sign_challenge": e.ChallengeSigned(),
        "verify_pin": e.PinAccepted(),
        "open_session": e.SessionOpened(),
        "fetch_offer": e.OfferReceived(kinds=(OFFERED,), holder="p1"),
        "issue_document": e.DocumentPrepared(document="d1", sheets=1),
        "check_paper": e.PaperReady(),
        "print_receipt": e.ReceiptPrinted(),
        "print_claim_slip": e.ClaimSlipPrinted(),
        "report_copy": e.CopyReported(),
    }
)

DEVICES: Final = ("card", "receipt", "page", "centre")
READY: Final[tuple[Event, ...]] = (*(e.DeviceReady(device=device) for device in DEVICES), e.CardRemoved())
"""All but the till, at the start of a boot."""

TO_PIN: Final[tuple[Event, ...]] = (
    e.StartPressed(),
    e.IssuePressed(),
    e.CardPlaced(),
    e.ConfirmPressed(),
    *(e.PinDigitEntered(count=count) for count in range(1, 5)),
)
"""From ① to the whole PIN; what comes next waits for `Delays.pin_pause_s`."""


def to_payment(copies: int) -> tuple[Event, ...]:
    """From the verified PIN to ⑫ with so many copies of the holder's own 住民票, `FEE_YEN` each."""
    confirmed = (e.ConfirmPressed(),) * 3
    keys = tuple(e.KeyPressed(key=int(digit)) for digit in str(copies))
    return (e.CardRemoved(), e.ChoicePressed(choice="juminhyo"), *confirmed, *keys, *confirmed[:2])


def answer_of(command: Command, *, printer_fails: bool = False) -> Event:
    """What the device that has this command says at once."""
    if not isinstance(command, PrintCopy):
        answer = _ANSWERS.get(command.kind, e.OutputDone())
    elif printer_fails:
        answer = e.CopyFailed(copy=command.copy, cause="jam", settled=True)
    else:
        answer = e.CopyPrinted(copy=command.copy)
    return replace(answer, answers=command.id)
