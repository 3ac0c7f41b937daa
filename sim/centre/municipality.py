"""The municipalities that take part: fees, rules of residence, stops, and what their forms say."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final, Literal, get_args

from sim.centre.business_days import at_year_end, is_business_day
from sim.centre.dates import JST
from sim.centre.kinds import KINDS, NAME, REGISTRATION, SERVICES, Kind, Row, Words

Days = Literal["every_day", "business_days"]


class MunicipalityTableError(Exception):
    """Raised when an entry of the table breaks a rule; names the entry and the key."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A maintenance stop of some services, from `start` (included) to `end` (not)."""

    kinds: frozenset[str]
    start: datetime
    end: datetime

    def covers(self, kind: str, now: datetime) -> bool:
        return kind in self.kinds and self.start <= now < self.end


@dataclass(frozen=True, slots=True)
class Hours:
    """When some services are open, by the clock of Japan: from `opens` (included) to `closes` (not)."""

    kinds: frozenset[str]
    days: Days
    opens: time
    closes: time
    year_end: bool

    def cover(self, now: datetime) -> bool:
        """Whether it is open at a moment."""
        local = now.astimezone(JST)
        day = local.date()
        if self.days == "business_days" and not is_business_day(day):
            return False
        return self.opens <= local.time() < self.closes and (self.year_end or not at_year_end(day))


@dataclass(frozen=True, slots=True)
class Municipality:
    """One municipality.

    code: JIS code, five digits. kinds: what it issues, its own behind the others. fees_yen: per copy, by kind.
    mayor, mayor_name: who certifies.
    seal: the characters of the 公印. elsewhere: a fictional place where residents lived before.
    registers: `residents` offers family registers to those who live here, `registered` also to
        those who live elsewhere and have registered once.
    foreign_items: whether 住民票 shows `all` of what is known of a foreign resident, or the customer's `choice`.
    hours: when each service is open; every service has one.
    """

    code: str
    prefecture: str
    name: str
    mayor: str
    mayor_name: str
    seal: str
    registers: Literal["residents", "registered"]
    elsewhere: str
    foreign_items: Literal["all", "choice"]
    kinds: Mapping[str, Kind]
    fees_yen: Mapping[str, int]
    hours: tuple[Hours, ...]
    stops: tuple[Stop, ...]

    @property
    def full_name(self) -> str:
        """With the prefecture, as addresses begin: `富山県高岡市`."""
        return self.prefecture + self.name

    @property
    def takes_registrations(self) -> bool:
        """Whether those who live elsewhere can apply here (本籍地利用登録申請)."""
        return self.registers == "registered"

    @property
    def services(self) -> tuple[str, ...]:
        """Whatever of it can be stopped, in the order of the screen."""
        return (*self.kinds, REGISTRATION)

    def hours_of(self, service: str) -> Hours:
        """When a service is open. Raises KeyError for an unknown one."""
        for hours in self.hours:
            if service in hours.kinds:
                return hours
        raise KeyError(service)


def parse(text: str) -> Mapping[str, Municipality]:
    """The table out of TOML text, by code. Raises `MunicipalityTableError` when an entry breaks a rule."""
    return MappingProxyType({code: _municipality(code, row) for code, row in tomllib.loads(text).items()})


def _municipality(code: str, row: Mapping[str, Any]) -> Municipality:
    if len(code) != 5 or not code.isdecimal():
        raise MunicipalityTableError(f"{code}: a JIS code has five digits")
    if row["registers"] not in ("residents", "registered"):
        raise MunicipalityTableError(f"{code}.registers: residents or registered")
    own = {name: _own_kind(code, name, kind) for name, kind in row.get("own_kinds", {}).items()}
    if not row["fees_yen"].keys() <= KINDS.keys() | own.keys() or not own.keys() <= row["fees_yen"].keys():
        raise MunicipalityTableError(f"{code}.fees_yen: one fee for each of its kinds, of {', '.join([*KINDS, *own])}")
    kinds = {name: kind for name, kind in {**KINDS, **own}.items() if name in row["fees_yen"]}
    services = (*kinds, REGISTRATION)
    if row.get("foreign_items", "all") not in get_args(Literal["all", "choice"]):
        raise MunicipalityTableError(f"{code}.foreign_items: all or choice")
    read = {
        "foreign_items": "all",
        **{key: value for key, value in row.items() if key != "own_kinds"},
        "kinds": MappingProxyType(kinds),
        "fees_yen": MappingProxyType(row["fees_yen"]),
        "hours": _all_hours(code, services, row.get("hours", [{**ALWAYS, "kinds": services}])),
        "stops": tuple(_stop(code, services, stop) for stop in row["stops"]),
    }
    return Municipality(code=code, **read)


def _own_kind(code: str, name: str, row: Mapping[str, Any]) -> Kind:
    if NAME.fullmatch(name) is None or name in SERVICES:
        raise MunicipalityTableError(f"{code}.own_kinds.{name}: a small ASCII letter, then those, digits and _")
    rows = tuple(Row(**each) for each in row["rows"])
    words = Words(row["title"], "", row["attestation"])
    items = tuple(dict.fromkeys(each.item for each in rows if each.item))
    return Kind(name, {"self": words}, whole=None, alone="self", items=items, rows=rows)


ALWAYS: Final[Mapping[str, Any]] = {"days": "every_day", "opens": time(6, 30), "closes": time(23)}
"""毎日 6:30–23:00, all services (Takaoka's guide, Obihiro's page)."""


def _all_hours(code: str, services: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> tuple[Hours, ...]:
    hours = tuple(
        Hours(frozenset(row["kinds"]), row["days"], row["opens"], row["closes"], row.get("year_end", True))
        for row in rows
    )
    told = [service for each in hours for service in each.kinds]
    if sorted(told) != sorted(services):
        raise MunicipalityTableError(f"{code}.hours: each of {', '.join(services)} once")
    if not all(each.days in get_args(Days) and each.opens < each.closes for each in hours):
        raise MunicipalityTableError(f"{code}.hours: every_day or business_days, and closing after opening")
    return hours


def _stop(code: str, services: tuple[str, ...], row: Mapping[str, Any]) -> Stop:
    stop = Stop(frozenset(row["kinds"]), row["start"], row["end"])
    if not stop.kinds <= set(services) or stop.start.tzinfo is None or not stop.start < stop.end:
        raise MunicipalityTableError(f"{code}.stops: known services, from start to a later end, with offsets")
    return stop


MUNICIPALITIES: Final[Mapping[str, Municipality]] = parse(
    files("sim.centre").joinpath("municipalities.toml").read_text(encoding="utf-8")
)
"""The table that ships, by JIS code."""
