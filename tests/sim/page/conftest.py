"""A printer in virtual time with a client on its wire."""

from __future__ import annotations

import pytest

from sim.page import PagePrinter
from tests.sim.http_probe import VirtualClock
from tests.sim.page.ipp import Client


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def printer(clock: VirtualClock) -> PagePrinter:
    return PagePrinter(clock)


@pytest.fixture
def client(clock: VirtualClock, printer: PagePrinter) -> Client:
    return Client(clock, printer)
