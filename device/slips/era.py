"""Dates as Japanese papers write them: era and year, 元年 for the first."""

from __future__ import annotations

from datetime import date, datetime

# (first day, name), newest first (元号法; 令和 from 2019-05-01)
_ERAS = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
    (date(1912, 7, 30), "大正"),
    (date(1868, 1, 25), "明治"),
)


def era_date(day: date) -> str:
    """`令和8年11月24日`. Raises ValueError before 明治."""
    for first, name in _ERAS:
        if day >= first:
            year = day.year - first.year + 1
            return f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    raise ValueError(f"no era for {day}")


def era_time(wall: datetime) -> str:
    """`令和8年11月24日 10時05分`."""
    return f"{era_date(wall.date())} {wall.hour}時{wall.minute:02}分"
