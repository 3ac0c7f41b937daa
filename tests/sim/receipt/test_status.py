"""Status bytes, byte for byte as Epson's specifications have them."""

from __future__ import annotations

import pytest

from tests.sim.receipt.kit import CUT, DLE_EOT, SHIFT_JIS, Bench, as_host


def real_time(bench: Bench) -> str:
    return b"".join(bench.ask(DLE_EOT[n]) for n in (1, 2, 3, 4)).hex(" ")


def test_all_is_well() -> None:
    assert real_time(Bench()) == "12 12 12 12"


def test_the_host_sees_a_peripheral() -> None:
    host = as_host(Bench())
    assert host.next_due_ns() is None
    host.tick()


def test_cover_opened_while_idle_and_closed_again() -> None:
    bench = Bench()
    bench.printer.open_cover()
    assert real_time(bench) == "1a 16 12 12"
    bench.printer.close_cover()
    assert real_time(bench) == "12 12 12 12"


def test_cover_opened_while_printing_is_an_error_that_recovers_by_itself() -> None:
    bench = Bench()
    bench.send(b"line\n" * 20)
    bench.pass_ms(50)
    bench.printer.open_cover()
    assert real_time(bench) == "1a 56 52 12"
    bench.printer.close_cover()
    assert real_time(bench) == "12 12 12 12"


def test_paper_runs_low_and_then_out() -> None:
    bench = Bench()
    bench.printer.near_end()
    assert real_time(bench) == "12 12 12 1e"
    bench.printer.end_paper()
    assert real_time(bench) == "1a 32 12 7e"
    bench.printer.load_paper()
    assert real_time(bench) == "12 12 12 12"


def test_a_stuck_cutter_shows_when_it_cuts_and_stays_until_told_to_recover() -> None:
    bench = Bench()
    bench.printer.jam_cutter()
    assert real_time(bench) == "12 12 12 12"
    bench.print(b"line\n" + CUT)
    assert real_time(bench) == "1a 52 1a 12"
    bench.printer.clear_cutter()
    assert real_time(bench) == "1a 52 1a 12"
    bench.send(b"\x10\x05\x01")
    assert real_time(bench) == "12 12 12 12"


def test_a_drawer_pin_read_high_is_no_fault() -> None:
    bench = Bench()
    bench.printer.drawer_pin(high=True)
    assert real_time(bench) == "16 12 12 12"


def test_asb_tells_at_once_and_at_each_change() -> None:
    bench = Bench()
    assert bench.ask(b"\x1da\xff").hex(" ") == "10 00 00 0f"
    bench.printer.open_cover()
    bench.printer.open_cover()
    bench.printer.close_cover()
    bench.printer.near_end()
    bench.printer.end_paper()
    bench.printer.load_paper()
    assert [message.hex(" ") for message in bench.heard] == [
        "38 00 00 0f",
        "10 00 00 0f",
        "10 00 03 0f",
        "18 00 0f 0f",
        "10 00 00 0f",
    ]


def test_asb_of_a_stuck_cutter() -> None:
    bench = Bench()
    bench.printer.jam_cutter()
    bench.ask(b"\x1da\x04")
    bench.print(CUT)
    assert bench.answers().hex(" ") == "18 08 00 0f"


def test_asb_tells_only_what_was_selected() -> None:
    bench = Bench()
    bench.ask(b"\x1da\x04")  # errors alone
    bench.printer.near_end()
    bench.printer.open_cover()
    assert bench.answers() == b""
    bench.printer.close_cover()
    assert bench.ask(b"\x1da\x00") == b""


def test_asb_is_off_after_initialization_and_after_power_on() -> None:
    bench = Bench()
    bench.send(b"\x1da\xff")
    bench.send(b"\x1b@")
    bench.answers()
    bench.printer.open_cover()
    assert bench.answers() == b""
    bench.printer.close_cover()
    bench.send(b"\x1da\xff")
    bench.printer.power_cycle()
    bench.answers()
    bench.printer.open_cover()
    assert bench.answers() == b""


def test_gs_r_tells_near_end_in_order_and_can_never_tell_the_end() -> None:
    bench = Bench()
    assert bench.ask(b"\x1dr\x01") == b"\x00"
    bench.printer.near_end()
    assert bench.ask(b"\x1dr1") == b"\x03"
    bench.printer.end_paper()
    assert bench.ask(b"\x1dr\x01") == b""
    assert bench.ask(DLE_EOT[4]) == b"\x7e"


@pytest.mark.parametrize(
    ("n", "answer"),
    [(1, "20"), (50, "03"), (3, "01"), (33, "3d 21 43 40 00"), (66, b"_MADOGUCHI\0".hex(" ")), (99, "")],
)
def test_identity(n: int, answer: str) -> None:
    assert Bench().ask(b"\x1dI" + bytes((n,))).hex(" ") == answer


def test_a_printer_without_cutter_says_so() -> None:
    assert Bench(cutter=False).ask(b"\x1dI\x02") == b"\x01"


@pytest.mark.parametrize(("d", "answer"), [(b"1", "37 23 00"), (b"2", "37 23 41 00"), (b"0", "")])
def test_offline_response(d: bytes, answer: str) -> None:
    bench = Bench()
    bench.send(b"\x1d(H\x03\x0010" + d)
    bench.printer.open_cover()
    bench.printer.end_paper()  # offline already: told once
    assert bench.answers().hex(" ") == answer


def test_a_picture_that_contains_a_status_command_is_answered_and_printed() -> None:
    bench = Bench()
    row = b"\x00\x10\x04\x01\x00\x10\x04\x04"
    assert bench.ask(SHIFT_JIS + b"\x1dv00\x08\x00\x02\x00" + row * 2) == b"\x12\x12" * 2
    bench.print(b"\n" + CUT)
    assert bench.printer.unknown_commands == 0
    assert len(bench.printer.pieces[0].rows) == 2


def test_status_is_answered_between_the_bytes_of_another_command() -> None:
    bench = Bench()
    bench.send(b"\x1b")
    assert bench.ask(b"\x10\x04") == b""
    assert bench.ask(b"\x01") == b"\x12"


def test_mute_printer_prints_and_says_nothing() -> None:
    bench = Bench()
    bench.send(b"\x1da\xff")
    bench.printer.mute()
    assert bench.ask(DLE_EOT[1]) == b""
    bench.printer.open_cover()
    bench.printer.close_cover()
    bench.print(b"still printing\n")
    assert bench.answers() == b""
    bench.printer.unmute()
    assert bench.ask(DLE_EOT[1]) == b"\x12"
    assert bench.printer.paper_hanging == "still printing"
