"""戸籍 and 附票, read from the residents' file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import date

from sim.centre.town.model import FamilyRegister, PersonKey, Registered
from sim.centre.town.people import PERSON, WITH_FOREIGNER, person


def register_of(db: sqlite3.Connection, key: PersonKey) -> FamilyRegister | None:
    """The 戸籍 in which the person stands now; None for who has none."""
    row = db.execute(
        "SELECT id, municipality, domicile, head, made, pending FROM family_register"
        " WHERE id = (SELECT register FROM registered WHERE person = ?)",
        (key,),
    ).fetchone()
    if row is None:
        return None
    found, municipality, domicile, head, made, pending = row
    members = tuple(_registered(db, found))
    return FamilyRegister(municipality, domicile, head, date.fromisoformat(made), bool(pending), members)


def domiciles(db: sqlite3.Connection, key: PersonKey) -> Mapping[PersonKey, tuple[str, str]]:
    """本籍 and 筆頭者 of everybody in a person's household who has a 戸籍."""
    rows = db.execute(
        "SELECT registered.person, domicile, head FROM registered"
        " JOIN family_register ON family_register.id = registered.register"
        " JOIN resident ON resident.person = registered.person"
        " WHERE household = (SELECT household FROM resident WHERE person = ?)",
        (key,),
    )
    return {somebody: (domicile, head) for somebody, domicile, head in rows}


def shields_somebody(db: sqlite3.Connection, key: PersonKey) -> bool:
    """Whether anybody in the person's 戸籍 is of a household under 支援措置, wherever that is."""
    return bool(
        db.execute(
            "SELECT EXISTS (SELECT 1 FROM registered JOIN resident ON resident.person = registered.person"
            " JOIN household ON household.id = resident.household"
            " WHERE shielded AND register = (SELECT register FROM registered WHERE person = ?))",
            (key,),
        ).fetchone()[0]
    )


def _registered(db: sqlite3.Connection, register: int) -> list[Registered]:
    rows = db.execute(
        "SELECT registered.id, registered.name, registered.birth, registered.sex, father, mother, relation, role,"
        f" registered.person, {PERSON} FROM registered LEFT JOIN person ON person.id = registered.person"
        f" {WITH_FOREIGNER} WHERE register = ? ORDER BY position",
        (register,),
    ).fetchall()
    return [
        Registered(
            person=None if key is None else person(rest),
            name=name,
            birth=date.fromisoformat(birth),
            sex=sex,
            father=father,
            mother=mother,
            relation=relation,
            role=role,
            events=_events(db, row),
            addresses=_addresses(db, row),
        )
        for row, name, birth, sex, father, mother, relation, role, key, *rest in rows
    ]


def _events(db: sqlite3.Connection, row: int) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    found = db.execute("SELECT heading, entries FROM register_event WHERE registered = ? ORDER BY position", (row,))
    return tuple((heading, tuple((key, value) for key, value in json.loads(entries))) for heading, entries in found)


def _addresses(db: sqlite3.Connection, row: int) -> tuple[tuple[str, date], ...]:
    found = db.execute("SELECT address, since FROM register_address WHERE registered = ? ORDER BY position", (row,))
    return tuple((address, date.fromisoformat(since)) for address, since in found)
