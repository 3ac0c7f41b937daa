"""The days of an account: from one to another, both included, or a fiscal year (年度, 1 April to 31 March)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from device.store.rows import JST
from drivers.errors import KioskError

_WESTERN: Final = re.compile(r"(\d{4})(?:年度)?")
_REIWA: Final = re.compile(r"(?:令和|R)(\d{1,2}|元)(?:年度)?", re.IGNORECASE)
_BEFORE_REIWA: Final = 2018
_ONE_DAY: Final = timedelta(days=1)


class PeriodError(KioskError):
    """Raised for days that are none, or in the wrong order."""


@dataclass(frozen=True)
class Period:
    """first, last: both included; None where there is no limit."""

    first: date | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        if self.first is not None and self.last is not None and self.last < self.first:
            raise PeriodError(f"the last day, {self.last}, is before the first, {self.first}")

    @property
    def since(self) -> datetime | None:
        """The first moment, in Asia/Tokyo."""
        return None if self.first is None else datetime.combine(self.first, time.min, JST)

    @property
    def until(self) -> datetime | None:
        """The first moment after it."""
        return None if self.last is None else datetime.combine(self.last + _ONE_DAY, time.min, JST)


def fiscal_year(text: str) -> Period:
    """`2025`, `2025年度`, `令和7年度` or `R7`: 2025-04-01 to 2026-03-31. Raises `PeriodError`."""
    western, reiwa = _WESTERN.fullmatch(text.strip()), _REIWA.fullmatch(text.strip())
    if western is not None:
        year = int(western[1])
    elif reiwa is not None:
        year = _BEFORE_REIWA + (1 if reiwa[1] == "元" else int(reiwa[1]))
    else:
        raise PeriodError(f"{text!r} is no fiscal year; write 2025 or 令和7年度")
    if not date.min.year <= year < date.max.year:
        raise PeriodError(f"{text!r} is no fiscal year; write 2025 or 令和7年度")
    return Period(date(year, 4, 1), date(year + 1, 3, 31))


def day(text: str) -> date:
    """`2025-10-08`. Raises `PeriodError`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PeriodError(f"{text!r} is no day; write 2025-10-08") from None


def spans(first: date, last: date, longest: int) -> Iterator[tuple[date, date]]:
    """The same days in spans whose ends are at most `longest` days apart."""
    while first <= last:
        end = min(last, first + timedelta(days=longest))
        yield first, end
        first = end + _ONE_DAY
