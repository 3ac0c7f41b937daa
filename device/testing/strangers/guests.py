"""Fictional customers, every two of them with the same name: nothing but the paper's own contents tells them apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from sim.personas import Persona, persona

NAMES: Final = ("春野", "夏木", "秋山", "冬川", "東堂", "西村", "南沢", "北原", "朝倉", "夜久", "星野", "月岡")
READ: Final = ("ハルノ", "ナツキ", "アキヤマ", "フユカワ", "トウドウ", "ニシムラ", "ミナミサワ", "キタハラ", "アサクラ",
               "ヤク", "ホシノ", "ツキオカ")  # fmt: skip
GIVEN: Final = (("見本子", "ミホコ"), ("例太", "レイタ"))
MOST: Final = 2 * len(NAMES) * len(GIVEN)
_BORN: Final = date(1970, 1, 6)
_WIDE: Final = str.maketrans("0123456789", "０１２３４５６７８９")


def guests(count: int) -> Mapping[str, Persona]:
    """So many residents of 高岡市, by id, `MOST` at most; the next one after an even one is the namesake."""
    if count > MOST:
        raise ValueError(f"there are {MOST} guests")
    return {guest.id: guest for guest in map(_guest, range(count))}


def _guest(number: int) -> Persona:
    pattern = persona("yamada-taro")
    pair = number // 2
    family, given = pair % len(NAMES), GIVEN[pair // len(NAMES)]
    name, kana = f"{NAMES[family]} {given[0]}", f"{READ[family]} {given[1]}"
    birth = _BORN + timedelta(days=397 * number)
    place = f"{number + 301}".translate(_WIDE)
    my_number = f"90000001{number:04d}"
    member = replace(
        pattern.household[0], name=name, kana=kana, birth=birth, relation="世帯主", my_number=my_number, move=None
    )
    return replace(
        pattern,
        id=f"guest-{number:02d}",
        name=name,
        kana=kana,
        birth=birth,
        address=f"見本町７丁目{place}番",
        honseki=f"見本町{place}番地",
        register_head=name,
        household=(member,),
        head_of_household=name,
        my_number=my_number,
        seal_registered=True,
        register=None,
    )
