"""世帯, read from the residents' file."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import Any

from sim.centre.town.model import Household, MoveDays, PersonKey, Resident
from sim.centre.town.people import PERSON, PERSON_COLUMNS, WITH_FOREIGNER, day_or_none, person

_MOVE = "out_reported, out_planned, in_moved, in_reported, continued"


def household_of(db: sqlite3.Connection, key: PersonKey, today: date) -> Household:
    """The 世帯 of a person, with what certificates of a day show. Raises KeyError for nobody's key."""
    row = db.execute(
        "SELECT id, municipality, address, shielded FROM household"
        " WHERE id = (SELECT household FROM resident WHERE person = ?)",
        (key,),
    ).fetchone()
    if row is None:
        raise KeyError(key)
    found, municipality, address, shielded = row
    news = db.execute(
        "SELECT address, moved, reported FROM rehoused WHERE household = ? AND entered <= ?"
        " ORDER BY entered DESC LIMIT 1",
        (found, today.isoformat()),
    ).fetchone()
    members = tuple(_residents(db, found, address, news))
    return Household(municipality, address if news is None else news[0], bool(shielded), members)


def _residents(
    db: sqlite3.Connection, household: int, address: str, news: tuple[Any, ...] | None
) -> list[Resident]:
    rows = db.execute(
        f"SELECT relation, since, reported, previous_address, {PERSON}, {_MOVE} FROM resident"
        f" JOIN person ON person.id = resident.person {WITH_FOREIGNER}"
        " LEFT JOIN move ON move.person = person.id WHERE household = ? ORDER BY position, person.id",
        (household,),
    )
    found = []
    for relation, since, reported, previous, *rest in rows:
        settled = since
        if news is not None:
            previous, settled, reported = address, news[1], news[2]
        found.append(
            Resident(
                person=person(rest[:PERSON_COLUMNS]),
                relation=relation,
                since=date.fromisoformat(since),
                settled=date.fromisoformat(settled),
                reported=date.fromisoformat(reported),
                previous_address=previous,
                move=MoveDays(*map(day_or_none, rest[PERSON_COLUMNS:])),
            )
        )
    return found
