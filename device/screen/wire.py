"""The screen's wire as JSON lines over TCP: for a browser's bridge, a test, or any other screen.

One listener for the customer's screen, another for the attendant's panel. Each is a thread that
accepts, and one a connection that reads; a screen that joins late gets the last whole screen at once.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable

from drivers.errors import Disconnected

SCREENS_MAX = 8
LINE_BYTES_MAX = 4096
SEND_S = 2.0
"""A screen that takes nothing for so long is hung up on: it would hold up the others."""


class ScreenWire:
    """Listens on `address` (host, port; 0 takes a free one). `receive` gets each line that comes in."""

    def __init__(self, address: tuple[str, int], receive: Callable[[bytes], None]) -> None:
        """Raises `Disconnected` when the address is taken."""
        self._receive = receive
        self._lock = threading.Lock()
        self._screens: list[socket.socket] = []
        self._last: bytes | None = None
        try:
            self._listener = socket.create_server(address)
        except OSError as error:
            action = f"listen on {address[0]}:{address[1]}"
            raise Disconnected("screen wire", action, str(error.strerror), "choose another port") from None
        self.address: tuple[str, int] = self._listener.getsockname()[:2]
        threading.Thread(target=self._accept, name="ScreenWire", daemon=True).start()

    def send(self, message: bytes) -> None:
        """One message to every screen that is there."""
        line = message + b"\n"
        with self._lock:
            if b'"type":"show"' in message:
                self._last = line
            for screen in list(self._screens):
                self._give(screen, line)

    def _give(self, screen: socket.socket, line: bytes) -> None:
        try:
            screen.sendall(line)
        except OSError:
            self._drop(screen)

    def _drop(self, screen: socket.socket) -> None:
        if screen in self._screens:
            self._screens.remove(screen)
        screen.close()

    def _accept(self) -> None:
        while True:
            try:
                screen, _ = self._listener.accept()
            except OSError:
                return
            screen.settimeout(SEND_S)
            with self._lock:
                if len(self._screens) >= SCREENS_MAX:
                    screen.close()
                    continue
                self._screens.append(screen)
                if self._last is not None:
                    self._give(screen, self._last)
            threading.Thread(target=self._read, args=(screen,), name="Screen", daemon=True).start()

    def _read(self, screen: socket.socket) -> None:
        buffer = b""
        while True:
            try:
                data = screen.recv(LINE_BYTES_MAX)
            except TimeoutError:
                continue
            except OSError:
                data = b""
            if not data:
                break
            buffer += data
            *lines, buffer = buffer.split(b"\n")
            for line in lines:
                self._receive(line)
            if len(buffer) > LINE_BYTES_MAX:
                break
        with self._lock:
            self._drop(screen)

    def close(self) -> None:
        """Hang up on everybody and stop listening."""
        # shutdown wakes the thread that waits in accept; close alone would leave it there
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for screen in list(self._screens):
                self._drop(screen)
