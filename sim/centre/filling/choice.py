"""What a customer has chosen, as the forms need it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sim.centre.municipality import Municipality
from sim.centre.roll import Roll
from sim.centre.town import FamilyRegister, PersonKey, Registered, Resident


@dataclass(frozen=True, slots=True, repr=False)
class Choice:
    """One document to be made out.

    municipality: who issues it. roll: who asked, with household and 戸籍. people: who it is about
    items: entries shown or left out, by name. day: the day of issue in Japan.
    """

    municipality: Municipality
    roll: Roll
    kind: str
    scope: str
    people: tuple[PersonKey, ...]
    items: Mapping[str, bool]
    day: date

    @property
    def residents(self) -> tuple[Resident, ...]:
        """Those it is about, as the household has them, in its order."""
        return tuple(member for member in self.roll.household.members if member.person.key in self.people)

    @property
    def register(self) -> FamilyRegister:
        """The 戸籍. Raises ValueError for who has none: nothing of one is ever offered to them."""
        if self.roll.register is None:
            raise ValueError("no 戸籍")
        return self.roll.register

    def registered(self, *, struck_out: bool) -> tuple[Registered, ...]:
        """Those it is about, as the 戸籍 has them; where asked for, also those struck out of it (除籍)."""
        return tuple(
            each
            for each in self.register.members
            if (struck_out if each.person is None else each.person.key in self.people)
        )

    def shown(self, item: str, value: str) -> str | None:
        """The value if the customer wants the item on the paper; None prints as 省略."""
        return value if self.items.get(item, False) else None
