"""Residents as the centre sees them: frozen records whose `repr` gives nothing personal away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

PersonKey: TypeAlias = int
"""A person's row; means nothing outside the file."""

Purpose: TypeAlias = Literal["authentication", "signature"]


@dataclass(frozen=True, slots=True, repr=False)
class Foreigner:
    """What 住民票 says of a foreign resident in place of 本籍; as in `sim.personas.Foreign`."""

    nationality: str
    category: str
    card_number: str
    status: str
    period: str
    expires: date
    alias: str


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """Somebody, whichever register the person stands in. name, kana: two words with a half-width space."""

    key: PersonKey
    name: str
    kana: str
    birth: date
    sex: str
    my_number: str
    foreign: Foreigner | None


@dataclass(frozen=True, slots=True, repr=False)
class MoveDays:
    """A move between municipalities, by the days of what has been reported; as in `sim.personas.Move`."""

    out_reported: date | None = None
    out_planned: date | None = None
    in_moved: date | None = None
    in_reported: date | None = None
    continued: date | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Resident:
    """A person's line in a household.

    relation: 続柄. since: 住民となった日. settled: 住所を定めた日. reported: 届出の日
    previous_address: 前住所, empty for who was born there
    """

    person: Person
    relation: str
    since: date
    settled: date
    reported: date
    previous_address: str
    move: MoveDays


@dataclass(frozen=True, slots=True, repr=False)
class Household:
    """One 世帯, as certificates of a certain day show it. address: with prefecture and municipality."""

    municipality: str
    address: str
    shielded: bool
    members: tuple[Resident, ...]

    @property
    def head(self) -> Resident:
        """世帯主"""
        return next(member for member in self.members if member.relation == "世帯主")


@dataclass(frozen=True, slots=True, repr=False)
class Registered:
    """A person's part of a 戸籍.

    person: None for somebody struck out (除籍), whom this register knows no longer
    role: 配偶者区分. relation: 父母との続柄. events: heading and `【key】value` pairs
    addresses: the 附票's, each with the day it was taken
    """

    person: Person | None
    name: str
    birth: date
    sex: str
    father: str
    mother: str
    relation: str
    role: str
    events: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    addresses: tuple[tuple[str, date], ...]


@dataclass(frozen=True, slots=True, repr=False)
class FamilyRegister:
    """A 戸籍 with its 附票. domicile: 本籍 with prefecture and municipality. head: 筆頭者. made: 編製日"""

    municipality: str
    domicile: str
    head: str
    made: date
    pending: bool
    members: tuple[Registered, ...]


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever carries a card or phone: the id of a persona, and what hangs on the card."""

    id: str
    key: PersonKey
    issued: date
    handed_over: date
    seal_registered: bool


@dataclass(frozen=True, slots=True)
class CertificateRecord:
    """What the issuer knows of a certificate: whose it is, and from when it is revoked."""

    holder: str
    revoked: date | None


@dataclass(frozen=True, slots=True)
class Application:
    """A 本籍地利用登録申請.

    applied: the day. due: the day of the answer. approved: how it comes out then
    reason: why not; empty otherwise
    """

    id: str
    holder: str
    municipality: str
    applied: date
    due: date
    approved: bool
    reason: str

    def state(self, today: date) -> Literal["waiting", "registered", "refused"]:
        """How far it is on a day."""
        if today < self.due:
            return "waiting"
        return "registered" if self.approved else "refused"
