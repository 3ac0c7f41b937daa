"""Draws the state machine from the table itself: a mermaid chart, and the whole state × event table."""

from __future__ import annotations

from collections.abc import Iterator

from statemachine.table.build import TABLE
from statemachine.table.cell import Branch, Cell
from statemachine.table.states import PHASES, STATES
from statemachine.table.triggers import TRIGGERS


def edges() -> Iterator[tuple[str, str, str]]:
    """(from, trigger, to) for every branch that changes the state."""
    for state, row in TABLE.items():
        for trigger in TRIGGERS:
            for branch in row[trigger].branches:
                if branch.to is not None and branch.to != state:
                    yield state, trigger, branch.to


def mermaid() -> str:
    """A mermaid `stateDiagram-v2`: states in their phases, one arrow a pair with its triggers."""
    lines = ["stateDiagram-v2", "    [*] --> starting"]
    for phase in PHASES:
        lines.append(f"    state {phase} {{")
        lines += [f"        {s.name} : {s.name} {s.number}".rstrip() for s in STATES.values() if s.phase == phase]
        lines.append("    }")
    arrows: dict[tuple[str, str], list[str]] = {}
    for start, trigger, end in edges():
        triggers = arrows.setdefault((start, end), [])
        if trigger not in triggers:
            triggers.append(trigger)
    lines += [f"    {start} --> {end} : {', '.join(triggers)}" for (start, end), triggers in arrows.items()]
    return "\n".join(lines) + "\n"


def table() -> str:
    """Every cell, one line each: state, event, verdict, where to, reason."""
    lines = ["| state | event | verdict | to | reason |", "|---|---|---|---|---|"]
    lines += [_line(state, trigger, row[trigger]) for state, row in TABLE.items() for trigger in TRIGGERS]
    return "\n".join(lines) + "\n"


def _line(state: str, trigger: str, cell: Cell) -> str:
    return f"| {state} | {trigger} | {cell.verdict.value} | {_ways(cell)} | {cell.reason} |"


def _ways(cell: Cell) -> str:
    return " / ".join(dict.fromkeys(_way(branch) for branch in cell.branches)) or "–"


def _way(branch: Branch) -> str:
    return branch.to or "stays"


FORMATS = {"mermaid": mermaid, "table": table}
