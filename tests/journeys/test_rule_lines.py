"""Every rule about who may have what is shown by somebody in a journey; a line that nobody shows fails."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from device.testing.docs import RULES
from device.testing.inline import Inline
from device.testing.journeys import shipped
from device.testing.rule_lines import RuleLine, page, rule_lines
from sim.journeys.outcome import sheet_text
from sim.personas import personas

ROOT = Path(__file__).parents[2]
LIMIT_S = 900.0

ELSEWHERE = {
    "android-toko": "phone-at-konbini",
    "iphone-toichi": "phone-instead-of-card",
    "ends-soon-kuro": "certificate-ends-soon",
    "locked-jiro": "pin-locked",
    "one-try-saburo": "one-try-left",
    "waiting-susumu": "registration-pending",
    "unregistered-rokuko": "register-honseki",
    "watanabe-saori": "its name's variant character: tests/sim/centre/test_forms.py",
    "mixed-taihei": "two nationalities in a household: tests/sim/centre/test_rule_book.py",
    "large-family-takichi": "a 住民票 of several sheets: tests/sim/centre/test_forms.py",
    "moved-lately-chikako": "what certificates show after a move: tests/sim/centre/test_rule_book.py",
    "single-mother-kiyo": "her own 戸籍: tests/sim/centre/test_rule_book.py",
}
"""Personas that stand for no line of who may have what: where they are met."""


def test_every_line_stands_once() -> None:
    rules = Counter((line.part, line.rule, line.persona) for line in rule_lines())
    assert [each for each, times in rules.items() if times > 1] == []


def test_everybody_in_the_residents_table_shows_a_rule_or_is_met_elsewhere() -> None:
    shown = {line.persona for line in rule_lines()}
    assert sorted(set(personas()) - shown - set(ELSEWHERE)) == []
    assert sorted(set(ELSEWHERE) - set(personas())) == []


def test_the_page_in_docs_is_not_stale() -> None:
    assert (ROOT / RULES).read_text(encoding="utf-8") == page(), "run `make chart`"


@pytest.mark.parametrize("line", rule_lines(), ids=lambda line: f"{line.journey}-{line.persona}-{line.what}")
def test_the_line_is_seen(line: RuleLine) -> None:
    (script,) = shipped(line.journey)
    assert script.at is not None
    with Inline(script.at, script.setup) as kiosk:
        customer = kiosk.world.customer
        customer.follow(replace(script, persona=line.persona))

        def on_the_screen() -> bool:
            screen = customer.senses.screen
            picture = line.what.removeprefix("picture:")
            return screen is not None and (line.what in screen.words or picture in screen.pictures)

        if line.kind == "shown":
            assert kiosk.hub.run_until(lambda: on_the_screen() or customer.done, limit_s=LIMIT_S)
            assert on_the_screen(), customer.failure
            return
        assert kiosk.hub.run_until(lambda: customer.done, limit_s=LIMIT_S)
        assert customer.failure is None
        if line.kind == "paper":
            assert list(sheet_text(kiosk.world, [line.what])) == []
        else:
            assert any((step.verb, step.arguments) == ("absent", (line.what,)) for step in script.steps)
