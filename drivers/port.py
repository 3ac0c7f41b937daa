"""What a driver needs of a wire: three calls over a stream of bytes.

Serial lines, TCP and in-process wires all look like this. Adapter files outside the drivers
implement it; `OpenPort` is how a driver that makes connections of its own (HTTP) gets one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class Port(Protocol):
    """An open stream of bytes to one peripheral."""

    @property
    def name(self) -> str:
        """The port as a person knows it (`/dev/ttyS1`, `sim://cash`), for messages."""
        ...

    def write(self, data: bytes, deadline_ns: int) -> None:
        """Send all of `data`.

        Raises `drivers.errors.Disconnected` when the other end is gone and `NoAnswer` when it
        takes nothing until the deadline (an unknown part may then have been sent).
        """
        ...

    def read(self, size_max: int, deadline_ns: int) -> bytes:
        """Up to `size_max` bytes, as soon as at least one is there; `b""` at the deadline.

        A deadline in the past asks for what is already there. Raises
        `drivers.errors.Disconnected` when the other end is gone and nothing is left to read.
        """
        ...

    def close(self) -> None:
        """Let the wire go. Never raises; a second call does nothing."""
        ...


OpenPort = Callable[[], Port]
"""Opens a new connection to the same peripheral; raises `Disconnected` when there is nothing."""
