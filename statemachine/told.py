"""What the centre tells of the service, and the kiosk's rules narrowed by it (DESIGN §2 rule 11): it may only narrow.

Plain text and codes, as an event carries them; times are ISO 8601 with +09:00, hours are HH:MM.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time

from statemachine.hours import Closure, Holidays, Hours, Stop
from statemachine.rules import REGISTRATION, KindRule, MunicipalityRule, Rules

YEAR_END = ((12, 29), (1, 3))
"""First and last (month, day) on which no office works (docs/centre.md)."""
BUSINESS_DAYS = "business_days"
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
    municipalities = {code: _narrowed(rule, told, own.holidays) for code, rule in own.municipalities.items()}
    return replace(own, municipalities=municipalities)


def _narrowed(rule: MunicipalityRule, told: Told, holidays: Holidays | None) -> MunicipalityRule:
    stops = tuple(_stop(each) for each in told.stops if each.municipality == rule.code)
    hours = {kind: each for each in told.hours if each.municipality == rule.code for kind in each.kinds}
    shut = frozenset(kind for kind, each in hours.items() if not each.year_end or each.days == BUSINESS_DAYS)
    closures = (Closure(*YEAR_END, shut),) if shut else ()
    return replace(
        rule,
        kinds={name: _kind(kind, hours, holidays) for name, kind in rule.kinds.items()},
        stops=tuple(dict.fromkeys((*rule.stops, *stops))),
        closures=(*rule.closures, *closures),
        hours=_both(rule.hours, hours[REGISTRATION], holidays) if REGISTRATION in hours else rule.hours,
    )


def _stop(told: ToldStop) -> Stop:
    return Stop(datetime.fromisoformat(told.start), datetime.fromisoformat(told.end), frozenset(told.kinds))


def _kind(kind: KindRule, told: Mapping[str, ToldHours], holidays: Holidays | None) -> KindRule:
    hours = told.get(kind.kind)
    return kind if hours is None else replace(kind, hours=_both(kind.hours, hours, holidays))


def _both(own: Hours, told: ToldHours, holidays: Holidays | None) -> Hours:
    """Open when both are. Which days are holidays the kiosk's own calendar says."""
    days = own.weekdays
    if told.days == BUSINESS_DAYS:
        own, days = replace(own, holidays=own.holidays or holidays), days & _OFFICE_DAYS
    opens, closes = max(own.opens, time.fromisoformat(told.opens)), min(own.closes, time.fromisoformat(told.closes))
    return replace(own, opens=opens, closes=closes, weekdays=days if opens < closes else frozenset())
