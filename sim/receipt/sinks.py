"""Where the bytes after a command's head go: kept, counted away, or split into blocks.

A sink takes bytes from the receive buffer as they come and says when it has had all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

KEPT_MAX_BYTES = 192 * 1024
"""What one command may bring along: 2,400 dot lines of 576 dots, and a little. More is only skipped."""


class Sink(Protocol):
    """The rest of one command."""

    @property
    def done(self) -> bool: ...

    def take(self, buffer: bytearray, at: int) -> int:
        """Take what is there from `at` on (at least one byte); how many bytes were taken."""
        ...


class Collect:
    """Keeps `size` bytes (at most `KEPT_MAX_BYTES`) and hands them over when the last is there."""

    def __init__(self, size: int, then: Callable[[bytes], None]) -> None:
        self._left = size
        self._then = then
        self._kept = bytearray()

    @property
    def done(self) -> bool:
        return self._left == 0

    def take(self, buffer: bytearray, at: int) -> int:
        n = min(self._left, len(buffer) - at)
        self._left -= n
        self._kept += buffer[at : at + n]
        if self._left == 0:
            self._then(bytes(self._kept))
        return n


class Skip:
    """Counts bytes away."""

    def __init__(self, size: int) -> None:
        self._left = size

    @property
    def done(self) -> bool:
        return self._left == 0

    def take(self, buffer: bytearray, at: int) -> int:
        n = min(self._left, len(buffer) - at)
        self._left -= n
        return n


class UntilNul:
    """Keeps bytes up to a NUL (not included), or until `size_max` are there without one."""

    def __init__(self, size_max: int, then: Callable[[bytes], None]) -> None:
        self._size_max = size_max
        self._then = then
        self._kept = bytearray()
        self.done = False

    def take(self, buffer: bytearray, at: int) -> int:
        stop = at + self._size_max - len(self._kept)
        end = buffer.find(0, at, stop)
        n = (end if end >= 0 else min(stop, len(buffer))) - at
        self._kept += buffer[at : at + n]
        if end >= 0 or len(self._kept) == self._size_max:
            self.done = True
            self._then(bytes(self._kept))
        return n + (end >= 0)


class Blocks:
    """Skips `count` blocks, each a head of `head` bytes that tells how many bytes follow it."""

    def __init__(self, count: int, head: int, size_of: Callable[[bytes], int]) -> None:
        self._count = count
        self._head = head
        self._size_of = size_of
        self._left = 0
        self._seen = bytearray()

    @property
    def done(self) -> bool:
        return self._count <= 0 and self._left == 0

    def take(self, buffer: bytearray, at: int) -> int:
        if self._left:
            n = min(self._left, len(buffer) - at)
            self._left -= n
            return n
        self._seen.append(buffer[at])
        if len(self._seen) == self._head:
            self._left = self._size_of(bytes(self._seen))
            self._count -= 1
            self._seen.clear()
        return 1
