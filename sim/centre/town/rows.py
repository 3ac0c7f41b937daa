"""Rows of the new file, and what all of its tables are filled with: people, places, days."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date, timedelta

from sim.centre.municipality import Municipality
from sim.centre.town.model import PersonKey
from sim.personas import Day


class Rows:
    """Enters rows. today: what whole numbers in place of days count from; people: by name and birth"""

    def __init__(self, db: sqlite3.Connection, municipalities: Mapping[str, Municipality], today: date) -> None:
        self.db, self.today, self._municipalities = db, today, municipalities
        self.people: dict[tuple[str, date], PersonKey] = {}

    def known(self, name: str, birth: date, sex: str) -> PersonKey:
        """A person by name and birth, entered when first met; a 戸籍 alone tells neither kana nor number."""
        key = self.people.get((name, birth))
        if key is None:
            key = self.insert("person", name=name, kana="", birth=birth.isoformat(), sex=sex, my_number="")
            self.people[name, birth] = key
        return key

    def place(self, code: str) -> str:
        """A municipality with its prefecture; empty for one that takes no part."""
        found = self._municipalities.get(code)
        return "" if found is None else found.full_name

    def elsewhere(self, code: str) -> str:
        """Where people of a municipality come from."""
        found = self._municipalities.get(code)
        return "見本県見本郡見本町１番地" if found is None else found.elsewhere

    def resolved(self, day: Day) -> date:
        """A day of the table."""
        return self.today + timedelta(days=day) if isinstance(day, int) else day

    def day(self, day: Day | None) -> str | None:
        """As it stands in the file."""
        return None if day is None else self.resolved(day).isoformat()

    def insert(self, table: str, **values: object) -> int:
        """A row; its id. Tables and columns are named in this package alone."""
        columns, marks = ", ".join(values), ", ".join("?" * len(values))
        row = self.db.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(values.values())).lastrowid
        assert row is not None
        return row
