"""The rules of the service as the machine needs them: fees, hours, limits. Data comes from outside.

Sources: rule book §1 (hours, stops), §2 (fees, scopes, items, at most 10 copies) and §4 (PIN, renewal).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from statemachine.delays import Delays

COPIES_MAX = 10
RENEWAL_MONTHS = 3
PIN_LENGTH = 4
PHONES = frozenset({"android", "iphone"})
COIN_VALUES_YEN = (10, 50, 100, 500)
NOTE_VALUES_YEN = (1000,)  # two series of 千円札 are in use; 二千円 is refused (rule book §10)


def renewable_from(ends: date) -> date:
    """The first day on which a certificate with this last day can be renewed (「有効期間の3か月前から」).

    By calendar months: the day of the same number, or the month's last where it has none.
    """
    years, month = divmod(ends.month - 1 - RENEWAL_MONTHS, 12)
    year, month = ends.year + years, month + 1
    return date(year, month, min(ends.day, monthrange(year, month)[1]))


@dataclass(frozen=True)
class Stop:
    """A window in which some kinds are not served; end exclusive."""

    start: datetime
    end: datetime
    kinds: frozenset[str]


@dataclass(frozen=True)
class KindRule:
    """One certificate of one municipality. fees: (valid from, yen), ascending."""

    kind: str
    fees: tuple[tuple[date, int], ...]
    scopes: tuple[str, ...]
    items: tuple[str, ...] = ()

    def fee_yen(self, day: date) -> int:
        """The fee in force on `day`; the oldest known one before that."""
        in_force = [yen for since, yen in self.fees if since <= day]
        return in_force[-1] if in_force else self.fees[0][1]


@dataclass(frozen=True)
class MunicipalityRule:
    """What one municipality lets the kiosk do."""

    code: str
    kinds: Mapping[str, KindRule]
    stops: tuple[Stop, ...] = ()

    def stopped(self, kind: str, wall: datetime) -> Stop | None:
        """The stop that is in force for `kind`, if any."""
        return next((s for s in self.stops if kind in s.kinds and s.start <= wall < s.end), None)


@dataclass(frozen=True)
class Rules:
    """Everything the machine decides by; the journal's first record."""

    terminal: str
    municipalities: Mapping[str, MunicipalityRule]
    opens: time = time(6, 30)
    closes: time = time(23, 0)
    delays: Delays = field(default_factory=Delays)
    devices: tuple[str, ...] = ("card", "cash", "receipt", "page", "centre")
    opening_float: tuple[tuple[int, int], ...] = ((10, 50), (50, 50), (100, 50), (500, 20))
    serves_phones: bool = False
    takes_notes: bool = True
    tray_contact: bool = False

    @property
    def cash_values(self) -> tuple[int, ...]:
        """What the box is built to take, in yen, coins first."""
        return COIN_VALUES_YEN + (NOTE_VALUES_YEN if self.takes_notes else ())

    def is_open(self, wall: datetime) -> bool:
        """Whether the service runs (rule book §1: 6:30–23:00 every day)."""
        return self.opens <= wall.time().replace(tzinfo=None) < self.closes

    def seconds_to_next_change(self, wall: datetime) -> float:
        """Seconds until the service opens or closes next, seen from `wall`."""
        edges = (
            datetime.combine(wall.date() + timedelta(days=d), t, wall.tzinfo)
            for d in (0, 1)
            for t in (self.opens, self.closes)
        )
        return min((e - wall).total_seconds() for e in edges if e > wall)
