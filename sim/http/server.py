"""The server as a host sees it: a peripheral that accepts connections and answers when due."""

from __future__ import annotations

from collections.abc import Callable

from sim.http.connection import HttpConnection
from sim.http.faults import HttpFaults
from sim.http.messages import Request, Response
from sim.wire import Clock, HangUp, Send

BODY_LIMIT_BYTES = 8 * 1024 * 1024
CONNECTIONS_MAX = 64


def _no_thinking(_: Request) -> int:
    return 0


class HttpServer:
    """A `sim.wire.Peripheral` that speaks HTTP/1.1 with keep-alive on any number of connections.

    handle: answers a request; called once for each, on arrival
    think_ns: how long the answer takes to come, by the request; 0 answers inside `receive`
    body_limit_bytes: a longer body is answered 413 and the connection closed
    """

    def __init__(
        self,
        handle: Callable[[Request], Response],
        clock: Clock,
        *,
        think_ns: Callable[[Request], int] = _no_thinking,
        body_limit_bytes: int = BODY_LIMIT_BYTES,
    ) -> None:
        self.faults = HttpFaults()
        self.handle = handle
        self.clock = clock
        self.think_ns = think_ns
        self.body_limit_bytes = body_limit_bytes
        self.plugged = True
        self._connections: list[HttpConnection] = []

    def accept(self, send: Send, hang_up: HangUp, caller: str | None = None) -> HttpConnection | None:
        """A client connects; None when unplugged, refused by a fault, or too many are here. caller: as in `Request`."""
        if not self.plugged or len(self._connections) >= CONNECTIONS_MAX or self.faults.take_refusal():
            return None
        connection = HttpConnection(self, send, hang_up, caller)
        self._connections.append(connection)
        return connection

    def next_due_ns(self) -> int | None:
        """When the next answer is due to leave."""
        due: int | None = None
        for connection in self._connections:
            its = connection.due_ns
            if its is not None and (due is None or its < due):
                due = its
        return due

    def tick(self) -> None:
        """Send every answer that is due."""
        now_ns = self.clock.monotonic_ns()
        for connection in list(self._connections):
            if connection.due_ns is not None and connection.due_ns <= now_ns:
                connection.answer()

    def unplug(self) -> None:
        """Cable or power gone: every connection ends, pending answers are lost."""
        self.plugged = False
        self.hang_up_all()

    def plug(self) -> None:
        """Connections are accepted again."""
        self.plugged = True

    def hang_up_all(self) -> None:
        """Close every connection, also the idle ones (what a server does after its keep-alive time)."""
        for connection in list(self._connections):
            connection.end()

    def forget(self, connection: HttpConnection) -> None:
        """A connection is over."""
        if connection in self._connections:
            self._connections.remove(connection)
