"""住民票の写し: a household's people, one box each."""

from __future__ import annotations

from typing import Any, Final

from sim.centre.dates import in_era
from sim.centre.filling.choice import Choice
from sim.centre.town import Foreigner, Resident

NOTHING: Final = "―"


def juminhyo(choice: Choice) -> dict[str, Any]:
    """The content of the form."""
    household = choice.roll.household
    return {
        "address": household.address,
        "head": choice.shown("head", household.head.person.name),
        "people": [_resident(choice, resident) for resident in choice.residents],
    }


def _resident(choice: Choice, resident: Resident) -> dict[str, Any]:
    person = resident.person
    domicile, register_head = choice.roll.domiciles.get(person.key, (NOTHING, NOTHING))
    return {
        "name": person.name,
        "kana": person.kana,
        "birth": in_era(person.birth),
        "sex": person.sex,
        "relation": choice.shown("head", resident.relation),
        "number": choice.shown("number", person.my_number),
        "domicile": choice.shown("domicile", domicile),
        "register_head": choice.shown("domicile", register_head),
        "resident_since": in_era(resident.since),
        "settled": in_era(resident.settled),
        "previous_address": resident.previous_address or NOTHING,
        "reported": in_era(resident.reported),
        "foreign": None if person.foreign is None else _foreign(choice, person.foreign),
    }


def _foreign(choice: Choice, foreign: Foreigner) -> dict[str, str | None]:
    """What stands in place of 本籍 and 筆頭者. The history of a 通称 is never shown, the 通称 itself is."""

    def shown(item: str, value: str) -> str | None:
        return value if choice.municipality.foreign_items == "all" else choice.shown(item, value)

    return {
        "alias": foreign.alias or NOTHING,
        "nationality": shown("nationality", foreign.nationality),
        "category": shown("residence_status", foreign.category),
        "card_number": shown("residence_card", foreign.card_number),
        "status": shown("residence_status", foreign.status),
        "period": shown("residence_status", foreign.period),
        "expires": shown("residence_status", in_era(foreign.expires)),
    }
