"""The rules of the service as the machine needs them: fees, hours, limits. Data comes from outside.

Sources: rule book §1 (hours, stops), §2 (fees, scopes, items, at most 10 copies) and §4 (PIN, renewal).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from statemachine.delays import Delays
from statemachine.hours import ALL_DAY, Closure, Holidays, Hours, Stop
from statemachine.places import Nation

DEVICES = ("card", "cash", "receipt", "page", "centre")
COPIES_MAX = 10
"""最大 10 部: no municipality may allow more."""

REGISTRATION = "registration"
"""本籍地利用登録申請: what a stop may stop beside the kinds of certificates."""

RENEWAL_MONTHS = 3
PIN_LENGTH = 4
PHONES = frozenset({"android", "iphone"})
COIN_VALUES_YEN = (10, 50, 100, 500)
NOTE_VALUES_YEN = (1000,)  # two series of 千円札 are in use; 二千円 is refused (rule book §10)
OPENING_FLOAT = ((10, 50), (50, 50), (100, 50), (500, 20))
"""Coins by value in yen that lie in the hoppers at the first start, where nothing else is said."""

LOW_LEVEL_COINS = 10
"""Below this a hopper's lower sensor is bare, where nothing else is said."""

SCOPES_OF_SOME = frozenset({"part", "individual"})


def needs_people(scope: str) -> bool:
    """Whether this scope asks whose certificate it shall be."""
    return scope in SCOPES_OF_SOME


def renewable_from(ends: date) -> date:
    """The first day on which a certificate with this last day can be renewed (「有効期間の3か月前から」).

    By calendar months: the day of the same number, or the month's last where it has none.
    """
    years, month = divmod(ends.month - 1 - RENEWAL_MONTHS, 12)
    year, month = ends.year + years, month + 1
    return date(year, month, min(ends.day, monthrange(year, month)[1]))


@dataclass(frozen=True)
class KindRule:
    """One certificate of one municipality. fees: (valid from, yen), ascending.

    offered_elsewhere: also by way of 他市区町村, to people who live elsewhere
    by_scope: each scope is a certificate with a name of its own (全部事項証明, 個人事項証明), and counted so
    """

    kind: str
    fees: tuple[tuple[date, int], ...]
    scopes: tuple[str, ...]
    items: tuple[str, ...] = ()
    hours: Hours = ALL_DAY
    copies_max: int = COPIES_MAX
    offered_elsewhere: bool = False
    by_scope: bool = False

    def certificate(self, scope: str, joint: str = ".") -> str:
        """The certificate's name: of the kind, or of kind and scope where each scope has one."""
        return f"{self.kind}{joint}{scope}" if self.by_scope else self.kind

    def fee_yen(self, day: date) -> int:
        """The fee in force on `day`; the oldest known one before that."""
        in_force = [yen for since, yen in self.fees if since <= day]
        return in_force[-1] if in_force else self.fees[0][1]


@dataclass(frozen=True)
class MunicipalityRule:
    """What one municipality lets the kiosk do. kinds: in the order of ⑦ · takes_registration: 本籍地利用登録申請"""

    code: str
    kinds: Mapping[str, KindRule]
    stops: tuple[Stop, ...] = ()
    closures: tuple[Closure, ...] = ()
    takes_registration: bool = False
    hours: Hours = ALL_DAY

    def stopped(self, kind: str, wall: datetime) -> Stop | None:
        """The stop that is in force for `kind` (or `REGISTRATION`), of several the one ending last."""
        holding = [s for s in self.stops if kind in s.kinds and s.start <= wall < s.end]
        return max(holding, key=lambda stop: stop.end, default=None)

    def closed(self, kind: str, wall: datetime) -> str:
        """Why `kind` (or `REGISTRATION`) cannot be had now, and until when: a note for a screen, empty when it can.

        `stopped:<end>`, `closure:<first>/<last>` or `hours:<days>/<opens>/<closes>`; a stop is told before the rest.
        """
        stop = self.stopped(kind, wall)
        if stop is not None:
            return f"stopped:{stop.end.isoformat(timespec='minutes')}"
        closure = next((each for each in self.closures if each.closes(kind, wall.date())), None)
        if closure is not None:
            return "closure:" + "/".join(f"{month:02}-{day:02}" for month, day in (closure.first, closure.last))
        hours = self.hours if kind == REGISTRATION else self.kinds[kind].hours
        return "" if hours.open_at(wall) else hours.note

    def closed_elsewhere(self, wall: datetime) -> str:
        """Why nothing can be had by way of 他市区町村 now: a note for a screen, empty when something can."""
        kinds = [kind.kind for kind in self.kinds.values() if kind.offered_elsewhere]
        if not kinds:
            return "residents_only"
        notes = [self.closed(kind, wall) for kind in kinds]
        return notes[0] if all(notes) else ""


@dataclass(frozen=True)
class Rules:
    """Everything the machine decides by; the journal's first record.

    hours: of the whole service at this place · nation: the lists of ④
    holidays: the kiosk's own calendar, for hours that the centre tells for business days; None where it has none
    """

    terminal: str
    municipalities: Mapping[str, MunicipalityRule]
    hours: Hours = ALL_DAY
    delays: Delays = field(default_factory=Delays)
    devices: tuple[str, ...] = DEVICES
    opening_float: tuple[tuple[int, int], ...] = OPENING_FLOAT
    low_level_coins: int = LOW_LEVEL_COINS
    serves_phones: bool = False
    takes_notes: bool = True
    contacts: frozenset[str] = frozenset()
    nation: Nation = field(default_factory=Nation)
    holidays: Holidays | None = None

    @property
    def cash_values(self) -> tuple[int, ...]:
        """What the box is built to take, in yen, coins first."""
        return COIN_VALUES_YEN + (NOTE_VALUES_YEN if self.takes_notes else ())

    def kind(self, municipality: str, kind: str) -> KindRule:
        """What a municipality says of a kind. Raises KeyError where it offers none."""
        return self.municipalities[municipality].kinds[kind]

    def is_open(self, wall: datetime) -> bool:
        """Whether the service runs at this place (rule book §1: 6:30–23:00 every day, or the place's own hours)."""
        return self.hours.open_at(wall)

    def seconds_to_next_change(self, wall: datetime) -> float:
        """Seconds until the service may open or close next, seen from `wall`: the next edge of a day's hours."""
        edges = (
            datetime.combine(wall.date() + timedelta(days=d), t, wall.tzinfo)
            for d in (0, 1)
            for t in (self.hours.opens, self.hours.closes)
        )
        return min((e - wall).total_seconds() for e in edges if e > wall)
