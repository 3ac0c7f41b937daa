"""Fills the file from the table of personas: each person, household and 戸籍 once, however many have cards."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date

from sim.centre.municipality import Municipality
from sim.centre.town.build_cards import Cards
from sim.centre.town.build_households import Households
from sim.centre.town.build_registers import Registers
from sim.centre.town.rows import Rows
from sim.personas import Persona


def build(
    db: sqlite3.Connection, people: Iterable[Persona], municipalities: Mapping[str, Municipality], today: date
) -> None:
    """Enter everybody into the empty tables. today: what whole numbers in place of days count from."""
    rows = Rows(db, municipalities, today)
    households, registers, cards = Households(rows), Registers(rows), Cards(rows)
    with db:
        db.execute("BEGIN")
        for persona in people:
            households.add(persona)
            registers.add(persona)
            cards.add(persona)
