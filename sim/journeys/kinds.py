"""The kinds of arguments that acts and faults take, each with what it accepts and an example."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sim.card.faults import MOMENTS
from sim.cash.bills import ALL_JAPAN_BILLS, Flaw
from sim.cash.coins import DENOMINATIONS_YEN
from sim.centre.kinds import KINDS
from sim.centre.municipality import MUNICIPALITIES
from sim.contacts import INPUTS
from sim.journeys.errors import ScriptError, nearest
from sim.journeys.reading import wall_time
from sim.page.habits import HABITS
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


ANSWER_BYTES_MAX: Final = 300
"""More than any answer of a card can have, so that too long a one can be tried."""


WORD_KEYS: Final = ("番地", "無番地", "空白")
"""Keys on which more than one character stands."""


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


def _octets(value: object) -> bytes:
    if isinstance(value, str) and 2 <= len(value) <= 2 * ANSWER_BYTES_MAX:
        with suppress(ValueError):
            return bytes.fromhex(value)
    raise BadValue(f"1 to {ANSWER_BYTES_MAX} bytes in hexadecimal")


def _hopper(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value not in DENOMINATIONS_YEN:
        raise BadValue(f"a hopper, one of {', '.join(map(str, DENOMINATIONS_YEN))}")
    return value


def _note(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value not in _NOTES_YEN:
        raise BadValue(f"a note, one of {', '.join(map(str, _NOTES_YEN))}")
    return value


def _key(value: object) -> str:
    if not isinstance(value, str) or not (len(value) == 1 or value in WORD_KEYS):
        raise BadValue("one key as text")
    return value


def _pin(value: object) -> str:
    if value in ("right", "wrong"):
        return str(value)
    if not isinstance(value, str) or len(value) != 4 or not (value.isascii() and value.isdecimal()):
        raise BadValue("right, wrong, or four digits as text")
    return value


def _password(value: object) -> str:
    if value in ("right", "wrong"):
        return str(value)
    if not isinstance(value, str) or not 1 <= len(value) <= 16 or not (value.isascii() and value.isalnum()):
        raise BadValue("right, wrong, or letters and digits as text")
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
_SERIES: Final = ("A", "B")
_FLAWS: Final = tuple(flaw.value for flaw in Flaw if flaw is not Flaw.NONE)
_GATES: Final = ("open", "closed")
_NOTES_YEN: Final = tuple(dict.fromkeys(bill.yen for bill in ALL_JAPAN_BILLS))

YEN: Final = _whole("yen", 1, 100_000, 100)
FEE: Final = _whole("yen", 0, 100_000, 250)
COUNT: Final = _whole("a number", 0, 10_000, 2)
MS: Final = Kind("milliseconds", 250, _milliseconds)
NTH: Final = _whole("which command", 1, 10_000, 1)
MOMENT: Final = _word("a moment", lambda: MOMENTS, "during")
SIZE: Final = _whole("how many bytes", 1, ANSWER_BYTES_MAX, 1)
PART: Final = _whole("bytes in a part", 1, ANSWER_BYTES_MAX, 100)
OCTETS: Final = Kind("bytes in hexadecimal", "6F00", _octets)
HOPPER: Final = Kind("hopper", 100, _hopper)
NOTE: Final = Kind("note", 1000, _note)
SERIES: Final = _word("a series of the note", lambda: _SERIES, "A")
FLAW: Final = _word("a flaw of the note", lambda: _FLAWS, "fake")
GATE: Final = _word("how a gate sticks", lambda: _GATES, "closed")
COIN_ERROR: Final = _whole("a coin error", 1, 255, 25)
FAULT: Final = _whole("a fault code", 1, 255, 49)
MISCOUNT: Final = _whole("coins miscounted", -100, 100, 1)
ADDRESS: Final = _whole("a cash device's address", 2, 255, 40)
HABIT: Final = _word("a printer's habit", lambda: tuple(HABITS), "loses_jams")
WITH_JOB: Final = _word("what is kept", lambda: ("with_job",), "with_job")
TRAY: Final = _word("a tray", lambda: tuple(INPUTS), "certificate")
MINT: Final = _word("an issue of the coin", lambda: _MINTS, "B")
TEXT: Final = Kind("text", "juminhyo", _text)
KEY: Final = Kind("key", "3", _key)
PASSWORD: Final = Kind("password", "right", _password)
PIN: Final = Kind("pin", "right", _pin)
BUTTON: Final = _word("a button", lambda: BUTTONS, "confirm")
PERSONA: Final = _word("a persona", lambda: tuple(personas()), "tokachi-hanako")
MUNICIPALITY: Final = _word("a municipality", lambda: tuple(MUNICIPALITIES), "16202")
CERTIFICATE: Final = _word("a certificate", lambda: tuple(KINDS), "juminhyo")
CERTIFICATES: Final = Kind("certificates", ["juminhyo", "inkan"], _kinds)
INSTANT: Final = Kind("instant", "2025-10-08T21:00:00+09:00", _instant)
END: Final = Kind("end", "2025-10-08T23:00:00+09:00", _instant)
