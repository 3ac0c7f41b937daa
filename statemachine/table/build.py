"""The total table: every state × every trigger, from defaults, phases and states."""

from __future__ import annotations

from statemachine.table import card, choosing, delivering, leaving, paying, registering, resting
from statemachine.table.cell import Cell, Row
from statemachine.table.defaults import BASE
from statemachine.table.states import STATES

_PHASES: dict[str, tuple[Row, dict[str, Row]]] = {
    "resting": (resting.PHASE, resting.STATES),
    "card": (card.PHASE, card.STATES),
    "choosing": (choosing.PHASE, choosing.STATES),
    "paying": (paying.PHASE, paying.STATES),
    "delivering": (delivering.PHASE, delivering.STATES),
    "leaving": (leaving.PHASE, leaving.STATES),
    "registering": (registering.PHASE, registering.STATES),
}


def build() -> dict[str, dict[str, Cell]]:
    """state -> trigger -> cell; what a state writes out stands before its phase, the phase before BASE."""
    table: dict[str, dict[str, Cell]] = {}
    for name, state in STATES.items():
        phase_row, rows = _PHASES[state.phase]
        table[name] = {**BASE, **phase_row, **rows.get(name, {})}
    return table


TABLE = build()
