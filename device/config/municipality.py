"""What a municipality offers, when, and for how much: plain frozen data (service rule book §1, §2, §10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from device.config.hours import TOKYO, Hours

REGISTRATION = "registration"
"""本籍地利用登録申請: what a stop may stop beside the kinds of certificates."""


@dataclass(frozen=True)
class CertificateType:
    """A kind of certificate as the centre's wire names it, with all scopes and items there are."""

    kind: str
    scopes: tuple[str, ...]
    items: tuple[str, ...]


@dataclass(frozen=True)
class Fee:
    """The price of one copy from a day on."""

    valid_from: date
    yen: int


@dataclass(frozen=True)
class Kind:
    """One kind of certificate as one municipality offers it.

    fees: oldest first · scopes, items: what can be chosen · copies_max: in one request
    offered_elsewhere: also to people who live elsewhere and have registered (他市区町村の証明書)
    """

    kind: str
    fees: tuple[Fee, ...]
    scopes: tuple[str, ...]
    items: tuple[str, ...]
    hours: Hours
    copies_max: int
    offered_elsewhere: bool

    def fee_on(self, day: date) -> int:
        """The price of one copy in yen on a day in Asia/Tokyo.

        Raises LookupError for a day before the first price that is known.
        """
        yen = next((fee.yen for fee in reversed(self.fees) if fee.valid_from <= day), None)
        if yen is None:
            raise LookupError(f"no fee for {self.kind} is known before {self.fees[0].valid_from}")
        return yen


@dataclass(frozen=True)
class Stop:
    """A stop of some services, from `start` (included) to `end` (excluded), aware, in Asia/Tokyo."""

    start: datetime
    end: datetime
    kinds: tuple[str, ...]

    def stops(self, kind: str, at: datetime) -> bool:
        """Whether `kind` (or `REGISTRATION`) is stopped at an aware moment."""
        return kind in self.kinds and self.start <= at < self.end


@dataclass(frozen=True)
class Closure:
    """Days of every year on which all is closed, both included, as (month, day); may span New Year."""

    first: tuple[int, int]
    last: tuple[int, int]

    def covers(self, day: date) -> bool:
        """Whether a day lies in it."""
        this = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= this <= self.last
        return this >= self.first or this <= self.last


@dataclass(frozen=True)
class Office:
    """Where a resident goes or calls (a locked PIN, a renewal, a question)."""

    name: str
    address: str
    phone: str | None


@dataclass(frozen=True)
class Role:
    """What the collector is called by law, from a day on."""

    valid_from: date
    title: str


@dataclass(frozen=True)
class Collector:
    """Who collects the fees for the municipality, as the receipt states it. roles: oldest first."""

    name: str
    address: str
    roles: tuple[Role, ...]

    def title_on(self, day: date) -> str:
        """Its title on a day in Asia/Tokyo; before the first that is known, that one."""
        return next((role.title for role in reversed(self.roles) if role.valid_from <= day), self.roles[0].title)


@dataclass(frozen=True)
class Municipality:
    """A participating municipality.

    code: five-digit JIS code · kana: in hiragana · payee: whom the receipt names
    takes_registration: whether people who live elsewhere can register for its 戸籍 certificates
    """

    code: str
    prefecture: str
    name: str
    kana: str
    payee: str
    takes_registration: bool
    hours: Hours
    closures: tuple[Closure, ...]
    kinds: tuple[Kind, ...]
    stops: tuple[Stop, ...]
    offices: tuple[Office, ...]
    collector: Collector

    def kind(self, name: str) -> Kind:
        """The kind of that name. Raises LookupError when it is not offered here."""
        found = next((kind for kind in self.kinds if kind.kind == name), None)
        if found is None:
            raise LookupError(f"{self.code} offers no {name}")
        return found

    def stop_at(self, kind: str, at: datetime) -> Stop | None:
        """The stop that holds for `kind` (or `REGISTRATION`) at an aware moment; of several, the one ending last."""
        holding = [stop for stop in self.stops if stop.stops(kind, at)]
        return max(holding, key=lambda stop: stop.end, default=None)

    def open_at(self, kind: str, at: datetime) -> bool:
        """Whether `kind` (or `REGISTRATION`) can be had at an aware moment: hours, closed days, stops.

        Raises LookupError for a kind that is not offered here.
        """
        if kind == REGISTRATION:
            hours = self.hours
            if not self.takes_registration:
                return False
        else:
            hours = self.kind(kind).hours
        closed = any(closure.covers(at.astimezone(TOKYO).date()) for closure in self.closures)
        return hours.open_at(at) and not closed and self.stop_at(kind, at) is None
