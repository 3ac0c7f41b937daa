"""The municipalities that take part: fees, rules of residence, stops, and what their forms say."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final, Literal

from sim.centre.kinds import KINDS


class MunicipalityTableError(Exception):
    """Raised when an entry of the table breaks a rule; names the entry and the key."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A maintenance stop of some kinds of certificates, from `start` (included) to `end` (not)."""

    kinds: frozenset[str]
    start: datetime
    end: datetime

    def covers(self, kind: str, now: datetime) -> bool:
        return kind in self.kinds and self.start <= now < self.end


@dataclass(frozen=True, slots=True)
class Municipality:
    """One municipality.

    code: JIS code, five digits. fees_yen: per copy, by kind. mayor: who certifies.
    seal: the characters of the 公印. elsewhere: a fictional place where residents lived before.
    registers: `residents` offers family registers to those who live here, `registered` also to
        those who live elsewhere and have registered once.
    """

    code: str
    prefecture: str
    name: str
    mayor: str
    seal: str
    registers: Literal["residents", "registered"]
    elsewhere: str
    fees_yen: Mapping[str, int]
    stops: tuple[Stop, ...]

    @property
    def full_name(self) -> str:
        """With the prefecture, as addresses begin: `富山県高岡市`."""
        return self.prefecture + self.name


def parse(text: str) -> Mapping[str, Municipality]:
    """The table out of TOML text, by code. Raises `MunicipalityTableError` when an entry breaks a rule."""
    return MappingProxyType({code: _municipality(code, row) for code, row in tomllib.loads(text).items()})


def _municipality(code: str, row: Mapping[str, Any]) -> Municipality:
    if len(code) != 5 or not code.isdecimal():
        raise MunicipalityTableError(f"{code}: a JIS code has five digits")
    if row["registers"] not in ("residents", "registered"):
        raise MunicipalityTableError(f"{code}.registers: residents or registered")
    if row["fees_yen"].keys() != KINDS.keys():
        raise MunicipalityTableError(f"{code}.fees_yen: one fee for each of {', '.join(KINDS)}")
    stops = tuple(_stop(code, stop) for stop in row["stops"])
    return Municipality(code=code, **{**row, "fees_yen": MappingProxyType(row["fees_yen"]), "stops": stops})


def _stop(code: str, row: Mapping[str, Any]) -> Stop:
    stop = Stop(frozenset(row["kinds"]), row["start"], row["end"])
    if not stop.kinds <= KINDS.keys() or stop.start.tzinfo is None or not stop.start < stop.end:
        raise MunicipalityTableError(f"{code}.stops: known kinds, from start to a later end, with offsets")
    return stop


MUNICIPALITIES: Final[Mapping[str, Municipality]] = parse(
    files("sim.centre").joinpath("municipalities.toml").read_text(encoding="utf-8")
)
"""The table that ships, by JIS code."""
