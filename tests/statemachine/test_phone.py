"""A phone on the tray of a terminal whose chain serves cards alone: refused, and asked for by its name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from statemachine import events as e
from statemachine.commands import OpenSession, Show, Speak
from statemachine.machine import KioskMachine
from tests.statemachine.worlds import TAKAOKA, Driven, rules


def laid(device: str, tries_left: int = 3, *, served: bool = False) -> Driven:
    kiosk = Driven()
    kiosk.machine = KioskMachine(replace(rules(), serves_phones=served))
    kiosk.start()
    kiosk.to_card_state("reading_card")
    kiosk.answer("read_card", e.CertificateRead(device=device, tries_left=tries_left))
    return kiosk


def said(kiosk: Driven) -> tuple[str, ...]:
    return [order.view.messages for order in kiosk.orders if isinstance(order, Show)][-1]


@pytest.mark.parametrize("tries_left", [3, 0])
@pytest.mark.parametrize("device", ["android", "iphone"])
def test_a_phone_is_refused_before_anything_else_is_looked_at(device: str, tries_left: int) -> None:
    kiosk = laid(device, tries_left)
    assert said(kiosk) == ("phone_not_served", "take_phone")
    assert "check_certificate" not in [order.kind for order in kiosk.orders]


def test_the_whole_ladder_asks_for_the_phone_and_not_for_a_card() -> None:
    kiosk = laid("android")
    kiosk.take(*(e.TimerExpired(timer=timer) for timer in ("card_voice", "card_alarm", "card_attendant")))
    assert [order.text for order in kiosk.orders if isinstance(order, Speak)] == ["voice.take_phone"]
    assert kiosk.state == "attention"
    assert "take_phone" in said(kiosk)
    kiosk.take(e.CardRemoved(), e.TimerExpired(timer="sorry_end"))
    assert kiosk.state == "idle"


def test_what_is_laid_next_is_not_taken_for_the_phone() -> None:
    kiosk = laid("android")
    kiosk.take(e.CardRemoved(), e.CardPlaced(), e.TimerExpired(timer="sorry_end"))
    assert kiosk.state == "card_left"
    assert "take_card" in said(kiosk)


def phone_at_the_pin() -> Driven:
    """A phone whose PIN was right, at a terminal that serves phones; nobody has asked the centre yet."""
    kiosk = laid("android", served=True)
    assert kiosk.state == "choosing_municipality"
    assert "check_certificate" not in [order.kind for order in kiosk.orders]
    kiosk.take(e.ConfirmPressed(), *(e.PinDigitEntered(count=n) for n in range(1, 5)))
    kiosk.take(e.TimerExpired(timer="pin_pause"))
    kiosk.answer("verify_pin", e.PinAccepted())
    return kiosk


def test_the_centre_is_asked_after_the_pin_and_the_phone_signs_then() -> None:
    kiosk = phone_at_the_pin()
    kiosk.answer("check_certificate", e.CertificateAccepted(home=TAKAOKA))
    kiosk.answer("sign_challenge", e.ChallengeSigned())
    opened = [order for order in kiosk.orders if isinstance(order, OpenSession)]
    assert [order.municipality for order in opened] == [TAKAOKA]


def test_a_phone_whose_holder_is_refused_is_asked_for_back_with_the_same_sentence_as_a_card() -> None:
    kiosk = phone_at_the_pin()
    kiosk.answer("check_certificate", e.CertificateRefused(reason="not_served"))
    assert said(kiosk) == ("not_available", "take_phone")


def test_a_phone_whose_holder_lives_where_nothing_is_offered() -> None:
    kiosk = phone_at_the_pin()
    kiosk.answer("check_certificate", e.CertificateAccepted(home="13101"))
    assert said(kiosk) == ("home_takes_no_part", "take_phone")


def test_a_phone_taken_away_before_it_could_sign() -> None:
    kiosk = phone_at_the_pin()
    kiosk.answer("check_certificate", e.CertificateAccepted(home=TAKAOKA))
    gone = e.CommandFailed(command="sign_challenge", outcome="failed", cause="x", code="card_gone")
    kiosk.take(e.CardRemoved())
    assert kiosk.state == "saying_sorry"
    assert "open_session" not in [order.kind for order in kiosk.take(gone)]
