"""Each kind's form, filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sim.centre.dates import in_era
from sim.centre.filling.characters import characters
from sim.centre.filling.choice import Choice
from sim.centre.filling.juminhyo import juminhyo
from sim.centre.filling.register import fuhyo, koseki
from sim.centre.kinds import KINDS

SPECIMEN: Final = "見本　これは試験用の架空の見本であり、証明書としての効力はありません。"
"""Stands on every sheet: the people are invented, the municipalities are real."""


@dataclass(frozen=True, slots=True, repr=False)
class Form:
    """A template's name (without `.typ`) and everything that stands in it, ready for JSON."""

    template: str
    content: Mapping[str, Any]


def fill(choice: Choice) -> Form:
    """Make out the form of a choice."""
    words = KINDS[choice.kind].scopes[choice.scope]
    town = choice.municipality
    common = {
        "title": words.title,
        "extent": words.extent,
        "attestation": words.attestation,
        "office": town.full_name,
        "mayor": f"{town.mayor}　{town.mayor_name}",
        "seal": list(town.seal),
        "issued": in_era(choice.day),
        "specimen": SPECIMEN,
    }
    return Form(choice.kind, common | _FORMS[choice.kind](choice))


def _inkan(choice: Choice) -> dict[str, Any]:
    (resident,) = choice.residents
    person = resident.person
    alias = "" if person.foreign is None else person.foreign.alias
    family_name = (alias or person.name).partition(" ")[0]  # a seal may bear the 通称
    return {
        "address": choice.roll.household.address,
        "impression": characters(family_name),
        "people": [
            {
                "name": person.name,
                "kana": person.kana,
                "birth": in_era(person.birth),
                "sex": person.sex,
                "alias": alias,
            }
        ],
    }


_FORMS: Final[Mapping[str, Callable[[Choice], dict[str, Any]]]] = {
    "juminhyo": juminhyo,
    "inkan": _inkan,
    "koseki": koseki,
    "fuhyo": fuhyo,
}
