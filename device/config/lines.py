"""Where each key of a TOML document stands. tomllib gives values without lines; this gives lines.

A scanner for text that tomllib has already accepted (TOML 1.0.0, https://toml.io/en/v1.0.0): it
follows keys, tables and brackets and skips values, and so need not judge any of them.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left

Path = tuple[str | int, ...]
"""A way through the document: keys, and positions (from 0) in arrays."""

_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}(?!")'  # up to two quotes may stand right before the closing three
    r"|'''.*?'{3,5}(?!')"
    r'|"(?:\\.|[^\\"])*"'
    r"|'[^']*'",
    re.DOTALL,
)
_PLAIN = re.compile(r"[^,\]}#\n]+")  # number, boolean, date (which may hold a blank)


def index(text: str) -> dict[Path, int]:
    """The line (from 1) of every table, key and array element of a valid document.

    text: with `\\n` alone as the end of a line, as tomllib reads it.
    """
    return _Scanner(text).document()


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._pos = 0
        self._breaks = [match.start() for match in re.finditer("\n", text)]
        self._lines: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}  # elements so far of each array of tables

    def document(self) -> dict[Path, int]:
        table: Path = ()
        while self._skip(_BLANK) < len(self._text):
            if self._text[self._pos] == "[":
                table = self._header()
            else:
                self._pair(table)
        return self._lines

    def _header(self) -> Path:
        line = self._line()
        of_array = self._text.startswith("[[", self._pos)
        self._pos += 2 if of_array else 1
        *parents, last = self._key()
        self._pos += 2 if of_array else 1
        path: Path = ()
        for part in parents:
            path = (*path, part)
            self._lines.setdefault(path, line)
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
        path = (*path, last)
        if of_array:
            self._lines.setdefault(path, line)
            count = self._counts.get(path, 0)
            self._counts[path] = count + 1
            path = (*path, count)
        self._lines[path] = line  # its own header, even if a table inside it came first
        return path

    def _pair(self, table: Path) -> None:
        line = self._line()
        path = table
        for part in self._key():
            path = (*path, part)
            self._lines.setdefault(path, line)
        self._pos += 1  # =
        self._skip(_SPACE)
        self._value(path)

    def _key(self) -> list[str]:
        """A dotted key, and the blanks around it."""
        parts: list[str] = []
        while True:
            self._skip(_SPACE)
            quoted = self._text[self._pos] in "\"'"
            match = (_STRING if quoted else _BARE).match(self._text, self._pos)
            if match is None:
                raise AssertionError("tomllib accepted a key that is none")
            parts.append(next(iter(tomllib.loads(f"{match[0]}=0"))) if quoted else match[0])
            self._pos = match.end()
            self._skip(_SPACE)
            if not self._text.startswith(".", self._pos):
                return parts
            self._pos += 1

    def _value(self, path: Path) -> None:
        opening = self._text[self._pos]
        if opening == "[":
            self._array(path)
        elif opening == "{":
            self._inline_table(path)
        else:
            self._skip(_STRING if opening in "\"'" else _PLAIN)

    def _array(self, path: Path) -> None:
        self._pos += 1
        count = 0
        while self._text[self._skip(_BLANK)] != "]":
            if self._text[self._pos] == ",":
                self._pos += 1
                continue
            element = (*path, count)
            self._lines[element] = self._line()
            self._value(element)
            count += 1
        self._pos += 1

    def _inline_table(self, path: Path) -> None:
        self._pos += 1
        while self._text[self._skip(_BLANK)] != "}":
            if self._text[self._pos] == ",":
                self._pos += 1
            else:
                self._pair(path)
        self._pos += 1

    def _skip(self, what: re.Pattern[str]) -> int:
        match = what.match(self._text, self._pos)
        if match is not None:
            self._pos = match.end()
        return self._pos

    def _line(self) -> int:
        return bisect_left(self._breaks, self._pos) + 1
