"""Maintenance stops: the municipalities' own, and those the world announces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sim.centre.dates import JST
from sim.centre.kinds import SERVICES
from sim.centre.municipality import Municipality, Stop

ANNOUNCED_AHEAD: Final = timedelta(days=1)
"""Stops are told from a day before they begin (docs/centre.md)."""


class Stops:
    """All stops, by municipality."""

    def __init__(self, municipalities: Mapping[str, Municipality]) -> None:
        self._stops = {code: list(each.stops) for code, each in municipalities.items()}
        self._services = {code: each.services for code, each in municipalities.items()}

    def add(self, stop: Stop, municipality: str | None) -> None:
        """Add a stop at one municipality, or at all. Raises KeyError, ValueError."""
        known = set(SERVICES).union(*self._services.values())
        if not stop.kinds or not stop.kinds <= known:
            raise ValueError(f"a stop is of some of {', '.join(SERVICES)}")
        if stop.start.tzinfo is None or stop.end.tzinfo is None or stop.start >= stop.end:
            raise ValueError("a stop runs from a start to a later end, both with an offset")
        for stops in self._stops.values() if municipality is None else (self._stops[municipality],):
            stops.append(stop)

    def stopped(self, municipality: str, service: str, now: datetime) -> Stop | None:
        """The stop of a service that is in force, the one that ends last; None when there is none."""
        stops = [stop for stop in self._stops[municipality] if stop.covers(service, now)]
        return max(stops, key=lambda stop: stop.end, default=None)

    def told(
        self, now: datetime, services: Sequence[str] | None, *, municipality: str | None = None
    ) -> Iterator[dict[str, Any]]:
        """The stops in force or beginning within a day, as the wire has them; of one municipality or of all.

        services: those that whoever asks knows of, the others are left out; None for all
        """
        for code, stops in self._stops.items():
            if municipality not in (None, code):
                continue
            for stop in stops:
                known = (each for each in self._services[code] if services is None or each in services)
                kinds = [each for each in known if each in stop.kinds]
                if kinds and now < stop.end and stop.start <= now + ANNOUNCED_AHEAD:
                    yield {
                        "municipality": code,
                        "kinds": kinds,
                        "start": stop.start.astimezone(JST).isoformat(timespec="seconds"),
                        "end": stop.end.astimezone(JST).isoformat(timespec="seconds"),
                    }
