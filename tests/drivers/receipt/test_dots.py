"""Characters that the printer's font lacks: drawn, in their place, and never an order to the printer."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.receipt import Columns, Dots, Text, encode
from drivers.receipt.raster import doubled, inline, raster, without_orders

FULL = Dots(24, bytes.fromhex("800001") * 24)  # its left and right edges
HALF = Dots(12, bytes.fromhex("8010") * 24)
SHAPES = {"髙": FULL, "é": HALF, "高": Dots(24, b"\xff" * 72), "A": HALF, "B": FULL}
EDGE = b"\xff\xff\xff"
BLANK = b"\0\0\0"

ORDER = re.compile(rb"\x10[\x04\x05\x14]")
CUT = bytes.fromhex("1D564200")
START_BYTES = 11


def body(*lines: Text | Columns) -> bytes:
    return encode(lines, draw=SHAPES.get)[START_BYTES : -len(CUT)]


def test_a_drawn_character_stands_between_the_printers_own() -> None:
    picture = b"\x1b*\x21\x18\x00" + EDGE + BLANK * 22 + EDGE
    assert body(Text("a髙橋")) == b"a" + picture + b"\x1c&\x8b\xb4\x1c.\n"


def test_drawn_characters_side_by_side_are_one_picture() -> None:
    assert body(Text("髙é")) == b"\x1b*\x21\x24\x00" + EDGE + BLANK * 22 + EDGE * 2 + BLANK * 10 + EDGE + b"\n"


def test_a_drawn_character_takes_its_cells_in_a_column() -> None:
    (line,) = body(Columns("é", "髙")).split(b"\n")[:-1]
    assert line.count(b" ") == 48 - 1 - 2


def test_in_double_size_the_whole_row_is_a_picture() -> None:
    job = body(Text("高髙", size=2))
    head = b"\x1dv0\x00" + bytes((12, 0, 48, 0))
    assert job == head + (b"\xff" * 6 + bytes.fromhex("c00000000003")) * 48


def test_a_row_in_double_size_that_cannot_be_drawn_whole_is_printed_in_single_size() -> None:
    assert doubled([b"C", FULL], SHAPES.get) is None
    assert body(Text("C髙", size=2)).startswith(b"C\x1b*\x21")
    assert doubled([b"B", FULL], SHAPES.get) is None  # drawn, but of another width than it was laid out for


def test_after_a_picture_the_next_line_has_its_own_size_again() -> None:
    assert body(Text("髙", size=2), Text("a")).endswith(b"a\n")
    assert body(Text("髙", size=2), Text("a", size=2)).endswith(b"\x1d!\x11a\n")


def test_what_nobody_can_draw_is_a_geta_and_control_codes_are_not_asked_for() -> None:
    asked: list[str] = []

    def draw(cluster: str) -> None:
        asked.append(cluster)

    assert encode([Text("﨑\x10\x1b葛\U000e0102")], draw=draw).count(b"\x81\xac") == 4
    assert asked == ["﨑", "葛\U000e0102"]


def test_pictures_are_cut_into_bands() -> None:
    job = raster(16, b"\x80\x01" * 2000)
    bands = re.finditer(rb"\x1dv0\x00\x02\x00(..)", job, re.DOTALL)
    assert [int.from_bytes(head[1], "little") for head in bands] == [960, 960, 80]


def test_real_time_orders_inside_a_picture_become_other_dots() -> None:
    assert without_orders(bytes.fromhex("1004 1005 1014 101004 0410 1006")) == bytes.fromhex(
        "100c 100d 101c 10100c 0410 1006"
    )


def test_no_dot_is_lost_and_at_most_one_is_added_to_a_byte() -> None:
    before = bytes(range(256)) * 3 + bytes.fromhex("10041005101410")
    after = without_orders(before)
    assert all(b & a == a for a, b in zip(before, after, strict=True))
    assert all((a ^ b).bit_count() <= 1 for a, b in zip(before, after, strict=True))


DOTS = st.builds(
    Dots, st.just(24), st.lists(st.sampled_from(b"\x00\x10\x04\x05\x14\xff"), min_size=72, max_size=72).map(bytes)
)


@settings(max_examples=60, deadline=None)
@given(st.lists(DOTS, min_size=1, max_size=4))
def test_no_picture_gives_the_printer_an_order(characters: list[Dots]) -> None:
    assert ORDER.search(inline(characters)) is None
    row = raster(24, characters[0].rows)
    assert ORDER.search(row) is None
    wide = doubled(list(characters), SHAPES.get)
    assert wide is not None
    assert ORDER.search(wide) is None
