"""The receipt printer, and worse peripherals, on a real TCP port."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable
from typing import Any

import pytest

from sim.hosts import HostError, Reactor, RealClock, listen
from sim.hosts.stream import OUTPUT_LIMIT_BYTES
from sim.hosts.tcp import STREAMS_MAX, bind
from sim.wire import Connection, HangUp, Send
from sim.world import World
from tests.sim.hosts.reading import exactly

WAIT_S = 5.0
Keep = Callable[..., Any]

DLE_EOT_PRINTER = b"\x10\x04\x01"
"""Transmit real-time status 1, printer status (ESC/POS, DLE EOT n)."""


def _is_online(status: bytes) -> bool:
    """One byte 0xx1 xx10 with bit 3, offline, clear."""
    return len(status) == 1 and status[0] & 0b1001_1011 == 0b0001_0010


def _dial(address: tuple[str, int]) -> socket.socket:
    return socket.create_connection(address, timeout=WAIT_S)


def _is_gone(sock: socket.socket) -> bool:
    try:
        return sock.recv(1) == b""
    except ConnectionResetError:
        return True


def _turned_away(address: tuple[str, int]) -> bool:
    """The reset may be there before the dialling is over."""
    try:
        with _dial(address) as sock:
            return _is_gone(sock)
    except ConnectionResetError:
        return True


class Parrot:
    """Says back whatever it hears, `times` as often; notes who came and went."""

    def __init__(self, times: int = 1) -> None:
        self._times = times
        self.came = 0
        self.went = threading.Event()
        self.heard = bytearray()

    def accept(self, send: Send, hang_up: HangUp) -> Connection | None:
        self.came += 1
        parrot = self

        class Talk:
            def receive(self, data: bytes) -> None:
                parrot.heard += data
                if b"bye" in data:
                    send(b"bye")
                    hang_up()
                for _ in range(parrot._times):
                    send(data)

            def closed(self) -> None:
                parrot.went.set()

        return Talk()

    def next_due_ns(self) -> int | None:
        return None

    def tick(self) -> None: ...


def test_the_receipt_printer_says_over_tcp_that_it_is_online(reactor: Reactor, world: World, keep: Keep) -> None:
    host, port = listen(reactor, world.receipt)
    assert host == "127.0.0.1"
    sock = keep(_dial((host, port)))
    sock.sendall(DLE_EOT_PRINTER)
    assert _is_online(sock.recv(16))
    reactor.call(world.receipt.open_cover)
    sock.sendall(DLE_EOT_PRINTER[:2])
    sock.sendall(DLE_EOT_PRINTER[2:])
    assert not _is_online(sock.recv(16))


def test_a_second_controller_takes_the_printers_line_from_the_first(
    reactor: Reactor, world: World, keep: Keep
) -> None:
    address = listen(reactor, world.receipt)
    first = keep(_dial(address))
    first.sendall(DLE_EOT_PRINTER)
    assert _is_online(first.recv(1))
    second = keep(_dial(address))
    assert _is_gone(first)
    second.sendall(DLE_EOT_PRINTER)
    assert _is_online(second.recv(1))


def test_a_pulled_cable_ends_the_connection_and_lets_nobody_in_until_it_is_back(
    reactor: Reactor, world: World, keep: Keep
) -> None:
    address = listen(reactor, world.receipt)
    sock = keep(_dial(address))
    sock.sendall(DLE_EOT_PRINTER)
    sock.recv(1)
    reactor.call(world.receipt.unplug)
    assert _is_gone(sock)
    assert _turned_away(address)
    reactor.call(world.receipt.plug)
    again = keep(_dial(address))
    again.sendall(DLE_EOT_PRINTER)
    assert _is_online(again.recv(1))


def test_a_controller_that_never_reads_is_hung_up_on_and_holds_no_memory(reactor: Reactor, keep: Keep) -> None:
    parrot = Parrot(times=64)
    sock = keep(_dial(listen(reactor, parrot)))
    with pytest.raises((ConnectionResetError, BrokenPipeError)):
        sock.sendall(bytes(100 * OUTPUT_LIMIT_BYTES))
    assert parrot.went.wait(WAIT_S)


def test_a_patient_reader_gets_every_byte_of_a_long_answer(reactor: Reactor, keep: Keep) -> None:
    sock = keep(_dial(listen(reactor, Parrot(times=300))))
    sock.sendall(bytes(3000))
    left = 300 * 3000
    while left:
        left -= len(sock.recv(65536))


def test_the_last_words_arrive_although_the_controller_was_still_talking(reactor: Reactor, keep: Keep) -> None:
    sock = keep(_dial(listen(reactor, Parrot())))
    sock.sendall(b"good bye")
    sock.sendall(bytes(4096))  # unread at the other end: a plain close would be a reset
    assert exactly(sock, 3) == b"bye"
    assert sock.recv(1) == b""


def test_a_controller_that_has_said_all_still_hears_the_answer(reactor: Reactor, keep: Keep) -> None:
    parrot = Parrot(times=200)
    sock = keep(_dial(listen(reactor, parrot)))
    sock.sendall(bytes(4000))
    sock.shutdown(socket.SHUT_WR)
    assert len(exactly(sock, 800_000)) == 800_000
    assert sock.recv(1) == b""
    assert parrot.went.wait(WAIT_S)


def test_a_controller_that_crashed_is_noticed(reactor: Reactor, keep: Keep) -> None:
    parrot = Parrot()
    sock = keep(_dial(listen(reactor, parrot)))
    sock.sendall(b"a")
    assert sock.recv(1) == b"a"
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()
    assert parrot.went.wait(WAIT_S)


def test_too_many_controllers_are_turned_away(reactor: Reactor, keep: Keep) -> None:
    address = listen(reactor, Parrot())
    inside = [keep(_dial(address)) for _ in range(STREAMS_MAX)]
    for sock in inside:
        sock.sendall(b"a")
        assert sock.recv(1) == b"a"
    assert _turned_away(address)
    inside[0].close()
    inside[1].sendall(b"b")  # an exchange later the one that left has been seen
    assert inside[1].recv(1) == b"b"
    newcomer = keep(_dial(address))
    newcomer.sendall(b"a")
    assert newcomer.recv(1) == b"a"


def test_the_end_closes_the_port_and_tells_the_simulator(keep: Keep) -> None:
    parrot = Parrot()
    with Reactor(RealClock()) as reactor:
        address = listen(reactor, parrot)
        sock = keep(_dial(address))
        sock.sendall(b"a")
        assert sock.recv(1) == b"a"
    assert parrot.went.is_set()
    assert _is_gone(sock)
    with pytest.raises(ConnectionRefusedError):
        _dial(address)


def test_a_port_that_is_taken_is_named(reactor: Reactor, keep: Keep) -> None:
    taken = keep(bind())
    port = taken.getsockname()[1]
    with pytest.raises(HostError, match=f"port {port}: Address already in use"):
        listen(reactor, Parrot(), port=port)
