"""What can go wrong on the way from the printer to the controller."""

from __future__ import annotations

from collections import deque
from typing import Final

from sim.wire import NS_PER_MS

JUNK: Final = bytes((0x55, 0xFF))
"""What a disturbed line reads as: a spike, an open line."""

KINDS: Final = ("drop", "delay", "corrupt", "duplicate", "split", "junk")
_WAITING_MAX = 1000


class AnswerFaults:
    """Faults for the printer's next answers; each counts for itself, one down with each answer.

    Whatever happens here the printer has done what it was told. The line is a line: what comes behind a late answer
    is late too.
    """

    def __init__(self) -> None:
        self._left = dict.fromkeys(KINDS, 0)
        self._delay_ns = self._gap_ns = 0
        self._waiting: deque[tuple[int, bytes]] = deque()

    def drop(self, n: int) -> None:
        """The next `n` answers are lost."""
        self._arm("drop", n)

    def delay(self, n: int, ms: float) -> None:
        """The next `n` answers come `ms` milliseconds late."""
        self._delay_ns = _nanoseconds(ms)
        self._arm("delay", n)

    def corrupt(self, n: int) -> None:
        """A fixed bit in the first byte of each of the next `n` answers is turned over."""
        self._arm("corrupt", n)

    def duplicate(self, n: int) -> None:
        """The next `n` answers come twice in a row."""
        self._arm("duplicate", n)

    def split(self, n: int, ms: float = 5) -> None:
        """The next `n` answers of more than one byte come in two halves, `ms` milliseconds apart."""
        self._gap_ns = _nanoseconds(ms)
        self._arm("split", n)

    def junk(self, n: int) -> None:
        """Two bytes that are no answer come just before each of the next `n`."""
        self._arm("junk", n)

    def clear(self) -> None:
        """The wire is good again; what is under way still comes."""
        self._left = dict.fromkeys(KINDS, 0)

    @property
    def due_ns(self) -> int | None:
        """When the next late piece arrives."""
        return self._waiting[0][0] if self._waiting else None

    def take(self, data: bytes, now_ns: int) -> bytes:
        """An answer sets out: what of it arrives at once."""
        hit = {name for name, left in self._left.items() if left}
        for name in hit:
            self._left[name] -= 1
        if "drop" in hit:
            return b""
        if "corrupt" in hit:
            data = bytes((data[0] ^ 0x80,)) + data[1:]
        if "duplicate" in hit:
            data += data
        if "junk" in hit:
            data = JUNK + data
        due_ns = now_ns + (self._delay_ns if "delay" in hit else 0)
        half = len(data) // 2 if "split" in hit else 0
        self._send_off(data[:half], due_ns)
        self._send_off(data[half:], due_ns + (self._gap_ns if half else 0))
        return self.arrived(now_ns)

    def arrived(self, now_ns: int) -> bytes:
        """What has arrived by now, in its order."""
        pieces = []
        while self._waiting and self._waiting[0][0] <= now_ns:
            pieces.append(self._waiting.popleft()[1])
        return b"".join(pieces)

    def lose_waiting(self) -> None:
        """The wire is opened anew: what was under way is gone."""
        self._waiting.clear()

    def _send_off(self, data: bytes, due_ns: int) -> None:
        if data and len(self._waiting) < _WAITING_MAX:
            self._waiting.append((max(due_ns, self._waiting[-1][0]) if self._waiting else due_ns, data))

    def _arm(self, name: str, n: int) -> None:
        if n < 0:
            raise ValueError("a number of answers cannot be negative")
        self._left[name] = n


def _nanoseconds(ms: float) -> int:
    if ms < 0:
        raise ValueError("a time cannot be negative")
    return round(ms * NS_PER_MS)
