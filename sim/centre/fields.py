"""Reading a request: every field checked for kind, size and bounds before anything is done with it."""

from __future__ import annotations

import base64
import json
from datetime import date
from typing import Any, Final


class WireError(Exception):
    """Raised when a request is answered with another status than 200.

    status: 400 (makes no sense), 403 (session unknown or over), 503 (not now). code: for the answer.
    """

    def __init__(self, status: int, code: str) -> None:
        self.status, self.code = status, code
        super().__init__(f"{status} {code}")


REQUEST_ID_MAX: Final = 128
TERMINAL_MAX: Final = 64
SESSION_MAX: Final = 64
HANDLE_MAX: Final = 16
DOCUMENT_ID_MAX: Final = 32
PEOPLE_MAX: Final = 64
EDITIONS: Final = (1, 2)
"""Of the wire's words (docs/centre.md)."""


class Fields:
    """The fields of one request. Each reader raises `WireError` 400 when the field is not as it must be."""

    def __init__(self, body: bytes) -> None:
        try:
            whole = json.loads(body)
        except (ValueError, RecursionError):
            raise WireError(400, "not_json") from None
        if not isinstance(whole, dict):
            raise WireError(400, "not_json")
        self._whole: dict[str, Any] = whole

    def _bad(self, name: str) -> WireError:
        return WireError(400, f"bad_{name}")

    def text(self, name: str, size_max: int) -> str:
        """Printable ASCII, 1 to `size_max` characters."""
        value = self._whole.get(name)
        if (
            not isinstance(value, str)
            or not 1 <= len(value) <= size_max
            or not (value.isascii() and value.isprintable())
        ):
            raise self._bad(name)
        return value

    def request_id(self) -> str:
        """The kiosk's own name for the request; without `|`, which separates what is signed."""
        value = self.text("request_id", REQUEST_ID_MAX)
        if "|" in value:
            raise self._bad("request_id")
        return value

    def terminal(self) -> str:
        """The name of the kiosk."""
        return self.text("terminal", TERMINAL_MAX)

    def edition(self) -> int:
        """Which edition of the wire's words is wanted: the first where nothing is said."""
        if "edition" not in self._whole:
            return EDITIONS[0]
        return self.integer("edition", EDITIONS[0], EDITIONS[-1])

    def words(self, name: str, size_max: int) -> str:
        """Text in any script without control characters, 1 to `size_max` characters."""
        value = self._whole.get(name)
        if not isinstance(value, str) or not 1 <= len(value) <= size_max or not value.isprintable():
            raise self._bad(name)
        return value

    def digits(self, name: str, size_max: int) -> str:
        """A number as people write it: ASCII digits and hyphens, with a digit at least."""
        value = self.text(name, size_max)
        if not set(value) <= set("0123456789-") or not any(c.isdigit() for c in value):
            raise self._bad(name)
        return value

    def day(self, name: str) -> date:
        """A date, YYYY-MM-DD."""
        try:
            return date.fromisoformat(self.text(name, 10))
        except ValueError:
            raise self._bad(name) from None

    def binary(self, name: str, size_max_bytes: int) -> bytes:
        """Base64, at least one byte decoded."""
        value = self._whole.get(name)
        if not isinstance(value, str) or len(value) > (size_max_bytes + 2) // 3 * 4:
            raise self._bad(name)
        try:
            data = base64.b64decode(value, validate=True)
        except ValueError:
            raise self._bad(name) from None
        if not 1 <= len(data) <= size_max_bytes:
            raise self._bad(name)
        return data

    def integer(self, name: str, low: int, high: int) -> int:
        """A whole number within bounds; true and false are none."""
        value = self._whole.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self._bad(name)
        return value

    def handles(self, name: str) -> tuple[str, ...]:
        """A list of different handles."""
        value = self._whole.get(name)
        if not isinstance(value, list) or len(value) > PEOPLE_MAX:
            raise self._bad(name)
        found = tuple(each for each in value if isinstance(each, str) and 1 <= len(each) <= HANDLE_MAX)
        if len(set(found)) != len(value):
            raise self._bad(name)
        return found

    def flags(self, name: str, known: tuple[str, ...]) -> dict[str, bool]:
        """An object of known names to true or false; those left out are false."""
        value = self._whole.get(name)
        if (
            not isinstance(value, dict)
            or not value.keys() <= set(known)
            or not all(isinstance(flag, bool) for flag in value.values())
        ):
            raise self._bad(name)
        return {item: value.get(item, False) for item in known}
