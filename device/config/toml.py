"""The one TOML loader: every error names file, line and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from typing import Any

from device.config import lines
from device.config.errors import ConfigError

_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True)
class Document:
    """A TOML file: what it says, and where.

    file: as errors name it · data: what tomllib reads
    """

    file: str
    data: dict[str, Any]
    lines: Mapping[lines.Path, int] = field(repr=False)

    def line(self, key_path: Sequence[str | int]) -> int:
        """The line (from 1) of a key, a table, or an array's element.

        `("cash", "port")`, `("stops", 2, "start")`; for what is not there, the line of the
        nearest table around it, and 1 when there is none.
        """
        path = tuple(key_path)
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def error(self, key_path: Sequence[str | int], expected: str) -> ConfigError:
        """The error for a key of this file, to be raised."""
        return ConfigError(self.file, self.line(key_path), dotted(key_path), expected)


def load(path: Traversable) -> Document:
    """Read a TOML file (a `pathlib.Path` or package data).

    Raises `ConfigError` for a file that cannot be read, is not UTF-8, or is not TOML 1.0.
    """
    file = str(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigError(file, 1, "file", f"a TOML file that can be read ({error.strerror})") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigError(file, line, "file", "text in UTF-8") from error
    return loads(text, file)


def loads(text: str, file: str) -> Document:
    """Read TOML from a text; `file` is what errors call it. Raises `ConfigError`."""
    text = text.replace("\r\n", "\n")
    try:
        return Document(file, data := tomllib.loads(text), lines.index(text) if data else {})
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = _PLACE.search(message)
        at_line = int(place[1]) if place and place[1] else text.count("\n") + 1
        raise ConfigError(file, at_line, "TOML", _PLACE.sub("", message)) from error
    except RecursionError:
        raise ConfigError(file, 1, "TOML", "fewer brackets inside each other") from None
    except ValueError as error:  # tomllib lets int() speak for numbers of thousands of digits
        raise ConfigError(file, 1, "TOML", "numbers of a usual length") from error


def dotted(key_path: Sequence[str | int]) -> str:
    """A key as a person writes it: `kinds[0].fees[1].yen`."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in key_path)
    return "".join(parts).removeprefix(".")
