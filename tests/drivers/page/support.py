"""A virtual clock and a wire in memory between a driver's HTTP client and a simulator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from drivers.errors import Disconnected
from drivers.http import HttpClient
from drivers.page import PagePrinter
from sim.http import HttpServer, Request, Response
from sim.wire import Connection, Peripheral

JST = timezone(timedelta(hours=9))
START = datetime(2026, 10, 28, 10, 0, tzinfo=JST)
NS_PER_S = 1_000_000_000
URI = "ipp://printer.local/ipp/print"


class VirtualClock:
    """Time that moves when somebody waits, or when the test says so."""

    def __init__(self, start: datetime = START) -> None:
        self.now_ns, self.start = 0, start

    def monotonic_ns(self) -> int:
        return self.now_ns

    def wall(self) -> datetime:
        return self.start + timedelta(microseconds=self.now_ns // 1000)

    def wait_until(self, due_ns: int) -> None:
        self.now_ns = max(self.now_ns, due_ns)

    def pass_s(self, seconds: float) -> None:
        self.now_ns += round(seconds * NS_PER_S)


class MemoryPort:
    """A `drivers.port.Port` onto a simulated peripheral; waiting moves the clock from due to due."""

    def __init__(self, peripheral: Peripheral, clock: VirtualClock) -> None:
        self._peripheral, self._clock = peripheral, clock
        self._received, self._gone = bytearray(), False
        connection = peripheral.accept(self._received.extend, self._hang_up)
        if connection is None:
            raise Disconnected("test wire", "open", "nobody there", "plug it in")
        self._connection: Connection = connection

    @property
    def name(self) -> str:
        return "memory"

    def write(self, data: bytes, deadline_ns: int) -> None:
        if self._gone:
            raise Disconnected("test wire", "write", "hung up", "open it again")
        self._connection.receive(data)

    def read(self, size_max: int, deadline_ns: int) -> bytes:
        while not self._received and not self._gone:
            due_ns = self._peripheral.next_due_ns()
            if due_ns is None or due_ns > deadline_ns:
                self._clock.wait_until(deadline_ns)
                return b""
            self._clock.wait_until(due_ns)
            self._peripheral.tick()
        if not self._received:
            raise Disconnected("test wire", "read", "hung up", "open it again")
        data = bytes(self._received[:size_max])
        del self._received[:size_max]
        return data

    def close(self) -> None:
        if not self._gone:
            self._gone = True
            self._connection.closed()

    def _hang_up(self) -> None:
        self._gone = True


def http_to(peripheral: Peripheral, clock: VirtualClock) -> HttpClient:
    """The drivers' HTTP client, its wire in memory."""
    return HttpClient("device under test", "device.local", lambda: MemoryPort(peripheral, clock), clock)


class ScriptedPrinter:
    """An HTTP server that answers requests in turn from a list, and keeps what it was asked."""

    def __init__(self, *answers: bytes | Response | Callable[[bytes], bytes]) -> None:
        self.clock = VirtualClock()
        self.asked: list[bytes] = []
        self._answers = list(answers)
        self.server = HttpServer(self._answer, self.clock)
        self.printer = PagePrinter(http_to(self.server, self.clock), URI, self.clock)

    def _answer(self, request: Request) -> Response:
        assert (request.method, request.path) == ("POST", "/ipp/print")
        assert request.headers["content-type"] == "application/ipp"
        self.asked.append(request.body)
        answer = self._answers.pop(0)
        if isinstance(answer, Response):
            return answer
        octets = answer if isinstance(answer, bytes) else answer(request.body)
        return Response(200, "application/ipp", octets)
