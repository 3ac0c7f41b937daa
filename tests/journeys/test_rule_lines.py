"""Every rule about who may have what is shown by somebody in a journey; a rule that nobody shows fails."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from device.takings.sums import CONTRACT_KINDS
from device.testing import rule_lines as rules
from device.testing.docs import RULES
from device.testing.inline import Inline
from device.testing.journeys import shipped
from device.testing.rule_lines import RuleLine, RuleRow, page, rule_book, rule_lines
from sim.journeys.outcome import sheet_text, sheet_text_never
from sim.journeys.shown import lines_never, never_screens
from sim.personas import personas

ROOT = Path(__file__).parents[2]
LIMIT_S = 900.0

PLAYED = [line for line in rule_lines() if line.kind != "test"]
TESTED = [line for line in rule_lines() if line.kind == "test"]

CERTIFICATES = {kind.partition("_")[0] for kind in CONTRACT_KINDS}
COLUMNS = ("fee.obihiro", "fee.takaoka", "who", "choice", "never")
"""Of the table of certificates: each has something to say of each certificate."""

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


def test_every_row_of_the_book_is_shown_once() -> None:
    assert rules.unsettled() == []


@pytest.mark.parametrize("lost", rule_lines(), ids=lambda line: line.row)
def test_a_line_that_is_lost_is_missed(lost: RuleLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "rule_lines", lambda: [line for line in rule_lines() if line is not lost])
    assert rules.unsettled() == [f"nobody shows the row {lost.row}"]


def test_a_new_row_that_nobody_shows_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "rule_book", lambda: [*rule_book(), RuleRow("juminhyo.new", "", "", "O")])
    assert rules.unsettled() == ["nobody shows the row juminhyo.new"]


def test_the_book_says_of_each_certificate_what_it_costs_who_may_have_it_and_what_never_comes() -> None:
    rows = {row.id for row in rule_book()}
    cells = {f"{certificate}.{column}" for certificate in CERTIFICATES for column in COLUMNS}
    assert [cell for cell in sorted(cells) if not any(f"{row}.".startswith(f"{cell}.") for row in rows)] == []


def test_everybody_in_the_residents_table_shows_a_rule_or_is_met_elsewhere() -> None:
    shown = {line.persona for line in PLAYED}
    assert sorted(set(personas()) - shown - set(ELSEWHERE)) == []
    assert sorted(set(ELSEWHERE) - set(personas())) == []


def test_the_page_in_docs_is_not_stale() -> None:
    assert (ROOT / RULES).read_text(encoding="utf-8") == page(), "run `make chart`"


@pytest.mark.parametrize("line", TESTED, ids=lambda line: line.row)
def test_the_test_that_shows_it_exists(line: RuleLine) -> None:
    path, _, name = line.what.partition("::")
    module = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert name.startswith("test_")
    assert name in {each.name for each in module.body if isinstance(each, ast.FunctionDef)}


def on_the_screen(kiosk: Inline, what: str) -> bool:
    screen = kiosk.world.customer.senses.screen
    return screen is not None and (what in screen.words or what.removeprefix("picture:") in screen.pictures)


@pytest.mark.parametrize("line", PLAYED, ids=lambda line: line.row)
def test_the_line_is_seen(line: RuleLine) -> None:
    (script,) = shipped(line.journey)
    assert script.at is not None
    with Inline(script.at, script.setup) as kiosk:
        world, customer = kiosk.world, kiosk.world.customer
        customer.follow(replace(script, persona=line.persona))
        seen: Callable[[], bool] = partial(on_the_screen, kiosk, line.what)
        if line.kind == "shown":
            assert kiosk.hub.run_until(lambda: seen() or customer.done, limit_s=LIMIT_S)
            assert seen(), customer.failure
            return
        assert kiosk.hub.run_until(lambda: customer.done, limit_s=LIMIT_S)
        assert customer.failure is None
        match line.kind:
            case "paper":
                assert list(sheet_text(world, [line.what])) == []
            case "never":
                assert world.page.taken
                assert [*sheet_text_never(world, [line.what]), *lines_never(world, [line.what])] == []
            case "absent_screen":
                assert list(never_screens(world, [line.what])) == []
            case _:
                assert any((step.verb, step.arguments) == ("absent", (line.what,)) for step in script.steps)
