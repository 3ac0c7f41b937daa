"""The printer's fonts: font A 12 x 24 and kanji 24 x 24 dots, from Debian's xfonts-base.

jiskan24 is JIS X 0208-1983, 12x24 ISO 8859-1, 12x24rk JIS X 0201: exactly the cells of an Epson.
Font B (9 x 17) and what neither one-byte font has (box drawing, 円年月日 of the Katakana page) are
made from these by narrowing.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PIL import Image

from sim.receipt.charset import GETA, jis_code
from sim.receipt.pcf import PcfFont

FOLDER = Path("/usr/share/fonts/X11/misc")
_LATIN, _KANA, _KANJI = "12x24.pcf.gz", "12x24rk.pcf.gz", "jiskan24.pcf.gz"
_INK_LEVEL = 96  # of 255: how much of a dot must be black to stay black when narrowed


class FontMissing(Exception):
    """Raised when a font file is not there; says which package brings it."""


@lru_cache(maxsize=4)
def font(name: str) -> PcfFont:
    """One of the font files, read once. Raises FontMissing."""
    path = FOLDER / name
    width = 24 if name == _KANJI else 12
    try:
        return PcfFont(path, width, 24)
    except FileNotFoundError:
        raise FontMissing(f"{path} is missing; pictures of receipts need Debian's package xfonts-base") from None


def check_fonts() -> None:
    """Raises FontMissing where a picture could not be drawn."""
    for name in (_LATIN, _KANA, _KANJI):
        font(name)


@lru_cache(maxsize=4096)
def glyph(character: str, kanji: bool, width: int, height: int) -> Image.Image:
    """One character in its cell, unmagnified, mode "L": ink 255 on 0. Raises FontMissing.

    width, height: of the cell, in dots. A character no font has is an empty box.
    """
    image = _kanji_glyph(character) if kanji else _narrow_glyph(character)
    if image.size != (width, height):
        small = image.resize((width, height), Image.Resampling.BOX)
        image = small.point([255 if level >= _INK_LEVEL else 0 for level in range(256)])
    return image


def _image(bitmap: bytes, width: int) -> Image.Image:
    return Image.frombytes("1", (width, 24), bitmap).convert("L")


def _kanji_glyph(character: str) -> Image.Image:
    kanji = font(_KANJI)
    code = jis_code(character)
    bitmap = kanji.glyph(code) if code is not None else None
    if bitmap is None:
        bitmap = kanji.glyph(jis_code(GETA) or 0)
    return _image(bitmap, 24) if bitmap is not None else _box(24)


def _narrow_glyph(character: str) -> Image.Image:
    for name, codec in ((_LATIN, "latin-1"), (_KANA, "shift_jis")):
        try:
            code = character.encode(codec)
        except UnicodeEncodeError:
            continue
        bitmap = font(name).glyph(code[0]) if len(code) == 1 else None
        if bitmap is not None:
            return _image(bitmap, 12)
    code_in_jis = jis_code(character)
    wide = font(_KANJI).glyph(code_in_jis) if code_in_jis is not None else None
    return _image(wide, 24) if wide is not None else _box(12)


def _box(width: int) -> Image.Image:
    box = Image.new("L", (width, 24), 0)
    box.paste(255, (1, 3, width - 1, 21))
    box.paste(0, (2, 4, width - 2, 20))
    return box
