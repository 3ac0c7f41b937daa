"""A printer without process ids: the answer to GS r is the proof, and nothing else may pass for it."""

from __future__ import annotations

import pytest

from drivers.receipt import Condition, Failed, Printed, PrintOutcome, ReceiptPrinter, ReceiptStatus, Text, Unconfirmed
from drivers.receipt.commands import PAPER_IN_ORDER, request_process_id

from .wire import ASB_PAPER_END, ASB_READY, PROBE, READY, Clock, Wire

LINES = [Text("領収書")]
OFFLINE: dict[int, int | None] = {1: 0x1A, 2: 0x32, 3: 0x12, 4: 0x72}


class Bench:
    """An older printer, started."""

    def __init__(self, *, asb: bytes | None = ASB_READY, process_ids: bool = False) -> None:
        self.clock = Clock()
        self.wire = Wire(self.clock)
        self.wire.asb, self.wire.process_ids = asb, process_ids
        self.printer = ReceiptPrinter(self.wire, self.clock)
        self.printer.start()
        self.wire.written.clear()

    def print(self, process_id: int = 7, seconds: float = 10) -> PrintOutcome:
        return self.printer.print(LINES, process_id, deadline_ns=self.clock.after_ms(1000 * seconds))

    @property
    def jobs(self) -> list[bytes]:
        return [data for data in self.wire.written if b"\x1dVB\x00" in data]


@pytest.mark.parametrize("asb", [ASB_READY, None])
def test_its_receipt_is_proven_by_the_answer_behind_it(asb: bytes | None) -> None:
    bench = Bench(asb=asb)
    assert bench.print() == Printed()
    assert [job.endswith(PAPER_IN_ORDER) for job in bench.jobs] == [True]
    assert b"\x1d(H" not in bench.jobs[0], "it would print that"


def test_a_printer_with_process_ids_is_asked_for_them_alone() -> None:
    bench = Bench(process_ids=True)
    assert bench.print() == Printed()
    assert bench.jobs[0].endswith(request_process_id(b"0007"))


def test_what_it_can_prove_is_found_out_before_the_first_receipt_if_it_was_off_at_the_start() -> None:
    bench = Bench()
    bench.wire.answers = dict.fromkeys(READY)
    bench.clock.wait_until(bench.clock.after_ms(6000))
    bench.printer.start()
    bench.wire.answers = dict(READY)
    bench.clock.wait_until(bench.clock.after_ms(1500))
    assert bench.print() == Printed()
    assert bench.jobs[0].endswith(PAPER_IN_ORDER)


def test_processed_is_not_printed_while_the_paper_is_at_its_end() -> None:
    bench = Bench(asb=None)
    bench.wire.answers_after_job = OFFLINE
    assert bench.print() == Failed(ReceiptStatus(Condition.PAPER_END, paper_low=False), begun=True)


def test_an_answer_that_was_owed_from_the_receipt_before_proves_nothing() -> None:
    bench = Bench()
    bench.wire.print_ms, bench.wire.clears, bench.wire.stuck = None, False, True
    assert bench.print(6) == Unconfirmed()
    bench.wire.arrives(b"\x00", after_ms=600)
    assert bench.print(7) == Unconfirmed()


def test_what_was_owed_and_came_late_does_not_stand_in_the_way() -> None:
    bench = Bench()
    bench.wire.print_ms, bench.wire.clears = None, False
    assert bench.print(6) == Unconfirmed()
    bench.wire.arrives(b"\x00", after_ms=600)
    bench.clock.wait_until(bench.clock.after_ms(2000))
    bench.wire.print_ms = 900
    assert bench.print(7) == Printed()
    assert bench.print(8) == Printed()


def test_what_was_owed_and_never_came_is_forgotten() -> None:
    bench = Bench()
    bench.wire.print_ms, bench.wire.clears = None, False
    assert bench.print(6) == Unconfirmed()
    bench.wire.print_ms = 900
    assert bench.print(7) == Printed()


@pytest.mark.parametrize("noise", [b"\x00\x03\x0f", b"\x00\x00", b"\xff\x00", b"\x37\x22\x30\x00"])
def test_pieces_of_other_words_are_no_proof(noise: bytes) -> None:
    bench = Bench()
    bench.wire.print_ms = None
    bench.wire.arrives(noise, after_ms=500)
    assert bench.print() == Unconfirmed()


def test_a_process_id_that_nobody_asked_for_is_no_proof() -> None:
    bench = Bench()
    bench.wire.print_ms = None
    bench.wire.arrives(b"\x37\x22" + PROBE + b"\x00\x37\x220006\x00", after_ms=500)
    assert bench.print() == Unconfirmed()


def test_paper_that_ends_in_the_middle() -> None:
    bench = Bench()
    bench.wire.print_ms = None
    bench.wire.arrives(ASB_PAPER_END, after_ms=400)
    assert bench.print() == Failed(ReceiptStatus(Condition.PAPER_END, paper_low=False), begun=True)
