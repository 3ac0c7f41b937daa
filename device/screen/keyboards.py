"""The keyboards on the screen, row by row, and what their keys do to what is typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

VOICED, HALF_VOICED, SMALL, BLANK = "゛", "゜", "小", "空白"

_MARKS: Final = {VOICED: "\u3099", HALF_VOICED: "\u309a"}
_SMALL: Final = dict(zip("アイウエオツヤユヨ", "ァィゥェォッャュョ", strict=True))
_LARGE: Final = {small: large for large, small in _SMALL.items()}

KEYBOARDS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = MappingProxyType(
    {
        # the 署名用 password: capitals and digits (rule book §4)
        "letters": (tuple("1234567890"), tuple("ABCDEFGHIJ"), tuple("KLMNOPQRST"), (*"UVWXYZ", "", "", "", "")),
        # 五十音; an empty text is a gap
        "kana": (
            tuple("アカサタナハマヤラワ"),
            (*"イキシチニヒミ", "", "リ", ""),
            tuple("ウクスツヌフムユルヲ"),
            (*"エケセテネヘメ", "", "レ", ""),
            tuple("オコソトノホモヨロン"),
            (VOICED, HALF_VOICED, SMALL, "ー", BLANK),
        ),
        # the number of a 本籍: 番地 and 番, 甲乙丙 and イロハ where lots are counted by them
        "lot": (
            ("1", "2", "3", "番地"),
            ("4", "5", "6", "番"),
            ("7", "8", "9", "の"),
            ("甲", "0", "乙", "丙"),
            ("イ", "ロ", "ハ", "無番地"),
        ),
        "digits": (tuple("1234567890"),),
    }
)


def has_key(keyboard: str, key: str) -> bool:
    """Whether a keyboard has this key."""
    return bool(key) and any(key in row for row in KEYBOARDS[keyboard])


def typed(text: str, key: str, length_max: int) -> str:
    """The text after a key: ゛, ゜ and 小 change its last character; what does not fit changes nothing."""
    if key in _MARKS:
        marked = unicodedata.normalize("NFC", text[-1:] + _MARKS[key])
        return text[:-1] + marked if len(marked) == 1 and text else text
    if key == SMALL:
        last = text[-1:]
        return text[:-1] + _SMALL.get(last, _LARGE.get(last, last))
    if key == BLANK:
        key = " " if text and not text.endswith(" ") else ""
    return text + key if len(text) + len(key) <= length_max else text
