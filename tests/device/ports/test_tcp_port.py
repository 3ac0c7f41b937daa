"""Plain TCP to a device on the network: a receipt printer on port 9100, a page printer."""

from __future__ import annotations

import errno
import os
import socket
import struct
import threading

import pytest

from device.ports.connecting import connect
from device.ports.tcp_port import TcpPort
from device.ports.tcp_words import tcp_words
from drivers.errors import Disconnected, NoAnswer
from tests.device.ports.servers import Server, echo, free_port
from tests.device.ports.times import CLOCK, in_ms, soon

HERE = "127.0.0.1"


def whole(port: TcpPort, size: int) -> bytes:
    data = b""
    while len(data) < size:
        part = port.read(size - len(data), soon())
        assert part
        data += part
    return data


def test_bytes_go_both_ways_unchanged() -> None:
    with Server(echo) as server:
        port = TcpPort(HERE, server.port, CLOCK)
        every = bytes(range(256)) * 20
        port.write(every, soon())
        assert whole(port, len(every)) == every
        assert port.read(1, in_ms(-1)) == b""
        assert port.name == f"{HERE}:{server.port}"
        port.close()
        port.close()


def test_more_than_the_buffers_hold_goes_while_the_device_reads() -> None:
    got = bytearray()
    done = threading.Event()

    def swallow(wire: socket.socket) -> None:
        while data := wire.recv(65536):
            got.extend(data)
        done.set()

    with Server(swallow) as server:
        port = TcpPort(HERE, server.port, CLOCK)
        sent = os.urandom(1_000_000) * 8
        port.write(sent, soon())
        port.close()
        assert done.wait(5)
    assert bytes(got) == sent


def test_a_mute_device_costs_the_deadline_and_no_more() -> None:
    stop = threading.Event()

    def say_nothing(wire: socket.socket) -> None:
        stop.wait(5)

    with Server(say_nothing) as server:
        port = TcpPort(HERE, server.port, CLOCK)
        deadline_ns = in_ms(30)
        assert port.read(10, deadline_ns) == b""
        assert CLOCK.monotonic_ns() >= deadline_ns
        with pytest.raises(NoAnswer, match="bytes until the deadline"):
            port.write(bytes(50_000_000), in_ms(50))
        port.close()
        stop.set()


def test_a_device_that_closes_is_disconnected_once_everything_was_read() -> None:
    with Server(lambda wire: wire.sendall(b"goodbye")) as server:
        port = TcpPort(HERE, server.port, CLOCK)
        assert whole(port, 7) == b"goodbye"
        with pytest.raises(Disconnected, match="closed the connection"):
            port.read(10, soon())
        port.close()


def test_a_device_that_loses_power_is_disconnected() -> None:
    def reset(wire: socket.socket) -> None:
        wire.recv(1)
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    with Server(reset) as server:
        port = TcpPort(HERE, server.port, CLOCK)
        port.write(b"x", soon())
        with pytest.raises(Disconnected, match="cut the connection"):
            port.read(10, soon())
        with pytest.raises(Disconnected):
            port.write(b"x", soon())
        port.close()


def test_a_port_where_nobody_listens_is_refused_in_words() -> None:
    number = free_port()
    with pytest.raises(Disconnected, match="nobody listens there") as caught:
        TcpPort(HERE, number, CLOCK, name="socket://printer:9100")
    assert caught.value.device == "socket://printer:9100"


@pytest.mark.parametrize("host", ["x" * 64, "bench..example"])
def test_a_name_that_cannot_be_one_is_told_so(host: str) -> None:
    with pytest.raises(Disconnected, match="its name is not known"):
        TcpPort(host, 9100, CLOCK)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EHOSTUNREACH, "no route"),
        (errno.ENETUNREACH, "no route"),
        (errno.ETIMEDOUT, "does not answer any more"),
        (errno.EPIPE, "cut the connection"),
        (errno.EMFILE, os.strerror(errno.EMFILE)),
    ],
)
def test_each_number_has_its_words(number: int, words: str) -> None:
    assert words in tcp_words(OSError(number, "no"))[0]


def test_a_host_that_swallows_connections_does_not_hold_the_kiosk() -> None:
    with socket.socket() as full:  # a backlog that is full answers nobody
        full.bind((HERE, 0))
        full.listen(0)
        others = []
        for _ in range(4):
            waiting = socket.socket()
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
            others.append(waiting)
        with pytest.raises(TimeoutError):
            connect(HERE, full.getsockname()[1], in_ms(50), CLOCK)
        for waiting in others:
            waiting.close()


def test_a_closed_port_says_so_and_does_not_crash() -> None:
    with Server(echo) as server:
        port = TcpPort(HERE, server.port, CLOCK)
        port.close()
        with pytest.raises(Disconnected):
            port.read(1, soon())
        with pytest.raises(Disconnected):
            port.write(b"x", soon())
