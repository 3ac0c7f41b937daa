"""Golden status words: every way to be refused, and what is answered beside it, in one table.

Source: ISO/IEC 7816-4 §5.6, JICSAP 2.0 §7.3.1, and what test cards answered the myna-card survey.
"""

from __future__ import annotations

from typing import Final

import pytest

from sim.card import card_for
from tests.sim.pki_card.bench import SELECT_JPKI, awake, file, octets, send, verify

PERSONA: Final = "yamada-taro"
DIGEST_INFO: Final = "3031300D060960864801650304020105000420" + "5A" * 32
SIGN: Final = f"802A0080 33 {DIGEST_INFO} 00"
TEXT: Final = "00A4040C 0A D3921000310001010408"
COMMON: Final = "00A4040C 0A D3921000310001010100"

BEFORE: Final[dict[str, tuple[str, ...]]] = {  # where a row begins: what has been done to a card just woken
    "just woken": (),
    "in JPKI": (SELECT_JPKI,),
    "certificate": (SELECT_JPKI, file(0x000A)),
    "PIN": (SELECT_JPKI, file(0x0018)),
    "PIN given": (SELECT_JPKI, file(0x0018), verify("1234")),
    "key": (SELECT_JPKI, file(0x0017)),
    "key open": (SELECT_JPKI, file(0x0018), verify("1234"), file(0x0017)),
    "two wrong": (SELECT_JPKI, file(0x0018), verify("9999"), verify("9999")),
    "blocked": (SELECT_JPKI, file(0x0018), verify("9999"), verify("9999"), verify("9999")),
    "in text": (TEXT,),
    "in common": (COMMON,),
}

ROWS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "just woken": (
        ("00A40000", "6A86"),  # the master file of ISO does not exist
        ("00A4000C 02 3F00", "6A82"),
        ("00A4020C 02 000A", "6A82"),  # no application yet
        ("00A4040C 0A D392F000260100000001", "9000"),
        ("00A4040C 05 D392F00026", "9000"),  # a name cut short
        ("00A4040C 01 D3", "9000"),
        ("00A4040C 08 A000000151000000", "9000"),  # the issuer's domain
        ("00A4040C 0A D392F000260100000002", "6A82"),
        ("00A4040C 0B D392F00026010000000100", "6A82"),
        ("00A4040C 00", "6700"),
        ("00A4040C", "6700"),
        ("00A4040C 11 D392F00026010000000100000000000000", "6700"),
        ("00A4040C 05 D392", "6700"),  # shorter than it says
        ("00A4040C 01 D392F0", "6700"),  # longer than it says
        ("00A40402 01 D3", "6A86"),  # the next one of that name
        ("00840000 08", "9000"),
        ("00CA5F51 00", "9000"),  # the contact ATR
        ("00CA5F51 000000", "9000"),  # the same with an extended Le
        ("00CA5F51 01", "6700"),
        ("00CADF30 05", "6A88"),
        ("00CA0045 00", "9000"),
        ("00CA00F0 00", "9000"),
        ("00CA00F2 00", "9000"),
    ),
    "in JPKI": (
        ("00A40000", "9000"),  # selects nothing, and says yes
        ("00A4000C 02 3F00", "6A82"),
        ("00A4020C 02 000A", "9000"),
        ("00A4020C 02 0003", "6A82"),
        ("00A4020C 01 0A", "6700"),
        ("00A4020C 03 00000A", "6700"),
        ("00A4010C 02 000A", "6A86"),
        ("00A4080C 02 000A", "6A86"),
        ("00A40204 02 000A", "6A86"),
        ("00A40400 0A D392F000260100000001 00", "6F0C840AD392F000260100000001 9000"),
        ("00A40400 0A D392F000260100000001 04", "6C0E"),
        ("00A40400 0A D392F000260100000001", "9000"),
        ("00A40200 02 000A 00", "6F048302000A 9000"),
        ("00B00000 04", "6986"),  # no file
        ("00B08A00 02", "3082 9000"),  # a short id
        ("00B08300 02", "6A82"),  # no such file
        ("00B08000 02", "6A86"),  # short id 0
        ("00B09F00 02", "6A86"),  # short id 1F
        ("00B0CA00 02", "6A86"),  # reserved bits
        ("00B09800 02", "6981"),  # a PIN
        ("00B09700 02", "6981"),  # a key
        ("00B09000 02", "6981"),  # a key reference
        ("00B08900 02", "6982"),  # nothing known opens 0009
        ("00B08100 02", "6982"),  # the signature certificate
        ("00B08200 02", "3082 9000"),  # the root above it
        ("00B08A00", "6700"),  # no Le
        ("00B08A00 000100", "6700"),  # extended
        ("00B08A00 01 00 00", "6700"),  # data
        ("00B20104 00", "6986"),  # a record, and no file
        ("00B20154 00", "6981"),  # a record of 000A
        ("00200080", "6986"),
        ("00200098", "63C3"),
        ("0020009B", "63C5"),
        ("802A0080 01 00 00", "6986"),
        ("802A0097 01 00 00", "6982"),
        ("802A009A 01 00 00", "6982"),
        ("00CA5F51 00", "E000FF8131FE4514 9000"),
        ("80FC0000", "6700"),  # a notice for iPhones
        ("00840000", "6700"),
        ("00840001 08", "6A86"),
        ("00840000 000008", "6700"),  # extended
        ("", "6700"),
        ("00", "6700"),
        ("00A404", "6700"),
        ("00FF0000", "6D00"),
        ("00240180 04 35363738", "6D00"),  # changing the PIN: not in a kiosk
        ("80320080 04 35363738", "6D00"),
        ("00C00000 00", "6D00"),  # nothing is ever left to fetch
        ("802000 80", "6E00"),  # VERIFY in the wrong class
        ("002A0080 01 00 00", "6E00"),
        ("FFCA0000 00", "6E00"),  # meant for the reader
        ("01A4040C 01 D3", "6881"),
        ("41A4040C 01 D3", "6881"),
        ("04B0000004", "6882"),
        ("0CB0000004", "6882"),
        ("08B0000004", "69FC"),
        ("10A4040C 01 D3", "6884"),
    ),
    "certificate": (
        ("00B00000 02", "3082 9000"),
        ("00B00EDF 00", "FF 9000"),  # the last byte of 3808
        ("00B00EE0 01", "6B00"),  # the first one behind it
        ("00B07FFF 01", "6B00"),
        ("00B00000", "6700"),
        ("00B20104 00", "6981"),
        ("00200080", "6981"),
        ("00200080 04 31323334", "6981"),
        ("802A0080 01 00 00", "6981"),
    ),
    "PIN": (
        ("00200080", "63C3"),
        ("00200080 00", "63C3"),  # the same question with a fifth byte
        ("00200080 04", "6700"),  # a length and nothing behind it
        ("00200080 04 31323334", "9000"),
        ("00200080 04 39393939", "63C2"),
        ("00200080 01 39", "63C2"),
        ("00200080 10 39393939393939393939393939393939", "63C2"),
        ("00200080 11 3939393939393939393939393939393939", "6700"),
        ("00200080 04 31323334 00", "6700"),  # VERIFY answers no data
        ("00200180 04 39393939", "6A86"),
        ("00200000 04 39393939", "6A86"),
        ("00200018 04 39393939", "6A86"),
        ("0020009F 04 39393939", "6A86"),
        ("00200083 04 39393939", "6A82"),
        ("0020008A 04 39393939", "6981"),
        ("01200080 04 39393939", "6881"),
        ("00B00000 04", "6981"),
    ),
    "PIN given": (("00200080", "63C3"), ("00200080 04 39393939", "63C2"), ("802A0080 01 00 00", "6981")),
    "key": ((SIGN, "6982"), (SIGN[:-2], "6700")),
    "key open": (
        (SIGN[:-2], "6700"),  # no Le
        (SIGN[:-2] + "FF", "6700"),  # too small for 256 bytes
        ("802A0080 00", "6700"),  # nothing to sign
        ("802A0080 F6" + "00" * 246 + "00", "6985"),
        ("802A0280 1F" + "00" * 31 + "00", "6985"),
        ("802A0480 21" + "00" * 33 + "00", "6985"),
        (SIGN.replace("802A00", "802A06"), "6A86"),
        (SIGN.replace("802A0080", "802A0000"), "6A86"),
        (SIGN.replace("802A0080", "802A0083"), "6A82"),
        (SIGN.replace("802A0080", "802A0098"), "6981"),  # a PIN is no key
        ("00" + SIGN[2:], "6E00"),
    ),
    "two wrong": (("00200080", "63C1"), ("00200080 04 39393939", "63C0"), ("00200080 04 31323334", "9000")),
    "blocked": (("00200080", "63C0"), ("00200080 04 39393939", "6984"), ("00200080 04 31323334", "6984")),
    "in text": (
        ("00200091", "63C3"),
        ("00200092", "63C0"),
        ("00200094", "63CA"),
        ("00B08100 02", "6982"),
        ("00B08200 02", "6982"),
        ("00B08300 02", "6982"),
        ("00A4020C 02 000A", "6A82"),  # JPKI's
    ),
    "in common": (
        ("00B2010C 02", "6C1E"),
        ("00B2020C 00", "6A83"),
        ("00B2000C 00", "6A83"),
        ("00B2010D 00", "6A86"),
        ("00B08100 02", "6981"),  # records are not bytes
        ("0020009C", "63C3"),
    ),
}


@pytest.mark.parametrize(
    ("where", "apdu", "answer"), [(where, *row) for where, rows in ROWS.items() for row in rows]
)
def test_golden(where: str, apdu: str, answer: str) -> None:
    card = awake(card_for(PERSONA))
    for step in BEFORE[where]:
        assert send(card, step)[:2] in {"90", "63"}
    before = card.all_tries
    expected = octets(answer)
    said = card.transmit(octets(apdu))
    if expected == b"\x90\x00":
        assert said[-2:] == expected
    else:
        assert said == expected
    if not (expected[:1] == b"\x63" or expected == b"\x90\x00"):
        assert card.all_tries == before  # nothing but a try spends one


def test_the_first_command_after_power_up() -> None:
    card = card_for(PERSONA)
    card.power_on()
    assert send(card, SELECT_JPKI) == "6F00"
    assert send(card, SELECT_JPKI) == "9000"
