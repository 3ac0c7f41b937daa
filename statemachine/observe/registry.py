"""Where each kind of event has its taking down."""

from __future__ import annotations

from functools import singledispatch

from statemachine.desk import Desk
from statemachine.events import Event


@singledispatch
def take_down(event: Event, desk: Desk) -> None:
    """Most events say nothing about the world's standing facts."""
