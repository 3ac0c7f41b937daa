"""Reading a table of plain data key by key: every value checked, every key accounted for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final, TypeVar

from sim.journeys.errors import KeyPath, ScriptError, nearest

T = TypeVar("T")
D = TypeVar("D")

Read = Callable[[object, KeyPath], T]
"""Turns the value at a path into what it means; raises `ScriptError`."""

TOKYO_OFFSET: Final = timedelta(hours=9)


class Table:
    """One table of a script. `finish` finds what nobody asked for."""

    def __init__(self, value: object, path: KeyPath) -> None:
        if not isinstance(value, Mapping):
            raise ScriptError(path, "a table")
        self.values: Mapping[str, object] = value
        self.path = path
        self._known: set[str] = set()

    def need(self, key: str, read: Read[T], expected: str) -> T:
        """The value of a key that must be there; `expected` says what for when it is not."""
        if key not in self.values:
            raise ScriptError((*self.path, key), expected)
        self._known.add(key)
        return read(self.values[key], (*self.path, key))

    def get(self, key: str, read: Read[T], default: D) -> T | D:
        """The value of a key, or `default`."""
        self._known.add(key)
        return read(self.values[key], (*self.path, key)) if key in self.values else default

    def finish(self, also_known: Iterable[str] = ()) -> None:
        """Raises `ScriptError` at the first key that was never asked for."""
        known = self._known.union(also_known)
        for key in self.values:
            if key not in known:
                raise ScriptError((*self.path, key), f"one of the keys {', '.join(sorted(known))}{nearest(key, known)}")


def text(value: object, path: KeyPath) -> str:
    """Words, at least one character."""
    if not isinstance(value, str) or not value:
        raise ScriptError(path, "text")
    return value


def flag(value: object, path: KeyPath) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise ScriptError(path, "true or false")
    return value


def count(value: object, path: KeyPath) -> int:
    """A whole number from 0."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ScriptError(path, "a whole number from 0")
    return value


def seconds(value: object, path: KeyPath) -> float:
    """Seconds, from 0, finite."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < 1e7:
        raise ScriptError(path, "seconds, from 0")
    return float(value)


def texts(value: object, path: KeyPath) -> tuple[str, ...]:
    """A list of words."""
    return tuple(items(value, path, text, "a list of texts"))


def items(value: object, path: KeyPath, read: Read[T], expected: str) -> list[T]:
    """A list, each entry read by `read`."""
    if not isinstance(value, list | tuple):
        raise ScriptError(path, expected)
    return [read(entry, (*path, index)) for index, entry in enumerate(value)]


def coins(value: object, path: KeyPath) -> dict[int, int]:
    """`{ "100" = 2 }`: yen -> coins, without those of which there are none."""
    table = Table(value, path)
    for key in table.values:
        if not (key.isascii() and key.isdecimal() and int(key) > 0):
            raise ScriptError((*path, key), 'yen as the key, like "100"')
    found = {int(key): count(each, (*path, key)) for key, each in table.values.items()}
    return {yen: each for yen, each in found.items() if each}


def wall_time(value: object, path: KeyPath) -> datetime:
    """A date and time of Japan, with its offset: text in ISO 8601, or TOML's own."""
    expected = "a date and time with the offset +09:00"
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise ScriptError(path, expected) from None
    if not isinstance(value, datetime) or value.utcoffset() != TOKYO_OFFSET:
        raise ScriptError(path, expected)
    return value


def one_of(*known: str) -> Read[str]:
    """One of a few words."""

    def read(value: object, path: KeyPath) -> str:
        if value not in known or not isinstance(value, str):
            near = nearest(value, known) if isinstance(value, str) else ""
            raise ScriptError(path, f"one of {', '.join(known)}{near}")
        return value

    return read
