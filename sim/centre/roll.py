"""Everybody a holder's certificates can be about, each under a handle that means nothing outside the session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sim.centre.lapse import has_left
from sim.centre.town import FamilyRegister, Holder, Household, PersonKey, Town


@dataclass(frozen=True, slots=True, repr=False)
class Roll:
    """The holder's household and 戸籍 on a day, and handles for all their people: first of the household, in the
    order of 住民票, then of the 戸籍. Who has moved out stands on no 住民票.

    domiciles: 本籍 and 筆頭者 of those in the household who have a 戸籍
    addresses_hidden: somebody in the 戸籍 is under 支援措置, so nobody gets its 附票
    """

    holder: Holder
    household: Household
    register: FamilyRegister | None
    residents: tuple[PersonKey, ...]
    handles: Mapping[PersonKey, str]
    names: Mapping[PersonKey, str]
    births: Mapping[PersonKey, date]
    domiciles: Mapping[PersonKey, tuple[str, str]]
    addresses_hidden: bool

    @property
    def is_resident(self) -> bool:
        """Whether the holder still lives where the household does."""
        return self.holder.key in self.residents

    @property
    def registered(self) -> tuple[PersonKey, ...]:
        """Those who are in the holder's 戸籍 now, in its order."""
        members = () if self.register is None else self.register.members
        return tuple(each.person.key for each in members if each.person is not None)


def roll_of(town: Town, holder_id: str, today: date) -> Roll:
    """Look a holder's people up. Raises KeyError for nobody's id."""
    holder = town.holder(holder_id)
    household = town.household_of(holder.key, today)
    register = town.register_of(holder.key)
    residents = {m.person.key: m.person.name for m in household.members if not has_left(m.move, today)}
    in_register = () if register is None else register.members
    registered = {each.person.key: each.person.name for each in in_register if each.person is not None}
    own = {m.person.key: m.person.name for m in household.members if m.person.key == holder.key}
    names = {**residents, **own, **registered}
    people = [entry.person for entry in household.members] + [entry.person for entry in in_register]
    return Roll(
        holder=holder,
        household=household,
        register=register,
        residents=tuple(residents),
        handles={key: f"p{index}" for index, key in enumerate(names, 1)},
        names=names,
        births={each.key: each.birth for each in people if each is not None},
        domiciles=town.domiciles(holder.key),
        addresses_hidden=town.register_shields(holder.key),
    )
