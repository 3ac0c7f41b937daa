"""Maintenance stops: the municipalities' own, and those the world announces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sim.centre.kinds import KINDS
from sim.centre.municipality import Municipality, Stop

ANNOUNCED_AHEAD: Final = timedelta(days=1)
"""Stops are told from a day before they begin (docs/centre.md)."""


class Stops:
    """All stops, by municipality."""

    def __init__(self, municipalities: Mapping[str, Municipality]) -> None:
        self._stops = {code: list(each.stops) for code, each in municipalities.items()}

    def add(self, stop: Stop, municipality: str | None) -> None:
        """Add a stop at one municipality, or at all. Raises KeyError, ValueError."""
        if not stop.kinds or not stop.kinds <= KINDS.keys():
            raise ValueError(f"a stop is of some of {', '.join(KINDS)}")
        if stop.start.tzinfo is None or stop.end.tzinfo is None or stop.start >= stop.end:
            raise ValueError("a stop runs from a start to a later end, both with an offset")
        for stops in self._stops.values() if municipality is None else (self._stops[municipality],):
            stops.append(stop)

    def stopped(self, municipality: str, kind: str, now: datetime) -> bool:
        """Whether a kind is stopped at this moment."""
        return any(stop.covers(kind, now) for stop in self._stops[municipality])

    def told(self, now: datetime) -> Iterator[dict[str, Any]]:
        """The stops in force or beginning within a day, as the wire has them."""
        for code, stops in self._stops.items():
            for stop in stops:
                if now < stop.end and stop.start <= now + ANNOUNCED_AHEAD:
                    yield {
                        "municipality": code,
                        "kinds": [kind for kind in KINDS if kind in stop.kinds],
                        "start": stop.start.astimezone(now.tzinfo).isoformat(timespec="seconds"),
                        "end": stop.end.astimezone(now.tzinfo).isoformat(timespec="seconds"),
                    }
