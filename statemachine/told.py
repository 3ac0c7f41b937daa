"""What the centre tells of the service, and the kiosk's rules narrowed by it (DESIGN §2 rule 11): it may only narrow.

Plain text and codes, as an event carries them; times are ISO 8601 with +09:00, hours are HH:MM.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time

from statemachine.hours import Closure, Hours, Stop
from statemachine.rules import REGISTRATION, KindRule, MunicipalityRule, Rules

YEAR_END = Closure((12, 29), (1, 3))
_OFFICE_DAYS = frozenset(range(5))


@dataclass(frozen=True)
class ToldStop:
    """Some services of one municipality pause from `start` to `end`."""

    municipality: str
    kinds: tuple[str, ...]
    start: str
    end: str


@dataclass(frozen=True)
class ToldHours:
    """When some services of one municipality are open. days: `every_day` or `business_days`."""

    municipality: str
    kinds: tuple[str, ...]
    days: str
    opens: str
    closes: str
    year_end: bool


@dataclass(frozen=True)
class Told:
    """All of it."""

    stops: tuple[ToldStop, ...] = ()
    hours: tuple[ToldHours, ...] = ()

    def with_stops_of(self, municipality: str, stops: Iterable[ToldStop]) -> Told:
        """The same, with newer word about one municipality's stops."""
        others = tuple(stop for stop in self.stops if stop.municipality != municipality)
        return replace(self, stops=(*others, *stops))


def narrowed(own: Rules, told: Told) -> Rules:
    """The kiosk's own rules with the centre's stops added, and open only when the centre says so too."""
    municipalities = {code: _narrowed(rule, told) for code, rule in own.municipalities.items()}
    return replace(own, municipalities=municipalities)


def _narrowed(rule: MunicipalityRule, told: Told) -> MunicipalityRule:
    stops = tuple(_stop(each) for each in told.stops if each.municipality == rule.code)
    hours = {kind: each for each in told.hours if each.municipality == rule.code for kind in each.kinds}
    shut_at_year_end = bool(hours) and not any(each.year_end for each in hours.values())
    return replace(
        rule,
        kinds={name: _kind(kind, hours) for name, kind in rule.kinds.items()},
        stops=tuple(dict.fromkeys((*rule.stops, *stops))),
        closures=tuple(dict.fromkeys((*rule.closures, YEAR_END))) if shut_at_year_end else rule.closures,
        hours=_both(rule.hours, hours[REGISTRATION]) if REGISTRATION in hours else rule.hours,
    )


def _stop(told: ToldStop) -> Stop:
    return Stop(datetime.fromisoformat(told.start), datetime.fromisoformat(told.end), frozenset(told.kinds))


def _kind(kind: KindRule, told: Mapping[str, ToldHours]) -> KindRule:
    hours = told.get(kind.kind)
    return kind if hours is None else replace(kind, hours=_both(kind.hours, hours))


def _both(own: Hours, told: ToldHours) -> Hours:
    """Open when both are. Holidays are the kiosk's own table's; where it has none the centre itself says no on them."""
    days = own.weekdays & _OFFICE_DAYS if told.days == "business_days" else own.weekdays
    opens, closes = max(own.opens, time.fromisoformat(told.opens)), min(own.closes, time.fromisoformat(told.closes))
    return replace(own, opens=opens, closes=closes, weekdays=days if opens < closes else frozenset())
