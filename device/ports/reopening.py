"""A port that comes back: opened at first use, and again after it was lost."""

from __future__ import annotations

from drivers.errors import Disconnected
from drivers.port import OpenPort, Port


class ReopeningPort:
    """Hands everything to the open port; after a `Disconnected` the next call opens a new one.

    Bytes of the lost connection are gone with it, so a driver that resumes never reads half an answer
    of before.
    """

    def __init__(self, name: str, open_port: OpenPort) -> None:
        self._name, self._open = name, open_port
        self._port: Port | None = None

    @property
    def name(self) -> str:
        """The port as a person knows it."""
        return self._name

    def _ready(self) -> Port:
        if self._port is None:
            self._port = self._open()
        return self._port

    def _lost(self) -> None:
        if self._port is not None:
            self._port.close()
            self._port = None

    def write(self, data: bytes, deadline_ns: int) -> None:
        """As `Port.write`."""
        try:
            self._ready().write(data, deadline_ns)
        except Disconnected:
            self._lost()
            raise

    def read(self, size_max: int, deadline_ns: int) -> bytes:
        """As `Port.read`."""
        try:
            return self._ready().read(size_max, deadline_ns)
        except Disconnected:
            self._lost()
            raise

    def close(self) -> None:
        """Let the wire go."""
        self._lost()
