"""The box's own time: monotonic from the kernel, wall in Asia/Tokyo whatever the host thinks."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")


class RealClock:
    """Real time. `wall_offset` shifts the wall clock alone (a bench that plays another date)."""

    def __init__(self, wall_offset: timedelta = timedelta()) -> None:
        self.wall_offset = wall_offset

    def set_wall(self, wall: datetime) -> None:
        """The wall clock jumps; monotonic time does not."""
        self.wall_offset = wall - datetime.now(TOKYO)

    def monotonic_ns(self) -> int:
        """Nanoseconds since an arbitrary start."""
        return time.monotonic_ns()

    def wall(self) -> datetime:
        """Now in Asia/Tokyo."""
        return datetime.now(TOKYO) + self.wall_offset

    def wait_until(self, due_ns: int) -> None:
        """Sleep until then."""
        while (left_ns := due_ns - time.monotonic_ns()) > 0:
            time.sleep(left_ns / 1e9)
