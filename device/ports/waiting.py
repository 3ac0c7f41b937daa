"""Waiting for a file descriptor until a deadline: the one place where a real port waits."""

from __future__ import annotations

import select

from drivers.clock import NS_PER_MS, Clock

READABLE = select.POLLIN
WRITABLE = select.POLLOUT
NOTHING = 0
"""But the end of a line that is gone."""


def wait_ready(descriptor: int, what: int, deadline_ns: int, clock: Clock) -> bool:
    """Until there is something to read (or room to write); False at the deadline.

    A descriptor whose other end is gone is ready: the call that follows says so. A deadline in the past looks once.
    Rounds up to whole milliseconds, which is what poll(2) knows.
    """
    poll = select.poll()
    poll.register(descriptor, what)
    left_ns = max(0, deadline_ns - clock.monotonic_ns())
    return bool(poll.poll(-(-left_ns // NS_PER_MS)))
