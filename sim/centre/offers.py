"""What a person may have from a municipality: rules of residence, domicile, seal and registration, as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from sim.centre.kinds import KINDS, PART, Kind
from sim.centre.municipality import Municipality
from sim.centre.roll import Roll
from sim.centre.town import PersonKey

RegistrationState: TypeAlias = Literal["none", "waiting", "registered", "refused"]
WithheldReason: TypeAlias = Literal[
    "register_report", "registration_none", "registration_waiting", "registration_refused"
]


@dataclass(frozen=True, slots=True)
class OfferedKind:
    """One kind on offer: its scopes, its items, and those it can be about."""

    kind: str
    scopes: tuple[str, ...]
    items: tuple[str, ...]
    people: tuple[PersonKey, ...]


@dataclass(frozen=True, slots=True)
class Withheld:
    """A kind that this person would have but for a reason that passes: `reason` as docs/centre.md names it."""

    kind: str
    reason: WithheldReason


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks whom, and how far a registration for registers at another municipality is.

    edition: of the wire's words; from the second on, whoever asks knows the items of foreign residents
    """

    roll: Roll
    municipality: Municipality
    registration: RegistrationState
    edition: int

    @property
    def lives_here(self) -> bool:
        return self.roll.is_resident and self.roll.household.municipality == self.municipality.code

    @property
    def register_here(self) -> bool:
        register = self.roll.register
        return register is not None and register.municipality == self.municipality.code


def _kinds(asked: Asked) -> Mapping[str, Kind]:
    """What the municipality issues; its own kinds are words of the second edition."""
    kinds = asked.municipality.kinds
    return kinds if asked.edition > 1 else {name: kind for name, kind in kinds.items() if name in KINDS}


def _lives_here(asked: Asked) -> bool:
    return asked.lives_here


def _own(asked: Asked) -> tuple[PersonKey, ...]:
    return (asked.roll.holder.key,)


_MAY_HAVE: Final[Mapping[str, Callable[[Asked], bool]]] = {
    "juminhyo": lambda asked: asked.lives_here,
    "inkan": lambda asked: asked.lives_here and asked.roll.holder.seal_registered,
    "koseki": lambda asked: _registers(asked) is None,
    "fuhyo": lambda asked: _registers(asked) is None and not asked.roll.addresses_hidden,
}
_ABOUT: Final[Mapping[str, Callable[[Asked], tuple[PersonKey, ...]]]] = {
    "juminhyo": lambda asked: asked.roll.residents,
    "inkan": _own,
    "koseki": lambda asked: asked.roll.registered,
    "fuhyo": lambda asked: asked.roll.registered,
}
_REGISTERS: Final = ("koseki", "fuhyo")
"""What hangs on a registration. Why it is not there is told of these as long as the reason passes; an address that is
kept from the family (支援措置) is told by no word at all: the 附票 is as little on offer as where there is none."""
_REPORTED: Final = "koseki"
"""What is withheld while a 戸籍 report is being entered."""

_NOT_YET: Final[Mapping[str, WithheldReason]] = {
    "none": "registration_none",
    "waiting": "registration_waiting",
    "refused": "registration_refused",
}


def _registers(asked: Asked) -> RegistrationState | Literal["never"] | None:
    """Why registers are not on offer: how far the registration is, or never; None when they are."""
    if not asked.register_here:
        return "never"
    if asked.lives_here:
        return None
    if not asked.municipality.takes_registrations:
        return "never"
    return None if asked.registration == "registered" else asked.registration


def offers(asked: Asked) -> Mapping[str, OfferedKind]:
    """The kinds on offer, by name, in the order of the screen. Empty when the municipality has none."""
    withheld = {each.kind for each in withholds(asked)}
    found = {}
    for name, kind in _kinds(asked).items():
        if name in withheld or not _MAY_HAVE.get(name, _lives_here)(asked):
            continue
        about = _ABOUT.get(name, _own)(asked)
        found[name] = OfferedKind(
            kind=name,
            scopes=tuple(scope for scope in kind.scopes if scope != PART or len(about) > 1),
            items=_items(asked, kind),
            people=about,
        )
    return found


def withholds(asked: Asked) -> tuple[Withheld, ...]:
    """What this person would have, and why not now."""
    why = _registers(asked)
    if why is None:
        register = asked.roll.register
        return (Withheld(_REPORTED, "register_report"),) if register is not None and register.pending else ()
    reason = _NOT_YET.get(why)
    there = (kind for kind in _REGISTERS if kind in asked.municipality.kinds)
    return () if reason is None else tuple(Withheld(kind, reason) for kind in there)


def _items(asked: Asked, kind: Kind) -> tuple[str, ...]:
    """本籍 and 筆頭者 are no entries of a household of foreign residents; theirs are no entries of others."""
    foreign = [member.person.foreign is not None for member in asked.roll.household.members]
    items = tuple(item for item in kind.items if item != "domicile" or not all(foreign))
    if any(foreign) and asked.municipality.foreign_items == "choice" and asked.edition > 1:
        items += kind.foreign_items
    return items
