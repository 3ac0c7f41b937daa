"""Moments, days and hours in words: until when something is stopped, when it is open."""

from __future__ import annotations

from datetime import date, datetime, time

from device.texts.catalogue import Texts

_ANY_YEAR = 2024  # a leap year: 02-29 may be meant


def stopped(texts: Texts, end: str) -> str:
    """10月5日9時まで停止中; `end` in ISO 8601."""
    return texts("stopped", until=until(texts, datetime.fromisoformat(end)))


def until(texts: Texts, end: datetime) -> str:
    """10月5日9時, with minutes where there are some (rule book §6)."""
    return day(texts, end.date()) + clock(texts, end.time())


def closure(texts: Texts, days: str) -> str:
    """12月29日から1月3日までは取扱いなし; `days` as `12-29/01-03`."""
    first, last = (date.fromisoformat(f"{_ANY_YEAR}-{each}") for each in days.split("/"))
    return texts("closure", first=day(texts, first), last=day(texts, last))


def hours(texts: Texts, written: str) -> str:
    """平日 8時30分から17時まで; `written` as `business_days/08:30/17:00`, the days also as digits (0 = Monday)."""
    days, opens, closes = written.split("/")
    if days.isdigit():
        named = texts("hours.days", days=texts("and").join(texts(f"hours.{digit}") for digit in days))
    else:
        named = texts(f"hours.{days}")
    moments = {"opens": clock(texts, time.fromisoformat(opens)), "closes": clock(texts, time.fromisoformat(closes))}
    return texts("hours.span", days=named, **moments)


def day(texts: Texts, of: date) -> str:
    """10月5日."""
    return texts("day", day=of)


def clock(texts: Texts, at: time) -> str:
    """9時, 8時30分."""
    return texts("clock.minute" if at.minute else "clock.hour", at=at)
