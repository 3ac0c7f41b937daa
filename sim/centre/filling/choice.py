"""What a customer has chosen, as the forms need it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sim.centre.municipality import Municipality
from sim.personas import Member, Persona


@dataclass(frozen=True, slots=True, repr=False)
class Choice:
    """One document to be made out.

    municipality: who issues it. person: who asked. people: who it is about, in the register's order.
    items: entries shown or left out, by name. day: the day of issue in Japan.
    places: names of municipalities by code, prefecture included.
    """

    municipality: Municipality
    person: Persona
    kind: str
    scope: str
    people: tuple[Member, ...]
    items: Mapping[str, bool]
    day: date
    places: Mapping[str, str]

    @property
    def address(self) -> str:
        """住所 with prefecture and municipality."""
        return self.places.get(self.person.municipality, "") + self.person.address

    @property
    def domicile(self) -> str:
        """本籍 with prefecture and municipality."""
        return self.places.get(self.person.honseki_municipality, "") + self.person.honseki

    def shown(self, item: str, value: str) -> str | None:
        """The value if the customer wants the item on the paper; None prints as 省略."""
        return value if self.items.get(item, False) else None
