"""A 戸籍 spelled out: who is in it, and what it says of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

Entries: TypeAlias = tuple[tuple[str, str | date], ...]
"""`【key】value` in the register's order; a day is written out in the register's own figures."""


@dataclass(frozen=True, repr=False, slots=True)
class RegisterEvent:
    """What happened to somebody, by the register's own heading: 出生, 婚姻, 転籍 …"""

    heading: str
    entries: Entries

    def __repr__(self) -> str:
        return f"RegisterEvent({self.heading!r})"


@dataclass(frozen=True, repr=False, slots=True)
class RegisterMember:
    """One person recorded in a 戸籍.

    name: family and given name with one half-width space. relation: 父母との続柄 (長男, 二女 …)
    role: 配偶者区分, 夫 or 妻; empty for the unmarried
    left: whether the person has been struck out (除籍): married, or has a child of their own
    """

    name: str
    birth: date
    sex: str
    father: str
    mother: str
    relation: str
    role: str
    left: bool
    events: tuple[RegisterEvent, ...]

    def __repr__(self) -> str:
        return "RegisterMember(…)"


@dataclass(frozen=True, repr=False, slots=True)
class FamilyRegister:
    """A 戸籍: a married couple and their unmarried children (Takaoka's guide, Tips).

    municipality, domicile: 本籍, the JIS code and the rest. head: 筆頭者. made: 編製日
    pending: a 戸籍 report is being entered, and no certificate of it can be had meanwhile
    """

    municipality: str
    domicile: str
    head: str
    made: date
    pending: bool
    members: tuple[RegisterMember, ...]

    def __repr__(self) -> str:
        return "FamilyRegister(…)"
