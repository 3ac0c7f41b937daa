"""戸籍: as the table spells them out, or as they follow from the household."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from sim.centre.dates import in_register
from sim.centre.town import lives
from sim.centre.town.model import PersonKey
from sim.centre.town.rows import Rows
from sim.personas import FamilyRegister, Member, Persona


class Registers:
    """Enters 戸籍 and 附票, after the households of those who stand in them."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._registers: dict[object, int] = {}

    def add(self, persona: Persona) -> None:
        """Those of everybody in the persona's household."""
        if persona.register is not None:
            self._spelled_out(persona, persona.register)
            return
        for member in persona.household:
            self._derived(persona, lives.family_of(persona.household, member))

    def _spelled_out(self, persona: Persona, register: FamilyRegister) -> None:
        row = self._registers.get(id(register))
        if row is None:
            row = self._registers[id(register)] = self._rows.insert(
                "family_register",
                municipality=register.municipality,
                domicile=self._rows.place(register.municipality) + register.domicile,
                head=register.head,
                made=register.made.isoformat(),
                pending=register.pending,
            )
            for position, each in enumerate(register.members):
                events = [
                    (event.heading, tuple((key, _written(value)) for key, value in event.entries))
                    for event in each.events
                ]
                self._registered(
                    row,
                    position,
                    None if each.left else self._rows.known(each.name, each.birth, each.sex),
                    name=each.name,
                    birth=each.birth,
                    sex=each.sex,
                    parents=(each.father, each.mother),
                    relation=each.relation,
                    role=each.role,
                    events=events,
                    addresses=[],
                )
        self._recognise(row, register, persona)

    def _recognise(self, row: int, register: FamilyRegister, persona: Persona) -> None:
        """Write the 附票 of those in the register who live in this persona's household."""
        for member in persona.household:
            found = self._rows.db.execute(
                "SELECT id FROM registered WHERE register = ? AND person = ?"
                " AND id NOT IN (SELECT registered FROM register_address)",
                (row, self._rows.people[member.name, member.birth]),
            ).fetchone()
            if found is not None:
                self._addresses(found[0], self._history(persona, member, register.made))

    def _derived(self, persona: Persona, family: Sequence[Member]) -> None:
        if not family or not persona.honseki_municipality:  # a foreign resident's table tells nobody's 本籍
            return
        known = [self._rows.people[member.name, member.birth] for member in family]
        key = (tuple(known), persona.honseki_municipality, persona.honseki)
        if key in self._registers:
            return
        made = lives.settled_down(family)
        heads = any(each.name == persona.register_head for each in family)
        row = self._registers[key] = self._rows.insert(
            "family_register",
            municipality=persona.honseki_municipality,
            domicile=self._rows.place(persona.honseki_municipality) + persona.honseki,
            head=persona.register_head if heads else lives.couple(family)[0].name,
            made=made.isoformat(),
            pending=0,
        )
        for position, (person, member) in enumerate(zip(known, family, strict=True)):
            spouse = lives.spouse_of(persona.household, member)
            events = lives.events_of(
                persona.household,
                family,
                member,
                here=self._rows.place(persona.municipality),
                elsewhere=self._rows.elsewhere(persona.honseki_municipality),
            )
            self._registered(
                row,
                position,
                person,
                name=member.name,
                birth=member.birth,
                sex=member.sex,
                parents=lives.parents_of(family, member),
                relation=lives.relation_in_register(family, member),
                role="" if spouse is None else {"男": "夫", "女": "妻"}[member.sex],
                events=events,
                addresses=self._history(persona, member, made),
            )

    def _history(self, persona: Persona, member: Member, made: date) -> list[tuple[str, date]]:
        """附票: where the member has lived since the register was made."""
        since = lives.moved_in(persona.household, member)
        if member.move is not None and member.move.in_moved is not None:
            since = self._rows.resolved(member.move.in_moved)
        here = (self._rows.place(persona.municipality) + persona.address, since)
        if since == member.birth:
            return [here]
        before = max(made, member.birth)
        where = self._rows.elsewhere(persona.honseki_municipality)
        return [(where, before), here] if before < since else [here]

    def _registered(
        self,
        register: int,
        position: int,
        person: PersonKey | None,
        *,
        name: str,
        birth: date,
        sex: str,
        parents: tuple[str, str],
        relation: str,
        role: str,
        events: Sequence[tuple[str, lives.Entries]],
        addresses: Sequence[tuple[str, date]],
    ) -> None:
        father, mother = parents
        row = self._rows.insert(
            "registered",
            register=register,
            position=position,
            person=person,
            name=name,
            birth=birth.isoformat(),
            sex=sex,
            father=father,
            mother=mother,
            relation=relation,
            role=role,
        )
        for index, (heading, entries) in enumerate(events):
            written = json.dumps(entries, ensure_ascii=False)
            self._rows.insert("register_event", registered=row, position=index, heading=heading, entries=written)
        self._addresses(row, addresses)

    def _addresses(self, registered: int, addresses: Sequence[tuple[str, date]]) -> None:
        for index, (address, since) in enumerate(addresses):
            self._rows.insert(
                "register_address", registered=registered, position=index, address=address, since=since.isoformat()
            )


def _written(value: str | date) -> str:
    return in_register(value) if isinstance(value, date) else value
