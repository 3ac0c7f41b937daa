"""The total table: no blank cell, nothing of value ignored, a timed way out of everywhere."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from statemachine.chart import edges, table
from statemachine.events import Topic
from statemachine.table.build import TABLE
from statemachine.table.cell import Verdict
from statemachine.table.states import PHASES, STATES
from statemachine.table.triggers import TRIGGERS, topic_of

END = {"idle", "closed", "out_of_service", "attention"}


@pytest.mark.parametrize("state", STATES)
def test_every_event_has_an_answer_and_a_reason(state: str) -> None:
    row = TABLE[state]
    assert set(row) == set(TRIGGERS)
    assert all(cell.reason for cell in row.values())


@pytest.mark.parametrize("state", STATES)
def test_money_card_and_paper_are_ignored_nowhere(state: str) -> None:
    valuable = [t for t in TRIGGERS if topic_of(t) in (Topic.MONEY, Topic.CARD, Topic.PAPER)]
    assert len(valuable) > 15
    for trigger in valuable:
        assert TABLE[state][trigger].verdict is Verdict.HANDLED, trigger


def _reached(start: str, steps: Iterable[tuple[str, str]]) -> set[str]:
    ways: dict[str, set[str]] = {}
    for source, target in steps:
        ways.setdefault(source, set()).add(target)
    seen, todo = {start}, [start]
    while todo:
        for target in ways.get(todo.pop(), ()):
            if target not in seen:
                seen.add(target)
                todo.append(target)
    return seen


TIMED = [(a, b) for a, trigger, b in edges() if trigger.endswith(("_due", "_failed"))]


@pytest.mark.parametrize("state", STATES)
def test_a_timed_path_leads_to_rest(state: str) -> None:
    """Timers and commands that nobody answers are enough, with no act of any person."""
    assert _reached(state, TIMED) & END


@pytest.mark.parametrize("state", [s.name for s in STATES.values() if s.may_hold_money])
def test_a_state_that_holds_money_has_a_timed_exit_that_disposes_of_it(state: str) -> None:
    """Refund, change or debt: `refunding` and `paying_change` end in paid, owed or both."""
    assert _reached(state, TIMED) & {"refunding", "paying_change", "waiting_for_certificate", "saying_sorry"}
    assert state in ("refunding", "paying_change") or _reached(state, TIMED) & {"refunding", "paying_change"}


def test_the_way_to_rest_asks_for_money_first() -> None:
    """Whatever leads to `idle` looks for money, attention, card, devices and hours before."""
    for row in TABLE.values():
        for cell in row.values():
            targets = [branch.to for branch in cell.branches]
            if "idle" in targets:
                assert targets[-6:] == ["refunding", "attention", "card_left", "out_of_service", "closed", "idle"]


def test_every_state_can_be_reached() -> None:
    assert _reached("starting", [(a, b) for a, _, b in edges()]) == set(STATES)


def test_every_state_is_in_a_known_phase() -> None:
    assert {s.phase for s in STATES.values()} == set(PHASES)


def test_the_printed_table_has_a_line_for_each_cell() -> None:
    assert len(table().splitlines()) == 2 + len(STATES) * len(TRIGGERS)
