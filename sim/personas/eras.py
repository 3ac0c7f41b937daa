"""Japanese eras as JPKI and the card's 照合番号 count them: a digit and a year."""

from __future__ import annotations

from datetime import date
from typing import Final

ERAS: Final = (
    (date(2019, 5, 1), "5"),
    (date(1989, 1, 8), "4"),
    (date(1926, 12, 25), "3"),
    (date(1912, 7, 30), "2"),
    (date(1868, 1, 25), "1"),
)
"""First day and digit of 令和, 平成, 昭和, 大正, 明治, the latest first."""


def era_of(day: date) -> tuple[str, int]:
    """The era's digit and the year in it, from 1. Raises ValueError for a day before 明治."""
    for first, digit in ERAS:
        if day >= first:
            return digit, day.year - first.year + 1
    raise ValueError("a day before 明治")
