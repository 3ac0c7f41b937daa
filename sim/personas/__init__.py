"""The people of the simulated world: one table for card, phone and resident.

`personas.toml` is the table of those whom journeys are about, `residents.toml` beside it has somebody for
every other line of the service's rules; `persona(id)` and `personas()` give it as frozen dataclasses, loaded
once. The card simulator, the certificate centre and the test PKI all read the same person here, so
that what the card holds and what the centre knows agree, or differ only where a fault says so.
Everybody in the table is fictional.
"""

from sim.personas.loader import UnknownPersonaError, persona, personas
from sim.personas.model import (
    WITH_CERTIFICATES,
    Card,
    CardKind,
    Day,
    Foreign,
    Member,
    Move,
    Persona,
    Registration,
    Rehoused,
    Sex,
)
from sim.personas.register import FamilyRegister, RegisterEvent, RegisterMember
from sim.personas.rules import PersonaTableError
from sim.personas.summary import summary

__all__ = [
    "WITH_CERTIFICATES",
    "Card",
    "CardKind",
    "Day",
    "FamilyRegister",
    "Foreign",
    "Member",
    "Move",
    "Persona",
    "PersonaTableError",
    "RegisterEvent",
    "RegisterMember",
    "Registration",
    "Rehoused",
    "Sex",
    "UnknownPersonaError",
    "persona",
    "personas",
    "summary",
]
