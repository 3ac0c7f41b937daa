"""The machine: one event in, orders out; same inputs, same outputs, always.

A flat, synchronous `transitions.Machine` over the total table. The library only moves the state: its
queue, its time-outs and its auto transitions are not used, since they lose events (measured, see the
notes in docs/transitions.md); every event is looked up in the table before it is triggered, so that a
trigger which does nothing is a programmer's mistake and never a lost coin.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, cast

from transitions import EventData, Machine

from statemachine.actions.show import show
from statemachine.commands import Command
from statemachine.desk import Desk
from statemachine.events import Event
from statemachine.observe import observe
from statemachine.rules import Rules
from statemachine.table.build import TABLE
from statemachine.table.cell import Action, Guard, Verdict
from statemachine.table.states import STATES
from statemachine.upkeep import keep_up, stand_down


class BrokenTable(AssertionError):
    """Raised when an event finds no cell or a handled cell takes no branch: a programmer's mistake."""


def _on(hook: Callable[[Desk], None]) -> Callable[[EventData], None]:
    return lambda data: hook(cast(Desk, data.model))


def _guard(guard: Guard) -> Callable[[EventData], bool]:
    return lambda data: guard(cast(Desk, data.model), data.kwargs["event"])


def _action(action: Action) -> Callable[[EventData], None]:
    return lambda data: action(cast(Desk, data.model), data.kwargs["event"])


@cache
def _library_machine() -> Machine:
    """The one `transitions` machine of the process; desks are handed to its events as models."""
    states: list[Any] = [
        {"name": s.name, "on_enter": [_on(s.enter)], "on_exit": [_on(s.leave)] if s.leave else []}
        for s in STATES.values()
    ]
    machine = Machine(
        model=None, states=states, initial=None, queued=False, auto_transitions=False, send_event=True
    )
    for state, row in TABLE.items():
        for trigger, cell in row.items():
            for branch in cell.branches:
                machine.add_transition(
                    trigger,
                    state,
                    branch.to,
                    conditions=[_guard(branch.guard)] if branch.guard else None,
                    before=[_action(action) for action in branch.actions],
                )
    return machine


class KioskMachine:
    """The desk and the table together; owned by one thread (the loop)."""

    def __init__(self, rules: Rules) -> None:
        self.desk = Desk(rules)
        self._events = _library_machine().events

    @property
    def state(self) -> str:
        """The situation now."""
        return self.desk.state

    def handle(self, event: Event) -> list[Command]:
        """Take one event; the orders that follow from it, in order.

        Raises `BrokenTable` or `statemachine.money.MoneyLost` on a programmer's mistake only.
        """
        desk = self.desk
        former, trigger = desk.state, event.trigger
        if event.answers is not None:
            desk.open.pop(event.answers, None)
        observe(desk, event)
        warned = stand_down(desk, event)
        try:
            cell = TABLE[former][trigger]
        except KeyError as missing:
            raise BrokenTable(f"no cell for {trigger} in {former}") from missing
        if cell.verdict is Verdict.HANDLED and not self._events[trigger].trigger(desk, event=event):
            raise BrokenTable(f"{trigger} in {former} took no branch")
        keep_up(desk, event, former)
        if warned and desk.state == former:
            show(desk)
        desk.money.check()
        orders, desk.outbox = desk.outbox, []
        return orders
