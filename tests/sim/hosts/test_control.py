"""Acts and faults through the control socket."""

from __future__ import annotations

import json
import socket
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.hosts import HostError, Reactor, RealClock, open_control
from sim.hosts.control import CLIENTS_MAX, HELP, LINE_MAX_BYTES, THINGS, Control, concerns
from sim.verbs import TABLE, VERBS
from sim.world import World
from tests.sim.http_probe import VirtualClock

WAIT_S = 5.0
Keep = Callable[..., Any]


class Hand:
    """A client of the control socket."""

    def __init__(self, keep: Keep, path: Path) -> None:
        self._sock = keep(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
        self._sock.settimeout(WAIT_S)
        self._sock.connect(str(path))
        self._lines = keep(self._sock.makefile("rb"))

    def say(self, line: bytes) -> None:
        self._sock.sendall(line)

    def hear(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self._lines.readline())
        return told

    def gone(self) -> bool:
        try:
            return bool(self._lines.readline() == b"")
        except ConnectionResetError:
            return True

    def do(self, verb: str, *arguments: object) -> str:
        """The error, empty for none."""
        self.say(json.dumps({"do": verb, "with": list(arguments)}).encode() + b"\n")
        told = self.hear()
        assert told["ok"] is ("error" not in told)
        return str(told.get("error", ""))


@pytest.fixture
def path(reactor: Reactor, world: World, tmp_path: Path) -> Path:
    made = tmp_path / "control"
    open_control(reactor, world, made)
    return made


def test_coins_and_cards_move_by_lines(reactor: Reactor, world: World, path: Path, keep: Keep) -> None:
    hand = Hand(keep, path)
    assert hand.do("jam", "hopper", 100) == ""
    assert hand.do("fill", "hopper", 100, 5) == ""
    assert reactor.call(lambda: world.cash.metal["hopper_100"]) == {100: 55}
    assert hand.do("lay", "card", "tokachi-hanako") == ""
    assert reactor.call(lambda: world.tray.card) is world.card_of("tokachi-hanako")
    assert hand.do("lay", "card") == "lay: a card lies on the tray already"
    assert hand.do("take", "card") == ""
    hand.say(b'{"do": "open_cover"}\n{"do": "close_cover"}\n\n{"do": "take", "with": ["receipt"]}\n')
    assert [hand.hear() for _ in range(3)] == [
        {"ok": True},
        {"ok": True},
        {"ok": False, "error": "take: no receipt is there"},
    ]


def test_a_person_types_words(reactor: Reactor, world: World, path: Path, keep: Keep) -> None:
    hand = Hand(keep, path)
    hand.say(b"fill hopper 100 5\n  insert-note  1000\ndelay cash 1 2.5\nunplug cash\n")
    assert [hand.hear() for _ in range(4)] == [{"ok": True}] * 4
    assert reactor.call(lambda: world.cash.metal["hopper_100"]) == {100: 55}
    assert reactor.call(lambda: world.cash.notes["hand"] or world.cash.notes["mouth"]) == {1000: 1}


def test_short_forms_and_other_words_do_at_the_control_of_one_simulator(
    reactor: Reactor, world: World, tmp_path: Path, keep: Keep
) -> None:
    open_control(reactor, world, tmp_path / "cash", only="cash")
    hand = Hand(keep, tmp_path / "cash")
    hand.say(b"empty 50\njam 500\nfill 100 5\npull-cable\nput-cable\npower-cycle\ncoin-on-string\ncoin-on-string 50\n")
    assert [hand.hear() for _ in range(8)] == [{"ok": True}] * 8
    metal = reactor.call(lambda: world.cash.metal)
    assert (metal["emptied"], metal["hopper_100"]) == ({50: 50}, {100: 55})
    assert hand.do("empty", 70).startswith("empty, argument 2: expected a hopper, one of")


def test_at_the_control_of_the_whole_world_a_cable_needs_a_name(path: Path, keep: Keep) -> None:
    hand = Hand(keep, path)
    assert hand.do("pull_cable").startswith("unplug, argument 1: expected one of card, cash")
    assert hand.do("pull_cable", "cash") == ""


def test_help_tells_what_can_be_done_here(reactor: Reactor, world: World, tmp_path: Path, keep: Keep) -> None:
    open_control(reactor, world, tmp_path / "cash", only="cash")
    hand = Hand(keep, tmp_path / "cash")
    hand.say(b"help\n")
    acts = hand.hear()["acts"]
    assert acts["jam hopper <hopper>"] == "coins wedge in a hopper"
    assert not any(usage.startswith(("lay card", "open_cover")) for usage in acts)


def test_several_hands_at_a_time_and_not_too_many(path: Path, keep: Keep) -> None:
    hands = [Hand(keep, path) for _ in range(CLIENTS_MAX)]
    assert all(hand.do("plug", "cash") == "" for hand in hands)
    assert Hand(keep, path).gone()


def test_a_secret_stays_one(path: Path, keep: Keep) -> None:
    assert "1357" not in Hand(keep, path).do("pin", "13579")


def test_a_line_without_end_is_refused(path: Path, keep: Keep) -> None:
    hand = Hand(keep, path)
    hand.say(b"x" * (LINE_MAX_BYTES + 1))
    assert str(LINE_MAX_BYTES) in hand.hear()["error"]
    assert hand.gone()
    assert Hand(keep, path).do("plug", "cash") == ""


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"jam hopper\n", "jam hopper <hopper>"),
        (b"jamm hopper 100\n", "did you mean jam?"),
        (b"Jam hopper 100\n", "JSON"),
        (b"jam hopper \xe5\x8d\x83\n", "JSON"),
        (b"\xff\xfe\n", "JSON"),
        (b"[" * 5000 + b"\n", "JSON"),
        (b"[]\n", '"do"'),
        (b'{"do": 3}\n', '"do"'),
        (b'{"do": "jam", "to": []}\n', "no keys"),
        (b'{"do": "jam", "with": {}}\n', "list"),
        (b'{"do": "jamm"}\n', "did you mean jam?"),
        (b'{"do": "jam", "with": ["hopper", 7]}\n', "a hopper, one of"),
        (b'{"do": "jam", "with": [["hopper"]]}\n', "one of hopper"),
    ],
)
def test_a_wrong_line_is_answered_with_what_was_expected(path: Path, keep: Keep, line: bytes, error: str) -> None:
    hand = Hand(keep, path)
    hand.say(line)
    assert error in hand.hear()["error"]
    assert hand.do("plug", "cash") == ""


def test_one_peripheral_alone_says_that_the_others_are_not_there(
    reactor: Reactor, world: World, tmp_path: Path, keep: Keep
) -> None:
    open_control(reactor, world, tmp_path / "cash", only="cash")
    hand = Hand(keep, tmp_path / "cash")
    assert hand.do("insert", 100, 100) == ""
    assert hand.do("lay", "card") == "lay card: only the cash simulator is here"
    assert hand.do("press", "start") == "press: only the cash simulator is here"
    assert hand.do("set_wall", "2025-12-24T10:00:00+09:00") == "set_wall: the host's wall clock cannot jump"


def test_every_act_belongs_to_one_peripheral_to_all_or_to_the_people() -> None:
    owners = {(row.name, row.thing): sum(concerns(row, only) for only in THINGS) for row in TABLE}
    for row in TABLE:
        of_people = row.part in ("customer", "attendant")
        expected = 0 if of_people else len(THINGS) if row.name == "set_wall" else 1
        assert owners[row.name, row.thing] == expected, row.usage
    known = {f"{row.name} {row.thing}" for row in TABLE}
    assert set().union(*THINGS.values()) <= known


def test_the_socket_is_its_owners_alone_and_goes_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "control"
    with socket.socket(socket.AF_UNIX) as killed:
        killed.bind(str(path))  # a run that was killed leaves its socket
    clock = RealClock()
    with Reactor(clock) as reactor:
        world = World.build(clock)
        open_control(reactor, world, path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        with pytest.raises(HostError, match="Address already in use"):
            open_control(reactor, world, path)
    assert list(tmp_path.iterdir()) == []


def test_paths_that_cannot_be_sockets_are_named(reactor: Reactor, world: World, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("somebody's")
    for path in (tmp_path / "file", tmp_path / "nowhere" / "control", tmp_path / ("x" * 120)):
        with pytest.raises(HostError, match="control socket"):
            open_control(reactor, world, path)
    assert (tmp_path / "file").read_text() == "somebody's"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3),
)
_THINGS = sorted({row.thing for row in TABLE})
_CONTROL_WORLD = World.build(VirtualClock())


@settings(deadline=None, max_examples=150)
@given(st.sampled_from([*VERBS, "nothing"]), st.lists(_JSON | st.sampled_from(_THINGS), max_size=4))
def test_any_line_gets_exactly_one_answer(verb: str, arguments: list[object]) -> None:
    answer = Control(_CONTROL_WORLD).answer(json.dumps({"do": verb, "with": arguments}).encode())
    assert answer.count(b"\n") == 1
    assert answer.endswith(b"\n")
    assert isinstance(json.loads(answer)["ok"], bool)


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=200))
def test_any_bytes_get_exactly_one_answer(line: bytes) -> None:
    assert json.loads(Control(_CONTROL_WORLD).answer(line))["ok"] is (line.strip() == HELP)
