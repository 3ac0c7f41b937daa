"""The journeys that ship: TOML files beside this module, known by their names without the ending."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

from sim.journeys.errors import nearest
from sim.journeys.script import Script, parse

FOLDER: Final = Path(__file__).parent
_ENDING: Final = ".toml"


class UnknownJourneyError(KeyError):
    """Raised when no journey has that name; the message lists those there are."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name, self.known = name, known

    def __str__(self) -> str:
        return f"no journey {self.name!r}{nearest(self.name, self.known)}; known are {', '.join(self.known)}"


def names() -> tuple[str, ...]:
    """Every journey that ships, in order of the alphabet."""
    return tuple(sorted(path.stem for path in FOLDER.glob(f"*{_ENDING}")))


def path(name: str) -> Path:
    """The file of a journey. Raises `UnknownJourneyError`."""
    known = names()
    if name not in known:
        raise UnknownJourneyError(name, known)
    return FOLDER / f"{name}{_ENDING}"


def load(name: str) -> Script:
    """A journey, read and checked. Raises `UnknownJourneyError`, `ScriptError`."""
    return parse(tomllib.loads(path(name).read_text(encoding="utf-8")), name=name)
