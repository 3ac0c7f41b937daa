"""Where the blade is, what comes off, and who has it."""

from __future__ import annotations

import pytest

from sim.receipt.paper import HEAD_TO_CUTTER_DOTS
from tests.sim.receipt.kit import CUT, SHIFT_JIS, Bench


def lines(*texts: str) -> bytes:
    return SHIFT_JIS + b"".join(text.encode("cp932") + b"\n" for text in texts)


def test_a_receipt_begins_with_the_paper_between_head_and_blade() -> None:
    bench = Bench()
    bench.print(lines("領収書") + CUT)
    (piece,) = bench.printer.pieces
    assert piece.rows[0].y_dots == HEAD_TO_CUTTER_DOTS == 120
    assert piece.length_dots == 120 + 30
    assert piece.render().size == (576, 150)


def test_a_cut_without_feed_leaves_the_last_lines_inside() -> None:
    bench = Bench()
    bench.print(lines("1", "2", "3", "4", "5", "6") + b"\x1dV\x00")
    assert bench.printer.pieces[0].text == "1\n2"
    assert bench.printer.paper_hanging == "3\n4\n5\n6"
    bench.print(lines("次の客") + CUT)
    assert bench.printer.pieces[1].text == "3\n4\n5\n6\n次の客"


def test_a_line_under_the_blade_is_in_two_halves() -> None:
    bench = Bench()
    bench.print(SHIFT_JIS + b"\x1b3\x18" + "縦\n".encode("cp932") + b"\x1bJ\x6c" + b"\x1dV\x00")  # 24 + 108 dots
    bench.print(CUT)
    upper, lower = bench.printer.pieces
    assert (upper.text, lower.text) == ("", "縦")
    whole = Bench()
    whole.print(SHIFT_JIS + b"\x1b3\x18" + "縦\n".encode("cp932") + CUT)
    picture = whole.printer.pieces[0].render()
    assert upper.render().crop((0, 120, 576, 132)).tobytes() == picture.crop((0, 120, 576, 132)).tobytes()
    assert lower.render().crop((0, 0, 576, 12)).tobytes() == picture.crop((0, 132, 576, 144)).tobytes()


@pytest.mark.parametrize("cut", [b"\x1dVA\x00", b"\x1dVB\x00", b"\x1dVh\x00", b"\x1bd\x04\x1dV1", b"\x1bd\x04\x1bi"])
def test_every_way_to_cut_below_the_text(cut: bytes) -> None:
    bench = Bench()
    bench.print(lines("a", "b") + cut)
    assert [piece.text for piece in bench.printer.pieces] == ["a\nb"]
    assert bench.printer.paper_hanging == ""


def test_function_d_draws_the_paper_back_so_that_the_next_receipt_has_no_margin() -> None:
    bench = Bench()
    bench.print(lines("a") + b"\x1dVg\x00" + lines("b") + CUT)
    assert [piece.rows[0].y_dots for piece in bench.printer.pieces] == [120, 0]


def test_function_c_cuts_when_the_place_comes_by() -> None:
    bench = Bench()
    bench.print(lines("before") + CUT)
    bench.printer.pieces.clear()
    bench.print(lines("a") + b"\x1dVa\x00" + lines("b", "c", "d"))
    assert bench.printer.pieces == []
    bench.print(lines("e", "f"))
    assert [piece.text for piece in bench.printer.pieces] == ["a"]
    assert bench.printer.paper_hanging == "b\nc\nd\ne\nf"


def test_a_cut_in_the_middle_of_a_line_is_refused() -> None:
    bench = Bench()
    bench.print(SHIFT_JIS + b"text" + CUT)
    assert bench.printer.pieces == []
    assert bench.printer.refused_commands == 1


def test_no_paper_no_piece() -> None:
    bench = Bench()
    bench.print(b"\x1dV\x00\x1dV\x00")
    assert bench.printer.pieces == []


def test_the_customer_takes_what_lies_there() -> None:
    bench = Bench()
    assert bench.printer.take_receipt() is None
    bench.print(lines("first") + CUT + lines("second") + CUT)
    printer = bench.printer
    assert [piece.text for piece in printer.presented] == ["first", "second"]
    taken = printer.take_receipt()
    assert taken is not None
    assert taken.text == "second"
    assert printer.taken == [taken]
    assert [piece.text for piece in printer.presented] == ["first"]
    assert [piece.text for piece in printer.pieces] == ["first", "second"]


def test_without_a_cutter_the_customer_tears() -> None:
    bench = Bench(cutter=False)
    bench.print(lines("a", "b") + CUT)
    assert bench.printer.pieces == []
    torn = bench.printer.take_receipt()
    assert torn is not None
    assert torn.text == "a\nb"
    assert bench.printer.take_receipt() is None


def test_a_piece_knows_when_it_came_off() -> None:
    bench = Bench()
    start_ns = bench.clock.now_ns
    bench.print(lines("a") + CUT)
    # one line of 30 dots and 120 dots to the blade at 0.625 ms a dot, and 300 ms to cut
    assert bench.printer.pieces[0].printed_at_ns - start_ns == (150 * 625 + 300_000) * 1000


def test_line_spacing_and_feeds() -> None:
    bench = Bench()
    bench.print(lines("a") + b"\x1b3\x40b\n\x1b2c\n\x1bd\x02d\n\x1bJ\x05e\n" + CUT)
    tops = [row.y_dots - 120 for row in bench.printer.pieces[0].rows]
    assert tops == [0, 30, 94, 184, 219]
    assert bench.printer.pieces[0].text == "a\nb\nc\nd\ne"


def test_motion_units_scale_feeds() -> None:
    bench = Bench()
    bench.print(b"\x1dP\x00\xcb\x1b3\x32a\n\x1dP\x00\x65\x1b3\x19b\nc\n" + CUT)
    assert [row.y_dots - 120 for row in bench.printer.pieces[0].rows] == [0, 50, 100]


def test_paper_nobody_cuts_tears_off_some_day() -> None:
    bench = Bench()
    for _ in range(40):
        bench.print(b"\x1b3\xffx\n\x1bd\x0c" * 4)
    assert len(bench.printer.scraps) == 5
    assert all(piece.length_dots <= 100_000 for piece in bench.printer.scraps)
