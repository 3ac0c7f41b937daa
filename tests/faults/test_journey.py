"""Misfortunes at the card's end in a journey's file, the same in virtual time and on real wires."""

from __future__ import annotations

from pathlib import Path

import pytest

from device.testing.journeys import load_scripts, play
from device.testing.pcscd import why_not
from device.testing.wired import play_wired

HURRY = 20

JOURNEY = """
title = "カードまわりの不運"
at = 2025-10-08T10:00:00+09:00
persona = "yamada-taro"
step = [
    { wait = "idle" },
    { stop = "reader_service" },
    { wait = "out_of_service" },
    { start = "reader_service" },
    { wait = "idle" },
    { press = "start" },
    { press = "issue" },
    { pull = ["card", 5, "during"] },
    { lay = "card" },
    { wait = "saying_sorry" },
    { wait = "idle" },
    { press = "start" },
    { press = "issue" },
    { split = ["card", 4, 90] },
    { delay = ["card", 6, 200] },
    { lay = "card" },
    { wait = "choosing_municipality" },
    { press = "confirm" },
    { wait = "entering_pin" },
    { answer = ["card", 2, "6F00"] },
    { pin = "wrong" },
    { wait = "card_left" },
    { take = "card" },
    { wait = "idle" },
    { pause_s = 2 },
]

[expect]
tray = "empty"
coins_back = {}
kept_yen = 0
sheets = 0
receipts = 0
alarms = 0
last_screen = "idle"
"""


@pytest.mark.parametrize("grade", ["inline", "wired"])
def test_faults_of_the_card_in_a_journeys_file(grade: str, tmp_path: Path) -> None:
    if grade == "wired" and (reason := why_not()) is not None:
        pytest.skip(f"no private pcscd here: {reason}")
    file = tmp_path / "card-troubles.toml"
    file.write_text(JOURNEY, encoding="utf-8")
    (script,) = load_scripts(file)
    played = play(script) if grade == "inline" else play_wired(script, hurry=HURRY)
    assert not played.failures, "\n".join([*played.failures, *played.timeline[-40:]])
