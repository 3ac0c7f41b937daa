"""A stop, or closing time, of what the customer has chosen: before it is settled his visit ends, with the reason."""

from __future__ import annotations

from statemachine.actions import leave
from statemachine.actions.choosing import kind_stopped
from statemachine.desk import Desk
from statemachine.events import CommandFailed, Event
from statemachine.screens.maintenance import stop_values
from statemachine.table.cell import Action, Branch, Cell, handle, otherwise


def say_stopped(desk: Desk, _event: Event) -> None:
    """The farewell: whose maintenance, and until when; for closing time that it is closed now."""
    session = desk.session
    stop = desk.rules.municipalities[session.municipality].stopped(session.kind, desk.wall)
    if stop is None:
        session.farewell = session.farewell or "stopped_now"
        return
    session.farewell = session.farewell or "maintenance"
    session.farewell_values = stop_values(session.municipality, stop)


def leave_if_stopped(*actions: Action) -> tuple[Branch, ...]:
    """End the visit if what he chose has stopped since; the branches of a longer cell."""
    return leave.if_so(kind_stopped, *leave.leave_branches(say_stopped, *actions))


def centre_says_stopped(_desk: Desk, event: Event) -> bool:
    """The centre itself will not issue it now: a stop, or closing time."""
    return isinstance(event, CommandFailed) and event.code in ("stopped", "closed")


def at_closing_time(reason: str, *actions: Action) -> Cell:
    """What the end of the opening hours, or a stop that begins, does before anything is settled."""
    return handle(
        reason,
        *leave.leave_if(leave.out_of_hours, "closed_now", *actions),
        *leave_if_stopped(*actions),
        otherwise(None, leave.look_at_hours_again),
    )
