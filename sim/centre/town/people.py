"""A person's columns, and the person out of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sim.centre.town.model import Foreigner, Person

PERSON: Final = (
    "person.id, person.name, person.kana, person.birth, person.sex, person.my_number, nationality, category,"
    " card_number, status, period, expires, alias"
)
PERSON_COLUMNS: Final = 13
WITH_FOREIGNER: Final = "LEFT JOIN foreigner ON foreigner.person = person.id"


def person(row: Sequence[Any]) -> Person:
    """Out of the columns of `PERSON`."""
    key, name, kana, birth, sex, my_number, nationality, category, card_number, status, period, expires, alias = row
    foreign = None
    if nationality is not None:
        foreign = Foreigner(nationality, category, card_number, status, period, date.fromisoformat(expires), alias)
    return Person(key, name, kana, date.fromisoformat(birth), sex, my_number, foreign)


def day_or_none(text: str | None) -> date | None:
    """A day out of its column."""
    return None if text is None else date.fromisoformat(text)
