"""Every journey that ships holds: judged by the metal, the sheets, the paper, the screen and the centre."""

from __future__ import annotations

import pytest

from device.config.kiosk import load_demo
from device.testing.journeys import customer_screens, play, shipped, shipped_names
from sim.journeys.script import Script

SCRIPTS = [script for name in shipped_names() for script in shipped(name)]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_the_journey_holds(script: Script) -> None:
    played = play(script, config=load_demo())  # the press in full, as a customer gets it
    assert not played.failures, "\n".join([*played.failures, *played.timeline[-40:]])


def test_a_customer_who_walks_away_is_tried_in_every_state_of_the_chart() -> None:
    tried = {script.name.partition("@")[2] for script in shipped("idle-everywhere")}
    assert tried == set(customer_screens())


def test_the_same_journey_runs_the_same_way_twice() -> None:
    (script,) = shipped("takaoka-juminhyo-3")
    assert play(script).timeline == play(script).timeline
