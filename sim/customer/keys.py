"""Which keys a person presses to write something on the screen's keyboards (docs/screen.md)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_WHOLE: Final = re.compile("無番地|番地|.")
"""Words that have a key of their own."""

_SMALL: Final = dict(zip("ァィゥェォッャュョ", "アイウエオツヤユヨ", strict=True))
_MARKS: Final = {"\u3099": "゛", "\u309a": "゜"}


def keys_for(text: str) -> list[str]:
    """`ガッコウ` -> カ ゛ ツ 小 コ ウ; a blank is the key 空白."""
    return [key for word in _WHOLE.findall(text) for key in _keys(word)]


def _keys(word: str) -> Iterator[str]:
    if word == " ":
        yield "空白"
    elif word in _SMALL:
        yield from (_SMALL[word], "小")
    else:
        base, *marks = list(unicodedata.normalize("NFD", word)) if len(word) == 1 else [word]
        yield base
        yield from (_MARKS[mark] for mark in marks)
