"""The holidays, for hours that leave them out (平日)."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files

from device.config.errors import ConfigError
from device.config.reader import Reader
from device.config.toml import Document, load
from statemachine.hours import Holidays

YEARS = (1949, 2150)
"""From the law's first whole year."""


def _document() -> Document:
    return load(files("device.config") / "holidays.toml")


@cache
def load_holidays() -> Holidays:
    """The calendar that comes with the kiosk. Raises `ConfigError`."""
    return read_holidays(_document())


def read_holidays(document: Document) -> Holidays:
    """The calendar in a document. Raises `ConfigError`."""
    root = Reader(document)
    years: set[int] = set()
    days: set[date] = set()
    for reader in root.tables("years"):
        year = reader.integer("year", *YEARS)
        if year in years:
            raise reader.wrong("year", "a year of its own; another table has the same")
        years.add(year)
        days.update(reader.days_of("holidays", year))
    root.finish()
    return Holidays(frozenset(years), frozenset(days))


def require_year(holidays: Holidays, year: int, document: Document | None = None) -> None:
    """Raise `ConfigError` for a year whose holidays nobody has entered: 平日 cannot be told without them."""
    if year not in holidays.years:
        document = document or _document()
        at = ("years", max(len(document.data.get("years", ())) - 1, 0))
        expected = f"the holidays of {year}, for hours with on_holidays = false; known: {_span(holidays.years)}"
        raise ConfigError(document.file, document.line(at), "years", expected)


def _span(years: frozenset[int]) -> str:
    return f"{min(years)} to {max(years)}" if years else "none"
