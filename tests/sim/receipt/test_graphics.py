"""Pictures and QR codes on paper."""

from __future__ import annotations

import pytest
from PIL import Image

from sim.receipt import Piece
from sim.receipt.ink import Symbol
from tests.sim.receipt.kit import CUT, Bench

STAIRS = bytes(0xFF >> n for n in range(8)) * 6  # one byte wide, 48 lines


def printed(data: bytes) -> Piece:
    bench = Bench()
    bench.print(data + CUT)
    assert bench.printer.unknown_commands == 0
    assert bench.printer.refused_commands == 0
    return bench.printer.pieces[-1]


def ink(piece: Piece, size: tuple[int, int], x_dots: int = 0) -> Image.Image:
    top = piece.rows[0].y_dots
    picture = piece.render().crop((x_dots, top, x_dots + size[0], top + size[1]))
    return picture.point([255 - level for level in range(256)])


def stairs(wide: int = 1, tall: int = 1) -> Image.Image:
    one = Image.frombytes("1", (8, 48), STAIRS).convert("L")
    return one.resize((8 * wide, 48 * tall), Image.Resampling.NEAREST)


@pytest.mark.parametrize(("m", "wide", "tall"), [(0, 1, 1), (1, 2, 1), (50, 1, 2), (3, 2, 2)])
def test_raster_picture_in_all_sizes(m: int, wide: int, tall: int) -> None:
    piece = printed(b"\x1dv0" + bytes((m, 1, 0, 48, 0)) + STAIRS)
    assert ink(piece, (8 * wide, 48 * tall)).tobytes() == stairs(wide, tall).tobytes()
    assert piece.length_dots == 120 + 48 * tall


def test_raster_picture_is_aligned() -> None:
    piece = printed(b"\x1ba2\x1dv0\x00\x01\x00\x30\x00" + STAIRS)
    assert ink(piece, (8, 48), 568).tobytes() == stairs().tobytes()


def test_what_is_wider_than_paper_is_cut_off_and_text_goes_on_after_it() -> None:
    piece = printed(b"\x1dv0\x00\x64\x00\x02\x00" + (b"\x80" + b"\0" * 71 + b"\xff" * 28) * 2 + b"after\n")
    assert piece.text == "after"
    picture = ink(piece, (576, 2))
    assert sum(picture.tobytes()) == 2 * 255


def test_stored_graphics_print_once() -> None:
    body = b"\x30\x70\x30\x01\x01\x31\x08\x00\x30\x00" + STAIRS
    store = b"\x1d(L" + bytes((len(body), 0)) + body
    bench = Bench()
    bench.print(store + b"\x1d(L\x02\x00\x30\x32" + b"\x1d(L\x02\x00\x30\x32" + CUT)
    assert ink(bench.printer.pieces[0], (8, 48)).tobytes() == stairs().tobytes()
    assert bench.printer.pieces[0].length_dots == 120 + 48
    assert bench.printer.refused_commands == 1  # nothing stored any more


def test_stored_graphics_with_the_long_length() -> None:
    body = b"\x30\x70\x30\x02\x02\x31\x08\x00\x30\x00" + STAIRS
    piece = printed(b"\x1d8L" + len(body).to_bytes(4, "little") + body + b"\x1d(L\x02\x00\x30\x02")
    assert ink(piece, (16, 96)).tobytes() == stairs(2, 2).tobytes()


def test_a_length_no_printer_could_keep_is_refused_and_skipped() -> None:
    bench = Bench()
    bench.send(b"\x1d8L\xff\xff\xff\x0f")
    for _ in range(100):
        bench.send(b"\x00" * 10_000)
    assert bench.printer.refused_commands == 1
    assert bench.printer.waiting_bytes == 0


def test_column_image_stands_among_characters() -> None:
    columns = bytes((0x80, 0x00, 0x01)) * 3  # top dot and bottom dot of three columns
    piece = printed(b"A\x1b*\x21\x03\x00" + columns + b"B\n")
    picture = ink(piece, (12 + 3 + 12, 24))
    assert [picture.getpixel((13, y)) for y in (0, 1, 22, 23)] == [255, 0, 0, 255]
    assert piece.text == "AB"


def qr(data: bytes, *, size: int = 3, level: bytes = b"0") -> bytes:
    return (
        b"\x1d(k\x04\x001A2\x00"
        + b"\x1d(k\x03\x001C"
        + bytes((size,))
        + b"\x1d(k\x03\x001E"
        + level
        + b"\x1d(k"
        + (len(data) + 3).to_bytes(2, "little")
        + b"1P0"
        + data
        + b"\x1d(k\x03\x001Q0"
    )


def test_qr_code_has_its_size_its_data_and_its_finders() -> None:
    piece = printed(qr(b"TAKAOKA-0001", size=4, level=b"1"))
    assert piece.symbols == (b"TAKAOKA-0001",)
    (symbol,) = piece.rows[0].items
    assert isinstance(symbol, Symbol)
    assert (symbol.level, symbol.version, symbol.width_dots) == ("M", 1, 84)
    picture = ink(piece, (84, 84)).resize((21, 21), Image.Resampling.NEAREST)
    for x, y in ((0, 0), (14, 0), (0, 14)):
        edge = [picture.getpixel((x + n, y)) for n in range(7)]
        middle = [picture.getpixel((x + n, y + 3)) for n in range(7)]
        assert edge == [255] * 7
        assert middle == [255, 0, 255, 255, 255, 0, 255]


@pytest.mark.parametrize("data", [b"x" * 3000, b"y" * 7000])
def test_qr_code_that_holds_too_much_is_not_printed(data: bytes) -> None:
    bench = Bench()
    bench.print(qr(data) + CUT)
    assert bench.printer.pieces[0].symbols == ()
    assert bench.printer.refused_commands == 1


def test_qr_code_wider_than_paper_is_not_printed() -> None:
    bench = Bench()
    bench.print(qr(b"z" * 1000, size=16) + CUT)
    assert bench.printer.pieces[0].symbols == ()


def test_barcodes_and_definitions_are_read_over() -> None:
    piece = printed(
        b"\x1dk\x04CODE39\x00"
        b"\x1dk\x49\x03abc"
        b"\x1b&\x03AB\x02\x01\x02\x03\x04\x05\x06\x00"
        b"\x1cq\x01\x01\x00\x01\x00\x01\x02\x03\x04\x05\x06\x07\x08"
        b"\x1d*\x01\x01\x01\x02\x03\x04\x05\x06\x07\x08"
        b"\x1bp\x00\x19\xfa\x1bc5\x00\x1b=\x01text\n"
    )
    assert piece.text == "text"


def test_unknown_codes_are_counted_and_text_goes_on() -> None:
    bench = Bench()
    bench.print(b"\x1bZ\x1d\x7f\x07a\x1d(Z\x03\x00abcb\n")
    assert bench.printer.unknown_commands == 4
    assert bench.printer.paper_hanging == "ab"
