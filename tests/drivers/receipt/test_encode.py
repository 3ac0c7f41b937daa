"""A receipt as bytes: what a Japanese ESC/POS printer must be sent."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from drivers.receipt import Columns, Feed, Line, Rule, Text, encode
from drivers.receipt.glyphs import GETA, Glyph, cells, glyphs
from drivers.receipt.layout import columns as columns_of
from drivers.receipt.layout import wrap
from drivers.receipt.lines import Align, Size

START = bytes.fromhex("1B40 1D610E 1B7401 1C4301")
CUT = bytes.fromhex("1D564200")


def columns(left: str, right: str, width_cells: int) -> list[list[Glyph]]:
    return columns_of(glyphs(left), glyphs(right), width_cells)


def joined(row: list[Glyph]) -> bytes:
    return b"".join(glyph for glyph in row if isinstance(glyph, bytes))


def body(*lines: Line) -> str:
    job = encode(lines)
    assert job.startswith(START)
    assert job.endswith(CUT)
    return job[len(START) : -len(CUT)].hex(" ").upper()


def test_an_empty_receipt_is_a_start_and_a_cut() -> None:
    assert encode([]) == START + CUT


def test_title_in_double_size() -> None:
    assert body(Text("領収書", align="center", size=2, bold=True)) == (
        "1B 61 01 1D 21 11 1B 45 01 1C 26 97 CC 8E FB 8F 91 1C 2E 0A"
    )


def test_style_changes_are_sent_once() -> None:
    assert body(Text("a", bold=True), Text("b", bold=True), Text("c"), Rule()).startswith(
        "1B 45 01 61 0A 62 0A 1B 45 00 63 0A 1C 26 84 9F"
    )


def test_half_width_stands_outside_kanji_mode() -> None:
    assert body(Text("No.1 ｱ部")) == "4E 6F 2E 31 20 B1 1C 26 95 94 1C 2E 0A"


def test_label_and_amount() -> None:
    expected = bytes.fromhex("1C26 8EE890 94 97BF 1C2E") + b" " * 37 + b"300" + bytes.fromhex("1C26 897E 1C2E 0A")
    assert body(Columns("手数料", "300円")) == expected.hex(" ").upper()


def test_rule_spans_the_paper() -> None:
    assert body(Rule()) == "1C 26 " + "84 9F " * 24 + "1C 2E 0A"


def test_feed() -> None:
    assert body(Feed(3)) == "1B 64 03"


def test_empty_text_is_an_empty_line() -> None:
    assert body(Text("")) == "0A"


def test_line_feeds_in_a_text_begin_new_lines() -> None:
    assert body(Text("a\n\nb")) == "61 0A 0A 62 0A"


@pytest.mark.parametrize(
    "text", ["髙", "﨑", "①", "㈱", "𠮷", "¥", "é", "—", "\x10", "\x1b", "\x7f", "\t", "葛\U000e0102"]
)
def test_what_the_font_does_not_have_is_a_geta(text: str) -> None:
    assert glyphs(text) == [GETA]
    assert body(Text(text)) == "1C 26 81 AC 1C 2E 0A"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("～", "8160"),
        ("〜", "8160"),  # the other name of the same code
        ("－", "817C"),
        ("−", "817C"),
        ("熙", "EAA4"),
        ("が", "82AA"),  # か with a voiced mark of its own
        ("\u3000", "8140"),
        ("￥", "818F"),
        ("ﾟ", "DF"),
        ("~", "7E"),
    ],
)
def test_codes_of_single_characters(text: str, code: str) -> None:
    assert glyphs(text) == [bytes.fromhex(code)]


def test_a_names_own_variant_is_not_printed_as_another_character() -> None:
    assert unicodedata.normalize("NFC", "\ufa19") == "\u795e"
    assert glyphs("\ufa19") == [GETA]
    assert glyphs("\ufa19か\u3099") == [GETA, b"\x82\xaa"]


@pytest.mark.parametrize("char", ["A", "ｱ", "円", "ア", "○", "×", "Ω", "Я", "─", "　", "￥", "～"])
def test_cells_are_east_asian_width_with_ambiguous_wide(char: str) -> None:
    assert cells(glyphs(char)) == (2 if unicodedata.east_asian_width(char) in "WFA" else 1)


def test_a_kanji_is_never_cut_in_two() -> None:
    rows = wrap(glyphs("a" + "円" * 24), 48)
    assert [cells(row) for row in rows] == [47, 2]


def test_double_size_wraps_at_half_the_cells() -> None:
    assert body(Text("円" * 13, size=2)).count("0A") == 2


def test_amount_that_does_not_fit_beside_the_label_goes_below() -> None:
    rows = columns("あ" * 24, "300円", 48)
    assert [cells(row) for row in rows] == [48, 48]
    assert joined(rows[1]) == b" " * 43 + b"300\x89\x7e"


def test_amount_stands_beside_the_last_row_of_a_long_label() -> None:
    rows = columns("あ" * 30, "300円", 48)
    assert [cells(row) for row in rows] == [48, 48]
    assert joined(rows[1]).startswith("あああああ".encode("cp932"))


def test_amount_without_a_label() -> None:
    assert joined(columns("", "1円", 48)[0]) == b" " * 45 + b"1\x89\x7e"


@pytest.mark.parametrize("lines", [0, -1, 21, 256])
def test_feed_that_no_receipt_needs(lines: int) -> None:
    with pytest.raises(ValueError, match="cannot feed"):
        Feed(lines)


def test_size_that_does_not_exist() -> None:
    size: Size = 3  # type: ignore[assignment]
    with pytest.raises(ValueError, match="no such text"):
        Text("a", size=size)


TEXTS = st.text(
    st.one_of(st.characters(), st.sampled_from("円領収書aｱ髙\x10\x04\x1b\x1d\x1c\n\u3099\U000e0102")), max_size=120
)
ALIGNS: tuple[Align, ...] = ("left", "center", "right")
SIZES: tuple[Size, ...] = (1, 2)
LINES = st.one_of(
    st.builds(Text, TEXTS, st.sampled_from(ALIGNS), st.sampled_from(SIZES), st.booleans()),
    st.builds(Columns, TEXTS, TEXTS),
    st.just(Rule()),
    st.builds(Feed, st.integers(1, 20)),
)

_GRAMMAR = re.compile(
    rb"(?:\x1ba[\x00-\x02]|\x1d![\x00\x11]|\x1bE[\x00\x01]|\x1bd[\x01-\x14]|\n|[\x20-\x7e\xa1-\xdf]"
    rb"|\x1c&(?:[\x81-\x9f\xe0-\xef][\x40-\x7e\x80-\xfc])+\x1c\.)*"
)


@settings(deadline=None, max_examples=120)
@given(st.lists(LINES, max_size=8))
@example([Text("\x10\x04\x01\x1b@")])
def test_no_text_can_give_the_printer_an_order(lines: list[Line]) -> None:
    job = encode(lines)
    assert _GRAMMAR.fullmatch(job, len(START), len(job) - len(CUT))


@settings(deadline=None, max_examples=120)
@given(TEXTS, st.integers(2, 48))
def test_wrapping_loses_nothing(text: str, width_cells: int) -> None:
    line = glyphs(text)
    rows = wrap(line, width_cells)
    assert [glyph for row in rows for glyph in row] == line
    assert all(cells(row) <= width_cells for row in rows)


@settings(deadline=None, max_examples=120)
@given(TEXTS, TEXTS)
def test_columns_lose_nothing_and_end_at_the_right_edge(left: str, right: str) -> None:
    rows = columns(left, right, 48)
    assert all(cells(row) <= 48 for row in rows)
    assert cells(rows[-1]) == 48
    joined = [glyph for row in rows for glyph in row if glyph != b" "]
    assert joined == [glyph for glyph in glyphs(left) + glyphs(right) if glyph != b" "]
