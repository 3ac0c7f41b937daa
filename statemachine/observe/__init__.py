"""Facts first: what an event says about tray, devices and money is taken down in every state.

This runs before the table's cell. It books money (which no state may ignore) and keeps presence and
readiness; what to do about them is the table's.
"""

from __future__ import annotations

from statemachine.desk import Desk
from statemachine.events import Event, MoneyEvent
from statemachine.observe import coins, notes, presence, start  # noqa: F401  # each has its events registered
from statemachine.observe.ledger import remember_mark
from statemachine.observe.registry import take_down

__all__ = ["observe"]


def observe(desk: Desk, event: Event) -> None:
    """Take down what `event` says."""
    desk.wall = event.wall
    if isinstance(event, MoneyEvent) and event.mark is not None:
        remember_mark(desk, event.mark)
    take_down(event, desk)
