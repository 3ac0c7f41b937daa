"""戸籍 and its 附票, as computerised registers print them: entries of `【key】value` under headings."""

from __future__ import annotations

from typing import Any, TypeAlias

from sim.centre.dates import in_register
from sim.centre.filling.choice import Choice
from sim.centre.town import Registered

Entries: TypeAlias = list[tuple[str, str]]


def koseki(choice: Choice) -> dict[str, Any]:
    """The content of 戸籍全部事項証明書 and 戸籍個人事項証明書. The whole shows also whom the register struck out."""
    register = choice.register
    return {
        "domicile": register.domicile,
        "register_head": register.head,
        "register": [("編製日", in_register(register.made))],
        "people": [
            {"name": each.name, "left": each.person is None, "person": _person(each), "events": each.events}
            for each in choice.registered(struck_out=choice.scope == "all")
        ],
    }


def _person(each: Registered) -> Entries:
    return [
        ("名", each.name.partition(" ")[2] or each.name),
        ("生年月日", in_register(each.birth)),
        *([("配偶者区分", each.role)] if each.role else []),
        ("父", each.father),
        ("母", each.mother),
        ("続柄", each.relation),
    ]


def fuhyo(choice: Choice) -> dict[str, Any]:
    """The content of 戸籍の附票の写し: where each has lived since the register was made."""
    register = choice.register
    return {
        "domicile": register.domicile,
        "register_head": register.head,
        "made": in_register(register.made),
        "people": [
            {
                "name": each.name,
                "birth": in_register(each.birth),
                "sex": each.sex,
                "addresses": [(address, in_register(since)) for address, since in each.addresses],
            }
            for each in choice.registered(struck_out=False)
        ],
    }
