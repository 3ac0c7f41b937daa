"""Real time for the simulators, with a wall clock that can be put to any date."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")


class RealClock:
    """The `sim.wire.Clock` of a wired world: both go on at the pace of the machine's own clock.

    at: what the wall says now, aware; None for the machine's own time
    """

    def __init__(self, at: datetime | None = None) -> None:
        self._offset = timedelta()
        if at is not None:
            self.set_wall(at)

    def monotonic_ns(self) -> int:
        """Nanoseconds since an arbitrary start; never jumps."""
        return time.monotonic_ns()

    def wall(self) -> datetime:
        """Now in Asia/Tokyo, whatever zone the machine keeps."""
        return datetime.now(TOKYO) + self._offset

    def set_wall(self, wall: datetime) -> None:
        """The wall clock jumps; monotonic time does not. Raises ValueError for a time without an offset."""
        if wall.utcoffset() is None:
            raise ValueError("a wall time carries its offset")
        self._offset = wall - datetime.now(TOKYO)
