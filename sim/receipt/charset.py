"""Character codes: one-byte tables, national variants, and the kanji ROM.

The ROM is JIS X 0208-1983 and no more: NEC's and IBM's extensions (①, ㈱, 髙) are not in it, as
they need not be in a printer's. What the ROM lacks comes out as the geta mark 〓, so that nobody
can miss it on paper.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

GETA = "〓"

COUNTRY_CODES = b"\x23\x24\x40\x5b\x5c\x5d\x5e\x60\x7b\x7c\x7d\x7e"
COUNTRIES = (
    "#$@[\\]^`{|}~",  # 0 USA
    "#$à°ç§^`éùè¨",  # 1 France
    "#$§ÄÖÜ^`äöüß",  # 2 Germany
    "£$@[\\]^`{|}~",  # 3 UK
    "#$@ÆØÅ^`æøå~",  # 4 Denmark I
    "#¤ÉÄÖÅÜéäöåü",  # 5 Sweden
    "#$@°\\é^ùàòèì",  # 6 Italy
    "₧$@¡Ñ¿^`¨ñ}~",  # 7 Spain I
    "#$@[¥]^`{|}~",  # 8 Japan
    "#¤ÉÆØÅÜéæøåü",  # 9 Norway
    "#$ÉÆØÅÜéæøåü",  # 10 Denmark II
    "#$á¡Ñ¿é`íñóú",  # 11 Spain II
    "#$á¡Ñ¿éüíñóú",  # 12 Latin America
    "#$@[₩]^`{|}~",  # 13 Korea
)
"""ESC R n: what stands at `COUNTRY_CODES`. (Datecs EP-60 manual, ESC R, after Epson's table.)"""
JAPAN = 8

_KATAKANA_80 = (
    "▁▂▃▄▅▆▇█▏▎▍▌▋▊▉┼┴┬┤├▔─│▕┌┐└┘╭╮╰╯"
    " ｡｢｣､･ｦｧｨｩｪｫｬｭｮｯｰｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝﾞﾟ"
    "═╞╪╡◢◣◥◤♠♥♦♣●○╱╲╳円年月日時分秒〒市区町村人▒ "
)
KATAKANA = 1
CODE_TABLES = {
    0: "cp437", 2: "cp850", 3: "cp860", 4: "cp863", 5: "cp865", 13: "cp857", 14: "cp737",
    15: "iso8859_7", 16: "cp1252", 17: "cp866", 18: "cp852", 19: "cp858", 32: "cp720", 33: "cp775",
    34: "cp855", 35: "cp861", 36: "cp862", 37: "cp864", 38: "cp869", 39: "iso8859_2", 40: "iso8859_15",
    45: "cp1250", 46: "cp1251", 47: "cp1253", 48: "cp1254", 49: "cp1255", 50: "cp1256", 51: "cp1257",
    52: "cp1258", 53: "kz1048",
}  # fmt: skip
"""ESC t n of the Epson line that Python has a codec for; 1 is the Katakana page above."""


@lru_cache(maxsize=64)
def one_byte(code_table: int, country: int) -> str:
    """The 256 characters of a code table under a national variant; what is undefined is blank."""
    if code_table == KATAKANA:
        upper = _KATAKANA_80
    else:
        upper = bytes(range(0x80, 0x100)).decode(CODE_TABLES[code_table], "replace")
    lower = [chr(code) for code in range(0x80)]
    for code, character in zip(COUNTRY_CODES, COUNTRIES[country], strict=True):
        lower[code] = character
    text = "".join(lower) + upper
    return "".join(c if c.isprintable() and c != "\ufffd" else " " for c in text)


def decode_one_byte(data: bytes, table: str) -> str:
    """`data` through a table of `one_byte`; always one character a byte."""
    return codecs.charmap_decode(data, "strict", table)[0]


# Python's shift_jis is JIS X 0208 exactly, but six of its characters are not those that cp932,
# and thus every Japanese text written on a PC, uses for the same codes.
_AS_WRITTEN = str.maketrans("〜‖−¢£¬", "～∥－￠￡￢")
_SINCE_1990 = (b"\xea\xa3", b"\xea\xa4")  # 凜 and 熙 came with JIS X 0208-1990


def _kanji(pair: bytes) -> str:
    if pair in _SINCE_1990:
        return GETA
    try:
        return pair.decode("shift_jis").translate(_AS_WRITTEN)
    except UnicodeDecodeError:
        return GETA


def decode_shift_jis(data: bytes) -> str:
    """Whole two-byte codes (leads 81-9F, E0-EF) as characters; 〓 for what the ROM lacks."""
    try:
        text = data.decode("shift_jis")
    except UnicodeDecodeError:
        text = ""
    if 2 * len(text) != len(data) or b"\xea" in data:
        return "".join(_kanji(data[at : at + 2]) for at in range(0, len(data), 2))
    return text.translate(_AS_WRITTEN)


def decode_jis(data: bytes) -> str:
    """Whole JIS row/cell codes (21-7E each) as characters; 〓 for what the ROM lacks."""
    shifted = bytearray()
    for row, cell in zip(data[::2], data[1::2], strict=True):
        lead = (row - 0x21 >> 1) + 0x81
        shifted.append(lead if lead < 0xA0 else lead + 0x40)
        shifted.append(cell + 0x7E if row % 2 == 0 else cell + 0x1F + (cell >= 0x60))
    return decode_shift_jis(bytes(shifted))


def jis_code(character: str) -> int | None:
    """Where a character stands in JIS X 0208 (row and cell as in the fonts, 0x2121..), if it does."""
    try:
        pair = character.encode("cp932")
    except UnicodeEncodeError:
        return None
    if len(pair) != 2:
        return None
    lead = pair[0] - (0x81 if pair[0] < 0xA0 else 0xC1)
    trail = pair[1]
    if trail >= 0x9F:
        return (2 * lead + 0x22) << 8 | trail - 0x7E
    return (2 * lead + 0x21) << 8 | trail - (0x20 if trail > 0x7F else 0x1F)


@dataclass(frozen=True, slots=True)
class CodeSystem:
    """How bytes from 20 up split into characters of one byte and of two.

    one: a stretch of one-byte characters
    two: a stretch of whole two-byte codes; None where there are none
    """

    one: re.Pattern[bytes]
    two: re.Pattern[bytes] | None
    decode_two: Callable[[bytes], str]


ONE_BYTE = CodeSystem(re.compile(rb"[\x20-\xff]+"), None, decode_shift_jis)
JIS = CodeSystem(re.compile(rb"[\x20\x7f-\xff]+"), re.compile(rb"(?:[\x21-\x7e][\x21-\x7e])+"), decode_jis)
# With FS C 1 a lead byte is a lead byte with and without FS &: the kanji mode is "effective only
# when the JIS code system is selected" (HPRT PPTII-A programming manual, FS &), and the Japanese
# consortium's receiptline prints Shift_JIS on Epson, Star, Citizen and Seiko models without it.
SHIFT_JIS = CodeSystem(
    re.compile(rb"[\x20-\x80\xa0-\xdf\xf0-\xff]+"),
    re.compile(rb"(?:[\x81-\x9f\xe0-\xef][\x40-\x7e\x80-\xfc])+"),
    decode_shift_jis,
)
