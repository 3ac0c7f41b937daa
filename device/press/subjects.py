"""Whom a document is about: the rows that say so, and each of them against a person with name and date of birth.

A name that merely stands somewhere on a sheet says nothing: a daughter's 戸籍 names her father, and 山田 花 is the
beginning of 山田 花子. Which rows there are is in docs/centre.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from device.slips.era import era_date


@dataclass(frozen=True)
class Subject:
    """Somebody whom a document can be about, as the centre names them."""

    name: str = field(repr=False)
    birth: date = field(repr=False)


@dataclass(frozen=True)
class _Row:
    """What a sheet says of one person, without blanks.

    name: with the reading in front of it, where there is one. given: whether it lacks the family name (戸籍)
    """

    name: str = field(repr=False)
    birth: str = field(repr=False)
    given: bool = False

    def is_of(self, person: Subject) -> bool:
        """Whether it is this person's."""
        name = plain(person.name)
        if self.given:  # the whole name stands in 証明を受ける者
            return bool(self.name) and name.endswith(self.name) and self.birth in _written(person.birth)
        before = self.name.removesuffix(name)
        ends_so = len(before) < len(self.name) and _READING.fullmatch(before) is not None
        return ends_so and self.birth in _written(person.birth)


_DAY: Final = r"((?:明治|大正|昭和|平成|令和)?(?:元|\d{1,4})年\d{1,2}月\d{1,2}日)"
_READING: Final = re.compile(r"[\u3040-\u30ff.-]*")
"""What may stand between 氏名 and the name: a reading in kana."""
_PEOPLE: Final = re.compile(rf"氏名((?:(?!氏名).)+?)生年月日{_DAY}")
_IN_HISTORY: Final = re.compile(rf"【氏名】([^【】]+)【生年月日】{_DAY}")
_IN_REGISTER: Final = re.compile(rf"(除籍)?【名】([^【】]+)【生年月日】{_DAY}")
"""An entry of a 戸籍; those struck out of it (除籍) are shown by the whole, which is not about them."""
_CERTIFIED: Final = re.compile(r"証明を受ける者(.*?)戸籍事項")


def differences(text: str, kind: str, people: Sequence[Subject]) -> Iterator[str]:
    """Who is missing and who is too many, in words without any name. text: of all pages, `plain`."""
    rows = list(_rows(text, kind))
    missing = 0
    for person in people:
        own = next((row for row in rows if row.is_of(person)), None)
        if own is None:
            missing += 1
        else:
            rows.remove(own)
    if missing:
        yield f"{missing} of {len(people)} people who were confirmed are not in the document, by name and date of birth"
    if rows:
        yield f"the document is about {len(rows)} people who were not chosen"
    if kind == "koseki" and _certified(text) != sorted(plain(person.name) for person in people):
        yield "the document does not certify the people who were confirmed"


def _rows(text: str, kind: str) -> Iterator[_Row]:
    if kind == "koseki":
        found = (match.groups() for match in _IN_REGISTER.finditer(text))
        yield from (_Row(name, birth, given=True) for struck_out, name, birth in found if not struck_out)
    else:
        pattern = _IN_HISTORY if kind == "fuhyo" else _PEOPLE
        yield from (_Row(name, birth) for name, birth in pattern.findall(text))


def _certified(text: str) -> list[str]:
    return sorted(name for line in _CERTIFIED.findall(text) for name in line.split("、"))


def _written(birth: date) -> tuple[str, str]:
    """A day as certificates write it: by era, of foreign residents also by the common calendar."""
    return era_date(birth), f"{birth.year}年{birth.month}月{birth.day}日"


def plain(text: str) -> str:
    """Text for comparing: compatibility forms folded, no blanks, no variation selectors."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if not c.isspace() and not is_selector(c))


def is_selector(character: str) -> bool:
    """Whether it only says which variant of the character before it is meant (UTS 37)."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
