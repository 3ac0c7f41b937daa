"""The demo as one thing: a world, an audience, and an HTTP server on loopback alone."""

from __future__ import annotations

import socketserver
import threading
from datetime import datetime
from http.server import ThreadingHTTPServer
from types import TracebackType
from typing import Any, Final, Self

from device.clock import RealClock
from device.testing.demo.audience import Audience
from device.testing.demo.handler import Handler
from device.testing.demo.world import PacedWorld

LOOPBACK: Final = "127.0.0.1"
CONNECTIONS_MAX: Final = 48


class _Server(ThreadingHTTPServer):
    """Bounded in its threads, silent, and asking no name server who it is."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int, handler: type[Handler]) -> None:
        self._room = threading.BoundedSemaphore(CONNECTIONS_MAX)
        super().__init__((LOOPBACK, port), handler)

    def server_bind(self) -> None:
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]  # type: ignore[assignment]

    def process_request(self, request: Any, client_address: Any) -> None:
        if not self._room.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._room.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that broke is nobody's news; `socketserver` would print whom it came from."""


class Demo:
    """One kiosk and its page. Use as a context manager: on leaving, everything has ended.

    port: 0 takes a free one. at: the wall clock at the start. url: where the page is.
    Raises OSError when the port cannot be had.
    """

    def __init__(self, port: int, at: datetime) -> None:
        self._audience = Audience()
        self._world = PacedWorld(at, RealClock(), self._audience)
        handler = type("DemoHandler", (Handler,), {"world": self._world, "audience": self._audience})
        self._server = _Server(port, handler)
        self.port: int = self._server.server_port
        handler.port = self.port  # type: ignore[attr-defined]
        self.url = f"http://{LOOPBACK}:{self.port}/"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), name="Page", daemon=True)

    @property
    def alive(self) -> bool:
        """Whether the world still goes on."""
        return self._world.alive

    @property
    def failure(self) -> BaseException | None:
        """What ended the world by itself, if anything did."""
        return self._world.failure

    def start(self) -> None:
        """Begin to live and to serve."""
        self._world.start()
        self._thread.start()

    def stop(self) -> None:
        """End the world, then the page."""
        self._world.stop()
        if self._thread.ident is not None:
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.stop()
