"""The vocabulary against the machines it acts on."""

from __future__ import annotations

import contextlib
import inspect
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.journeys.kinds import BUTTONS
from sim.verbs import TABLE, VERBS, ActError, Verb, VerbError, find, perform
from tests.sim.journeys.bench import START, Bench, alarm, call, show

ROWS = pytest.mark.parametrize("row", TABLE, ids=lambda row: row.usage)


def example(row: Verb) -> list[object]:
    return [*([row.thing] if row.thing else []), *(kind.example for kind in row.kinds)]


def perform_example(bench: Bench, row: Verb) -> None:
    perform(bench.world, row.name, *example(row))


@ROWS
def test_every_verb_has_its_method_and_the_method_takes_its_arguments(row: Verb) -> None:
    bench = Bench()
    found, values = find(row.name, example(row))
    assert found is row
    method = row.find(bench.world)
    by_place = len(row.kinds) - len(row.keywords)
    named = dict(zip(row.keywords, values[by_place:], strict=False))
    inspect.signature(method).bind(*values[:by_place], **named, **row.fixed)


@ROWS
def test_every_verb_can_be_performed_where_the_world_allows_it(row: Verb) -> None:
    bench = Bench()
    bench.world.set_wall = lambda wall: None
    bench.tell(show("menu", *BUTTONS, choices=["juminhyo"], keypad="digits"))
    if row.name == "take" and row.thing == "card":
        perform(bench.world, "lay", "card")
    if row.name == "fill" and row.thing == "hopper":
        perform(bench.world, "empty", "hopper", 100)
    if row.name == "take" and row.thing == "coins":
        perform(bench.world, "insert", 5)
        bench.run(2)
    if row.name == "pull_note" or (row.name == "take" and row.thing == "note"):
        perform(bench.world, "insert_note", 1000)
    if row.name == "replace" and row.thing == "stacker":
        perform(bench.world, "remove", "stacker")
    if row.name in ("take", "remove") and row.thing in ("certificate", "receipt", "sheets"):
        with pytest.raises(ActError, match="no "):
            perform_example(bench, row)
        assert bench.labels("act") == []  # it was not done
        return
    perform_example(bench, row)
    assert bench.labels("act", "fate")[-1].split(":")[1].split()[0] == row.name
    bench.world.check()


def test_no_two_rows_are_the_same_and_none_mixes_with_a_bare_one() -> None:
    assert len({(row.name, row.thing) for row in TABLE}) == len(TABLE)
    assert all("" not in things or len(things) == 1 for things in VERBS.values())


@pytest.mark.parametrize(
    ("words", "position", "expected"),
    [
        (["insret", 100], None, "did you mean insert?"),
        (["unplug"], 0, "card, cash, receipt, page, centre"),
        (["unplug", "cahs"], 0, "did you mean cash?"),
        (["jam", "hopper"], None, "jam hopper <hopper>"),
        (["jam", "page", 3], None, "jam page"),
        (["press", "go"], 0, "a button, one of start"),
        (["insert", 100, 0], 1, "a whole number from 1"),
        (["insert", 100, True], 1, "a whole number from 1"),
        (["drop", "cash", -1], 1, "a whole number from 0"),
        (["delay", "centre", 1, float("nan")], 2, "milliseconds"),
        (["stop_service", ["juminhyo", "x"], START, START], 0, "a list of some of juminhyo"),
        (["stop_service", ["juminhyo"], "soon", START], 1, "+09:00"),
    ],
)
def test_a_wrong_word_is_told_with_what_is_known(words: list[object], position: int | None, expected: str) -> None:
    bench = Bench()
    with pytest.raises(VerbError) as error:
        perform(bench.world, str(words[0]), *words[1:])
    assert error.value.position == position
    assert expected in str(error.value)
    assert bench.labels("act", "fate") == []


@settings(deadline=None, max_examples=100)
@given(
    st.sampled_from(sorted(VERBS)) | st.text(max_size=5),
    st.lists(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text(max_size=5)
        | st.lists(st.text(max_size=3), max_size=2)
        | st.sampled_from(["card", "cash", "hopper", "page", "juminhyo"]),
        max_size=4,
    ),
)
def test_whatever_a_control_socket_says_it_is_a_verb_or_a_verb_error(verb: str, arguments: list[object]) -> None:
    with contextlib.suppress(VerbError):
        find(verb, arguments)


def test_the_world_says_no_and_stays_as_it_was() -> None:
    bench = Bench()
    perform(bench.world, "lay", "card")
    with pytest.raises(ActError, match="lies on the tray already"):
        perform(bench.world, "lay", "card", "transit-card")
    with pytest.raises(ActError, match="has room for"):
        perform(bench.world, "fill", "hopper", 500, 5000)
    with pytest.raises(ActError, match="cannot jump"):
        perform(bench.world, "set_wall", START)
    assert bench.labels("act", "fate", "card") == ["act:lay card", "card:laid"]


def test_digits_are_never_written_down() -> None:
    bench = Bench()
    bench.tell(show("entering_pin", keypad="digits"))
    perform(bench.world, "pin", "5678")
    perform(bench.world, "key", "9")
    assert bench.pressed == [("key", digit) for digit in "56789"]
    assert bench.labels("act") == ["act:pin", "act:key"]
    with pytest.raises(VerbError) as error:
        perform(bench.world, "pin", "56789")
    assert "5678" not in str(error.value)


def test_an_error_of_the_kiosks_own_does_not_pass_for_the_customers() -> None:
    bench = Bench()

    def broken() -> None:
        raise ValueError("a programmer's mistake")

    bench.tell(show("idle", "start"))
    bench.answers["start"] = broken
    with pytest.raises(ValueError, match="programmer") as error:
        perform(bench.world, "press", "start")
    assert not isinstance(error.value, ActError)


def test_the_attendant_is_called_and_answers() -> None:
    bench = Bench()
    bench.world.attendant.receive(call("paper"))
    bench.world.attendant.receive(call("paper"))
    perform(bench.world, "clear_attention")
    bench.world.attendant.receive(call(""))
    assert bench.staff == [{"type": "staff", "act": "clear"}]
    assert bench.labels("attendant", "attendant_over") == ["attendant:paper", "attendant_over"]
    bench.world.attendant.receive(alarm(True))
    assert "type is not attendant" in str(bench.world.attendant.failure)


def test_the_wall_clock_jumps_where_the_host_lets_it() -> None:
    bench = Bench()
    jumped: list[datetime] = []
    bench.world.set_wall = jumped.append
    perform(bench.world, "set_wall", "2025-10-08T23:00:00+09:00")
    assert jumped == [START.replace(hour=23)]
    assert bench.labels("wall") == ["wall:2025-10-08T10:00:00+09:00", "wall:2025-10-08T23:00:00+09:00"]
