"""One script for every screen: red until somebody covers a new one."""

from __future__ import annotations

from typing import Any

import pytest

from sim.journeys import catalogue
from sim.journeys.errors import ScriptError
from sim.journeys.everywhere import expand
from sim.journeys.script import Script, parse
from tests.sim.journeys.bench import START


def base(*screens: str, persona: str = "tokachi-hanako") -> Script:
    steps = [step for screen in screens for step in ({"wait": screen}, {"press": "confirm"})]
    return parse(
        {"title": "base", "at": START, "persona": persona, "setup": {"sheets": 7}, "step": steps, "expect": {}},
        name="base",
    )


BASES = {"one": base("idle", "menu", "idle"), "two": base("idle", "refunding", persona="yamada-taro")}


def load(name: str) -> Script:
    if name not in BASES:
        raise catalogue.UnknownJourneyError(name, tuple(BASES))
    return BASES[name]


def everywhere(**more: Any) -> Script:
    data = {
        "title": "idle",
        "everywhere": True,
        "base": ["one", "two"],
        "step": [{"note": "off"}],
        "expect": {"kept_yen": 0},
    }
    return parse({**data, **more}, name="idle-everywhere")


# The states of the customer's phases, as the design's table of the journey lists them.
SCREENS = (
    *("menu", "waiting_for_card", "reading_card", "choosing_municipality", "entering_pin", "verifying"),
    *("waiting_for_card_removal", "choosing_certificate", "choosing_scope", "choosing_items", "entering_copies"),
    *("confirming", "preparing", "accepting_cash", "settling", "printing", "paying_change"),
    *("waiting_for_certificate", "printing_receipt", "waiting_for_receipt", "refunding", "card_left", "saying_sorry"),
)
VARIANT = {"screens": ["refunding"], "step": [{"note": "other"}], "expect": {"sheets": 0}}


def test_each_screen_has_the_way_there_and_then_the_scripts_own_steps() -> None:
    menu, refunding = expand(everywhere(variant=[VARIANT]), ["menu", "refunding"], load=load)
    assert [step.label for step in menu.steps] == ["wait idle", "press confirm", "wait menu", "note off"]
    assert (menu.name, menu.persona, menu.setup.sheets, menu.at) == ("idle-everywhere@menu", "tokachi-hanako", 7, START)
    assert (menu.expect.kept_yen, menu.expect.sheets) == (0, None)
    assert [step.label for step in refunding.steps][-2:] == ["wait refunding", "note other"]
    assert (refunding.persona, refunding.expect.sheets) == ("yamada-taro", 0)
    assert not menu.everywhere


def test_a_screen_is_reached_at_its_first_showing() -> None:
    (idle,) = expand(everywhere(), ["idle"], load=load)
    assert [step.label for step in idle.steps] == ["wait idle", "note off"]


def test_a_new_screen_is_red_until_a_base_waits_for_it() -> None:
    with pytest.raises(ScriptError) as error:
        expand(everywhere(), ["menu", "new_state"], load=load)
    assert error.value.key_path == ("base",)
    assert 'wait = "new_state"' in error.value.expected


def test_a_variant_for_a_screen_that_is_nowhere_is_a_mistake() -> None:
    with pytest.raises(ScriptError) as error:
        expand(everywhere(variant=[{**VARIANT, "screens": ["menu", "refnding"]}]), ["menu"], load=load)
    assert error.value.key_path == ("variant", 0, "screens", 1)


def test_bases_must_be_there_and_begin_somewhere() -> None:
    with pytest.raises(ScriptError, match="one, two"):
        expand(everywhere(base="three"), ["menu"], load=load)
    with pytest.raises(ScriptError, match="a start of its own"):
        expand(everywhere(), ["menu"], load=lambda name: everywhere())


def test_an_ordinary_script_is_left_alone() -> None:
    assert expand(BASES["one"], ["menu"]) == [BASES["one"]]


def test_what_ships_covers_every_state_of_the_journey() -> None:
    scripts = expand(catalogue.load("idle-everywhere"), SCREENS)
    assert [script.name.partition("@")[2] for script in scripts] == list(SCREENS)
