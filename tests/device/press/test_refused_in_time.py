"""A document that cannot be pressed ends the visit before any money is asked for, and the journal says why."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

import pytest

from device.clock import TOKYO
from device.config.kiosk import load_demo
from device.testing.inline import Inline
from sim.journeys.setup import Setup
from sim.personas import persona
from statemachine.events import CommandFailed, Event
from tests.device.press.test_bad_pdfs import BAD

TARO = "yamada-taro"
CASES = ("half of it", "locked with a password", "Letter", "a script on opening", "a picture of an acre")


@pytest.mark.parametrize("grade", ["full", "plain"])
@pytest.mark.parametrize("name", CASES)
def test_no_yen_is_asked_for_what_cannot_be_pressed(grade: str, name: str) -> None:
    make, why = BAD[name]
    events: list[Event] = []
    states: list[object] = []

    def report(event: Event, moved: object) -> None:
        events.append(event)
        states.append(moved)

    at = datetime(2026, 11, 24, 10, 0, tzinfo=TOKYO)
    config = replace(load_demo(), press_grade=grade)
    with Inline(at, Setup(), config=config, report=report) as kiosk:
        kiosk.world.centre.hand_out(1, make())

        def press(**what: str) -> None:
            kiosk.box.screen.receive(json.dumps({"type": "press", **what}).encode())
            kiosk.hub.run_for(0.3)

        def reach(state: str) -> None:
            assert kiosk.run_until_state(state, 120), f"{kiosk.state} instead of {state}"
            kiosk.hub.run_for(0.5)

        reach("idle")
        press(button="start")
        press(button="issue")
        kiosk.world.lay_card(TARO)
        reach("choosing_municipality")
        press(button="confirm")
        for digit in persona(TARO).card.pin:
            press(key=digit)
        reach("waiting_for_card_removal")
        kiosk.world.take_card()
        reach("choosing_certificate")
        press(choice="inkan")
        press(button="confirm")
        reach("entering_copies")
        press(button="confirm")
        reach("confirming")
        press(button="confirm")
        reach("idle")
        assert repr(kiosk.box.vault) == "<Vault pin: 0>"
        assert kiosk.world.page.output_tray == []
    failed = [event for event in events if isinstance(event, CommandFailed)]
    assert [event.command for event in failed] == ["issue_document"]
    assert any(part in failed[0].cause for part in why.replace("active: it has ", "").split("|"))
    assert "accepting_cash" not in repr(states)
