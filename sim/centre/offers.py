"""What a person may have from a municipality: rules of residence, domicile and seal, as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from sim.centre.kinds import KINDS, PART
from sim.centre.municipality import Municipality
from sim.centre.residents import own_entry, people_of, register_of
from sim.personas import Member, Persona


@dataclass(frozen=True, slots=True)
class OfferedKind:
    """One kind on offer: its scopes, its items, and the handles of those it can be about."""

    kind: str
    scopes: tuple[str, ...]
    items: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks whom. registered: has registered once for registers at another municipality."""

    person: Persona
    municipality: Municipality
    registered: bool

    @property
    def lives_here(self) -> bool:
        return self.person.municipality == self.municipality.code

    @property
    def register_here(self) -> bool:
        return self.person.honseki_municipality == self.municipality.code


def _registers(asked: Asked) -> bool:
    away_too = asked.municipality.registers == "registered" and asked.registered
    return asked.register_here and (asked.lives_here or away_too)


_MAY_HAVE: Final[Mapping[str, Callable[[Asked], bool]]] = {
    "juminhyo": lambda asked: asked.lives_here,
    "inkan": lambda asked: asked.lives_here and asked.person.seal_registered,
    "koseki": _registers,
    "fuhyo": _registers,
}
_ABOUT: Final[Mapping[str, Callable[[Persona], tuple[Member, ...]]]] = {
    "juminhyo": lambda person: person.household,
    "inkan": lambda person: (own_entry(person),),
    "koseki": register_of,
    "fuhyo": register_of,
}


def offers(asked: Asked) -> Mapping[str, OfferedKind]:
    """The kinds on offer, by name, in the order of the screen. Empty when the municipality has none."""
    handles = people_of(asked.person)
    found = {}
    for name, kind in KINDS.items():
        if not _MAY_HAVE[name](asked):
            continue
        about = _ABOUT[name](asked.person)
        found[name] = OfferedKind(
            kind=name,
            scopes=tuple(scope for scope in kind.scopes if scope != PART or len(about) > 1),
            items=kind.items,
            people=tuple(handle for handle, member in handles.items() if member in about),
        )
    return found
