"""Characters as the printer's own font has them: JIS X 0201 and JIS X 0208, in Shift_JIS.

The half-width cells a character takes are the bytes of its code: one for ASCII and half-width katakana,
two for everything else. That is East Asian width with "ambiguous" read as wide, as this font does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

from drivers.receipt.dots import Dots, Draw, no_font

Code = bytes
"""One character's code, 1 byte (1 cell) or 2 bytes (2 cells)."""

Glyph = Code | Dots
"""Either way `len` is the width in half-width cells."""

GETA: Code = b"\x81\xac"
"""〓, the printers' own sign for a character that is not in the case."""

# A character with the marks that belong to it: accents, voiced marks, variation selectors.
_MARK = "\u0300-\u036f\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
_CLUSTER = re.compile(f".[{_MARK}]*", re.DOTALL)
_MARKED = re.compile(f"[{_MARK}]")
_VOICED = ("\u3099", "\u309a")


def glyphs(text: str, draw: Draw = no_font) -> list[Glyph]:
    """The glyphs of a text, one for each character with its marks. Never fails, never drops one.

    What the font does not have (髙, 﨑, a name's variant, another script) is drawn; what `draw` does not have either is
    a 〓. No control code comes out, so no text can give the printer an order: such a one has no shape.
    """
    table = _table()
    if _MARKED.search(text) is None:
        return [table.get(char) or _outside(char, draw) for char in text]
    return [table.get(_composed(cluster)) or _outside(cluster, draw) for cluster in _CLUSTER.findall(text)]


def cells(line: Sequence[Glyph]) -> int:
    """The width of glyphs in half-width cells."""
    return sum(map(len, line))


def character(code: Code) -> str:
    """The character of a code out of `glyphs`."""
    return code.decode("cp932")


def _outside(cluster: str, draw: Draw) -> Glyph:
    return (draw(cluster) if cluster[0].isprintable() else None) or GETA


def _composed(cluster: str) -> str:
    # Only か + ゛: composing more would turn a name's own variant (U+FA19) into another character.
    return unicodedata.normalize("NFC", cluster) if cluster.endswith(_VOICED) else cluster


@cache
def _table() -> Mapping[str, Code]:
    """Character to code: ASCII, half-width katakana, and the 6879 characters of JIS X 0208.

    cp932 has more (髙 EEE0, ① 8740), which a printer's ROM may lack; Python's shift_jis has exactly
    JIS X 0208. They differ in the name of six shared codes (〜 and ～ are both 8160): either name is taken.
    """
    table = {chr(code): bytes((code,)) for code in range(0x20, 0x7F)}
    table |= {chr(0xFF61 + n): bytes((0xA1 + n,)) for n in range(63)}
    for lead in (*range(0x81, 0xA0), *range(0xE0, 0xF0)):
        for trail in range(0x40, 0xFD):
            code = bytes((lead, trail))
            char = code.decode("shift_jis", "ignore")
            if len(char) == 1 and char.encode("shift_jis") == code:
                table[char] = table[code.decode("cp932")] = code
    return table
