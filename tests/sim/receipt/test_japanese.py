"""A Japanese receipt from hand-made bytes, read back from paper."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from PIL import Image

from sim.receipt import Piece, fonts
from sim.receipt.charset import (
    CODE_TABLES,
    COUNTRIES,
    KATAKANA,
    decode_jis,
    decode_shift_jis,
    jis_code,
    one_byte,
)
from sim.receipt.ink import Run
from sim.receipt.pcf import PcfFont
from tests.sim.receipt.kit import CUT, SHIFT_JIS, Bench

RYOSHUSHO = bytes.fromhex("97cc 8efb 8f91")  # 領収書
KINGAKU = bytes.fromhex("8be0 8a7a")  # 金額
EN = bytes.fromhex("897e")  # 円
KANA = bytes.fromhex("ca dd b6 b8")  # ﾊﾝｶｸ


def printed(data: bytes) -> Piece:
    bench = Bench()
    bench.print(data + CUT)
    assert bench.printer.unknown_commands == 0
    return bench.printer.pieces[-1]


def runs(piece: Piece, row: int) -> list[Run]:
    return [item for item in piece.rows[row].items if isinstance(item, Run)]


def cell(piece: Piece, row: int, x_dots: int, width: int) -> Image.Image:
    top = piece.rows[row].y_dots
    return piece.render().crop((x_dots, top, x_dots + width, top + 24))


def dots(bitmap: bytes | None, width: int) -> Image.Image:
    assert bitmap is not None
    return Image.frombytes("1", (width, 24), bitmap).convert("L").point([255] + [0] * 255)


def test_receipt_reads_back() -> None:
    piece = printed(SHIFT_JIS + RYOSHUSHO + b"\n\n" + KINGAKU + b" 600" + EN + b"\n" + KANA + b" \\600\n")
    assert piece.text == "領収書\n\n金額 600円\nﾊﾝｶｸ ¥600"


def test_kanji_stand_in_their_cells_dot_for_dot() -> None:
    piece = printed(SHIFT_JIS + b"6" + RYOSHUSHO + b"\n")
    kanji = fonts.font("jiskan24.pcf.gz")
    for n, code in enumerate((0x4E4E, 0x3C7D, 0x3D71)):  # rows and cells of 領 収 書 in JIS X 0208
        assert cell(piece, 0, 12 + 24 * n, 24).tobytes() == dots(kanji.glyph(code), 24).tobytes()


def test_half_width_kana_and_digits_stand_in_half_the_room() -> None:
    piece = printed(SHIFT_JIS + b"6" + KANA + b"\n")
    latin, kana = fonts.font("12x24.pcf.gz"), fonts.font("12x24rk.pcf.gz")
    assert cell(piece, 0, 0, 12).tobytes() == dots(latin.glyph(0x36), 12).tobytes()
    assert cell(piece, 0, 12, 12).tobytes() == dots(kana.glyph(0xCA), 12).tobytes()


def test_shift_jis_is_two_bytes_with_and_without_kanji_mode() -> None:
    with_mode = SHIFT_JIS + b"\x1c&" + RYOSHUSHO + b"\x1c." + b"\n"
    cancelled = SHIFT_JIS + b"\x1c." + RYOSHUSHO + b"\n"
    assert printed(with_mode).text == printed(cancelled).text == "領収書"


def test_jis_codes_need_kanji_mode() -> None:
    jis = bytes.fromhex("4e4e 3c7d 3d71")
    assert printed(b"\x1b@\x1c&" + jis + b"\x1c. 600\n").text == "領収書 600"
    assert printed(b"\x1b@" + jis + b"\n").text == "NN<}=q"


def test_shift_jis_not_selected_prints_the_katakana_page() -> None:
    assert printed(b"\x1b@\xca\xdd\xf1\xf2\n").text == "ﾊﾝ円年"


def test_gb18030_from_a_careless_library_shows_as_nonsense() -> None:
    assert "領収書" not in printed(SHIFT_JIS + "領収書".encode("gb18030") + b"\n").text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"A\x97\x20B", "A〓B"),  # no trail byte has this value: lead and trail are one bad character
        (b"A\x97\nB", "A〓\nB"),  # a line end is never swallowed
        (b"A\x87\x40B", "A〓B"),  # ① is NEC's, not in the ROM
        (b"A\xee\xe0B", "A〓B"),  # 髙 is IBM's
        (b"A\xea\xa3B", "A〓B"),  # 凜 came seven years after the ROM
        (b"A\x81\x60B", "A～B"),
    ],
)
def test_what_the_rom_lacks_is_seen_at_once(data: bytes, text: str) -> None:
    assert printed(SHIFT_JIS + data + b"\n").text == text


def test_a_geta_mark_is_ink() -> None:
    piece = printed(SHIFT_JIS + b"\x97\x20\n")
    assert min(cell(piece, 0, 0, 24).tobytes()) == 0


def test_every_character_of_the_rom_is_found_in_the_font() -> None:
    kanji = fonts.font("jiskan24.pcf.gz")
    for row in range(0x21, 0x75):
        for column in range(0x21, 0x7F):
            text = decode_jis(bytes((row, column)))
            if text != "〓":
                assert jis_code(text) == row << 8 | column
                assert kanji.glyph(row << 8 | column) is not None


def test_whole_words_and_single_codes_decode_alike() -> None:
    words = "高岡市証明書交付サービス住民票の写し"
    codes = words.encode("cp932")
    assert decode_shift_jis(codes) == words
    assert "".join(decode_shift_jis(codes[n : n + 2]) for n in range(0, len(codes), 2)) == words


def test_centre_right_and_double_size() -> None:
    piece = printed(SHIFT_JIS + b"\x1ba1\x1d!\x11" + RYOSHUSHO + b"\n\x1d!\0\x1ba2600" + EN + b"\n")
    (title,), amount = runs(piece, 0), runs(piece, 1)
    assert (title.x_dots, title.width_dots, title.height_dots) == (216, 144, 48)
    assert amount[0].x_dots == 576 - 3 * 12 - 24
    assert piece.rows[1].y_dots - piece.rows[0].y_dots == 48  # taller than the line spacing
    assert piece.text == " " * 18 + "領収書\n" + " " * 43 + "600円"


def test_double_size_doubles_each_dot() -> None:
    piece = printed(SHIFT_JIS + b"\x1d!\x11" + RYOSHUSHO[:2] + b"\n")
    top = piece.rows[0].y_dots
    big = piece.render().crop((0, top, 48, top + 48))
    one = dots(fonts.font("jiskan24.pcf.gz").glyph(0x4E4E), 24)
    assert big.tobytes() == one.resize((48, 48), Image.Resampling.NEAREST).tobytes()


def test_sizes_of_one_line_stand_on_one_base_line() -> None:
    piece = printed(SHIFT_JIS + b"\x1d!\x11A\x1d!\0B\n")
    small = cell(piece, 0, 24, 12)
    assert set(small.tobytes()) == {255}
    top = piece.rows[0].y_dots + 24
    lower = piece.render().crop((24, top, 36, top + 24))
    assert lower.tobytes() == dots(fonts.font("12x24.pcf.gz").glyph(0x42), 12).tobytes()


def test_kanji_and_letters_have_sizes_of_their_own() -> None:
    piece = printed(SHIFT_JIS + b"\x1c!\x04" + EN + b"1\x1c!\0\x1b!\x30" + EN + b"1\n")
    assert [(r.style.wide, r.style.tall) for r in runs(piece, 0)] == [(2, 1), (1, 1), (1, 1), (2, 2)]


def test_bold_underline_and_reverse_change_the_picture_not_the_text() -> None:
    plain = printed(SHIFT_JIS + EN + b"A\n")
    for on in (b"\x1bE\x01", b"\x1b-\x02", b"\x1c-\x01", b"\x1dB\x01"):
        other = printed(SHIFT_JIS + on + EN + b"A\n")
        assert other.text == plain.text
        assert other.render().tobytes() != plain.render().tobytes()


def test_a_long_line_goes_on_in_the_next() -> None:
    piece = printed(SHIFT_JIS + b"x" * 47 + EN + EN + b"\n")
    assert piece.text == "x" * 47 + "\n円円"


def test_tabs_margins_and_positions() -> None:
    piece = printed(SHIFT_JIS + b"a\tb\x1b$\xf0\x00c\n\x1dL\x18\x00d\n")
    assert piece.text == "a       b           c\n  d"


def test_font_b_is_nine_dots_wide() -> None:
    (run,) = runs(printed(SHIFT_JIS + b"\x1bM\x01abc\n"), 0)
    assert (run.width_dots, run.height_dots) == (27, 17)


def test_a_missing_font_names_its_package() -> None:
    with pytest.raises(fonts.FontMissing, match="xfonts-base"):
        fonts.font("no-such-font.pcf.gz")


def test_a_file_that_is_no_font_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "12x24.pcf.gz"
    path.write_bytes(gzip.compress(b"STARTFONT 2.1"))
    with pytest.raises(ValueError, match="not a PCF font"):
        PcfFont(path, 12, 24)


def test_code_tables_are_whole() -> None:
    for number in (KATAKANA, *CODE_TABLES):
        for country in range(len(COUNTRIES)):
            assert len(one_byte(number, country)) == 256
    assert one_byte(0, 8)[0x5C] == "¥"
    assert one_byte(KATAKANA, 0)[0xB1] == "ｱ"
    assert one_byte(KATAKANA, 0)[0x95] == "─"


def test_a_piece_keeps_its_text_out_of_its_repr() -> None:
    piece = printed(SHIFT_JIS + RYOSHUSHO + b"\n")
    assert "領" not in repr(piece) + repr(piece.rows) + repr(piece.rows[0].items)
