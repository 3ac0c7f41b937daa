"""The inputs of a serial port: a lent one, over the network, whose other end knows RFC 2217 from its text alone."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

import pytest

from device.ports.modem_lines import ModemLines
from drivers.errors import Disconnected
from sim.contacts import INPUTS, Contacts, LentPort
from sim.hosts import Reactor, RealClock, listen
from sim.world import World

pytestmark = pytest.mark.filterwarnings("ignore:set(Daemon|Name):DeprecationWarning")

LIMIT_S = 10.0


class Bench:
    """A world's contacts on a lent port."""

    def __init__(self, reactor: Reactor) -> None:
        self.reactor = reactor
        self.world = World.build(reactor.clock)
        self.url = "rfc2217://{}:{}".format(*listen(reactor, LentPort(reactor.clock, self.contacts)))

    @property
    def contacts(self) -> Contacts:
        return self.world.contacts


@pytest.fixture
def bench() -> Iterator[Bench]:
    with Reactor(RealClock()) as reactor:
        yield Bench(reactor)


def wait_for(lines: ModemLines, wanted: set[str]) -> None:
    """Until the inputs are so; fails after a while."""
    over, pause = RealClock(), threading.Event()
    until_ns = over.monotonic_ns() + round(LIMIT_S * 1e9)
    while lines.closed() != wanted:
        assert over.monotonic_ns() < until_ns, lines.closed()
        pause.wait(0.005)


def test_what_lies_in_a_tray_is_seen_through_the_port_and_what_is_taken_too(bench: Bench) -> None:
    lines = ModemLines(bench.url)
    wait_for(lines, set())
    bench.reactor.call(bench.world.page.fill_output)
    wait_for(lines, {INPUTS["certificate"]})
    bench.reactor.call(bench.world.page.take_sheets)
    wait_for(lines, set())
    assert lines.name == bench.url
    lines.close()
    lines.close()


def test_a_port_opened_while_something_lies_there_says_so_at_once(bench: Bench) -> None:
    bench.reactor.call(bench.world.page.fill_output)
    lines = ModemLines(bench.url)
    assert lines.closed() == {INPUTS["certificate"]}
    lines.close()


def test_a_port_whose_cable_is_pulled_is_gone_and_not_empty(bench: Bench) -> None:
    lines = ModemLines(bench.url)
    bench.reactor.call(bench.contacts.unplug)
    with pytest.raises(Disconnected, match="check"):
        wait_for(lines, {"never"})
    lines.close()
    with pytest.raises(Disconnected):
        ModemLines(bench.url)
    bench.reactor.call(bench.contacts.plug)
    again = ModemLines(bench.url)
    assert again.closed() == frozenset()
    again.close()


def test_a_port_that_is_not_there_is_named(tmp_path: object) -> None:
    path = f"{tmp_path}/ttyS9"
    with pytest.raises(Disconnected, match="ttyS9"):
        ModemLines(path)


def test_a_line_without_such_inputs_is_no_empty_tray() -> None:
    master, slave = os.openpty()
    try:
        lines = ModemLines(os.ttyname(slave))
        with pytest.raises(Disconnected, match="no serial line"):
            lines.closed()
        lines.close()
    finally:
        os.close(master)
        os.close(slave)
