"""The people of the simulated world: one table for card, phone and resident.

`personas.toml` is the table; `persona(id)` and `personas()` give it as frozen dataclasses, loaded
once. The card simulator, the certificate centre and the test PKI all read the same person here, so
that what the card holds and what the centre knows agree, or differ only where a fault says so.
Everybody in the table is fictional.
"""

from sim.personas.loader import UnknownPersonaError, persona, personas
from sim.personas.model import Card, CardKind, Member, Persona, Sex
from sim.personas.rules import PersonaTableError

__all__ = [
    "Card",
    "CardKind",
    "Member",
    "Persona",
    "PersonaTableError",
    "Sex",
    "UnknownPersonaError",
    "persona",
    "personas",
]
