"""The sentence about a municipality's maintenance: whose it is, and until when (rule book §6)."""

from __future__ import annotations

from statemachine.desk import Desk
from statemachine.hours import Stop
from statemachine.rules import MunicipalityRule

Values = tuple[tuple[str, int | str], ...]


def stop_values(municipality: str, stop: Stop) -> Values:
    """What the text `maintenance` wants to know."""
    return (("place", f"full_town:{municipality}"), ("until", f"until:{stop.end.isoformat(timespec='minutes')}"))


def whole_stop(rule: MunicipalityRule, desk: Desk) -> Stop | None:
    """The stop, of several the one that ends first, if all that a municipality offers is stopped now."""
    stops = [rule.stopped(kind, desk.wall) for kind in rule.kinds]
    in_force = [stop for stop in stops if stop is not None]
    return min(in_force, key=lambda stop: stop.end) if in_force and len(in_force) == len(stops) else None
