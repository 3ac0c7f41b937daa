"""What can go wrong on the wire between the devices and the controller."""

from __future__ import annotations

from typing import Final

from sim.wire import NS_PER_MS

Piece = tuple[int, bytes]
"""Bytes, and how long after the reply's own time they arrive, in nanoseconds."""

JUNK: Final = bytes((0x55, 0x00, 0xFF))
"""What a disturbed line reads as: a spike, a short to ground (S4 5.1), an open line."""

OF_REPLIES: Final = ("drop", "delay", "corrupt", "duplicate", "split", "join", "truncate", "junk")


class WireFaults:
    """Faults for what goes over the line next; each counts for itself, one down with each reply or request.

    With the faults of replies the device has always done what it was asked: it is the controller that does
    not hear of it. Several may meet in one reply; of a dropped one nothing comes, whatever else is set.
    """

    def __init__(self) -> None:
        self._left = dict.fromkeys(OF_REPLIES, 0)
        self._requests = 0
        self._echoes = 0
        self._delay_ns = 0
        self._gap_ns = 0
        self._spared = 0
        self._held = b""
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

    def join(self, n: int) -> None:
        """The next `n` replies wait for the reply behind them, and come in one piece with it."""
        self._arm("join", n)

    def truncate(self, n: int) -> None:
        """The next `n` replies break off in the middle."""
        self._arm("truncate", n)

    def junk(self, n: int) -> None:
        """Three bytes that are no frame come just before each of the next `n` replies."""
        self._arm("junk", n)

    def deafen(self, n: int) -> None:
        """The next `n` requests never reach a device."""
        self._requests = _number(n)

    def lose_echo(self, n: int) -> None:
        """The controller does not hear its own bytes for the next `n` requests, on a line with an echo."""
        self._echoes = _number(n)

    def spare(self, n: int) -> None:
        """The next `n` replies come through whole; what is armed hits those after them."""
        self._spared = _number(n)

    def clear(self) -> None:
        """The wire is good again; a reply that waited for another is lost."""
        self._left = dict.fromkeys(OF_REPLIES, 0)
        self._spared = self._requests = self._echoes = 0
        self._held = b""
        self.armed = False

    def lose_waiting(self) -> None:
        """Another controller takes the line: a reply that waited for another is lost."""
        self._held = b""
        self._look_ahead()

    @property
    def echo_lost(self) -> bool:
        """Whether the controller's bytes have no echo now."""
        return self._echoes > 0

    def takes_request(self) -> bool:
        """A whole request came: whether it is lost before any device hears it."""
        self._echoes = max(0, self._echoes - 1)
        if not self._requests:
            return False
        self._requests -= 1
        return True

    def shape(self, reply: bytes) -> list[Piece]:
        """What becomes of one reply: its pieces in order of time, none if it is lost or waits."""
        if self._spared:
            self._spared -= 1
            return [(0, reply)]
        hit = {name for name, left in self._left.items() if left}
        for name in hit:
            self._left[name] -= 1
        if "drop" in hit:
            self._look_ahead()
            return []
        half = len(reply) // 2
        if "corrupt" in hit:
            reply = reply[:half] + bytes((reply[half] ^ 0x10,)) + reply[half + 1 :]
        if "truncate" in hit:
            reply = reply[:half]
        if "duplicate" in hit:
            reply += reply
        if "junk" in hit:
            reply = JUNK + reply
        reply, self._held = self._held + reply, b""
        if "join" in hit:
            self._held, reply = reply, b""
        self._look_ahead()
        late_ns, half = self._delay_ns if "delay" in hit else 0, len(reply) // 2
        if "split" in hit and reply:
            return [(late_ns, reply[:half]), (late_ns + self._gap_ns, reply[half:])]
        return [(late_ns, reply)] if reply else []

    def _arm(self, name: str, n: int) -> None:
        self._left[name] = _number(n)
        self._look_ahead()

    def _look_ahead(self) -> None:
        self.armed = bool(self._held) or any(self._left.values())


def _number(n: int) -> int:
    if n < 0:
        raise ValueError("a number of replies or requests cannot be negative")
    return n


def _nanoseconds(ms: float) -> int:
    if ms < 0:
        raise ValueError("a time cannot be negative")
    return round(ms * NS_PER_MS)
