"""Any misfortune at any command of any card phase: the kiosk ends in a known state, and no PIN leaves a trace.

`CARD_PHASE_EXAMPLES` sets how many phases are tried.
"""

from __future__ import annotations

import os
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.card.faults import MOMENTS, CardFaults
from statemachine import commands, events
from tests.faults.phase import Act, Faults, Outcome, Phase, Secrets, Visit

EXAMPLES = int(os.environ.get("CARD_PHASE_EXAMPLES", "60"))

ONE = Secrets("7305", "6194", "0827")
OTHER_DIGITS = str.maketrans("0123456789", "3074185296")
ANOTHER = Secrets(*(pin.translate(OTHER_DIGITS) for pin in (ONE.own, ONE.other, ONE.wrong)))
"""Every digit is another one, each always the same: what is right or wrong stays so, also typed in pieces."""

PERSONS = ("yamada-taro", "one-try-saburo")
COMMANDS_MAX = 30
"""More than a whole card phase takes."""

# what a fault is given behind the number of its command
ARGUMENTS: dict[str, st.SearchStrategy[tuple[object, ...]]] = {
    "pull": st.tuples(st.sampled_from(MOMENTS)),
    "swap": st.tuples(st.just("other"), st.sampled_from(MOMENTS)),
    "answer": st.tuples(
        st.sampled_from(
            ["9000", "6F00", "6982", "6983", "6984", "6A82", "63C0", "63C1", "63CF", "6100", "6110", "6C00", "6C10"]
        ).map(bytes.fromhex)
        | st.binary(min_size=1, max_size=4)
        | st.binary(min_size=255, max_size=260)
    ),
    "offer_length": st.tuples(),
    "split": st.tuples(st.integers(1, 256)),
    "corrupt": st.tuples(),
    "truncate": st.tuples(st.integers(1, 258)),
    "delay": st.tuples(st.integers(1, 12_000)),
    "mute": st.tuples(),
}


@st.composite
def faults(draw: st.DrawFn) -> tuple[str, tuple[object, ...]]:
    """One fault at one command."""
    name = draw(st.sampled_from(sorted(ARGUMENTS)))
    return name, (draw(st.integers(1, COMMANDS_MAX)), *draw(ARGUMENTS[name]))


PAUSE = st.sampled_from([0.0, 0.05, 0.2, 0.5, 1.0, 3.0, 7.0]).map(lambda seconds: ("pause", seconds))
STRAY = st.sampled_from(
    [
        ("take", "card"),
        ("lay", "own"),
        ("lay", "other"),
        ("press", "cancel"),
        ("press", "back"),
        ("press", "correct"),
        ("press", "mute"),
        ("press", "stay"),
        ("pin", "own"),
        ("pin", "wrong"),
        ("pin", "other"),
        ("pin", "own 3"),
        ("unplug", "card"),
        ("plug", "card"),
        ("stop", "reader_service"),
        ("start", "reader_service"),
        ("mute", "card"),
        ("unmute", "card"),
        ("pause", 60.0),
        ("pause", 290.0),
    ]
)
STRAYS = st.lists(st.tuples(PAUSE, STRAY), max_size=2).map(lambda pairs: tuple(act for pair in pairs for act in pair))

WAY: tuple[tuple[Act, ...], ...] = (
    (("press", "start"), ("press", "issue")),
    (("lay", "own"),),
    (("until", "choosing_municipality"), ("press", "confirm")),
    (("until", "entering_pin"),),
    (("until", "waiting_for_card_removal"),),
    (("take", "card"), ("until", "choosing_certificate")),
)
"""A customer who does everything right; he types his PIN behind the fourth step."""

TRIES = st.sampled_from((("own",), ("own",), ("wrong", "own"), ("wrong", "wrong", "wrong"), ("own 2", "own"), ()))


@st.composite
def visits(draw: st.DrawFn) -> Visit:
    """The right way with strays in it, broken off anywhere."""
    typed: list[Act] = []
    for which in draw(TRIES):
        typed += [("until", "entering_pin"), ("pin", which), ("pause", 1.0)]
    steps = (*WAY[:4], tuple(typed), *WAY[4:])
    acts: list[Act] = []
    for step in steps[: draw(st.integers(3, len(steps)))]:
        acts += [*(draw(STRAYS) if draw(st.integers(0, 3)) == 0 else ()), *step]
    misfortunes = draw(st.lists(faults(), max_size=3))
    return Visit(draw(st.sampled_from(PERSONS)), (*acts, *draw(STRAYS)), tuple(misfortunes))


def judge(visit: Visit) -> tuple[Outcome, Outcome]:
    """The same visit with two sets of PINs."""
    one, another = Phase(visit, ONE).play(), Phase(visit, ANOTHER).play()
    assert one.wrongs == []
    assert another.wrongs == []
    assert one.journal == another.journal
    assert one.words == another.words
    return one, another


@settings(deadline=None, max_examples=EXAMPLES, print_blob=True)
@given(visits())
def test_whatever_happens_to_the_card_the_kiosk_ends_in_a_known_state_and_keeps_no_pin(visit: Visit) -> None:
    judge(visit)


def straight(*typed: str, faults: Faults = ()) -> Visit:
    """Nobody does anything wrong but what is said."""
    pins = tuple(act for which in typed for act in (("until", "entering_pin"), ("pin", which), ("pause", 1.0)))
    return Visit("yamada-taro", tuple(act for step in (*WAY[:4], pins, *WAY[4:]) for act in step), faults)


def test_a_customer_who_does_everything_right_gets_to_his_choice_and_the_card_signs_once() -> None:
    phase = Phase(straight("own"), ONE)
    outcome = phase.play()
    assert outcome.wrongs == []
    assert "choosing_certificate" in outcome.states
    assert (phase.own.shown, phase.own.lost, phase.own.signed) == (1, 0, 1)


def test_three_wrong_pins_are_three_tries_and_no_signature() -> None:
    phase = Phase(straight("wrong", "wrong", "wrong"), ONE)
    assert phase.play().wrongs == []
    assert (phase.own.shown, phase.own.lost, phase.own.signed) == (3, 3, 0)


@pytest.mark.parametrize("fault", [("pull", ("before",)), ("swap", ("other", "before")), ("mute", ())])
def test_every_command_of_the_card_phase_can_be_the_last(fault: tuple[str, tuple[object, ...]]) -> None:
    name, rest = fault
    for n in range(1, COMMANDS_MAX):
        phase = Phase(straight("own", faults=((name, (n, *rest)),)), ONE)
        assert phase.play().wrongs == [], f"at command {n}"
        if phase.own.signed:  # it came too late to disturb
            assert n > 10
            return
    raise AssertionError(f"no signature with a fault at command {COMMANDS_MAX}")


def test_every_fault_there_is_is_tried() -> None:
    methods = {name for name in vars(CardFaults) if not name.startswith("_")}
    assert methods == {*ARGUMENTS, "unmute", "clear", "commands", "muted", "next"}


def test_neither_event_nor_command_has_room_for_a_pin() -> None:
    kinds = [
        kind
        for module in (events, commands)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, events.Event | commands.Command)
    ]
    assert len(kinds) > 60
    for kind in kinds:
        names = {part.name for part in fields(kind)} - {part.name for part in fields(events.Event)}
        assert not any("pin" in name or "digit" in name or "secret" in name for name in names), kind
        if "pin" in kind.__name__.lower():
            assert names <= {"count", "tries_left", "answers", "id"}, kind
