"""住民票: each household once, however many of it have cards."""

from __future__ import annotations

from dataclasses import fields

from sim.centre.town import lives
from sim.centre.town.model import PersonKey
from sim.centre.town.rows import Rows
from sim.personas import Member, Persona


class Households:
    """Enters households, their people and where they come from."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._households: dict[tuple[str, str, str], int] = {}
        self._housed: set[PersonKey] = set()

    def add(self, persona: Persona) -> None:
        """The persona's household, with everybody in it."""
        household = self._household(persona)
        if persona.protected:
            self._rows.db.execute("UPDATE household SET shielded = 1 WHERE id = ?", (household,))

    def _household(self, persona: Persona) -> int:
        key = (persona.municipality, persona.address, persona.head_of_household)
        found = self._households.get(key)
        if found is None:
            address = self._rows.place(persona.municipality) + persona.address
            found = self._rows.insert("household", municipality=persona.municipality, address=address, shielded=0)
            self._households[key] = found
            self._rehouse(persona, found)
        for position, member in enumerate(persona.household):
            self._resident(persona, found, position, member)
        return found

    def _rehouse(self, persona: Persona, household: int) -> None:
        news = persona.rehoused
        if news is not None:
            self._rows.insert(
                "rehoused",
                household=household,
                address=self._rows.place(persona.municipality) + news.address,
                moved=self._rows.day(news.moved),
                reported=self._rows.day(news.reported),
                entered=self._rows.day(news.entered),
            )

    def _resident(self, persona: Persona, household: int, position: int, member: Member) -> None:
        key = self._person(member)
        if key in self._housed:
            return
        self._housed.add(key)
        move = member.move
        since = lives.moved_in(persona.household, member)
        reported = lives.reported(since)
        if move is not None and move.in_moved is not None:
            since = reported = self._rows.resolved(move.in_moved)
            reported = since if move.in_reported is None else self._rows.resolved(move.in_reported)
        self._rows.insert(
            "resident",
            person=key,
            household=household,
            position=position,
            relation=member.relation,
            since=since.isoformat(),
            reported=reported.isoformat(),
            previous_address="" if since == member.birth else self._rows.elsewhere(persona.municipality),
        )
        if move is not None:
            days = {each.name: self._rows.day(getattr(move, each.name)) for each in fields(move)}
            self._rows.insert("move", person=key, **days)

    def _person(self, member: Member) -> PersonKey:
        key = self._rows.known(member.name, member.birth, member.sex)
        self._rows.db.execute(
            "UPDATE person SET kana = ?, my_number = ? WHERE id = ?", (member.kana, member.my_number, key)
        )
        foreign = member.foreign
        if foreign is not None and key not in self._housed:
            told = {each.name: getattr(foreign, each.name) for each in fields(foreign)}
            self._rows.insert("foreigner", person=key, **{**told, "expires": foreign.expires.isoformat()})
        return key
