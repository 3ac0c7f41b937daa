"""Printing takes time, and the world comes in between."""

from __future__ import annotations

from tests.sim.receipt.kit import CUT, DLE_EOT, SHIFT_JIS, Bench, process_id

LINE_MS = 30 / 8 / 200 * 1000  # 3.75 mm of paper at 200 mm/s
TEN_LINES = SHIFT_JIS + b"".join(b"line %d\n" % n for n in range(10))


def done(digits: bytes) -> bytes:
    return b"\x37\x22" + digits + b"\x00"


def hanging(bench: Bench) -> int:
    return len(bench.printer.paper_hanging.splitlines())


def test_a_roll_ends_so_many_lines_on_and_a_new_one_holds_more() -> None:
    bench = Bench()
    bench.printer.end_paper(after_lines=2)
    bench.print(b"one\ntwo\nthree\n" + CUT)
    assert bench.printer.paper_hanging == "one\ntwo"
    assert bench.ask(DLE_EOT[4]) == b"\x7e"
    bench.printer.load_paper()
    bench.pass_ms(3000)
    assert [piece.text for piece in bench.printer.pieces] == ["three"]


def test_lines_appear_one_after_the_other() -> None:
    bench = Bench()
    bench.send(TEN_LINES)
    assert hanging(bench) == 0
    bench.pass_ms(LINE_MS * 3 + 1)
    assert bench.printer.paper_hanging == "line 0\nline 1\nline 2"
    bench.pass_ms(LINE_MS * 7)
    assert hanging(bench) == 10
    assert bench.printer.next_due_ns() is None


def test_a_late_tick_changes_no_time() -> None:
    bench = Bench()
    start_ns = bench.clock.now_ns
    bench.send(TEN_LINES + b"x\n" * 40 + CUT)
    bench.clock.now_ns += 5_000_000_000
    bench.printer.tick()
    assert bench.printer.pieces[0].printed_at_ns - start_ns == (50 * 30 + 120) * 625_000 + 300_000_000


def test_process_id_comes_when_the_last_line_is_on_paper_and_not_before() -> None:
    bench = Bench()
    bench.send(TEN_LINES + process_id(b"0001"))
    bench.pass_ms(LINE_MS * 10 - 1)
    assert bench.answers() == b""
    bench.pass_ms(1)
    assert bench.answers() == done(b"0001")
    assert hanging(bench) == 10


def test_process_id_after_the_cut_waits_for_the_cut() -> None:
    bench = Bench()
    bench.send(TEN_LINES + CUT + process_id(b"0002"))
    bench.pass_ms(LINE_MS * 10 + 120 / 1.6 + 299)
    assert bench.answers() == b""
    assert bench.printer.pieces == []
    bench.pass_ms(1)
    assert bench.answers() == done(b"0002")
    assert len(bench.printer.pieces) == 1


def test_process_id_of_an_unfinished_line_waits_for_its_end() -> None:
    bench = Bench()
    bench.print(b"text" + process_id(b"0003"))
    assert bench.answers() == b""
    bench.print(b"\n")
    assert bench.answers() == done(b"0003")


def test_of_ids_due_at_once_only_the_latest_is_sent() -> None:
    bench = Bench()
    bench.print(TEN_LINES + process_id(b"0001") + process_id(b"0002") + b"x\n" + process_id(b"0003"))
    assert bench.answers() == done(b"0002") + done(b"0003")


def test_process_id_with_nothing_to_print_comes_at_once() -> None:
    assert Bench().ask(process_id(b"9999")) == done(b"9999")


def test_an_id_out_of_range_is_refused() -> None:
    bench = Bench()
    assert bench.ask(process_id(b"00\x1f1")) == b""
    assert bench.printer.refused_commands == 1


def test_gs_r_is_answered_when_processed_though_not_yet_printed() -> None:
    bench = Bench()
    assert bench.ask(b"a\nb\nc\n\x1dr\x01") == b"\x00"
    assert hanging(bench) == 0
    bench.send(b"x\n" * 60 + b"\x1dr\x01")  # more than the print buffer holds: its turn comes later
    assert bench.answers() == b""
    bench.settle()
    assert bench.answers() == b"\x00"


def test_cover_opened_in_mid_print_stops_and_resumes() -> None:
    bench = Bench()
    bench.send(TEN_LINES + process_id(b"0001"))
    bench.pass_ms(LINE_MS * 4.5)
    bench.printer.open_cover()
    bench.pass_ms(60_000)
    assert hanging(bench) == 4
    assert bench.printer.next_due_ns() is None
    assert bench.answers() == b""
    bench.printer.close_cover()
    bench.pass_ms(LINE_MS * 6 - 1)
    assert bench.answers() == b""
    bench.pass_ms(1)
    assert bench.answers() == done(b"0001")
    assert bench.printer.paper_hanging == "\n".join(f"line {n}" for n in range(10))


def test_what_comes_while_offline_waits_and_real_time_does_not() -> None:
    bench = Bench()
    bench.printer.open_cover()
    bench.send(TEN_LINES)
    assert bench.ask(DLE_EOT[2]) == b"\x16"
    assert bench.ask(b"\x1dr\x01") == b""
    assert bench.printer.waiting_bytes == len(TEN_LINES) + 3 + 3
    bench.printer.close_cover()
    bench.settle()
    assert hanging(bench) == 10
    assert bench.answers() == b"\x00"
    assert bench.printer.waiting_bytes == 0


def test_paper_ends_in_mid_print_and_the_rest_is_on_the_new_roll() -> None:
    bench = Bench()
    bench.send(TEN_LINES + CUT + process_id(b"0001"))
    bench.pass_ms(LINE_MS * 4.5)
    bench.printer.end_paper()
    bench.pass_ms(10_000)
    assert bench.answers() == b""
    bench.printer.load_paper()
    bench.settle()
    assert [piece.text for piece in bench.printer.scraps] == ["line 0\nline 1\nline 2\nline 3"]
    assert bench.printer.pieces[0].text.splitlines() == [f"line {n}" for n in range(4, 10)]
    assert bench.printer.pieces[0].rows[0].y_dots == 120
    assert bench.answers() == done(b"0001")


def test_stuck_cutter_recovers_and_cuts_after_enq_1() -> None:
    bench = Bench()
    bench.printer.jam_cutter()
    bench.print(TEN_LINES + CUT + process_id(b"0001"))
    assert bench.printer.offline
    bench.send(b"\x10\x05\x01")  # nobody has looked: it fails again
    bench.settle()
    assert bench.printer.offline
    bench.printer.clear_cutter()
    bench.print(b"\x10\x05\x01")
    assert bench.printer.pieces[0].text.splitlines() == [f"line {n}" for n in range(10)]
    assert bench.answers() == done(b"0001")


def test_stuck_cutter_after_enq_2_has_forgotten_the_rest_and_the_id() -> None:
    bench = Bench()
    bench.printer.jam_cutter()
    bench.print(SHIFT_JIS + b"\x1ba1" + b"a\n" + CUT + b"b\n" * 100 + process_id(b"0001"))
    bench.printer.clear_cutter()
    bench.print(b"\x10\x05\x02")
    assert bench.answers() == b""
    assert bench.printer.pieces == []
    bench.print("後".encode("cp932") + b"\n" + CUT)
    assert bench.printer.pieces[0].text.split() == ["a", "後"]
    assert bench.printer.pieces[0].rows[1].items[0].x_dots == 276  # settings are kept: still centred


def test_enq_does_nothing_for_an_open_cover() -> None:
    bench = Bench()
    bench.send(TEN_LINES)
    bench.pass_ms(10)
    bench.printer.open_cover()
    bench.send(b"\x10\x05\x02\x10\x05\x01")
    assert bench.printer.offline
    bench.printer.close_cover()
    bench.settle()
    assert hanging(bench) == 10


def test_dle_dc4_8_clears_and_says_so() -> None:
    bench = Bench()
    bench.send(TEN_LINES + b"x\n" * 100 + process_id(b"0001"))
    bench.pass_ms(LINE_MS * 2)
    assert bench.ask(bytes.fromhex("10 14 08 01 03 14 01 06 02 08")) == bytes.fromhex("37 25 00")
    bench.settle()
    assert hanging(bench) == 2
    assert bench.answers() == b""
    bench.print(b"next\n")
    assert bench.printer.paper_hanging.endswith("line 1\nnext")
    assert bench.printer.unknown_commands == 0


def test_dle_dc4_8_ends_a_command_that_never_came_whole() -> None:
    bench = Bench()
    bench.send(b"\x1dv00\x48\x00\xff\xff" + b"\xaa" * 100)
    bench.send(bytes.fromhex("10 14 08 01 03 14 01 06 02 08"))
    bench.print(b"text\n")
    assert bench.printer.paper_hanging == "text"


def test_power_cycle_forgets_everything_but_paper() -> None:
    bench = Bench()
    bench.send(b"\x1da\xff" + TEN_LINES + b"\x1ba1" + process_id(b"0001"))
    bench.pass_ms(LINE_MS * 3.5)
    bench.answers()
    bench.printer.power_cycle()
    bench.pass_ms(500)
    assert bench.ask(DLE_EOT[1]) == b""  # still starting
    bench.pass_ms(500)
    assert bench.ask(DLE_EOT[1]) == b"\x12"
    bench.settle()
    assert hanging(bench) == 3
    bench.print(b"x\n" + CUT)
    assert bench.printer.pieces[0].text == "line 0\nline 1\nline 2\nx"
    assert bench.answers() == b""
    assert bench.hung_up == 0


def test_power_cycle_with_the_blade_stuck_comes_up_with_the_error() -> None:
    bench = Bench()
    bench.printer.jam_cutter()
    bench.printer.power_cycle()
    bench.pass_ms(1000)
    assert bench.ask(DLE_EOT[3]) == b"\x1a"


def test_unplugged_it_prints_on_and_nobody_hears() -> None:
    bench = Bench()
    bench.send(TEN_LINES + process_id(b"0001"))
    bench.printer.unplug()
    assert bench.hung_up == 1
    assert bench.printer.accept(bench.heard.append, lambda: None) is None
    bench.settle()
    assert hanging(bench) == 10
    bench.send(DLE_EOT[1])  # into a cable that is out
    bench.printer.plug()
    bench.wire = bench.open()
    assert bench.answers() == b""
    assert bench.ask(DLE_EOT[1]) == b"\x12"


def test_a_new_opening_ends_the_old_one() -> None:
    bench = Bench()
    old, bench.wire = bench.wire, bench.open()
    assert bench.hung_up == 1
    old.receive(DLE_EOT[1])
    old.closed()
    assert bench.answers() == b""
    assert bench.ask(DLE_EOT[1]) == b"\x12"
    bench.wire.closed()
    bench.wire.receive(DLE_EOT[1])
    assert bench.answers() == b""


def test_buffers_are_bounded_and_say_what_they_lost() -> None:
    bench = Bench()
    bench.printer.open_cover()
    bench.send(b"x" * 4000)
    assert (bench.printer.waiting_bytes, bench.printer.held_back_bytes) == (4000, 0)
    bench.send(b"x" * 1_100_000)
    printer = bench.printer
    assert (printer.waiting_bytes, printer.held_back_bytes) == (4096, 1 << 20)
    assert printer.peak_bytes == 4096 + (1 << 20)
    assert printer.dropped_bytes == 1_104_000 - 4096 - (1 << 20)
    assert bench.ask(DLE_EOT[2]) == b"\x16"
