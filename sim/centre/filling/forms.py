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

SPECIMEN: Final = "見本　これは試験用の架空の見本であり、証明書としての効力はありません。"
"""Stands on every sheet: the people are invented, the municipalities are real."""


@dataclass(frozen=True, slots=True, repr=False)
class Form:
    """A template's name (without `.typ`) and everything that stands in it, ready for JSON."""

    template: str
    content: Mapping[str, Any]


def fill(choice: Choice) -> Form:
    """Make out the form of a choice."""
    words = choice.municipality.kinds[choice.kind].scopes[choice.scope]
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
    if choice.kind not in _FORMS:
        return Form("own", common | _own(choice))
    return Form(choice.kind, common | _FORMS[choice.kind](choice))


def _own(choice: Choice) -> dict[str, Any]:
    """A kind of the municipality's own: a resident, and rows of what is certified of him."""
    (resident,) = choice.residents
    person = resident.person
    rows = choice.municipality.kinds[choice.kind].rows
    return {
        "address": choice.roll.household.address,
        "people": [{"name": person.name, "kana": person.kana, "birth": in_era(person.birth)}],
        "rows": [
            {"label": row.label, "value": choice.shown(row.item, row.value) if row.item else row.value} for row in rows
        ],
    }


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
