"""The speed of a serial line: bytes that come out one after the other, each after its time on the wire."""

from __future__ import annotations

from collections import deque
from typing import Final

from sim.wire import NS_PER_S

BITS_PER_BYTE: Final = 10
"""8N1: a start bit, eight of data, a stop bit."""


class Pacer:
    """One direction of a line. Keeps to its schedule however late it is asked, so that lateness does not add up.

    byte_ns: how long one byte takes
    """

    def __init__(self, baud: int) -> None:
        if baud < 1:
            raise ValueError("a line has at least one bit a second")
        self.byte_ns = BITS_PER_BYTE * NS_PER_S // baud
        self._waiting: deque[int] = deque()
        self._due_ns = 0

    def __len__(self) -> int:
        """Bytes under way."""
        return len(self._waiting)

    @property
    def due_ns(self) -> int | None:
        """When the next byte is through; None with none under way."""
        return self._due_ns if self._waiting else None

    def put(self, data: bytes, now_ns: int) -> None:
        """Send bytes off, behind those that are under way."""
        if not self._waiting:
            self._due_ns = max(self._due_ns, now_ns + self.byte_ns)
        self._waiting.extend(data)

    def take(self, now_ns: int) -> bytes:
        """The bytes that are through by now."""
        through = bytearray()
        while self._waiting and self._due_ns <= now_ns:
            through.append(self._waiting.popleft())
            self._due_ns += self.byte_ns
        return bytes(through)
