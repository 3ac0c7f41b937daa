"""Printers that differ: the width of the roll, what they can prove, flow control, how fast they are."""

from __future__ import annotations

import pytest

from sim.receipt import Model, ReceiptPrinter, Timing
from sim.receipt.fonts import FontMissing
from tests.sim.receipt.kit import CUT, DLE_EOT, SHIFT_JIS, Bench, Clock, process_id


def test_a_narrow_roll_holds_32_half_width_characters() -> None:
    bench = Bench(paper_mm=58)
    bench.print(SHIFT_JIS + b"1234567890" * 4 + b"\n" + CUT)
    (piece,) = bench.printer.pieces
    assert piece.text.split("\n") == ["12345678901234567890123456789012", "34567890"]
    assert piece.width_dots == 384
    assert piece.render().width == 384


def test_what_is_right_or_centred_goes_by_the_roll_or_by_the_area_that_was_set() -> None:
    wide, narrow = Bench(), Bench(paper_mm=58)
    for bench in (wide, narrow):
        bench.print(b"\x1b@\x1dW\x80\x01\x1ba\x02right\n\x1ba\x01mid\n" + CUT)
    texts = [bench.printer.pieces[0].text for bench in (wide, narrow)]
    assert texts[0] == texts[1] == " " * 27 + "right\n" + " " * 14 + "mid"


def test_paper_of_another_width_does_not_exist() -> None:
    with pytest.raises(ValueError, match="58, 80"):
        Model(paper_mm=76)


@pytest.mark.parametrize("paper_mm", [58, 80])
def test_its_name_tells_the_roll(paper_mm: int) -> None:
    assert Bench(paper_mm=paper_mm).ask(b"\x1dI\x43") == b"_SIM-%dJ\0" % paper_mm


def test_an_older_printer_steps_over_process_ids_and_still_answers_in_order() -> None:
    bench = Bench(process_ids=False)
    bench.send(b"line\n" + process_id(b"0001") + b"\x1dr\x01")
    bench.settle()
    assert bench.answers() == b"\x00"
    assert bench.printer.paper_hanging == "line"
    assert bench.ask(b"\x1d(H\x03\x00102") == b""


# --- flow control -----------------------------------------------------------------------------------


def test_xoff_when_the_buffer_is_nearly_full_and_xon_when_there_is_room() -> None:
    bench = Bench(xonxoff=True)
    bench.printer.open_cover()
    bench.send(b"x" * 3967)
    assert bench.answers() == b""
    bench.send(b"x")
    assert bench.answers() == b"\x13"
    bench.send(b"x" * 100)
    assert bench.answers() == b"", "said once"
    assert bench.ask(DLE_EOT[2]) == b"\x16", "real-time commands are heard all the same"
    bench.printer.close_cover()
    bench.settle()
    assert bench.answers() == b"\x11"
    assert bench.printer.dropped_bytes == 0


def test_after_power_on_the_sender_may_send() -> None:
    bench = Bench(xonxoff=True)
    bench.printer.open_cover()
    bench.send(b"x" * 4096)
    bench.printer.power_cycle()
    bench.answers()
    bench.pass_ms(1100)
    bench.send(b"x" * 3967)
    assert bench.answers() == b""
    bench.send(b"x")
    assert bench.answers() == b"\x13"


def test_a_printer_without_flow_control_never_asks_for_it() -> None:
    bench = Bench()
    bench.printer.open_cover()
    bench.send(b"x" * 5000)
    assert bench.answers() == b""
    assert bench.printer.held_back_bytes == 904


# --- power ------------------------------------------------------------------------------------------


def test_without_power_nothing_is_heard_said_printed_or_opened() -> None:
    bench = Bench()
    bench.send(b"\x1da\xff" + b"line\n" * 20 + CUT)
    bench.pass_ms(100)
    bench.answers()
    bench.printer.switch_off()
    bench.printer.open_cover()
    bench.printer.close_cover()
    assert bench.ask(DLE_EOT[1] + b"lost\n") == b""
    bench.pass_ms(5000)
    assert bench.printer.pieces == []
    assert bench.printer.accept(bench.heard.append, lambda: None) is None
    bench.printer.switch_on()
    bench.pass_ms(999)
    assert bench.ask(DLE_EOT[1]) == b""
    bench.pass_ms(1)
    assert bench.ask(DLE_EOT[1]) == b"\x12"
    bench.settle()
    assert bench.printer.pieces == [], "what it had is forgotten"
    assert 0 < len(bench.printer.paper_hanging.split()) < 20, "what is on paper stays"


def test_switched_off_twice_is_off_once() -> None:
    bench = Bench()
    bench.printer.switch_on()
    assert bench.ask(DLE_EOT[1]) == b"\x12"
    bench.printer.switch_off()
    bench.printer.switch_off()
    bench.printer.switch_on()
    bench.pass_ms(1000)
    assert bench.ask(DLE_EOT[1]) == b"\x12"


# --- speed ------------------------------------------------------------------------------------------


def seconds(timing: Timing) -> float:
    clock = Clock()
    printer = ReceiptPrinter(clock, timing=timing)
    wire = printer.accept(lambda _: None, lambda: None)
    assert wire is not None
    began_ns = clock.now_ns
    wire.receive(b"line\n" * 40 + CUT)
    while (due_ns := printer.next_due_ns()) is not None:
        clock.now_ns = due_ns
        printer.tick()
    assert len(printer.pieces) == 1
    return (clock.now_ns - began_ns) / 1e9


def test_a_hurried_printer_prints_the_same_in_a_part_of_the_time() -> None:
    usual = seconds(Timing())
    assert usual == pytest.approx((40 * 30 + 120) / 1600 + 0.3)  # 200 mm a second, 8 dots a mm, and a cut
    assert seconds(Timing().hurried(20)) == pytest.approx(usual / 20, rel=0.01)


def test_hurry_leaves_the_electronics_alone_and_is_at_least_1() -> None:
    assert Timing().hurried(1000).start_ns == Timing().start_ns
    assert min(Timing().hurried(10**9).dot_ns, Timing().hurried(10**9).cut_ns) == 1
    with pytest.raises(ValueError, match="at least 1"):
        Timing().hurried(0)


def test_missing_fonts_name_their_package(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    from sim.receipt import fonts

    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    fonts.font.cache_clear()
    with pytest.raises(FontMissing, match="xfonts-base"):
        fonts.check_fonts()
    monkeypatch.undo()
    fonts.check_fonts()
