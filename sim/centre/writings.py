"""How names and towns are written, by how they are read: the same for everybody who asks.

A register of readings as an input method has one: it tells of nobody that he exists. It is made of all the names in
the residents' file and of some that nobody there bears, so that there is something to choose.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

WRITINGS_MAX: Final = 40
"""Of one part of a reading; whoever wants fewer writes more of it."""

_BESIDE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "ミトウ": ("三東", "水藤", "御堂"),
        "ロクコ": ("六子", "緑子"),
        "カイセイ": ("海星", "開成"),
        "ハナエ": ("花江", "英恵", "華絵"),
        "ヤマダ": ("山多",),
        "タロウ": ("太朗", "多朗"),
        "サトウ": ("佐藤", "佐東", "左藤"),
        "スズキ": ("鈴木", "鈴樹"),
        "ワタナベ": ("渡辺", "渡邊", "渡部"),
        "ハナコ": ("華子", "英子"),
        "イチロウ": ("市郎", "一朗"),
    }
)
"""Reading -> writings that nobody in the file need bear."""

_NUMBER: Final = re.compile(r"[0-9０-９]+番地?.*")
_READ: Final[Mapping[str, str]] = MappingProxyType(
    {
        "見本町": "ミホンチョウ",
        "丁目": "チョウメ",
        "条": "ジョウ",
        "東": "ヒガシ",
        "西": "ニシ",
        "南": "ミナミ",
        "北": "キタ",
    }
)
"""Of the words in the simulated towns' names."""


def names(db: sqlite3.Connection, reading: str) -> list[str]:
    """Family or given names that are read so, in katakana."""
    known = {
        writing
        for name, kana in db.execute("SELECT name, kana FROM person")
        for writing, read in zip(name.split(), kana.split(), strict=False)
        if read == reading
    }
    return sorted({*known, *_BESIDE.get(reading, ())})[:WRITINGS_MAX]


def towns(db: sqlite3.Connection, place: str, municipality: str, reading: str) -> list[str]:
    """町・字 of a municipality whose reading begins so. place: prefecture and municipality before them."""
    return sorted(set(_towns(db, place, municipality, reading)))[:WRITINGS_MAX]


def _towns(db: sqlite3.Connection, place: str, municipality: str, reading: str) -> Iterator[str]:
    rows = db.execute("SELECT domicile FROM family_register WHERE municipality = ?", (municipality,))
    for (domicile,) in rows:
        town = _NUMBER.sub("", domicile.removeprefix(place))
        if town and _reading(town).startswith(reading):
            yield town


def _reading(town: str) -> str:
    read = unicodedata.normalize("NFKC", town)
    for word, kana in _READ.items():
        read = read.replace(word, kana)
    return read
