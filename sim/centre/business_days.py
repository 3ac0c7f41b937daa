"""Days on which town halls work: not Saturdays and Sundays, not holidays, not 12/29 to 1/3.

Source: 地方自治法 第4条の2 (the days off), 国民の祝日に関する法律 (the holidays, as amended to 2020); the days of
the equinoxes by the almanac's usual approximation, right from 1980 to 2099.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Final

_DAY: Final = timedelta(days=1)
_MONDAY, _SATURDAY, _SUNDAY = 0, 5, 6

FIXED: Final[tuple[tuple[int, int], ...]] = (
    (1, 1), (2, 11), (2, 23), (4, 29), (5, 3), (5, 4), (5, 5), (8, 11), (11, 3), (11, 23)
)  # fmt: skip
"""元日, 建国記念の日, 天皇誕生日, 昭和の日, 憲法記念日, みどりの日, こどもの日, 山の日, 文化の日, 勤労感謝の日."""

MONDAYS: Final[tuple[tuple[int, int], ...]] = ((1, 2), (7, 3), (9, 3), (10, 2))
"""Month and which Monday of it: 成人の日, 海の日, 敬老の日, スポーツの日."""

EQUINOXES: Final[tuple[tuple[int, float], ...]] = ((3, 20.8431), (9, 23.2488))
"""Month and day in 1980: 春分の日, 秋分の日."""

MOVED: Final[Mapping[int, Mapping[tuple[int, int], tuple[int, int]]]] = {
    2020: {(7, 20): (7, 23), (8, 11): (8, 10), (10, 12): (7, 24)},
    2021: {(7, 19): (7, 22), (8, 11): (8, 8), (10, 11): (7, 23)},
}
"""Holidays that the Olympic Games moved, by year: from which day to which."""

YEAR_END: Final = ((12, 29), (1, 3))
"""First and last day of 年末年始 (month, day)."""


def at_year_end(day: date) -> bool:
    """Whether it is one of 12/29 to 1/3."""
    first, last = YEAR_END
    return (day.month, day.day) >= first or (day.month, day.day) <= last


@cache
def holidays(year: int) -> frozenset[date]:
    """祝日 of a year with 振替休日 and 国民の休日, under the law as it is since 2020."""
    fixed = {(month, day) for month, day in FIXED}
    fixed |= {(month, _monday(year, month, count)) for month, count in MONDAYS}
    fixed |= {(month, _equinox(year, at)) for month, at in EQUINOXES}
    moved = MOVED.get(year, {})
    found = {date(year, *moved.get(each, each)) for each in fixed}
    between = {
        day + _DAY
        for day in found
        if day + 2 * _DAY in found and day + _DAY not in found and (day + _DAY).weekday() != _SUNDAY
    }
    for day in sorted(found):
        if day.weekday() == _SUNDAY:
            instead = day + _DAY
            while instead in found:
                instead += _DAY
            between.add(instead)
    return frozenset(found | between)


def is_business_day(day: date) -> bool:
    """Whether the town hall works on a day."""
    return day.weekday() < _SATURDAY and day not in holidays(day.year) and not at_year_end(day)


def business_days_after(day: date, count: int) -> date:
    """The `count`-th business day after a day, which itself does not count."""
    while count:
        day += _DAY
        count -= is_business_day(day)
    return day


def _monday(year: int, month: int, count: int) -> int:
    return 1 + (_MONDAY - date(year, month, 1).weekday()) % 7 + 7 * (count - 1)


def _equinox(year: int, day_in_1980: float) -> int:
    return int(day_in_1980 + 0.242194 * (year - 1980) - (year - 1980) // 4)
