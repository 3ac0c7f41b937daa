"""What registers know of a life beyond the table of residents, derived by rule and clearly fictional.

A couple married when the younger of them had turned 20, and that day their 戸籍 was made; somebody
alone had one of his own from 20 on. They moved to where they live 90 days later. Children were
born into it, or moved along.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from sim.centre.dates import anniversary
from sim.personas import Member, Persona

SETTLING_AGE: Final = 20
MOVED_AFTER_DAYS: Final = 90
REPORTED_AFTER_DAYS: Final = 4
PARENTS: Final = ("見本男", "見本女")
"""Given names of an adult's parents, father and mother, whom the table of residents does not know."""

SURNAME_BEFORE: Final = "見本"
"""What who took the other's name at marriage was called before."""

CHILD: Final = "子"
SPOUSES: Final = ("妻", "夫")

_ORDINALS: Final = "長二三四五六七八九"


def surname(name: str) -> str:
    return name.partition(" ")[0]


def given_name(name: str) -> str:
    return name.partition(" ")[2] or name


def couple(person: Persona) -> tuple[Member, ...]:
    """Head and spouse of the household, or the head alone."""
    adults = [member for member in person.household if member.relation in ("世帯主", *SPOUSES)]
    return tuple(adults) or person.household[:1]


def register_made(person: Persona) -> date:
    """The day the 戸籍 was made, and a couple married."""
    return max(anniversary(member.birth, SETTLING_AGE) for member in couple(person))


def moved_in(person: Persona, member: Member) -> date:
    """住民となった日: the day of the move, or of the birth of who was born there."""
    return max(register_made(person) + timedelta(days=MOVED_AFTER_DAYS), member.birth)


def born_there(person: Persona, member: Member) -> bool:
    return moved_in(person, member) == member.birth


def reported(day: date) -> date:
    """届出の日 of what happened on `day`."""
    return day + timedelta(days=REPORTED_AFTER_DAYS)


def spouse_of(person: Persona, member: Member) -> Member | None:
    pair = couple(person)
    if len(pair) != 2 or member not in pair:
        return None
    return pair[1 - pair.index(member)]


def parents_of(person: Persona, member: Member) -> tuple[str, str]:
    """Names of father and mother; `""` where the household has none."""
    if member.relation != CHILD:
        family = SURNAME_BEFORE if member.relation in SPOUSES else surname(member.name)
        father, mother = (f"{family} {given}" for given in PARENTS)
        return father, mother
    by_sex = {adult.sex: adult.name for adult in couple(person)}
    return by_sex.get("男", ""), by_sex.get("女", "")


def relation_in_register(person: Persona, member: Member) -> str:
    """父母との続柄: 長男, 二女, …; of adults, whose brothers and sisters nobody knows, the first."""
    if member.relation != CHILD:
        return _ORDINALS[0] + member.sex
    elder = [
        child
        for child in person.household
        if child.relation == CHILD and child.sex == member.sex and child.birth < member.birth
    ]
    return _ORDINALS[min(len(elder), len(_ORDINALS) - 1)] + member.sex
