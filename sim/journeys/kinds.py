"""The kinds of arguments that acts and faults take, each with what it accepts and an example."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sim.cash.coins import DENOMINATIONS_YEN
from sim.centre.kinds import KINDS
from sim.centre.municipality import MUNICIPALITIES
from sim.journeys.errors import ScriptError, nearest
from sim.journeys.reading import wall_time
from sim.personas import personas

BUTTONS: Final = (
    "start",
    "issue",
    "register",
    "cancel",
    "back",
    "confirm",
    "correct",
    "taken",
    "mute",
    "stay",
)
"""Every button of the screen's wire (docs/screen.md)."""


class BadValue(ValueError):
    """Raised when a value is not of its kind; the message is what was expected, never the value."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of argument. convert: the value as the method takes it; raises `BadValue`."""

    name: str
    example: object
    convert: Callable[[object], object]


def _whole(name: str, low: int, high: int, example: int) -> Kind:
    def convert(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise BadValue(f"{name}, a whole number from {low} to {high}")
        return value

    return Kind(name, example, convert)


def _word(name: str, known: Callable[[], tuple[str, ...]], example: str) -> Kind:
    def convert(value: object) -> str:
        if not isinstance(value, str) or value not in known():
            near = nearest(value, known()) if isinstance(value, str) else ""
            raise BadValue(f"{name}, one of {', '.join(known())}{near}")
        return value

    return Kind(name, example, convert)


def _text(value: object) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= 64:
        raise BadValue("text of 1 to 64 characters")
    return value


def _milliseconds(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 3_600_000:
        raise BadValue("milliseconds from 0 to 3600000")
    return float(value)


def _hopper(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value not in DENOMINATIONS_YEN:
        raise BadValue(f"a hopper, one of {', '.join(map(str, DENOMINATIONS_YEN))}")
    return value


def _digit(value: object) -> str:
    if not isinstance(value, str) or len(value) != 1 or value not in "0123456789":
        raise BadValue("one digit as text")
    return value


def _pin(value: object) -> str:
    if value in ("right", "wrong"):
        return str(value)
    if not isinstance(value, str) or len(value) != 4 or not (value.isascii() and value.isdecimal()):
        raise BadValue("right, wrong, or four digits as text")
    return value


def _kinds(value: object) -> tuple[str, ...]:
    words = value if isinstance(value, list | tuple) else None
    if not words or not all(isinstance(word, str) and word in KINDS for word in words):
        raise BadValue(f"a list of some of {', '.join(KINDS)}")
    return tuple(words)


def _instant(value: object) -> datetime:
    try:
        return wall_time(value, ())
    except ScriptError as error:
        raise BadValue(error.expected) from None


_MINTS: Final = ("A", "B", "C")

YEN: Final = _whole("yen", 1, 100_000, 100)
FEE: Final = _whole("yen", 0, 100_000, 250)
COUNT: Final = _whole("a number", 0, 10_000, 2)
MS: Final = Kind("milliseconds", 250, _milliseconds)
HOPPER: Final = Kind("hopper", 100, _hopper)
MINT: Final = _word("an issue of the coin", lambda: _MINTS, "B")
TEXT: Final = Kind("text", "juminhyo", _text)
DIGIT: Final = Kind("digit", "3", _digit)
PIN: Final = Kind("pin", "right", _pin)
BUTTON: Final = _word("a button", lambda: BUTTONS, "confirm")
PERSONA: Final = _word("a persona", lambda: tuple(personas()), "tokachi-hanako")
MUNICIPALITY: Final = _word("a municipality", lambda: tuple(MUNICIPALITIES), "16202")
CERTIFICATE: Final = _word("a certificate", lambda: tuple(KINDS), "juminhyo")
CERTIFICATES: Final = Kind("certificates", ["juminhyo", "inkan"], _kinds)
INSTANT: Final = Kind("instant", "2025-10-08T21:00:00+09:00", _instant)
END: Final = Kind("end", "2025-10-08T23:00:00+09:00", _instant)
