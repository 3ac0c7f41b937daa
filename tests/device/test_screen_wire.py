"""The screen's wire over TCP: whole screens out, presses in, latecomers and bad guests included."""

from __future__ import annotations

import json
import queue
import socket
from contextlib import suppress

import pytest

from device.screen.wire import LINE_BYTES_MAX, ScreenWire
from drivers.errors import Disconnected

SHOW = json.dumps({"type": "show", "screen": "idle"}, separators=(",", ":")).encode()


class Guest:
    """One screen that has connected."""

    def __init__(self, wire: ScreenWire) -> None:
        self.socket = socket.create_connection(wire.address, timeout=5)
        self.lines = self.socket.makefile("rb")

    def hears(self) -> bytes:
        return self.lines.readline().rstrip(b"\n")

    def close(self) -> None:
        self.lines.close()
        self.socket.close()


def test_what_is_shown_reaches_the_screen_and_a_press_comes_back() -> None:
    pressed: queue.Queue[bytes] = queue.Queue()
    wire = ScreenWire(("127.0.0.1", 0), pressed.put)
    wire.send(SHOW)
    guest = Guest(wire)
    assert guest.hears() == SHOW
    guest.socket.sendall(b'{"type":"press","but')
    guest.socket.sendall(b'ton":"start"}\n{"type":"press","key":"1"}\n')
    assert pressed.get(timeout=5) == b'{"type":"press","button":"start"}'
    assert pressed.get(timeout=5) == b'{"type":"press","key":"1"}'
    guest.close()
    wire.close()


def test_a_screen_that_joins_late_gets_the_whole_screen_and_not_the_last_word() -> None:
    wire = ScreenWire(("127.0.0.1", 0), lambda _line: None)
    wire.send(SHOW)
    wire.send(b'{"type":"voice","say":"x"}')
    guest = Guest(wire)
    assert guest.hears() == SHOW
    guest.close()
    wire.close()


def test_a_guest_without_an_end_of_line_is_hung_up_on() -> None:
    wire = ScreenWire(("127.0.0.1", 0), lambda _line: None)
    guest = Guest(wire)
    guest.socket.sendall(b"x" * (LINE_BYTES_MAX * 3))
    with suppress(ConnectionResetError):  # what it still had sent was not read: the same end, said more rudely
        assert guest.lines.read() == b""
    guest.close()
    wire.close()


def test_a_port_that_is_taken_is_said_in_one_line() -> None:
    wire = ScreenWire(("127.0.0.1", 0), lambda _line: None)
    with pytest.raises(Disconnected, match="choose another port"):
        ScreenWire(wire.address, lambda _line: None)
    wire.close()
