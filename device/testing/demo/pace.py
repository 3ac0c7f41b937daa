"""How virtual time is held to real time: the same speed, an origin that jumps."""

from __future__ import annotations

BEHIND_MAX_NS = 1_000_000_000
"""A world that was held up for longer (a certificate typeset, a machine asleep) does not hurry after."""


class Pace:
    """Where virtual time should be at a real time. All in monotonic nanoseconds."""

    def __init__(self, virtual_ns: int, real_ns: int) -> None:
        self._ahead_ns = virtual_ns - real_ns

    def virtual_ns(self, real_ns: int) -> int:
        """The virtual time that belongs to a real one."""
        return real_ns + self._ahead_ns

    def real_ns(self, virtual_ns: int) -> int:
        """The real time at which a virtual one comes."""
        return virtual_ns - self._ahead_ns

    def leap(self, by_ns: int) -> None:
        """Virtual time is so much further from now on."""
        self._ahead_ns += by_ns

    def allow_for_delay(self, virtual_ns: int, real_ns: int) -> None:
        """A world that stands at `virtual_ns` and is too far behind goes on from there."""
        if self.virtual_ns(real_ns) - virtual_ns > BEHIND_MAX_NS:
            self._ahead_ns = virtual_ns - real_ns
