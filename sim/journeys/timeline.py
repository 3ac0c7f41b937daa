"""The log of a world as lines for a person."""

from __future__ import annotations

from collections.abc import Iterable

from sim.journeys.seen import Seen
from sim.wire import NS_PER_S


def timeline(log: Iterable[Seen]) -> list[str]:
    """One line for each thing seen: minutes and seconds since the first, what, detail."""
    lines: list[str] = []
    start_ns: int | None = None
    for seen in log:
        if start_ns is None:
            start_ns = seen.at_ns
        minutes, seconds = divmod((seen.at_ns - start_ns) / NS_PER_S, 60)
        lines.append(f"{int(minutes):3d}:{seconds:06.3f}  {seen.what:<14}  {seen.detail}".rstrip())
    return lines
