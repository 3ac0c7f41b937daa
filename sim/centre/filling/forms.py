"""Each kind's form, filled in."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sim.centre.dates import in_era
from sim.centre.filling import lives
from sim.centre.filling.choice import Choice
from sim.centre.filling.register import register_form
from sim.centre.kinds import KINDS
from sim.personas import Member

SPECIMEN: Final = "見本　これは試験用の架空の見本であり、証明書としての効力はありません。"
"""Stands on every sheet: the people are invented, the municipalities are real."""

NOTHING: Final = "―"


@dataclass(frozen=True, slots=True, repr=False)
class Form:
    """A template's name (without `.typ`) and everything that stands in it, ready for JSON."""

    template: str
    content: Mapping[str, Any]


def fill(choice: Choice) -> Form:
    """Make out the form of a choice."""
    words = KINDS[choice.kind].scopes[choice.scope]
    common = {
        "title": words.title,
        "attestation": words.attestation,
        "office": choice.municipality.full_name,
        "mayor": choice.municipality.mayor,
        "seal": list(choice.municipality.seal),
        "issued": in_era(choice.day),
        "specimen": SPECIMEN,
    }
    return Form(choice.kind, common | _FORMS[choice.kind](choice))


def _juminhyo(choice: Choice) -> dict[str, Any]:
    return {
        "address": choice.address,
        "head": choice.shown("head", choice.person.head_of_household),
        "people": [_resident(choice, member) for member in choice.people],
    }


def _resident(choice: Choice, member: Member) -> dict[str, Any]:
    since = lives.moved_in(choice.person, member)
    came = not lives.born_there(choice.person, member)
    return {
        "name": member.name,
        "kana": member.kana,
        "birth": in_era(member.birth),
        "sex": member.sex,
        "relation": choice.shown("head", member.relation),
        "number": choice.shown("number", member.my_number),
        "domicile": choice.shown("domicile", choice.domicile),
        "register_head": choice.shown("domicile", choice.person.register_head),
        "resident_since": in_era(since),
        "previous_address": choice.municipality.elsewhere if came else NOTHING,
        "reported": in_era(lives.reported(since)),
    }


def _inkan(choice: Choice) -> dict[str, Any]:
    (member,) = choice.people
    return {
        "address": choice.address,
        "impression": _characters(lives.surname(member.name)),
        "people": [
            {"name": member.name, "kana": member.kana, "birth": in_era(member.birth), "sex": member.sex}
        ],
    }


def _fuhyo(choice: Choice) -> dict[str, Any]:
    made = lives.register_made(choice.person)
    return {
        "domicile": choice.domicile,
        "register_head": choice.person.register_head,
        "made": in_era(made),
        "people": [
            {
                "name": member.name,
                "birth": in_era(member.birth),
                "sex": member.sex,
                "addresses": _addresses(choice, member),
            }
            for member in choice.people
        ],
    }


def _addresses(choice: Choice, member: Member) -> list[tuple[str, str]]:
    """Where the member has lived since the register was made, with the day each address was taken."""
    here = (choice.address, in_era(lives.moved_in(choice.person, member)))
    if lives.born_there(choice.person, member):
        return [here]
    before = max(lives.register_made(choice.person), member.birth)
    return [(choice.municipality.elsewhere, in_era(before)), here]


def _characters(text: str) -> list[str]:
    """Characters with their variation selectors (UTS 37): what one glyph stands for."""
    found: list[str] = []
    for character in text:
        if found and unicodedata.category(character) == "Mn":
            found[-1] += character
        else:
            found.append(character)
    return found


_FORMS: Final[Mapping[str, Callable[[Choice], dict[str, Any]]]] = {
    "juminhyo": _juminhyo,
    "inkan": _inkan,
    "koseki": register_form,
    "fuhyo": _fuhyo,
}
