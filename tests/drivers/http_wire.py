"""A wire in memory: the drivers' `Port` on one end, a simulator's `Connection` on the other."""

from __future__ import annotations

from datetime import UTC, datetime

from drivers.errors import Disconnected, NoAnswer
from drivers.port import Port
from sim.wire import Peripheral


class VirtualClock:
    """Time that moves when somebody waits. Both ends live in it."""

    def __init__(self) -> None:
        self.now_ns = 1_000

    def monotonic_ns(self) -> int:
        return self.now_ns

    def wall(self) -> datetime:
        return datetime(2026, 4, 1, tzinfo=UTC)

    def wait_until(self, due_ns: int) -> None:
        self.now_ns = max(self.now_ns, due_ns)


class MemoryPort:
    """A connection to a simulator; waiting lets the simulator's time pass."""

    name = "sim://test"

    def __init__(self, clock: VirtualClock, peripheral: Peripheral) -> None:
        self._clock, self._peripheral = clock, peripheral
        self._got, self._over = bytearray(), False
        connection = peripheral.accept(self._got.extend, self._hang_up)
        if connection is None:
            raise Disconnected("peripheral at sim://test", "open", "nobody there", "plug it in")
        self._connection = connection

    def _hang_up(self) -> None:
        self._over = True

    def write(self, data: bytes, deadline_ns: int) -> None:
        if self._over:
            raise Disconnected("peripheral at sim://test", "write", "hung up", "plug it in")
        self._connection.receive(data)

    def read(self, size_max: int, deadline_ns: int) -> bytes:
        while not self._got:
            if self._over:
                raise Disconnected("peripheral at sim://test", "read", "hung up", "plug it in")
            due_ns = self._peripheral.next_due_ns()
            if due_ns is None or due_ns > deadline_ns:
                self._clock.wait_until(deadline_ns)
                return b""
            self._clock.wait_until(due_ns)
            self._peripheral.tick()
        data = bytes(self._got[:size_max])
        del self._got[:size_max]
        return data

    def close(self) -> None:
        self._over = True
        self._connection.closed()


class Plugs:
    """Opens ports to one simulator and counts them."""

    def __init__(self, clock: VirtualClock, peripheral: Peripheral) -> None:
        self._clock, self._peripheral = clock, peripheral
        self.opened = 0

    def __call__(self) -> Port:
        port = MemoryPort(self._clock, self._peripheral)
        self.opened += 1
        return port


class ScriptedPort:
    """A port that answers with given pieces of bytes, whatever is written; then silence or the end.

    It takes `takes` bytes before it takes no more until the deadline; None for all.
    """

    name = "sim://script"

    def __init__(
        self, clock: VirtualClock, pieces: list[bytes], *, ends: bool = True, takes: int | None = None
    ) -> None:
        self._clock, self._pieces, self._ends, self._takes = clock, [p for p in pieces if p], ends, takes
        self.written = bytearray()
        self.closed = False

    def write(self, data: bytes, deadline_ns: int) -> None:
        self.written += data
        if self._takes is not None and len(self.written) > self._takes:
            self._clock.wait_until(deadline_ns)
            raise NoAnswer("script at sim://script", "write", "takes nothing", "wait")

    def read(self, size_max: int, deadline_ns: int) -> bytes:
        if not self.written:
            return b""
        if not self._pieces:
            if self._ends:
                raise Disconnected("script at sim://script", "read", "end of script", "none")
            self._clock.wait_until(deadline_ns)
            return b""
        piece = self._pieces.pop(0)
        if len(piece) > size_max:
            self._pieces.insert(0, piece[size_max:])
        return piece[:size_max]

    def close(self) -> None:
        self.closed = True
