"""Deadlines for tests on real wires: generous ones that are never reached, and short ones that are."""

from device.clock import RealClock
from drivers.clock import after_ms

CLOCK = RealClock()


def soon() -> int:
    """A deadline that a working wire never reaches."""
    return after_ms(CLOCK, 5_000)


def in_ms(ms: float) -> int:
    """A deadline that shall be reached."""
    return after_ms(CLOCK, ms)
