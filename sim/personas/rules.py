"""What must hold of every entry of the table, as data."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, get_args

from sim.personas.model import WITH_CERTIFICATES, CardKind, Persona, Registration, Sex

VALID_BIRTHDAYS = 5
"""The certificates of a My Number Card, or in a phone, end on this birthday after the issue."""


class PersonaTableError(ValueError):
    """Raised when the table breaks a rule of its own. Names the entry and the rule, never the value."""


def birthday_after(birth: date, day: date, count: int) -> date:
    """The `count`-th birthday after `day`. Born on 29 February: the day before 1 March."""
    year = day.year + count - (_birthday(birth, day.year) > day)
    return _birthday(birth, year)


def _birthday(birth: date, year: int) -> date:
    try:
        return birth.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def check_digit(first_eleven: str) -> int:
    """The last digit of a real 個人番号 (平成26年総務省令第85号 第5条): modulus 11, weights 2..7 and 2..6
    from the right; a remainder of 0 or 1 gives 0."""
    weights = (2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6)
    remainder = sum(int(d) * w for d, w in zip(reversed(first_eleven), weights, strict=True)) % 11
    return 0 if remainder <= 1 else 11 - remainder


def _nobodys_number(number: str) -> bool:
    return re.fullmatch(r"[0-9]{12}", number) is not None and int(number[-1]) != check_digit(number[:11])


def _ends_right(person: Persona) -> bool:
    card = person.card
    if card.kind in WITH_CERTIFICATES:
        return card.expires == birthday_after(person.birth, card.issued, VALID_BIRTHDAYS)
    return card.expires > card.issued


def _is_without_pin_if_face_only(person: Persona) -> bool:
    card = person.card
    return not card.face_only or (card.kind == "my_number" and card.tries_left == 0 and not card.signature_password)


Rules = tuple[tuple[str, Callable[[Any], bool]], ...]

MEMBER_RULES: Rules = (
    ("name and kana are two words with one half-width space", lambda m: _two_words(m.name, m.kana)),
    ("sex is 男 or 女", lambda m: m.sex in get_args(Sex)),
    ("my_number is 12 digits that fail their check digit", lambda m: _nobodys_number(m.my_number)),
)
PERSONA_RULES: Rules = (
    ("municipality is a JIS code of five digits", lambda p: _code(p.municipality)),
    (
        "honseki_municipality is a JIS code of five digits, or empty for a foreign resident",
        lambda p: _is_foreign(p) if p.honseki_municipality == "" else _code(p.honseki_municipality),
    ),
    ("registration is registered, waiting or none", lambda p: p.registration in get_args(Registration)),
    ("the register has the person, and has not struck the person out", lambda p: p.register is None or _is_in(p)),
    ("card.kind is known", lambda p: p.card.kind in get_args(CardKind)),
    ("card.pin is four digits", lambda p: bool(re.fullmatch(r"[0-9]{4}", p.card.pin))),
    (
        "card.signature_password is empty or 6 to 16 of A-Z, 0-9",
        lambda p: bool(re.fullmatch(r"([A-Z0-9]{6,16})?", p.card.signature_password)),
    ),
    ("card.tries_left is 0 to 3", lambda p: p.card.tries_left in range(4)),
    ("card.generation is 1 to 3", lambda p: p.card.generation in (1, 2, 3)),
    ("card.face_only is a My Number Card without a PIN", _is_without_pin_if_face_only),
    ("card.expires is the 5th birthday after the issue, or just later on another card", _ends_right),
)


REGISTER_RULES: Rules = (
    ("municipality is a JIS code of five digits", lambda r: _code(r.municipality)),
    ("domicile is not empty", lambda r: r.domicile != ""),
    ("the head stands among the members", lambda r: any(m.name == r.head for m in r.members)),
    ("names are two words with one half-width space", lambda r: _two_words(*(m.name for m in r.members))),
    ("somebody is still in it", lambda r: not all(m.left for m in r.members)),
)


def _is_foreign(person: Persona) -> bool:
    return any(m.foreign is not None for m in person.household if (m.name, m.birth) == (person.name, person.birth))


def _is_in(person: Persona) -> bool:
    assert person.register is not None
    return any((m.name, m.birth, m.left) == (person.name, person.birth, False) for m in person.register.members)


def _two_words(*texts: str) -> bool:
    return all(re.fullmatch(r"[^ \u3000]+ [^ \u3000]+", text) for text in texts)


def _code(text: str) -> bool:
    return re.fullmatch(r"[0-9]{5}", text) is not None


def check(where: str, entry: object, rules: Rules) -> None:
    for rule, holds in rules:
        if not holds(entry):
            raise PersonaTableError(f"{where}: {rule}")
