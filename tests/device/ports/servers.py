"""A small server for one story: accepts one connection after another and does the same with each."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType

Serve = Callable[[socket.socket], None]


def echo(wire: socket.socket) -> None:
    """Sends back whatever comes, until the client goes."""
    while data := wire.recv(4096):
        wire.sendall(data)


class Server:
    """Listens on loopback. `serve` has each connection for itself; the connection ends with it."""

    def __init__(self, serve: Serve, tls: ssl.SSLContext | None = None) -> None:
        self._serve, self._tls = serve, tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._wire: socket.socket | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        with suppress(OSError):
            while True:
                wire = self._wire = self._listener.accept()[0]
                with suppress(OSError):
                    if self._tls is not None:
                        wire = self._wire = self._tls.wrap_socket(wire, server_side=True)
                    self._serve(wire)
                wire.close()

    def __enter__(self) -> Server:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        for wire in (self._wire, self._listener):
            if wire is not None:
                with suppress(OSError):
                    wire.shutdown(socket.SHUT_RDWR)
                wire.close()
        self._thread.join(5)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
