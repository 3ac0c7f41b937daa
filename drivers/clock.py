"""The time a driver lives in: given to it, never imported."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

NS_PER_S = 1_000_000_000
NS_PER_MS = 1_000_000


class Clock(Protocol):
    """Monotonic time for deadlines, wall time for people, and the one way to wait.

    Real in the box, virtual in simulation; a driver cannot tell which.
    """

    def monotonic_ns(self) -> int:
        """Nanoseconds since an arbitrary start; never goes back."""
        ...

    def wall(self) -> datetime:
        """Now, aware, in Asia/Tokyo whatever the host thinks."""
        ...

    def wait_until(self, due_ns: int) -> None:
        """Return when `monotonic_ns() >= due_ns`; at once if that is past."""
        ...


def after_ms(clock: Clock, ms: float) -> int:
    """The monotonic deadline `ms` milliseconds from now, in nanoseconds."""
    return clock.monotonic_ns() + round(ms * NS_PER_MS)
