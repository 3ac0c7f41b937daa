"""Every time the receipt printer lives by, in one table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from sim.receipt.paper import DOTS_PER_MM
from sim.wire import NS_PER_MS, NS_PER_S


@dataclass(frozen=True, slots=True)
class Timing:
    """How long things take, in nanoseconds.

    Mechanical: `dot_ns` to feed paper by one dot, printing or not (200 mm a second); `cut_ns` a cut.
    Of the electronics: `start_ns` from power on until the first byte is heard; what comes earlier is lost.
    """

    dot_ns: int = NS_PER_S // (200 * DOTS_PER_MM)
    cut_ns: int = 300 * NS_PER_MS
    start_ns: int = 1000 * NS_PER_MS

    def hurried(self, factor: int) -> Timing:
        """The same printer with its mechanics `factor` times as fast; the wire's times stay."""
        if factor < 1:
            raise ValueError("factor must be at least 1")
        return replace(self, **{name: max(1, getattr(self, name) // factor) for name in MECHANICS})


MECHANICS: Final = ("dot_ns", "cut_ns")
"""The times of `Timing` that are of motor and blade; all others are the electronics'."""
