"""How a simulator is hosted: a passive object that is given bytes, time and acts.

A host (in process and virtual, or on a real wire) opens connections, hands over what arrives,
asks for the next due time after every call, and calls `tick` when that time has come. The
simulator never waits, reads no clock but the one it was given, and starts no thread.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, runtime_checkable

NS_PER_S = 1_000_000_000
NS_PER_MS = 1_000_000


class Clock(Protocol):
    """The world's time: monotonic nanoseconds, and the wall in Asia/Tokyo."""

    def monotonic_ns(self) -> int: ...

    def wall(self) -> datetime: ...


class Connection(Protocol):
    """One open stream from a host to a simulator."""

    def receive(self, data: bytes) -> None:
        """Bytes from the controller, in any fragmentation."""
        ...

    def closed(self) -> None:
        """The controller has let the connection go."""
        ...


Send = Callable[[bytes], None]
"""Hands bytes to the controller; may be called inside `receive`, `tick` or an act."""

HangUp = Callable[[], None]
"""Ends the connection from the simulator's side (cable pulled, power lost)."""


class Peripheral(Protocol):
    """A simulated peripheral on a byte wire."""

    def accept(self, send: Send, hang_up: HangUp) -> Connection | None:
        """A controller opens the wire; None when nobody is there (unplugged, no power)."""
        ...

    def next_due_ns(self) -> int | None:
        """When `tick` next has something to do; None for never."""
        ...

    def tick(self) -> None:
        """Do everything that is due by now."""
        ...


@runtime_checkable
class KnowsCallers(Protocol):
    """A peripheral that is told who calls, where the wire knows it (mutual TLS)."""

    def accept_named(self, send: Send, hang_up: HangUp, name: str) -> Connection | None:
        """As `Peripheral.accept`; `name` is the common name of the certificate that the caller has shown."""
        ...
