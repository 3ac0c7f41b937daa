"""A phone on the tray of a terminal whose chain serves cards alone: refused, and asked for by its name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from statemachine import events as e
from statemachine.commands import Show, Speak
from statemachine.machine import KioskMachine
from tests.statemachine.worlds import Driven, rules


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


def test_a_terminal_that_serves_phones_goes_on() -> None:
    assert "check_certificate" in [order.kind for order in laid("android", served=True).orders]
