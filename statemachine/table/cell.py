"""One cell of the table: what a state does with an event, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from statemachine.desk import Desk
from statemachine.events import Event

Guard = Callable[[Desk, Event], bool]
Action = Callable[[Desk, Event], None]


class Verdict(Enum):
    """The four answers a state may give to an event."""

    HANDLED = "handled"
    REFUSED = "refused"  # the customer asked for what this state does not give
    DEFERRED = "deferred"  # the fact is kept and acted on by a later state, named in the reason
    IGNORED = "ignored"  # on purpose; the reason says why that is safe


@dataclass(frozen=True)
class Branch:
    """One way out of a cell: taken when its guard holds (None: always); `to` None stays here."""

    guard: Guard | None
    to: str | None
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True)
class Cell:
    """A verdict, its reason, and, when handled, the branches; the last one is unguarded."""

    verdict: Verdict
    reason: str
    branches: tuple[Branch, ...] = ()

    def __post_init__(self) -> None:
        if not self.reason:
            raise ValueError("a cell without a reason")
        if (self.verdict is Verdict.HANDLED) != bool(self.branches):
            raise ValueError(f"{self.reason}: branches belong to handled cells, and only to them")
        if self.branches and self.branches[-1].guard is not None:
            raise ValueError(f"{self.reason}: the last branch must be unguarded")


Row = dict[str, Cell]
"""Trigger -> cell, for one state or one phase."""


def refuse(reason: str) -> Cell:
    """The customer asked for what this state does not give."""
    return Cell(Verdict.REFUSED, reason)


def ignore(reason: str) -> Cell:
    """Nothing happens, on purpose."""
    return Cell(Verdict.IGNORED, reason)


def defer(reason: str) -> Cell:
    """The fact is kept on the desk; the reason names who acts on it."""
    return Cell(Verdict.DEFERRED, reason)


def when(guard: Guard, to: str | None, *actions: Action) -> Branch:
    """A guarded branch."""
    return Branch(guard, to, actions)


def otherwise(to: str | None, *actions: Action) -> Branch:
    """The unguarded branch that ends every handled cell."""
    return Branch(None, to, actions)


def handle(reason: str, *branches: Branch) -> Cell:
    """A handled cell with its branches in order."""
    return Cell(Verdict.HANDLED, reason, branches)


def go(to: str, reason: str, *actions: Action) -> Cell:
    """Handled: always to `to`."""
    return handle(reason, otherwise(to, *actions))


def stay(reason: str, *actions: Action) -> Cell:
    """Handled: do something and stay."""
    return handle(reason, otherwise(None, *actions))
