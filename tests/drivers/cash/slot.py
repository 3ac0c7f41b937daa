"""An acceptor on its line, met and perhaps open."""

from __future__ import annotations

from drivers.cash.acceptor import CoinAcceptor
from tests.drivers.cash.line import Line, VirtualClock
from tests.drivers.cash.scenes import (
    VALUES,
    acceptor_starts,
    is_opened,
    quiet_bus,
)


def started(counter: int = 0) -> tuple[VirtualClock, Line, CoinAcceptor]:
    clock, line, bus = quiet_bus()
    acceptor = CoinAcceptor(bus)
    acceptor_starts(line, counter)
    acceptor.start()
    line.finish()
    return clock, line, acceptor


def accepting(counter: int = 0) -> tuple[VirtualClock, Line, CoinAcceptor]:
    clock, line, acceptor = started(counter)
    is_opened(line)
    acceptor.accept(VALUES)
    line.finish()
    return clock, line, acceptor
