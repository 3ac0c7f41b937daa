"""What a journey's table may say, and how a mistake in it is told."""

from __future__ import annotations

import contextlib
import tomllib
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.journeys import catalogue
from sim.journeys.errors import ScriptError, dotted
from sim.journeys.script import Setup, parse
from tests.sim.journeys.bench import HEAD, START

STEP: list[object] = [{"wait": "idle"}]


def table(**more: object) -> dict[str, Any]:
    return {**HEAD, "step": STEP, "expect": {}, **more}


def one_step(**step: object) -> dict[str, Any]:
    return table(step=[{"wait": "idle"}, step])


def expecting(**expect: object) -> dict[str, Any]:
    return table(expect=expect)


WRONG: list[tuple[dict[str, Any], tuple[str | int, ...], str]] = [
    ({"at": START, "step": STEP, "expect": {}}, ("title",), "the journey's title"),
    ({"title": "x", "step": STEP, "expect": {}}, ("at",), "date and time"),
    (table(title=3), ("title",), "text"),
    (table(at="2025-10-08T10:00:00"), ("at",), "+09:00"),
    (table(at="2025-10-08T10:00:00+00:00"), ("at",), "+09:00"),
    (table(at=datetime(2025, 10, 8)), ("at",), "+09:00"),  # noqa: DTZ001 - that is what is wrong with it
    (table(persona="yamada-tarou"), ("persona",), "did you mean yamada-taro?"),
    (table(persoan="yamada-taro"), ("persoan",), "did you mean persona?"),
    (table(step={}), ("step",), "a list of steps"),
    (table(step=[]), ("step",), "at least one step"),
    (table(step=[3]), ("step", 0), "a table"),
    (table(setup={"coins": {"25": 1}}), ("setup", "coins", "25"), "10, 100, 50, 500"),
    (table(setup={"coins": {"10": 401}}), ("setup", "coins", "10"), "at most 400"),
    (table(setup={"sheets": 251}), ("setup", "sheets"), "at most 250"),
    (table(setup={"sheet": 25}), ("setup", "sheet"), "did you mean sheets?"),
    (table(setup={"contacts": ["chest"]}), ("setup", "contacts"), "some of certificate, receipt, change"),
    (table(setup={"phones": "no"}), ("setup", "phones"), "true or false"),
    (table(hurry_most=0), ("hurry_most",), "a whole number from 1"),
    (table(base="takaoka-juminhyo-3"), ("everywhere",), "true"),
    (table(everywhere=True, base="x"), ("at",), "one of the keys"),
    (one_step(), ("step", 1), "exactly one of"),
    (one_step(wiat="idle"), ("step", 1), "did you mean wait?"),
    (one_step(wait="idle", press="start"), ("step", 1), "exactly one of"),
    (one_step(wait=True), ("step", 1, "wait"), "text"),
    (one_step(wait="idle", within="3"), ("step", 1, "within"), "did you mean within_s?"),
    (one_step(wait="idle", within_s="3"), ("step", 1, "within_s"), "seconds"),
    (one_step(wait="idle", within_s=float("nan")), ("step", 1, "within_s"), "seconds"),
    (one_step(wait_row="投入金額"), ("step", 1, "wait_row"), "a list of texts"),
    (one_step(wait_row=["投入金額"]), ("step", 1, "wait_row"), "a label and a text"),
    (one_step(wait_alarm="on"), ("step", 1, "wait_alarm"), "true or false"),
    (one_step(press="start", within_s=3), ("step", 1, "within_s"), "act_s"),
    (one_step(press="begin"), ("step", 1, "press"), "one of start, issue"),
    (one_step(key="34"), ("step", 1, "key"), "one key"),
    (one_step(pin="12345"), ("step", 1, "pin"), "right, wrong, or four digits"),
    (one_step(pin="１２３４"), ("step", 1, "pin"), "four digits"),
    (one_step(insert=[100, "100"]), ("step", 1, "insert", 1), "yen"),
    (one_step(insert=[]), ("step", 1, "insert"), "insert <yen>"),
    (one_step(insert=True), ("step", 1, "insert"), "insert <yen>"),
    (one_step(lay="crad"), ("step", 1, "lay"), "did you mean card?"),
    (one_step(lay=["card", "nobody"]), ("step", 1, "lay", 1), "a persona"),
    (one_step(jam=["hopper", 20]), ("step", 1, "jam", 1), "a hopper"),
    (one_step(drop="cash"), ("step", 1, "drop"), "drop cash <a number>"),
    (one_step(refuse_all=False), ("step", 1, "refuse_all"), "true"),
    (one_step(set_wall="tomorrow"), ("step", 1, "set_wall"), "+09:00"),
    (one_step(pause_s=-1), ("step", 1, "pause_s"), "seconds"),
    (one_step(wait="x", meanwhile={"y": {"wait": "z"}}), ("step", 1, "meanwhile", "y"), "an act"),
    (expecting(coin_back={}), ("expect", "coin_back"), "did you mean coins_back?"),
    (expecting(coins_back=[100]), ("expect", "coins_back"), "inserted"),
    (expecting(notes_back="inserted"), ("expect", "notes_back"), "a table"),
    (expecting(places={"hopper": {}}), ("expect", "places", "hopper"), "one of the keys"),
    (expecting(places={"mouth": {"1000": -1}}), ("expect", "places", "mouth", "1000"), "from 0"),
    (expecting(ledger_off={"escrow": {"1000": 0.5}}), ("expect", "ledger_off", "escrow", "1000"), "from 0"),
    (expecting(owed_yen="400"), ("expect", "owed_yen"), "a whole number"),
    (expecting(coins_back={"hundred": 1}), ("expect", "coins_back", "hundred"), "yen as the key"),
    (expecting(coins_back={"100": -1}), ("expect", "coins_back", "100"), "a whole number"),
    (expecting(sheets=True), ("expect", "sheets"), "a whole number"),
    (expecting(lines="words"), ("expect", "lines"), "a list of texts"),
    (expecting(lines=["a", 3]), ("expect", "lines", 1), "text"),
    (expecting(tray="full"), ("expect", "tray"), "one of empty, card"),
    (expecting(tries_left_of={"nobody": 3}), ("expect", "tries_left_of", "nobody"), "a persona"),
    (expecting(tries_left_of={"yamada-taro": "3"}), ("expect", "tries_left_of", "yamada-taro"), "a whole number"),
    (expecting(after=[{"see": "screen:x"}]), ("expect", "after", 0, "then"), "what is seen then"),
    (expecting(after=[{"see": "sreen:x", "then": "act"}]), ("expect", "after", 0, "see"), "did you mean screen?"),
    (
        expecting(after=[{"see": "act", "then": "act", "at_least_s": 3, "at_most_s": 2}]),
        ("expect", "after", 0, "at_most_s"),
        "at least",
    ),
    (expecting(after=[{"see": "act", "then": "act", "atmost_s": 2}]), ("expect", "after", 0, "atmost_s"), "at_most_s"),
]
IDS = [f"{dotted(path)}-{n}" for n, (_, path, _e) in enumerate(WRONG)]


@pytest.mark.parametrize(("data", "key_path", "expected"), WRONG, ids=IDS)
def test_a_mistake_is_told_with_its_key_and_what_was_expected(
    data: dict[str, Any], key_path: tuple[str | int, ...], expected: str
) -> None:
    with pytest.raises(ScriptError) as error:
        parse(data)
    assert error.value.key_path == key_path
    assert expected in error.value.expected
    assert str(error.value) == f"{dotted(key_path)}: expected {error.value.expected}"


def test_a_key_path_is_written_as_toml_writers_know_it() -> None:
    assert dotted(("step", 3, "press")) == "step[3].press"
    assert dotted(()) == "the journey"


def test_a_mistyped_pin_is_not_repeated_and_no_pin_is_shown() -> None:
    with pytest.raises(ScriptError) as error:
        parse(one_step(pin="98765"))
    assert "98765" not in str(error.value)
    assert "9876" not in repr(parse(one_step(pin="9876")).steps)
    assert "7" not in repr(parse(one_step(key="7")).steps[1])


def test_what_is_left_out_has_its_usual_value() -> None:
    script = parse(table())
    assert (script.persona, script.act_s, script.setup) == ("yamada-taro", 0.8, Setup())
    assert script.steps[0].within_s == 90
    assert script.expect.coins_back is None
    assert not script.everywhere


def test_an_empty_hopper_is_not_one_with_the_usual_coins() -> None:
    assert parse(table(setup={"coins": {"100": 0}})).setup.coins == {100: 0}


def test_no_coins_expected_may_be_written_with_a_zero() -> None:
    assert parse(expecting(coins_back={"100": 0})).expect.coins_back == {}


def test_time_may_be_text_or_tomls_own() -> None:
    as_text = parse(table(at="2025-10-08T10:00:00+09:00"))
    own = tomllib.loads('at = 2025-10-08T10:00:00+09:00\ntitle = "x"\nstep = [{ wait = "x" }]\nexpect = {}')
    assert as_text.at == parse(own).at


KEYS = ("title", "at", "persona", "setup", "step", "expect", "everywhere", "base", "variant")
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.datetimes(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["wait", "press", "insert", "lay", "after", "see", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(st.sampled_from(KEYS), PLAIN))
def test_any_plain_data_is_a_script_or_a_script_error(data: dict[str, Any]) -> None:
    with contextlib.suppress(ScriptError):
        parse({**HEAD, **data})


def test_every_journey_that_ships_can_be_read() -> None:
    for name in catalogue.names():
        assert catalogue.load(name).name == name


def test_an_unknown_journey_names_the_known_ones() -> None:
    with pytest.raises(catalogue.UnknownJourneyError) as error:
        catalogue.path("takaoka-juminhyo")
    assert "did you mean takaoka-juminhyo-3?" in str(error.value)
    assert "forgotten-card" in str(error.value)
    assert "../script" not in catalogue.names()
    with pytest.raises(catalogue.UnknownJourneyError):
        catalogue.path("../journeys/pin-locked")
