"""Japan's municipalities, for ④: `towns.tsv` by region, prefecture and row of the kana (`regions.toml`)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Final

from device.config.errors import ConfigError
from device.config.reader import Reader
from device.config.toml import Document, load

PREFECTURES = tuple(f"{number:02}" for number in range(1, 48))
"""JIS X 0401: 01 北海道 to 47 沖縄県."""

KANA_ROWS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "a": "あいうえお",
        "ka": "かきくけこ",
        "sa": "さしすせそ",
        "ta": "たちつてと",
        "na": "なにぬねの",
        "ha": "はひふへほ",
        "ma": "まみむめも",
        "ya": "やゆよ",
        "ra": "らりるれろ",
        "wa": "わをん",
    }
)
"""あ行 to わ行, by the ids that the machine has for them."""


@dataclass(frozen=True)
class Town:
    """A municipality of the national list.

    code: five-digit JIS code · name: with its 郡 · kana: of the name without it, in hiragana
    """

    code: str
    name: str
    kana: str

    @property
    def row(self) -> str:
        """The row of the kana under which it is found."""
        first = _unvoiced(self.kana)[0]
        return next(row for row, letters in KANA_ROWS.items() if first in letters)

    @property
    def sort_key(self) -> tuple[str, str, str]:
        """Its place in a list by kana: が stands with か, and after it."""
        return _unvoiced(self.kana), self.kana, self.code


@dataclass(frozen=True)
class Region:
    """Some prefectures under one button: their names by code."""

    name: str
    prefectures: Mapping[str, str]


@cache
def load_towns() -> Mapping[str, Town]:
    """The national list, by JIS code. Raises `ConfigError`."""
    return read_towns(files("device.config") / "towns.tsv")


@cache
def load_regions() -> tuple[Region, ...]:
    """The regions and their prefectures. Raises `ConfigError`."""
    return read_regions(load(files("device.config") / "regions.toml"))


def read_towns(path: Traversable) -> Mapping[str, Town]:
    """The towns in a file of four columns: code, 郡, name, kana. Raises `ConfigError`."""
    towns: dict[str, Town] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        columns = line.split("\t")
        if len(columns) != 4 or not _is_code(columns[0]) or not columns[2] or _first(columns[3]) not in _LETTERS:
            expected = "code, 郡 (or nothing), name and kana, with tabs between"
            raise ConfigError(str(path), number, "line", expected)
        code, county, name, kana = columns
        if code in towns:
            raise ConfigError(str(path), number, "code", "a code of its own; another line has the same")
        towns[code] = Town(code, county + name, kana)
    return MappingProxyType(towns)


def read_regions(document: Document) -> tuple[Region, ...]:
    """The regions in a document; every prefecture has to be in one of them. Raises `ConfigError`."""
    root = Reader(document)
    regions: list[Region] = []
    for reader in root.tables("regions"):
        inside = reader.table("prefectures")
        names = {code: inside.text(code, longest=4) for code in PREFECTURES if inside.has(code)}
        for code in names:
            if any(code in region.prefectures for region in regions):
                raise inside.wrong(code, "a prefecture in one region; another has it already")
        regions.append(Region(reader.text("name", longest=12), MappingProxyType(names)))
    root.finish()
    missing = [code for code in PREFECTURES if not any(code in region.prefectures for region in regions)]
    if missing:
        raise root.wrong("regions", f"every prefecture from 01 to 47; missing: {', '.join(missing)}")
    return tuple(regions)


def rows(towns: Iterable[Town], prefecture: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The towns of a prefecture by row of the kana, each row's codes in the order of the kana."""
    there = sorted((town for town in towns if town.code[:2] == prefecture), key=lambda town: town.sort_key)
    found = ((row, tuple(town.code for town in there if town.row == row)) for row in KANA_ROWS)
    return tuple((row, codes) for row, codes in found if codes)


_LETTERS: Final = frozenset("".join(KANA_ROWS.values()))


def _is_code(text: str) -> bool:
    return len(text) == 5 and text.isascii() and text.isdecimal() and text[:2] in PREFECTURES


def _first(kana: str) -> str:
    return _unvoiced(kana)[:1]


def _unvoiced(kana: str) -> str:
    """Without the marks of が and ぱ."""
    return "".join(each for each in unicodedata.normalize("NFD", kana) if not unicodedata.combining(each))
