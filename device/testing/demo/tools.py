"""The bench's tools, made from the table of verbs itself: what can be done, and with what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Final

from device.testing.demo.people import residents
from device.testing.demo.words import ACTS, PRINTER_HABITS
from sim.card.faults import MOMENTS
from sim.cash.coins import DENOMINATIONS_YEN
from sim.centre.kinds import KINDS
from sim.centre.municipality import MUNICIPALITIES
from sim.journeys.kinds import Kind
from sim.personas import personas
from sim.verbs import TABLE, Verb

_OF_THE_SCREEN: Final = frozenset({"press", "choose", "pick", "key", "pin", "password", "write"})
"""These are done on the screen itself."""

QUICK: Final[tuple[tuple[str, tuple[object, ...]], ...]] = (
    ("unplug", ("card",)),
    ("plug", ("card",)),
    ("empty", ("page",)),
    ("fill", ("page", 250)),
    ("jam", ("page",)),
    ("clear", ("page",)),
    ("jam", ("hopper", 100)),
    ("clear", ("hopper", 100)),
    ("unplug", ("centre",)),
    ("plug", ("centre",)),
)
"""Misfortunes at one click, each beside what ends it."""


def tools(wall: datetime) -> Mapping[str, object]:
    """Everything a page needs to know once, for JSON."""
    return {
        "verbs": [_row(row, wall) for row in TABLE if row.name not in _OF_THE_SCREEN],
        "quick": [{"verb": verb, "arguments": given, "label": _label(verb, given)} for verb, given in QUICK],
        "residents": residents(wall.date()),
    }


def _label(verb: str, arguments: tuple[object, ...]) -> str:
    words = ACTS[verb, str(arguments[0])]
    return f"{words}({arguments[1]})" if len(arguments) > 1 else words


def _row(row: Verb, wall: datetime) -> dict[str, object]:
    first_optional = len(row.kinds) - row.optional
    return {
        "verb": row.name,
        "thing": row.thing,
        "label": ACTS[row.name, row.thing],
        "says": row.says,
        "who": row.who,
        "kinds": [_field(kind, wall, optional=n >= first_optional) for n, kind in enumerate(row.kinds)],
    }


def _field(kind: Kind, wall: datetime, *, optional: bool) -> dict[str, object]:
    name, options = _KINDS[kind.name]
    return {
        "name": name,
        "example": _example(kind, wall),
        "options": [{"value": value, "label": label} for value, label in options.items()],
        "optional": optional,
    }


def _example(kind: Kind, wall: datetime) -> object:
    """A time that fits the day; what the kind itself gives otherwise."""
    hour = {"instant": 21, "end": 23}.get(kind.name)
    return kind.example if hour is None else datetime.combine(wall, time(hour), wall.tzinfo).isoformat()


_KINDS: Final[Mapping[str, tuple[str, Mapping[object, str]]]] = {
    "yen": ("円", {}),
    "a printer's habit": ("癖", PRINTER_HABITS),
    "what is kept": ("残るもの", {"with_job": "印刷ジョブ"}),
    "a number": ("個数・回数", {}),
    "milliseconds": ("ミリ秒", {}),
    "which command": ("何番目のコマンド", {}),
    "a moment": ("いつ", dict(zip(MOMENTS, ("送る前", "処理中", "応答中", "応答の後"), strict=True))),
    "how many bytes": ("バイト数", {}),
    "bytes in a part": ("一度のバイト数", {}),
    "bytes in hexadecimal": ("応答(16進数)", {}),
    "hopper": ("ホッパー", {yen: f"{yen}円" for yen in DENOMINATIONS_YEN}),
    "an issue of the coin": ("硬貨の種類", {mint: mint for mint in ("A", "B", "C")}),
    "note": ("紙幣", {yen: f"{yen}円" for yen in (1000, 2000, 5000, 10_000)}),
    "a series of the note": ("紙幣の種類", {"A": "2004年", "B": "2024年"}),
    "a flaw of the note": (
        "問題",
        {"fake": "偽物", "crumpled": "しわ", "tampered": "細工", "string": "糸"},
    ),
    "how a gate sticks": ("状態", {"open": "開いたまま", "closed": "閉じたまま"}),
    "a coin error": ("エラー番号", {}),
    "a fault code": ("故障番号", {}),
    "coins miscounted": ("枚数", {}),
    "a cash device's address": ("アドレス", {}),
    "a button": ("ボタン", {}),
    "a tray": ("トレイ", {"certificate": "証明書", "receipt": "領収書", "change": "おつり"}),
    "a persona": ("だれの", {each.id: each.name for each in personas().values()}),
    "a municipality": ("市区町村", {code: place.full_name for code, place in MUNICIPALITIES.items()}),
    "a certificate": ("証明書", {kind: kind for kind in KINDS}),
    "certificates": ("証明書", {}),
    "instant": ("日時", {}),
    "end": ("終わりの日時", {}),
}
"""Each kind of argument of those verbs: its Japanese name, and what there is to choose from."""
