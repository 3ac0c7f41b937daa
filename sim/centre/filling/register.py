"""戸籍, as computerised registers print it: entries of `【key】value` under headings."""

from __future__ import annotations

from typing import Any, TypeAlias

from sim.centre.dates import in_register
from sim.centre.filling import lives
from sim.centre.filling.choice import Choice
from sim.personas import Member

Entries: TypeAlias = list[tuple[str, str]]


def register_form(choice: Choice) -> dict[str, Any]:
    """The content of 戸籍全部事項証明書 and 戸籍個人事項証明書."""
    return {
        "domicile": choice.domicile,
        "register_head": choice.person.register_head,
        "register": [("編製日", in_register(lives.register_made(choice.person)))],
        "people": [
            {
                "name": member.name,
                "person": _person(choice, member),
                "events": [("出　生", _birth(choice, member)), *_founding(choice, member)],
            }
            for member in choice.people
        ],
    }


def _person(choice: Choice, member: Member) -> Entries:
    father, mother = lives.parents_of(choice.person, member)
    married = lives.spouse_of(choice.person, member) is not None
    role = [("配偶者区分", "夫" if member.sex == "男" else "妻")] if married else []
    return [
        ("名", lives.given_name(member.name)),
        ("生年月日", in_register(member.birth)),
        *role,
        ("父", father),
        ("母", mother),
        ("続柄", lives.relation_in_register(choice.person, member)),
    ]


def _birth(choice: Choice, member: Member) -> Entries:
    at_home = lives.born_there(choice.person, member)
    place = choice.places.get(choice.person.municipality, "") if at_home else choice.municipality.elsewhere
    return [
        ("出生日", in_register(member.birth)),
        ("出生地", place),
        ("届出日", in_register(lives.reported(member.birth))),
        ("届出人", "父"),
    ]


def _founding(choice: Choice, member: Member) -> list[tuple[str, Entries]]:
    """How an adult came into this register: by marriage, or out of the parents' by 分籍."""
    if member.relation == lives.CHILD:
        return []
    day = in_register(lives.register_made(choice.person))
    before = ("従前戸籍", f"{choice.municipality.elsewhere}　{lives.parents_of(choice.person, member)[0]}")
    spouse = lives.spouse_of(choice.person, member)
    if spouse is None:
        return [("分　籍", [("分籍日", day), before])]
    return [("婚　姻", [("婚姻日", day), ("配偶者氏名", spouse.name), before])]
