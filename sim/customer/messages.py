"""What the kiosk says on the screen's wire, read from docs/screen.md: any bytes, one of four messages."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Final, TypeVar

KEYPADS: Final = ("digits", "letters", "kana", "lot")

MESSAGE_MAX_BYTES: Final = 1 << 20
"""Far above any screen; a longer message is not read."""


class MessageError(ValueError):
    """Raised when bytes are no message of docs/screen.md. Names the field, never repeats its value."""


@dataclass(frozen=True, slots=True)
class Key:
    """Something that can be pressed: a button or a choice. label: what stands on it"""

    id: str
    enabled: bool
    chosen: bool = False
    label: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, repr=False)
class Screen:
    """A whole screen. What only a person reads (labels, cells, entry) stays out of every repr.

    keys: what can be typed; None where nothing can, or nothing but digits
    languages: what the receipt may be in, pressed like choices
    pictures: ids of the drawings
    warning: lines and seconds left of the question whether somebody is there, or None
    notes: what stands beside a choice (why it cannot be had), by the choice's label
    words: every text on it, for looking through
    """

    name: str
    lines: tuple[str, ...]
    choices: tuple[Key, ...]
    keypad: bool
    table: tuple[tuple[str, ...], ...]
    buttons: tuple[Key, ...]
    warning: tuple[tuple[str, ...], int] | None
    keys: frozenset[str] | None = None
    languages: tuple[Key, ...] = ()
    pictures: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    words: str = field(default="")

    def __repr__(self) -> str:
        return f"Screen({self.name!r})"

    @property
    def all_lines(self) -> tuple[str, ...]:
        """The lines, then those of the warning."""
        return self.lines if self.warning is None else self.lines + self.warning[0]


@dataclass(frozen=True, slots=True)
class Voice:
    """Spoken words."""

    say: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """The alarm is to be on or off."""

    on: bool


@dataclass(frozen=True, slots=True)
class Call:
    """The attendant is called; an empty cause lowers the flag."""

    cause: str


Message = Screen | Voice | Alarm | Call
T = TypeVar("T")


def read(data: bytes) -> Message:
    """The message. Raises `MessageError`."""
    if len(data) > MESSAGE_MAX_BYTES:
        raise MessageError("a message longer than 1 MiB")
    try:
        whole = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise MessageError("not one JSON object in UTF-8") from None
    if not isinstance(whole, dict):
        raise MessageError("not a JSON object")
    kind = whole.get("type")
    if kind == "show":
        return _screen(whole)
    if kind == "voice":
        return Voice(_need(whole, "say", str))
    if kind == "alarm":
        return Alarm(_need(whole, "on", bool))
    if kind == "attendant":
        return Call(_need(whole, "cause", str))
    raise MessageError("type is none of show, voice, alarm, attendant")


def _need(table: dict[str, object], name: str, kind: type[T]) -> T:
    value = table.get(name)
    if not isinstance(value, kind):
        raise MessageError(f"{name} is missing, or not a {kind.__name__}")
    return value


def _list(table: dict[str, object], name: str, kind: type[T]) -> list[T]:
    """A list of one kind; one that is left out is empty."""
    value = table.get(name, [])
    if not isinstance(value, list) or not all(isinstance(each, kind) for each in value):
        raise MessageError(f"{name} is not a list of {kind.__name__}")
    return value


def _screen(whole: dict[str, object]) -> Screen:
    keypad = whole.get("keypad")
    if keypad is not None and keypad not in KEYPADS:
        raise MessageError(f"keypad is neither null nor one of {', '.join(KEYPADS)}")
    name = _need(whole, "screen", str)
    if not name:
        raise MessageError("screen has no name")
    return Screen(
        name=name,
        lines=tuple(_list(whole, "lines", str)),
        choices=_keys(whole, "choices"),
        keypad=keypad is not None,
        table=tuple(_row(row) for row in _list(whole, "table", list)),
        buttons=_keys(whole, "buttons"),
        warning=_warning(whole.get("warning")),
        keys=_typed(whole),
        languages=_languages(whole.get("slip_languages")),
        pictures=_pictures(whole),
        notes=_notes(whole),
        words=_words(whole),
    )


def _keys(whole: dict[str, object], name: str) -> tuple[Key, ...]:
    return tuple(
        Key(_need(row, "id", str), _need(row, "enabled", bool), row.get("chosen") is True, str(row.get("label", "")))
        for row in _list(whole, name, dict)
    )


def _languages(value: object) -> tuple[Key, ...]:
    if value is None:
        return ()
    if not isinstance(value, dict):
        raise MessageError("slip_languages is neither null nor an object")
    return _keys(value, "choices")


def _notes(whole: dict[str, object]) -> tuple[tuple[str, str], ...]:
    rows = ((row.get("label"), row.get("note")) for row in _list(whole, "choices", dict))
    return tuple((label, note) for label, note in rows if isinstance(label, str) and isinstance(note, str) and note)


def _typed(whole: dict[str, object]) -> frozenset[str] | None:
    rows = _list(whole, "keys", list)
    keys = frozenset(key for row in rows for key in row if isinstance(key, str) and key)
    if any(not isinstance(key, str) for row in rows for key in row):
        raise MessageError("keys is not rows of text")
    return keys if rows else None


def _pictures(whole: dict[str, object]) -> tuple[str, ...]:
    groups = _list(whole, "pictures", dict)
    return tuple(_need(each, "id", str) for group in groups for each in _list(group, "pictures", dict))


def _row(row: list[object]) -> tuple[str, ...]:
    cells = tuple(cell for cell in row if isinstance(cell, str))
    if len(cells) != len(row):
        raise MessageError("table is not rows of text")
    return cells


def _warning(value: object) -> tuple[tuple[str, ...], int] | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise MessageError("warning is neither null nor an object")
    left_s = value.get("seconds")
    if not isinstance(left_s, int) or isinstance(left_s, bool) or not 0 <= left_s <= 3600:
        raise MessageError("warning.seconds is not a whole number of seconds")
    return tuple(_list(value, "lines", str)), left_s


def _words(whole: dict[str, object]) -> str:
    """Every text of the message, at any depth, one a line."""
    found: list[str] = []
    rest: list[object] = [whole]
    while rest:
        value = rest.pop()
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, dict):
            rest.extend(value.values())
        elif isinstance(value, list):
            rest.extend(value)
    return "\n".join(found)
