"""What the centre says of the service, from the driver's messages into the plain words of an event."""

from __future__ import annotations

from collections.abc import Iterable

from drivers.centre import ServiceState, Stop
from statemachine.events import ServiceStateHeard
from statemachine.told import ToldHours, ToldStop


def heard(state: ServiceState) -> ServiceStateHeard:
    """Hours and stops of every municipality."""
    hours = tuple(
        ToldHours(
            each.municipality,
            tuple(sorted(hours.kinds)),
            hours.days,
            f"{hours.opens:%H:%M}",
            f"{hours.closes:%H:%M}",
            hours.year_end,
        )
        for each in state.municipalities
        for hours in each.hours
    )
    return ServiceStateHeard(stops=told_stops(state.stops), hours=hours)


def told_stops(stops: Iterable[Stop]) -> tuple[ToldStop, ...]:
    """Stops of any municipalities."""
    return tuple(
        ToldStop(stop.municipality, tuple(sorted(stop.kinds)), stop.start.isoformat(), stop.end.isoformat())
        for stop in stops
    )
