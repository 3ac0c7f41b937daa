"""Reads one section of a TOML document, key by key, typed; `finish` tells what nobody asked for."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from typing import Any, TypeVar

from device.config.errors import ConfigError
from device.config.lines import Path
from device.config.toml import Document

T = TypeVar("T")

# How a person calls what stands there; a value itself is never repeated, a file may hold a secret.
_NAMES: tuple[tuple[type, str], ...] = (
    (bool, "true or false"),
    (int, "an integer"),
    (float, "a number with a fraction"),
    (str, "a text"),
    (datetime, "a date with time"),
    (date, "a date"),
    (time, "a time of day"),
    (list, "an array"),
    (dict, "a table"),
)


class Reader:
    """One table of a document. Every method raises `ConfigError` when its key is missing (and has no
    default) or holds something else."""

    def __init__(self, document: Document, path: Path = (), table: Mapping[str, Any] | None = None) -> None:
        self._document = document
        self._path = path
        self._table: Mapping[str, Any] = document.data if table is None else table
        self._known: dict[str, None] = {}
        self._inside: list[Reader] = []

    def has(self, key: str) -> bool:
        """Whether the key is there; it is known from now on."""
        self._known[key] = None
        return key in self._table

    def wrong(self, key: str, expected: str) -> ConfigError:
        """The error for a key of this table, to be raised."""
        return self._document.error((*self._path, key), expected)

    def missing(self, key: str, expected: str) -> ConfigError:
        """The error for a key that is not there, to be raised; it points at a key that may be meant for it."""
        unasked = [other for other in self._table if other not in self._known]
        near = difflib.get_close_matches(key, unasked, n=1)
        if not near:
            return self.wrong(key, f"{expected}; the key is missing")
        line = self._document.line((*self._path, near[0]))
        return self.wrong(key, f'{expected}; the key is missing: is "{near[0]}" in line {line} meant?')

    def text(self, key: str, default: str | None = None, *, longest: int = 200) -> str:
        """A text of 1 to `longest` characters in one line, without control characters."""
        expected = f"a text of 1 to {longest} characters"
        value = self._take(key, str, expected, default)
        if not 1 <= len(value) <= longest:
            raise self.wrong(key, f"{expected}, not of {len(value)}")
        if any(unicodedata.category(ch) in ("Cc", "Zl", "Zp") for ch in value):
            raise self.wrong(key, f"{expected}, in one line and without control characters")
        return value

    def matching(self, key: str, pattern: re.Pattern[str], expected: str) -> str:
        """A text that the whole pattern matches; `expected` describes it."""
        value = self._take(key, str, expected, None)
        if pattern.fullmatch(value) is None:
            raise self.wrong(key, expected)
        return value

    def texts(self, key: str, pattern: re.Pattern[str]) -> tuple[str, ...]:
        """An array of different texts that the whole pattern matches, in the file's order."""
        expected = "an array of different texts of the usual form"
        values = self._take(key, list, expected, None)
        for place, value in enumerate(values):
            if not isinstance(value, str) or pattern.fullmatch(value) is None or value in values[:place]:
                raise self._document.error((*self._path, key, place), expected)
        return tuple(values)

    def integer(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """An integer from `low` to `high`, both included."""
        expected = f"an integer from {low} to {high}"
        value = self._take(key, int, expected, default)
        if not low <= value <= high:
            raise self.wrong(key, f"{expected}, not {value}")
        return value

    def integers(self, key: str, low: int, high: int) -> tuple[int, ...]:
        """An array of different integers from `low` to `high`, both included; empty where it is not given."""
        expected = f"an array of different integers from {low} to {high}"
        values = self._take(key, list, expected, [])
        for place, value in enumerate(values):
            if type(value) is not int or not low <= value <= high or value in values[:place]:
                raise self._document.error((*self._path, key, place), expected)
        return tuple(values)

    def boolean(self, key: str, default: bool | None = None) -> bool:
        """true or false."""
        return self._take(key, bool, "true or false", default)

    def one_of(self, key: str, choices: Collection[str], default: str | None = None) -> str:
        """One of the texts in `choices`."""
        expected = f"one of {_listed(choices)}"
        value = self._take(key, str, expected, default)
        if value not in choices:
            raise self.wrong(key, expected + _nearest(value, choices))
        return value

    def some_of(self, key: str, choices: Collection[str], default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """An array of different texts, each in `choices`, in the file's order."""
        expected = f"an array of different texts out of {_listed(choices)}"
        if default is not None and not self.has(key):
            return default
        values = self._take(key, list, expected, None)
        for place, value in enumerate(values):
            if not isinstance(value, str) or value not in choices or value in values[:place]:
                near = _nearest(value, choices) if isinstance(value, str) and value not in choices else ""
                raise self._document.error((*self._path, key, place), expected + near)
        return tuple(values)

    def day(self, key: str) -> date:
        """A date (`2024-04-01`)."""
        return self._take(key, date, "a date (2024-04-01)", None)

    def days_of(self, key: str, year: int) -> tuple[date, ...]:
        """An array of different dates of one year, at least one."""
        expected = f"an array of different dates in {year}"
        values = self._take(key, list, expected, None)
        for place, value in enumerate(values):
            if type(value) is not date or value.year != year or value in values[:place]:
                raise self._document.error((*self._path, key, place), expected)
        if not values:
            raise self.wrong(key, expected)
        return tuple(values)

    def clock_time(self, key: str) -> time:
        """A time of day (`06:30:00`)."""
        return self._take(key, time, "a time of day (06:30:00)", None)

    def moment(self, key: str) -> datetime:
        """A date and time with its offset (`2024-10-04T17:30:00+09:00`)."""
        expected = "a date and time with its offset (2024-10-04T17:30:00+09:00)"
        value = self._take(key, datetime, expected, None)
        if value.tzinfo is None:
            raise self.wrong(key, f"{expected}; the offset is missing")
        return value

    def table(self, key: str) -> Reader:
        """The table under `key`, finished together with this one."""
        name = f"a table [{_name((*self._path, key))}]"
        return self._inner((*self._path, key), self._take(key, dict, name, None))

    def optional_table(self, key: str) -> Reader | None:
        """The table under `key`, None when there is none."""
        return self.table(key) if self.has(key) else None

    def tables(self, key: str) -> tuple[Reader, ...]:
        """The tables of the array under `key` (`[[key]]`); none when there is no such key."""
        if not self.has(key):
            return ()
        name = f"an array of tables [[{_name((*self._path, key))}]]"
        values = self._take(key, list, name, None)
        readers = []
        for place, value in enumerate(values):
            path = (*self._path, key, place)
            if not isinstance(value, dict):
                raise self._document.error(path, f"{name}, not {_kind(value)}")
            readers.append(self._inner(path, value))
        return tuple(readers)

    def finish(self) -> None:
        """Raise `ConfigError` for the first key that nobody asked for, here or in the tables inside."""
        unknown = list(self._unknown())
        if unknown:
            _, reader, key = min(unknown, key=lambda found: found[0])
            known = reader._known
            expected = f"no such key{_nearest(key, known)}; known here: {', '.join(known) or 'none'}"
            raise reader.wrong(key, expected)

    def _unknown(self) -> list[tuple[int, Reader, str]]:
        here = [key for key in self._table if key not in self._known]
        found = [(self._document.line((*self._path, key)), self, key) for key in here]
        for reader in self._inside:
            found += reader._unknown()
        return found

    def _inner(self, path: Path, table: Mapping[str, Any]) -> Reader:
        reader = Reader(self._document, path, table)
        self._inside.append(reader)
        return reader

    def _take(self, key: str, kind: type[T], expected: str, default: T | None) -> T:
        if not self.has(key):
            if default is None:
                raise self.missing(key, expected)
            return default
        value = self._table[key]
        # exactly: True is an int to isinstance, a datetime a date
        if type(value) is not kind:
            raise self.wrong(key, f"{expected}, not {_kind(value)}")
        return value


def _kind(value: object) -> str:
    return next(name for kind, name in _NAMES if isinstance(value, kind))


def _name(path: Path) -> str:
    return ".".join(str(part) for part in path if not isinstance(part, int))


def _listed(choices: Collection[str]) -> str:
    return ", ".join(f'"{choice}"' for choice in choices)


def _nearest(word: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f'; did you mean "{near[0]}"?' if near else ""
