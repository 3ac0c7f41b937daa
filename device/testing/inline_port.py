"""The inline wire: a driver's `Port` on one side, a simulator's connection on the other, same bytes."""

from __future__ import annotations

from device.hub import Flag, Hub
from drivers.errors import Disconnected
from drivers.port import OpenPort, Port
from sim.wire import Connection, Peripheral


class InlinePort:
    """One open connection in virtual time."""

    def __init__(self, hub: Hub, name: str, peripheral: Peripheral) -> None:
        self._hub, self._name = hub, name
        self._flag = Flag()
        self._buffer = bytearray()
        self._up = True
        connection = peripheral.accept(self._arrived, self._hung_up)
        if connection is None:
            self._up = False
            raise Disconnected(name, "open", "nothing answers there", "check plug and power")
        self._connection: Connection = connection

    @property
    def name(self) -> str:
        """The simulator's URL."""
        return self._name

    def _arrived(self, data: bytes) -> None:
        self._buffer += data
        self._hub.wake(self._flag)

    def _hung_up(self) -> None:
        self._up = False
        self._hub.wake(self._flag)

    def write(self, data: bytes, deadline_ns: int) -> None:
        """Hand the bytes over; an inline wire takes all of them at once."""
        if not self._up:
            raise self._gone("write")
        self._connection.receive(bytes(data))

    def read(self, size_max: int, deadline_ns: int) -> bytes:
        """As `Port.read`."""
        if not self._buffer and self._up and deadline_ns > self._hub.now_ns:
            self._hub.block(deadline_ns, self._flag)
        if self._buffer:
            data = bytes(self._buffer[:size_max])
            del self._buffer[:size_max]
            return data
        if not self._up:
            raise self._gone("read")
        return b""

    def close(self) -> None:
        """Let the wire go."""
        if self._up:
            self._up = False
            self._connection.closed()

    def _gone(self, action: str) -> Disconnected:
        return Disconnected(self._name, action, "the other end has hung up", "check cable and power")


def opener(hub: Hub, name: str, peripheral: Peripheral) -> OpenPort:
    """Opens inline connections to `peripheral`."""

    def open_port() -> Port:
        return InlinePort(hub, name, peripheral)

    return open_port
