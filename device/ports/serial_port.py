"""A driver's `Port` over a serial line of this machine, or one that a server lends over the network (RFC 2217).

Always 8 data bits, no parity, 1 stop bit: what ccTalk (part 1 §3.1) and ESC/POS ask for. pyserial sets the line up;
waiting is done here, by the driver's deadlines.
"""

from __future__ import annotations

import io
import os
from contextlib import suppress

import serial

from device.ports.serial_words import serial_words
from device.ports.waiting import NOTHING, READABLE, WRITABLE, wait_ready
from drivers.clock import NS_PER_MS, Clock
from drivers.errors import Disconnected, NoAnswer

NETWORK_TICK_S = 0.02
"""How long one read of pyserial's RFC 2217 client waits, which is how far past its deadline a read there may end.

Setting its time-out anew for each read would send the whole line set-up over the network each time
(pyserial 3.5 rfc2217.py, `_reconfigure_port`).
"""


FLOW_CONTROL = ("none", "hardware", "software")
"""How a device says that it has enough for now: not at all, by a line of its own (a receipt printer's DTR, wired to
CTS here), or by XOFF and XON among its bytes. What it does not take in time ends a write as any silence does."""


class SerialPort:
    """An open serial line, held alone.

    url: a device's path (`/dev/serial/by-id/…`), or `rfc2217://host:port`
    baud: 9600 or 38400 in practice; what a line cannot do is refused at opening
    flow: one of `FLOW_CONTROL`

    Over RFC 2217 two limits are pyserial's own and not the deadline's: a write that the network does not take ends
    after 5 s, and closing takes 0.3 s.

    Raises `Disconnected` when the line cannot be opened, with the reason and what to do about it.
    """

    def __init__(self, url: str, clock: Clock, *, baud: int = 9600, flow: str = "none") -> None:
        self._url, self._clock = url, clock
        local = url.startswith("/")
        try:
            self._line: serial.Serial = serial.serial_for_url(
                url,
                baudrate=baud,
                timeout=0 if local else NETWORK_TICK_S,
                write_timeout=0 if local else None,
                exclusive=True if local else None,
                rtscts=flow == "hardware",
                xonxoff=flow == "software",
            )
        except (OSError, ValueError) as error:
            raise self._gone("open", error) from None
        self._descriptor = _descriptor(self._line)

    @property
    def name(self) -> str:
        """The port as the configuration names it."""
        return self._url

    def write(self, data: bytes, deadline_ns: int) -> None:
        """As `Port.write`."""
        try:
            if self._descriptor is None:
                self._line.write(data)
                return
            left = memoryview(data)
            while left:
                if not wait_ready(self._descriptor, WRITABLE, deadline_ns, self._clock):
                    cause = f"the line took {len(data) - len(left)} of {len(data)} bytes until the deadline"
                    raise NoAnswer(self._url, "write", cause, "check the device's power and its flow control")
                left = left[self._taken(left) :]
        except OSError as error:  # SerialException is one
            raise self._gone("write", error) from None

    def read(self, size_max: int, deadline_ns: int) -> bytes:
        """As `Port.read`."""
        try:
            if self._descriptor is None:
                return self._read_from_network(size_max, deadline_ns)
            while wait_ready(self._descriptor, READABLE, deadline_ns, self._clock):
                data: bytes = self._line.read(size_max)
                if data:
                    return data
        except OSError as error:  # SerialException is one; `in_waiting` raises the bare thing
            raise self._gone("read", error) from None
        return b""

    def close(self) -> None:
        """Let the line go."""
        with suppress(OSError):
            self._line.close()

    def _taken(self, data: memoryview) -> int:
        """How many bytes the line took. None where it was told to wait (XOFF, CTS) after it had said that it had room.

        Not pyserial's `write`, which then tries for ever: its loop ends by a time-out alone, and 0 is none
        (pyserial 3.5, serialposix.py, `write`: EAGAIN with `is_non_blocking`).
        """
        descriptor = self._line.fileno()
        try:
            return os.write(descriptor, data)
        except BlockingIOError:
            wait_ready(descriptor, NOTHING, self._clock.monotonic_ns() + NS_PER_MS, self._clock)
            return 0

    def _read_from_network(self, size_max: int, deadline_ns: int) -> bytes:
        while True:
            waiting = self._line.in_waiting
            if not waiting and self._clock.monotonic_ns() >= deadline_ns:
                return b""
            data: bytes = self._line.read(min(size_max, waiting) or 1)
            if data:
                return data

    def _gone(self, action: str, error: Exception) -> Disconnected:
        return Disconnected(self._url, action, *serial_words(error, self._url, opening=action == "open"))


def _descriptor(line: serial.Serial) -> int | None:
    """What to wait on; None where pyserial reads by a thread of its own (RFC 2217)."""
    try:
        return line.fileno()
    except io.UnsupportedOperation:
        return None
