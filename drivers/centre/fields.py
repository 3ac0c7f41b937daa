"""JSON read strictly: every field has a type, a length, a bound, or a list of words.

What does not fit is named by its place and its rule, never by its value.
"""

from __future__ import annotations

import binascii
import json
import re
from collections.abc import Container
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from typing import Any

from drivers.centre.facts import UTC_OFFSET_S

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_DATE_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?\+09:00", re.ASCII
)
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
_OFFSET = timedelta(seconds=UTC_OFFSET_S)


class MalformedError(Exception):
    """Raised when an answer breaks docs/centre.md; the text names the field and the rule."""


def parse(body: bytes) -> Fields:
    """The one JSON object that an answer is. Raises `MalformedError`."""
    try:
        value = json.loads(body.decode("utf-8"), object_pairs_hook=_object)
    except (ValueError, RecursionError):
        value = None
    # Raised out here: a decoder's exception carries the whole document with it.
    if not isinstance(value, dict):
        raise MalformedError("not one JSON object in UTF-8")
    return Fields(value, "")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found


class Fields:
    """An object's fields. Each getter raises `MalformedError` when the field does not fit."""

    def __init__(self, values: dict[str, Any], place: str) -> None:
        self._values = values
        self._place = place

    def text(self, name: str, chars_max: int, pattern: re.Pattern[str] | None = None) -> str:
        """A string of 1 to `chars_max` characters that `pattern` matches as a whole."""
        value = self._values.get(name)
        self._rule(name, "a string", isinstance(value, str))
        assert isinstance(value, str)
        self._rule(name, f"1 to {chars_max} characters", 1 <= len(value) <= chars_max)
        self._rule(name, "of the form agreed", pattern is None or pattern.fullmatch(value) is not None)
        return value

    def choice(self, name: str, words: Container[str]) -> str:
        """One of the agreed words."""
        value = self._values.get(name)
        self._rule(name, "one of the agreed words", isinstance(value, str) and value in words)
        assert isinstance(value, str)
        return value

    def number(self, name: str, least: int, most: int) -> int:
        """A whole number within both bounds; `true` is none."""
        value = self._values.get(name)
        self._rule(name, "a whole number", type(value) is int)
        assert isinstance(value, int)
        self._rule(name, f"from {least} to {most}", least <= value <= most)
        return value

    def flag(self, name: str) -> bool:
        """True or false."""
        value = self._values.get(name)
        self._rule(name, "true or false", isinstance(value, bool))
        return value is True

    def binary(self, name: str, bytes_min: int, bytes_max: int) -> bytes:
        """Padded base64 in the standard alphabet, of `bytes_min` to `bytes_max` bytes."""
        value = self._values.get(name)
        self._rule(name, "a string", isinstance(value, str))
        assert isinstance(value, str)
        try:
            decoded = binascii.a2b_base64(value.encode("ascii"), strict_mode=True)
        except ValueError:
            decoded = None
        self._rule(name, "base64", decoded is not None)
        assert decoded is not None
        self._rule(name, f"{bytes_min} to {bytes_max} bytes", bytes_min <= len(decoded) <= bytes_max)
        return decoded

    def time(self, name: str) -> datetime:
        """A moment with the offset +09:00."""
        value = self._values.get(name)
        moment = None
        if isinstance(value, str) and _DATE_TIME.fullmatch(value):
            try:
                moment = datetime.fromisoformat(value)
            except ValueError:
                moment = None
        self._rule(name, "a time with +09:00", moment is not None and moment.utcoffset() == _OFFSET)
        assert moment is not None
        return moment

    def day(self, name: str) -> date:
        """A date, YYYY-MM-DD."""
        value = self._values.get(name)
        day = None
        if isinstance(value, str) and _DATE.fullmatch(value):
            try:
                day = date.fromisoformat(value)
            except ValueError:
                day = None
        self._rule(name, "a date", day is not None)
        assert day is not None
        return day

    def clock(self, name: str) -> time_of_day:
        """A time of day, HH:MM."""
        value = self._values.get(name)
        self._rule(name, "a time of day", isinstance(value, str) and _CLOCK.fullmatch(value) is not None)
        return time_of_day.fromisoformat(str(value))

    def as_sent(self, name: str) -> str:
        """A string that was read before, letter for letter, for a signature over it."""
        return str(self._values[name])

    def whole_numbers(self, name: str, least: int, most: int) -> tuple[int, ...]:
        """A list of different whole numbers within both bounds."""
        value = self._values.get(name)
        self._rule(name, "a list", isinstance(value, list))
        assert isinstance(value, list)
        fits = all(type(one) is int and least <= one <= most for one in value)
        self._rule(name, f"of whole numbers from {least} to {most}", fits)
        self._rule(name, "without repetition", len(set(value)) == len(value))
        return tuple(value)

    def object(self, name: str) -> Fields:
        """An object inside."""
        value = self._values.get(name)
        self._rule(name, "an object", isinstance(value, dict))
        assert isinstance(value, dict)
        return Fields(value, f"{self._place}{name}.")

    def objects(self, name: str, count_max: int) -> list[Fields]:
        """A list of at most `count_max` objects."""
        value = self._values.get(name)
        self._rule(name, "a list", isinstance(value, list))
        assert isinstance(value, list)
        self._rule(name, f"at most {count_max} long", len(value) <= count_max)
        self._rule(name, "a list of objects", all(isinstance(one, dict) for one in value))
        return [Fields(one, f"{self._place}{name}[{index}].") for index, one in enumerate(value)]

    def words(self, name: str, words: Container[str], *, least: int) -> tuple[str, ...]:
        """A list of at least `least` different agreed words, in its order."""
        value = self._values.get(name)
        self._rule(name, "a list", isinstance(value, list))
        assert isinstance(value, list)
        self._rule(name, "of agreed words", all(isinstance(one, str) and one in words for one in value))
        self._rule(name, "without repetition", len(set(value)) == len(value))
        self._rule(name, f"at least {least} long", len(value) >= least)
        return tuple(value)

    def texts(self, name: str, count_max: int, chars_max: int) -> tuple[str, ...]:
        """A list of at most `count_max` different strings, each of 1 to `chars_max` printable characters."""
        value = self._values.get(name)
        self._rule(name, "a list", isinstance(value, list))
        assert isinstance(value, list)
        self._rule(name, f"at most {count_max} long", len(value) <= count_max)
        fits = all(isinstance(one, str) and 1 <= len(one) <= chars_max and one.isprintable() for one in value)
        self._rule(name, f"of strings of 1 to {chars_max} characters", fits)
        self._rule(name, "without repetition", len(set(value)) == len(value))
        return tuple(value)

    def rule(self, name: str, rule: str, holds: bool) -> None:
        """A rule that joins fields. Raises `MalformedError` when it does not hold."""
        self._rule(name, rule, holds)

    def _rule(self, name: str, rule: str, holds: bool) -> None:
        if not holds:
            raise MalformedError(f"{self._place}{name} is not {rule}")
