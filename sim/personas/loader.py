"""Reads `personas.toml` once, checks what must hold of it, and hands it out."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from sim.personas.model import Card, Member, Persona
from sim.personas.rules import MEMBER_RULES, PERSONA_RULES, PersonaTableError, check


class UnknownPersonaError(KeyError):
    """Raised when nobody of that id is in the table; the message names those who are."""

    def __init__(self, persona_id: str, known: tuple[str, ...]) -> None:
        super().__init__(persona_id)
        self.persona_id, self.known = persona_id, known

    def __str__(self) -> str:
        return f"no persona {self.persona_id!r}; known are {', '.join(self.known)}"


def persona(persona_id: str) -> Persona:
    """The persona of that id. Raises `UnknownPersonaError`, a `KeyError`, when there is none."""
    table = personas()
    found = table.get(persona_id)
    if found is None:
        raise UnknownPersonaError(persona_id, tuple(table))
    return found


@cache
def personas() -> Mapping[str, Persona]:
    """Everybody, by id, in the order of the table; read-only and loaded once."""
    return parse(files("sim.personas").joinpath("personas.toml").read_text(encoding="utf-8"))


def parse(text: str) -> Mapping[str, Persona]:
    """The table out of TOML text. Raises `PersonaTableError` when an entry breaks a rule."""
    tables = tomllib.loads(text)
    households = {key: _members(key, entry) for key, entry in tables["household"].items()}
    people = {
        key: _persona(key, entry, tables["household"], households) for key, entry in tables["persona"].items()
    }
    return MappingProxyType(people)


def _members(key: str, entry: Mapping[str, Any]) -> tuple[Member, ...]:
    members = tuple(Member(**row) for row in entry["members"])
    for member in members:
        check(f"household.{key}", member, MEMBER_RULES)
    if sum(member.relation == "世帯主" for member in members) != 1:
        raise PersonaTableError(f"household.{key}: exactly one member is 世帯主")
    return members


def _persona(
    key: str, entry: Mapping[str, Any], homes: Mapping[str, Any], households: Mapping[str, tuple[Member, ...]]
) -> Persona:
    home, members = homes[entry["household"]], households[entry["household"]]
    own = [member for member in members if member.name == entry["name"]]
    if len(own) != 1:
        raise PersonaTableError(f"persona.{key}: the name stands exactly once in the household")
    (self_,) = own
    found = Persona(
        id=key,
        name=self_.name,
        kana=self_.kana,
        birth=self_.birth,
        sex=self_.sex,
        municipality=home["municipality"],
        address=home["address"],
        honseki_municipality=home["honseki_municipality"],
        honseki=home["honseki"],
        register_head=home["register_head"],
        seal_registered=entry["seal_registered"],
        household=members,
        head_of_household=next(member.name for member in members if member.relation == "世帯主"),
        my_number=self_.my_number,
        protected=entry.get("protected", False),
        card=Card(**entry["card"]),
    )
    check(f"persona.{key}", found, PERSONA_RULES)
    return found
