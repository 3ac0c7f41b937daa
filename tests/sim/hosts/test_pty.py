"""The cash box on a pseudo-terminal, as a controller with pyserial finds it."""

from __future__ import annotations

import select
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import serial

from sim.hosts import HostError, Reactor, RealClock, open_pty
from sim.world import World
from tests.sim.hosts.test_tcp import Parrot

WAIT_S = 5.0
Keep = Callable[..., Any]

POLL_ACCEPTOR = bytes.fromhex("02 00 01 FE FF")
"""Simple poll to address 2 (ccTalk part 1, 12; part 2, header 254)."""
ACK_OF_ACCEPTOR = bytes.fromhex("01 00 02 00 FD")


def _ask(path: str, request: bytes = POLL_ACCEPTOR, size: int = 5, timeout_s: float = WAIT_S) -> bytes:
    with serial.Serial(path, 9600, timeout=timeout_s) as port:
        port.write(request)
        return bytes(port.read(size))


def test_the_acceptor_answers_also_after_the_port_was_closed_and_opened_again(reactor: Reactor, world: World) -> None:
    path = open_pty(reactor, world.cash)
    for _ in range(3):
        assert _ask(path) == ACK_OF_ACCEPTOR


def test_every_byte_value_goes_through_the_line_unchanged(reactor: Reactor, keep: Keep) -> None:
    path = open_pty(reactor, Parrot())
    port = keep(serial.Serial(path, 9600, timeout=WAIT_S))
    port.write(bytes(range(256)))
    assert port.read(256) == bytes(range(256))


def test_nothing_is_heard_while_the_cable_is_out_and_all_is_well_when_it_is_back(
    reactor: Reactor, world: World
) -> None:
    path = open_pty(reactor, world.cash)
    assert _ask(path) == ACK_OF_ACCEPTOR
    reactor.call(world.cash.unplug)
    assert _ask(path, timeout_s=0.05) == b""
    reactor.call(world.cash.plug)
    assert _ask(path) == ACK_OF_ACCEPTOR


def test_what_nobody_reads_is_lost_and_the_line_goes_on(reactor: Reactor, keep: Keep) -> None:
    parrot = Parrot(times=100)
    path = open_pty(reactor, parrot)
    port = keep(serial.Serial(path, 9600, timeout=WAIT_S))
    for _ in range(20):
        port.write(bytes(4096))
    port.flush()
    sent = 20 * 4096
    for _ in range(1000):
        if reactor.call(lambda: len(parrot.heard)) == sent:
            break
        select.select([], [], [], 0.005)
    assert len(parrot.heard) == sent
    port.reset_input_buffer()


def test_a_paced_line_takes_its_time_in_both_directions(reactor: Reactor, world: World, keep: Keep) -> None:
    path = open_pty(reactor, world.cash, pace_baud=9600)
    port = keep(serial.Serial(path, 9600, timeout=WAIT_S))
    began_ns = reactor.clock.monotonic_ns()
    port.write(POLL_ACCEPTOR)
    assert port.read(5) == ACK_OF_ACCEPTOR
    assert reactor.clock.monotonic_ns() - began_ns >= 10 * 1_041_666


def test_the_link_leads_to_the_line_and_goes_with_it(tmp_path: Path, keep: Keep) -> None:
    link = tmp_path / "cash"
    link.symlink_to(tmp_path / "of a run that was killed")
    clock = RealClock()
    with Reactor(clock) as reactor:
        path = open_pty(reactor, World.build(clock).cash, link)
        assert str(link.readlink()) == path
        assert _ask(str(link)) == ACK_OF_ACCEPTOR
        with pytest.raises(HostError, match="File exists"):
            open_pty(reactor, World.build(clock).cash, link)
    assert list(tmp_path.iterdir()) == []
    assert not Path(path).exists()


def test_a_link_that_has_been_replaced_stays(tmp_path: Path) -> None:
    link = tmp_path / "cash"
    clock = RealClock()
    with Reactor(clock) as reactor:
        open_pty(reactor, World.build(clock).cash, link)
        link.unlink()
        link.symlink_to("/dev/null")
    assert str(link.readlink()) == "/dev/null"
