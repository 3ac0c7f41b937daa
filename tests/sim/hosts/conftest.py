"""A reactor that runs, and a world inside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime

import pytest

from sim.hosts import Reactor, RealClock
from sim.journeys.setup import Setup
from sim.world import World

OPEN_DAY = datetime.fromisoformat("2025-10-08T10:00:00+09:00")


@pytest.fixture
def reactor() -> Iterator[Reactor]:
    """Stopped at the end; what went wrong in its thread fails the test."""
    with Reactor(RealClock(OPEN_DAY)) as running:
        yield running


@pytest.fixture
def world(reactor: Reactor) -> World:
    """A whole world under the reactor, hurried."""
    made = World.build(reactor.clock, Setup(), hurry=20)
    for participant in made.participants:
        reactor.add(participant)
    return made


@pytest.fixture
def keep() -> Iterator[Callable[..., object]]:
    """Closes what a test opened, in the reverse order."""
    with ExitStack() as stack:
        yield stack.enter_context
