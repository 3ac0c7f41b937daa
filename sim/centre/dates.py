"""Days as municipalities count and write them: ages, anniversaries, eras."""

from __future__ import annotations

from datetime import date, timedelta, timezone
from typing import Final

JST: Final = timezone(timedelta(hours=9))

ERAS: Final = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
    (date(1912, 7, 30), "大正"),
    (date(1868, 1, 25), "明治"),
)
"""The first day of each era, the latest first; the first year of an era is 元年."""

_FULL_WIDTH: Final = str.maketrans("0123456789", "０１２３４５６７８９")


def in_era(day: date) -> str:
    """`令和8年10月28日`. Raises ValueError for a day before 明治."""
    for first, era in ERAS:
        if day >= first:
            year = day.year - first.year + 1
            return f"{era}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    raise ValueError("a day before 明治")


def in_register(day: date) -> str:
    """`昭和５５年２月１４日`: family registers write full-width figures."""
    return in_era(day).translate(_FULL_WIDTH)


def age_on(birth: date, day: date) -> int:
    """Whole years on the morning of `day`; who was born on 29 February is older on 1 March."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def anniversary(birth: date, years: int) -> date:
    """The day from which `age_on` says `years`."""
    try:
        return birth.replace(year=birth.year + years)
    except ValueError:
        return date(birth.year + years, 2, 28) + timedelta(days=1)
