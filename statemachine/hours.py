"""When something is open: hours by day of the week, holidays, stops, days of every year (rule book §1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True)
class Holidays:
    """The holidays of some years (国民の祝日に関する法律), and which years these are."""

    years: frozenset[int]
    days: frozenset[date]

    def is_business_day(self, day: date) -> bool:
        """Whether offices work on a Monday to Friday; nobody knows it of a year that is not here: then no."""
        return day.year in self.years and day not in self.days


@dataclass(frozen=True)
class Hours:
    """Open from `opens` (included) to `closes` (excluded) on `weekdays` (0 = Monday), local time.

    holidays: where they leave holidays out (平日); None where it is open on them too
    """

    opens: time
    closes: time
    weekdays: frozenset[int] = EVERY_DAY
    holidays: Holidays | None = None

    def open_at(self, wall: datetime) -> bool:
        """Whether it is open at an aware moment in Asia/Tokyo."""
        day = wall.date()
        worked = self.holidays is None or self.holidays.is_business_day(day)
        return worked and day.weekday() in self.weekdays and self.opens <= wall.time() < self.closes

    @property
    def note(self) -> str:
        """For a screen: `hours:every_day/06:30/23:00`, the days as a text id or as digits (0 = Monday)."""
        days = "".join(map(str, sorted(self.weekdays)))
        named = {"0123456": "every_day", "01234": "business_days" if self.holidays else "weekdays"}.get(days, days)
        return f"hours:{named}/{self.opens:%H:%M}/{self.closes:%H:%M}"


ALL_DAY = Hours(time(6, 30), time(23))
"""The whole service: 6:30 to 23:00, every day."""


@dataclass(frozen=True)
class Stop:
    """A window in which some kinds are not served; end exclusive."""

    start: datetime
    end: datetime
    kinds: frozenset[str]


@dataclass(frozen=True)
class Closure:
    """Days of every year on which something is not served, both included, as (month, day); may span New Year.

    kinds: what is not served then, None for nothing at all
    """

    first: tuple[int, int]
    last: tuple[int, int]
    kinds: frozenset[str] | None = None

    def covers(self, day: date) -> bool:
        """Whether a day lies in it."""
        this = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= this <= self.last
        return this >= self.first or this <= self.last

    def closes(self, kind: str, day: date) -> bool:
        """Whether a kind is not served on a day because of it."""
        return (self.kinds is None or kind in self.kinds) and self.covers(day)
