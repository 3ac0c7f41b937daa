"""Reads the tables once, checks what must hold of them, and hands the people out."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from sim.personas.model import Card, Foreign, Member, Move, Persona, Rehoused
from sim.personas.register import FamilyRegister, RegisterEvent, RegisterMember
from sim.personas.rules import MEMBER_RULES, PERSONA_RULES, REGISTER_RULES, PersonaTableError, check

TABLES: Final = ("personas.toml", "residents.toml")
"""Those whom journeys are about, and those who stand for a line of the rule book each. Read as one."""


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
    """Everybody, by id, in the order of the tables; read-only and loaded once."""
    return parse("\n".join(files("sim.personas").joinpath(name).read_text(encoding="utf-8") for name in TABLES))


def parse(text: str) -> Mapping[str, Persona]:
    """The table out of TOML text. Raises `PersonaTableError` when an entry breaks a rule."""
    tables = tomllib.loads(text)
    homes = tables["household"]
    households = {key: _members(key, entry) for key, entry in homes.items()}
    registers = {key: _register(key, entry) for key, entry in tables.get("register", {}).items()}
    return MappingProxyType(
        {
            key: _persona(key, entry, homes[entry["household"]], households[entry["household"]], registers)
            for key, entry in tables["persona"].items()
        }
    )


def _members(key: str, entry: Mapping[str, Any]) -> tuple[Member, ...]:
    members = tuple(_member(row) for row in entry["members"])
    for member in members:
        check(f"household.{key}", member, MEMBER_RULES)
    if sum(member.relation == "世帯主" for member in members) != 1:
        raise PersonaTableError(f"household.{key}: exactly one member is 世帯主")
    return members


def _member(row: Mapping[str, Any]) -> Member:
    foreign, move = row.get("foreign"), row.get("move")
    return Member(
        **{
            **row,
            "foreign": None if foreign is None else Foreign(**foreign),
            "move": None if move is None else Move(**move),
        }
    )


def _register(key: str, entry: Mapping[str, Any]) -> FamilyRegister:
    members = tuple(_registered(row) for row in entry["members"])
    found = FamilyRegister(**{**entry, "pending": entry.get("pending", False), "members": members})
    check(f"register.{key}", found, REGISTER_RULES)
    return found


def _registered(row: Mapping[str, Any]) -> RegisterMember:
    events = tuple(RegisterEvent(heading, tuple(entries.items())) for heading, entries in row["events"].items())
    return RegisterMember(**{"role": "", "left": False, **row, "events": events})


def _persona(
    key: str,
    entry: Mapping[str, Any],
    home: Mapping[str, Any],
    members: tuple[Member, ...],
    registers: Mapping[str, FamilyRegister],
) -> Persona:
    own = [member for member in members if member.name == entry["name"]]
    if len(own) != 1:
        raise PersonaTableError(f"persona.{key}: the name stands exactly once in the household")
    (self_,) = own
    register = registers[entry["register"]] if "register" in entry else None
    # where the register is spelled out, 本籍 and 筆頭者 are its own and need not stand at the household
    spelled_out = {} if register is None else {
        "honseki_municipality": register.municipality, "honseki": register.domicile, "register_head": register.head
    }  # fmt: skip
    domicile = {"honseki_municipality": "", "honseki": "", "register_head": ""} | dict(home) | spelled_out
    rehoused = home.get("rehoused")
    found = Persona(
        id=key,
        name=self_.name,
        kana=self_.kana,
        birth=self_.birth,
        sex=self_.sex,
        municipality=home["municipality"],
        address=home["address"],
        honseki_municipality="" if self_.foreign else domicile["honseki_municipality"],
        honseki="" if self_.foreign else domicile["honseki"],
        register_head="" if self_.foreign else domicile["register_head"],
        seal_registered=entry["seal_registered"],
        household=members,
        head_of_household=next(member.name for member in members if member.relation == "世帯主"),
        my_number=self_.my_number,
        protected=entry.get("protected", False),
        card=Card(**entry["card"]),
        register=register,
        registration=entry.get("registration", "registered"),
        rehoused=None if rehoused is None else Rehoused(**rehoused),
    )
    check(f"persona.{key}", found, PERSONA_RULES)
    return found
