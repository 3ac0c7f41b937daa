"""The fourth digit and the pause behind it, to the hundredth of a second: 訂正 in time, and too late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from device.clock import TOKYO
from device.testing.inline import Inline
from sim.verbs import perform
from statemachine.delays import Delays

WORKDAY = datetime(2025, 10, 8, 10, 0, tzinfo=TOKYO)
PAUSE_S = Delays().pin_pause_s
MOMENT_S = 0.01
TARO = "yamada-taro"


@pytest.fixture
def kiosk() -> Iterator[Inline]:
    """At ⑤, four digits of the wrong PIN just typed."""
    with Inline(WORKDAY) as kiosk:
        assert kiosk.run_until_state("idle", 30)
        kiosk.hub.run_for(1)
        for state, acts in {
            "menu": (("press", "start"),),
            "waiting_for_card": (("press", "issue"),),
            "choosing_municipality": (("lay", "card"),),
            "entering_pin": (("press", "confirm"),),
        }.items():
            for act in acts:
                perform(kiosk.world, *act)
            assert kiosk.run_until_state(state, 30)
            kiosk.hub.run_for(0.1)
        perform(kiosk.world, "pin", "wrong")
        yield kiosk


def tries(kiosk: Inline) -> int | None:
    return kiosk.world.card_of(TARO).tries_left


def test_corrected_just_in_time_nothing_is_submitted(kiosk: Inline) -> None:
    kiosk.hub.run_for(PAUSE_S - MOMENT_S)
    assert kiosk.state == "entering_pin"
    perform(kiosk.world, "press", "correct")
    kiosk.hub.run_for(60)
    assert kiosk.state == "entering_pin"
    assert tries(kiosk) == 3
    perform(kiosk.world, "key", "4")  # the right one
    assert kiosk.run_until_state("waiting_for_card_removal", 30)


def test_the_pause_counts_from_the_last_fourth_digit(kiosk: Inline) -> None:
    kiosk.hub.run_for(PAUSE_S - MOMENT_S)
    perform(kiosk.world, "press", "correct")
    perform(kiosk.world, "key", "4")
    kiosk.hub.run_for(PAUSE_S - MOMENT_S)
    assert kiosk.state == "entering_pin"
    kiosk.hub.run_for(2 * MOMENT_S)
    assert kiosk.state == "verifying"


def test_too_late_it_is_submitted_once_and_one_try_is_gone(kiosk: Inline) -> None:
    kiosk.hub.run_for(PAUSE_S + MOMENT_S)
    assert kiosk.state == "verifying"
    perform(kiosk.world, "press_anyway", "correct")
    kiosk.hub.run_for(10)
    assert kiosk.state == "entering_pin"
    assert tries(kiosk) == 2
    screen = kiosk.world.customer.senses.screen
    assert screen is not None
    assert screen.lines[:2] == ("暗証番号が間違っております。", "あと2回間違えるとロックされます。")
