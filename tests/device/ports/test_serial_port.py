"""A serial line, played by a pseudo-terminal: what the far end (the device) does is done at its master."""

from __future__ import annotations

import os
import pty
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.ports.reopening import ReopeningPort
from device.ports.serial_port import SerialPort
from drivers.errors import Disconnected, NoAnswer
from tests.device.ports.times import CLOCK, in_ms, soon

XOFF = b"\x13"


@dataclass
class Line:
    """Both ends of a pseudo-terminal; the slave is kept open, as a plugged cable."""

    master: int
    slave: int
    path: str

    def pull(self) -> None:
        """The device is gone from the bus."""
        for end in (self.master, self.slave):
            with suppress(OSError):
                os.close(end)


@pytest.fixture
def line() -> Iterator[Line]:
    master, slave = pty.openpty()
    line = Line(master, slave, os.ttyname(slave))
    yield line
    line.pull()


@pytest.fixture
def port(line: Line) -> Iterator[SerialPort]:
    port = SerialPort(line.path, CLOCK, baud=9600)
    yield port
    port.close()


def test_bytes_go_both_ways_unchanged(line: Line, port: SerialPort) -> None:
    every = bytes(range(256))  # control characters too: nothing is a terminal's business here
    port.write(every, soon())
    assert os.read(line.master, 4096) == every
    os.write(line.master, every)
    assert port.read(4096, soon()) == every
    assert port.name == line.path


def test_a_read_ends_with_the_first_bytes_and_takes_no_more_than_asked(line: Line, port: SerialPort) -> None:
    os.write(line.master, b"abcdef")
    assert port.read(4, soon()) == b"abcd"
    assert port.read(4, in_ms(-1)) == b"ef"  # a deadline in the past asks for what is there
    assert port.read(4, in_ms(-1)) == b""


def test_a_silent_device_costs_the_deadline_and_no_more(port: SerialPort) -> None:
    deadline_ns = in_ms(30)
    before_ns = CLOCK.monotonic_ns()
    assert port.read(10, deadline_ns) == b""
    assert before_ns < deadline_ns <= CLOCK.monotonic_ns()


def test_a_line_that_takes_nothing_is_no_answer(port: SerialPort) -> None:
    with pytest.raises(NoAnswer, match="of 1000000 bytes until the deadline"):
        port.write(bytes(1_000_000), in_ms(30))


def test_a_long_message_goes_whole_when_the_device_reads_slowly(line: Line, port: SerialPort) -> None:
    sent, got = os.urandom(100_000), bytearray()

    def drain() -> None:
        while len(got) < len(sent):
            got.extend(os.read(line.master, 1000))

    reader = threading.Thread(target=drain, daemon=True)
    reader.start()
    port.write(sent, soon())
    reader.join(5)
    assert bytes(got) == sent


@pytest.mark.parametrize("behind_us", range(0, 1000, 25))
def test_a_device_that_has_enough_in_mid_write_is_waited_for_to_the_deadline_alone(line: Line, behind_us: int) -> None:
    """XOFF may come between the look for room and the write: then the line takes nothing, though it had room."""
    os.set_blocking(line.master, False)
    port = SerialPort(line.path, CLOCK, baud=38400, flow="software")
    outcome: list[Exception] = []

    def write() -> None:
        try:
            port.write(bytes(200_000), in_ms(20))
        except NoAnswer as error:
            outcome.append(error)

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    busy_until_ns = CLOCK.monotonic_ns() + behind_us * 1000
    while CLOCK.monotonic_ns() < busy_until_ns:
        with suppress(BlockingIOError):
            os.read(line.master, 100)
    os.write(line.master, XOFF)
    writer.join(5)
    assert not writer.is_alive()
    assert len(outcome) == 1
    port.close()


def test_the_device_pulled_while_waiting_is_disconnected(line: Line, port: SerialPort) -> None:
    threading.Timer(0.02, line.pull).start()
    with pytest.raises(Disconnected) as caught:
        port.read(10, soon())
    assert caught.value.device == line.path
    assert "the device is gone" in str(caught.value)
    assert "check its cable" in str(caught.value)
    with pytest.raises(Disconnected):
        port.write(b"x", soon())


def test_the_line_can_be_opened_again_and_again(line: Line) -> None:
    for number in range(3):
        port = SerialPort(line.path, CLOCK, baud=38400)
        port.write(b"%d" % number, soon())
        assert os.read(line.master, 10) == b"%d" % number
        port.close()
        port.close()


def test_a_line_that_comes_back_is_in_service_again(tmp_path: Path) -> None:
    path = tmp_path / "by-id"  # as udev's links: the same name for whatever is plugged in
    port = ReopeningPort(str(path), lambda: SerialPort(str(path), CLOCK))
    with pytest.raises(Disconnected, match="there is no such device"):
        port.write(b"hello", soon())
    for _ in range(2):
        master, slave = pty.openpty()
        path.symlink_to(os.ttyname(slave))
        port.write(b"hello", soon())
        assert os.read(master, 10) == b"hello"
        path.unlink()
        os.close(master)
        os.close(slave)
        with pytest.raises(Disconnected, match="gone"):
            port.read(10, soon())
    port.close()


def test_a_second_kiosk_on_the_same_line_is_told_so(line: Line, port: SerialPort) -> None:
    with pytest.raises(Disconnected, match="another program holds it") as caught:
        SerialPort(line.path, CLOCK)
    assert "fuser" in caught.value.hint
    port.write(b"undisturbed", soon())
    assert os.read(line.master, 100) == b"undisturbed"


def test_what_is_no_serial_line_is_told_so(tmp_path: Path) -> None:
    plain = tmp_path / "ttyS0"
    plain.touch()
    for path in (str(plain), str(tmp_path), "/dev/null"):
        with pytest.raises(Disconnected, match="no serial line"):
            SerialPort(path, CLOCK)


def test_a_closed_port_says_so_and_does_not_crash(port: SerialPort) -> None:
    port.close()
    with pytest.raises(Disconnected):
        port.write(b"x", soon())
    with pytest.raises(Disconnected):
        port.read(1, soon())


@settings(deadline=None, max_examples=30)
@given(parts=st.lists(st.binary(min_size=1, max_size=60), max_size=8), size_max=st.integers(1, 100))
def test_any_bytes_arrive_in_order_however_they_are_cut(parts: list[bytes], size_max: int) -> None:
    master, slave = pty.openpty()
    port = SerialPort(os.ttyname(slave), CLOCK)
    got = b""
    for part in parts:
        os.write(master, part)
        data = port.read(size_max, soon())
        assert 0 < len(data) <= size_max
        got += data
    while data := port.read(size_max, in_ms(-1)):
        got += data
    assert got == b"".join(parts)
    port.close()
    os.close(master)
    os.close(slave)
