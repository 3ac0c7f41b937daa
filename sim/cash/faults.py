"""What can go wrong on the wire between a reply and the controller."""

from __future__ import annotations

from sim.wire import NS_PER_MS

Piece = tuple[int, bytes]
"""Bytes, and how long after the reply's own time they arrive, in nanoseconds."""


class WireFaults:
    """Faults for the next replies of the box; each counts for itself, one down with each reply.

    The device has always done what it was asked: it is the controller that does not hear of it.
    Several faults may meet in one reply; of a dropped one nothing comes, whatever else is set.
    """

    def __init__(self) -> None:
        self._left = {"drop": 0, "delay": 0, "corrupt": 0, "duplicate": 0, "split": 0}
        self._delay_ns = 0
        self._gap_ns = 0
        self._spared = 0
        self.armed = False
        """Whether the next reply meets a fault."""

    def drop(self, n: int) -> None:
        """The next `n` replies are lost."""
        self._arm("drop", n)

    def delay(self, n: int, ms: float) -> None:
        """The next `n` replies come `ms` milliseconds late."""
        self._delay_ns = _nanoseconds(ms)
        self._arm("delay", n)

    def corrupt(self, n: int) -> None:
        """One bit in the middle of each of the next `n` replies is turned over."""
        self._arm("corrupt", n)

    def duplicate(self, n: int) -> None:
        """The next `n` replies come twice in a row."""
        self._arm("duplicate", n)

    def split(self, n: int, ms: float = 5) -> None:
        """The next `n` replies come in two halves, `ms` milliseconds apart.

        S1 11.1 allows a sender gaps up to 10 ms, and a receiver waits for 50 ms.
        """
        self._gap_ns = _nanoseconds(ms)
        self._arm("split", n)

    def spare(self, n: int) -> None:
        """The next `n` replies come through whole; what is armed hits those after them."""
        if n < 0:
            raise ValueError("a number of replies cannot be negative")
        self._spared = n

    def clear(self) -> None:
        """The wire is good again."""
        for name in self._left:
            self._left[name] = 0
        self._spared = 0
        self.armed = False

    def shape(self, reply: bytes) -> list[Piece]:
        """What becomes of one reply: its pieces in order of time, none if it is lost."""
        if self._spared:
            self._spared -= 1
            return [(0, reply)]
        hit = {name for name, left in self._left.items() if left}
        for name in hit:
            self._left[name] -= 1
        self.armed = any(self._left.values())
        if "drop" in hit:
            return []
        late_ns = self._delay_ns if "delay" in hit else 0
        half = len(reply) // 2
        if "corrupt" in hit:
            reply = reply[:half] + bytes((reply[half] ^ 0x10,)) + reply[half + 1 :]
        if "duplicate" in hit:
            reply += reply
        if "split" in hit:
            return [(late_ns, reply[:half]), (late_ns + self._gap_ns, reply[half:])]
        return [(late_ns, reply)]

    def _arm(self, name: str, n: int) -> None:
        if n < 0:
            raise ValueError("a number of replies cannot be negative")
        self._left[name] = n
        self.armed = any(self._left.values())


def _nanoseconds(ms: float) -> int:
    if ms < 0:
        raise ValueError("a time cannot be negative")
    return round(ms * NS_PER_MS)
