"""What the wire does to a printer's answers. The printer itself has done what it was told."""

from __future__ import annotations

import pytest

from sim.receipt.faults import JUNK
from tests.sim.receipt.kit import CUT, DLE_EOT, Bench, process_id

ONE = DLE_EOT[1]


def test_lost_answers_are_lost_and_those_behind_them_come() -> None:
    bench = Bench()
    bench.printer.faults.drop(2)
    assert [bench.ask(ONE) for _ in range(3)] == [b"", b"", b"\x12"]


def test_a_late_answer_comes_at_its_time_and_what_is_behind_it_waits() -> None:
    bench = Bench()
    bench.printer.faults.delay(1, 300)
    assert bench.ask(ONE) == b""
    bench.pass_ms(100)
    assert bench.ask(DLE_EOT[4]) == b""
    bench.pass_ms(199)
    assert bench.answers() == b""
    bench.pass_ms(1)
    assert bench.answers() == b"\x12\x12"
    assert bench.ask(ONE) == b"\x12"


def test_two_halves_some_time_apart() -> None:
    bench = Bench()
    bench.printer.faults.split(2, 40)
    bench.send(process_id(b"0007"))
    assert bench.answers() == b"\x37\x22\x30"
    bench.pass_ms(40)
    assert bench.answers() == b"\x30\x30\x37\x00"
    assert bench.ask(ONE) == b"\x12", "one byte has no halves"


def test_noise_before_twice_and_garbled() -> None:
    bench = Bench()
    bench.printer.faults.junk(1)
    assert bench.ask(ONE) == JUNK + b"\x12"
    bench.printer.faults.duplicate(1)
    assert bench.ask(ONE) == b"\x12\x12"
    bench.printer.faults.corrupt(1)
    assert bench.ask(ONE) == b"\x92"
    assert bench.ask(ONE) == b"\x12"


def test_the_paper_comes_out_whatever_becomes_of_the_answer() -> None:
    bench = Bench()
    bench.printer.faults.drop(1)
    bench.print(b"line\n" + CUT + process_id(b"0001"))
    assert bench.answers() == b""
    assert bench.printer.pieces[0].text == "line"


def test_a_wire_that_is_good_again_still_brings_what_was_under_way() -> None:
    bench = Bench()
    bench.printer.faults.delay(5, 300)
    bench.ask(ONE)
    bench.printer.faults.clear()
    assert bench.ask(ONE) == b""
    bench.pass_ms(300)
    assert bench.answers() == b"\x12\x12"
    assert bench.ask(ONE) == b"\x12"


def test_what_was_under_way_is_gone_with_the_wire() -> None:
    bench = Bench()
    bench.printer.faults.delay(1, 300)
    bench.ask(ONE)
    bench.wire = bench.open()
    bench.pass_ms(400)
    assert bench.answers() == b""
    assert bench.printer.next_due_ns() is None


@pytest.mark.parametrize("act", ["drop", "junk", "duplicate", "corrupt"])
def test_numbers_and_times_are_not_negative(act: str) -> None:
    faults = Bench().printer.faults
    with pytest.raises(ValueError, match="negative"):
        getattr(faults, act)(-1)
    with pytest.raises(ValueError, match="negative"):
        faults.delay(1, -5)
