"""A real connection under a kiosk in virtual time: while its other end thinks, the kiosk's world stands still."""

from __future__ import annotations

from collections.abc import Callable

from device.clock import RealClock
from device.hub import Hub
from drivers.clock import NS_PER_S
from drivers.port import OpenPort, Port

PATIENCE_S = 30.0
"""What is not here after so long of real time never comes: the virtual deadline passes."""
SLICE_S = 0.1


class RealPort:
    """As `Port`, over a port that keeps real time.

    withheld: says once whether the other end keeps an answer back on purpose; the virtual deadline then passes at once
    """

    def __init__(self, hub: Hub, clock: RealClock, port: Port, withheld: Callable[[], bool]) -> None:
        self._hub, self._clock, self._port, self._withheld = hub, clock, port, withheld

    @property
    def name(self) -> str:
        """The other end's address."""
        return self._port.name

    def write(self, data: bytes, deadline_ns: int) -> None:
        """As `Port.write`."""
        self._port.write(data, self._in_s(PATIENCE_S))

    def read(self, size_max: int, deadline_ns: int) -> bytes:
        """As `Port.read`; when nothing comes the virtual time until the deadline passes at once."""
        if deadline_ns <= self._hub.now_ns:
            return self._port.read(size_max, self._clock.monotonic_ns())
        until_ns = self._in_s(PATIENCE_S)
        while self._clock.monotonic_ns() < until_ns and not self._withheld():
            data = self._port.read(size_max, self._in_s(SLICE_S))
            if data:
                return data
        self._hub.wait_until(deadline_ns)
        return b""

    def close(self) -> None:
        """As `Port.close`."""
        self._port.close()

    def _in_s(self, seconds: float) -> int:
        return self._clock.monotonic_ns() + round(seconds * NS_PER_S)


def real_opener(
    hub: Callable[[], Hub], clock: RealClock, open_port: OpenPort, withheld: Callable[[], bool]
) -> OpenPort:
    """Opens real connections for a kiosk that lives in this hub."""
    return lambda: RealPort(hub(), clock, open_port(), withheld)
