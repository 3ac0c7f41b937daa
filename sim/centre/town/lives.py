"""What registers know of a life beyond the table of residents, derived by rule and clearly fictional.

A couple married when the younger of them had turned 20, and that day their 戸籍 was made; somebody
alone had one of his own from 20 on. They moved to where they live 90 days later. Children were
born into it, or moved along. Everywhere here `family` is those who share a 戸籍, in the household's order.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from sim.centre.dates import anniversary, in_register
from sim.personas import Member

SETTLING_AGE: Final = 20
MOVED_AFTER_DAYS: Final = 90
REPORTED_AFTER_DAYS: Final = 4
PARENTS: Final = ("見本男", "見本女")
"""Given names of an adult's parents, father and mother, whom the table of residents does not know."""

SURNAME_BEFORE: Final = "見本"
"""What who took the other's name at marriage was called before."""

HEAD: Final = "世帯主"
CHILD: Final = "子"
SPOUSES: Final = ("妻", "夫")
FAMILY: Final = frozenset({HEAD, CHILD, *SPOUSES})
"""Members of a household who share a 戸籍: married couple and unmarried children (Takaoka's guide, Tips)."""

_ORDINALS: Final = "長二三四五六七八九"

Entries = tuple[tuple[str, str], ...]


def surname(name: str) -> str:
    return name.partition(" ")[0]


def family_of(household: Sequence[Member], member: Member) -> tuple[Member, ...]:
    """Those of the household who are in the same 戸籍 as the member. Foreign residents are in none."""
    if member.foreign is not None:
        return ()
    if member.relation not in FAMILY:
        return (member,)
    return tuple(other for other in household if other.relation in FAMILY and other.foreign is None)


def couple(people: Sequence[Member]) -> tuple[Member, ...]:
    """Head and spouse among the people, or whoever comes first."""
    adults = [member for member in people if member.relation in (HEAD, *SPOUSES)]
    return tuple(adults) or tuple(people[:1])


def settled_down(people: Sequence[Member]) -> date:
    """The day the couple married, which is the day their 戸籍 was made."""
    return max(anniversary(member.birth, SETTLING_AGE) for member in couple(people))


def moved_in(household: Sequence[Member], member: Member) -> date:
    """住民となった日: the day of the move, or of the birth of who was born there."""
    return max(settled_down(household) + timedelta(days=MOVED_AFTER_DAYS), member.birth)


def reported(day: date) -> date:
    """届出の日 of what happened on `day`."""
    return day + timedelta(days=REPORTED_AFTER_DAYS)


def parents_of(family: Sequence[Member], member: Member) -> tuple[str, str]:
    """Names of father and mother; `""` where the household has none."""
    if member.relation != CHILD:
        name = SURNAME_BEFORE if member.relation in SPOUSES else surname(member.name)
        father, mother = (f"{name} {given}" for given in PARENTS)
        return father, mother
    by_sex = {adult.sex: adult.name for adult in couple(family)}
    return by_sex.get("男", ""), by_sex.get("女", "")


def relation_in_register(family: Sequence[Member], member: Member) -> str:
    """父母との続柄: 長男, 二女, …; of adults, whose brothers and sisters nobody knows, the first."""
    if member.relation != CHILD:
        return _ORDINALS[0] + member.sex
    elder = [
        child
        for child in family
        if child.relation == CHILD and child.sex == member.sex and child.birth < member.birth
    ]
    return _ORDINALS[min(len(elder), len(_ORDINALS) - 1)] + member.sex


def spouse_of(household: Sequence[Member], member: Member) -> Member | None:
    """Also a foreign one, who is in no 戸籍 but is named in this one."""
    pair = couple(household)
    if len(pair) != 2 or member not in pair:
        return None
    return pair[1 - pair.index(member)]


def events_of(
    household: Sequence[Member], family: Sequence[Member], member: Member, *, here: str, elsewhere: str
) -> tuple[tuple[str, Entries], ...]:
    """身分事項 of somebody: birth, and how an adult came into this register.

    here: the municipality where the family lives. elsewhere: where adults come from
    """
    at_home = moved_in(household, member) == member.birth
    birth: Entries = (
        ("出生日", in_register(member.birth)),
        ("出生地", here if at_home else elsewhere),
        ("届出日", in_register(reported(member.birth))),
        ("届出人", "父"),
    )
    if member.relation == CHILD:
        return (("出　生", birth),)
    day = in_register(settled_down(family))
    before = ("従前戸籍", f"{elsewhere}　{parents_of(family, member)[0]}")
    spouse = spouse_of(household, member)
    if spouse is None:
        return ("出　生", birth), ("分　籍", (("分籍日", day), before))
    nationality = () if spouse.foreign is None else (("配偶者の国籍", spouse.foreign.nationality),)
    return ("出　生", birth), ("婚　姻", (("婚姻日", day), ("配偶者氏名", spouse.name), *nationality, before))
