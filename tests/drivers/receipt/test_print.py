"""Printing a receipt: only the printer's own word about this very receipt is proof."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.errors import Disconnected
from drivers.receipt import (
    Condition,
    Failed,
    Printed,
    PrintOutcome,
    ReceiptPrinter,
    ReceiptStatus,
    Text,
    Unconfirmed,
    encode,
)
from drivers.receipt.commands import CLEAR_BUFFERS

from .wire import ASB_COVER_OPEN, ASB_PAPER_END, ASB_READY, READY, Clock, Wire

LINES = [Text("領収書", align="center", size=2), Text("300円")]
DONE_7 = b"\x37\x220007\x00"


class Rig:
    """A started printer that reports its changes."""

    def __init__(self, *, asb: bytes | None = ASB_READY) -> None:
        self.clock = Clock()
        self.wire = Wire(self.clock)
        self.wire.asb = asb
        self.printer = ReceiptPrinter(self.wire, self.clock)
        self.printer.start()
        self.wire.written.clear()

    def print(self, process_id: int = 7, seconds: float = 10) -> PrintOutcome:
        return self.printer.print(LINES, process_id, deadline_ns=self.clock.after_ms(1000 * seconds))


@pytest.fixture
def rig() -> Rig:
    return Rig()


def test_receipt_goes_out_in_one_piece_and_its_id_comes_back(rig: Rig) -> None:
    assert rig.print() == Printed()
    assert rig.wire.written == [encode(LINES) + bytes.fromhex("1D2848 0600 3030 30303037")]
    assert rig.clock.now_ms < 1000


def test_printer_without_reports(rig: Rig) -> None:
    assert Rig(asb=None).print() == Printed()


def test_report_in_the_middle_of_printing(rig: Rig) -> None:
    rig.wire.asb = bytes.fromhex("1000030F")
    rig.wire.arrives(bytes.fromhex("1000030F"), after_ms=300)
    assert rig.print() == Printed()
    assert rig.printer.status() == ReceiptStatus(Condition.READY, paper_low=True)


def test_silence_after_the_receipt_is_unconfirmed_at_the_deadline(rig: Rig) -> None:
    rig.wire.print_ms = None
    rig.wire.answers = dict.fromkeys(READY)
    rig.clock.wait_until(rig.clock.after_ms(100))
    start_ms = rig.clock.now_ms
    assert rig.print() == Unconfirmed()
    assert rig.clock.now_ms - start_ms == pytest.approx(10_000)


def test_printer_that_is_fine_but_never_says_so_is_unconfirmed(rig: Rig) -> None:
    rig.wire.print_ms = None
    assert rig.print() == Unconfirmed()


def test_paper_ends_in_the_middle(rig: Rig) -> None:
    rig.wire.print_ms = None
    rig.wire.answers = {1: 0x1A, 2: 0x32, 3: 0x12, 4: 0x72}
    rig.wire.arrives(ASB_PAPER_END, after_ms=400)
    assert rig.print() == Failed(ReceiptStatus(Condition.PAPER_END, paper_low=False), begun=True)


def test_paper_ends_unreported_and_is_asked_for_at_the_end() -> None:
    rig = Rig(asb=None)
    rig.wire.print_ms = None
    rig.wire.answers_after_job = {1: 0x1A, 2: 0x32, 3: 0x12, 4: 0x72}
    assert rig.print() == Failed(ReceiptStatus(Condition.PAPER_END, paper_low=False), begun=True)


def test_paper_that_ended_before_sends_nothing() -> None:
    rig = Rig(asb=None)
    rig.wire.answers[4] = 0x72
    assert rig.print() == Failed(ReceiptStatus(Condition.PAPER_END, paper_low=False), begun=False)
    assert rig.wire.asked() == [1, 2, 3, 4]
    assert len(rig.wire.written) == 4


def test_a_receipt_half_of_which_is_on_the_old_roll_is_given_up_at_once(rig: Rig) -> None:
    rig.wire.arrives(ASB_PAPER_END, after_ms=400)
    rig.wire.arrives(ASB_READY, after_ms=7000)
    rig.wire.print_ms = 8000
    assert rig.print() == Failed(ReceiptStatus(Condition.PAPER_END, paper_low=False), begun=True)
    assert rig.clock.now_ms < 1000
    assert rig.wire.written[-1] == CLEAR_BUFFERS, "the rest would come out of the new roll"


def test_cover_closed_in_time_and_the_receipt_comes_out_after_all(rig: Rig) -> None:
    rig.wire.arrives(ASB_COVER_OPEN, after_ms=400)
    rig.wire.arrives(ASB_READY, after_ms=7000)
    rig.wire.print_ms = 8000
    assert rig.print() == Printed()


def test_open_cover_before_the_receipt_sends_nothing(rig: Rig) -> None:
    rig.wire.arrives(ASB_COVER_OPEN)
    assert rig.print() == Failed(ReceiptStatus(Condition.COVER_OPEN, paper_low=False), begun=False)
    assert rig.wire.written == []


def test_id_of_the_receipt_before_comes_late(rig: Rig) -> None:
    rig.wire.print_ms = None
    assert rig.print(process_id=6) == Unconfirmed()
    rig.wire.arrives(b"\x37\x220006\x00", after_ms=500)
    assert rig.print(process_id=7) == Unconfirmed()


def test_id_that_came_before_the_receipt_was_sent_is_not_its_own(rig: Rig) -> None:
    rig.wire.print_ms = None
    rig.wire.arrives(DONE_7)
    assert rig.print(process_id=7) == Unconfirmed()


def test_id_of_an_unsettled_receipt_is_not_given_to_another(rig: Rig) -> None:
    rig.wire.print_ms = None
    assert rig.print(process_id=7) == Unconfirmed()
    rig.wire.written.clear()
    with pytest.raises(ValueError, match="never confirmed"):
        rig.print(process_id=7)
    assert rig.wire.written == []


def test_status_answers_are_no_proof(rig: Rig) -> None:
    rig.wire.print_ms = None
    rig.wire.arrives(b"\x12\x12\x12\x12", after_ms=300)
    rig.wire.arrives(b"\x37\x25\x00\x37\x23\x40\x00", after_ms=400)
    assert rig.print() == Unconfirmed()


def test_proof_in_the_last_moment(rig: Rig) -> None:
    rig.wire.print_ms = 9990
    assert rig.print() == Printed()


def test_deadline_shorter_than_a_status_call(rig: Rig) -> None:
    rig.wire.print_ms = 30
    assert rig.print(seconds=0.1) == Printed()
    rig.wire.print_ms = None
    start_ms = rig.clock.now_ms
    assert rig.print(process_id=8, seconds=0.1) == Unconfirmed()
    assert rig.clock.now_ms - start_ms <= 100.001


def test_printer_that_stops_taking_bytes(rig: Rig) -> None:
    rig.wire.takes = False
    assert rig.print() == Unconfirmed()
    assert rig.clock.now_ms <= 10_100


def test_printer_that_stops_taking_bytes_and_says_why(rig: Rig) -> None:
    rig.wire.takes = False
    rig.wire.arrives(ASB_PAPER_END, after_ms=8000)
    assert rig.print() == Failed(ReceiptStatus(Condition.PAPER_END, paper_low=False), begun=True)


def test_cable_pulled_while_printing(rig: Rig) -> None:
    rig.wire.print_ms = None
    rig.wire.close()
    with pytest.raises(Disconnected):
        rig.print()


@pytest.mark.parametrize("process_id", [0, -1, 10_000])
def test_id_that_the_printer_cannot_carry(rig: Rig, process_id: int) -> None:
    with pytest.raises(ValueError, match="not 1 to 9999"):
        rig.print(process_id=process_id)
    assert rig.wire.written == []


@pytest.mark.parametrize("fragment", [1, 2, 3, 5])
def test_answers_in_pieces(rig: Rig, fragment: int) -> None:
    rig.wire.fragment = fragment
    rig.wire.arrives(ASB_COVER_OPEN, after_ms=100)
    rig.wire.arrives(ASB_READY, after_ms=200)
    assert rig.print() == Printed()
    assert rig.printer.status().condition is Condition.READY


@settings(deadline=None, max_examples=80)
@given(st.lists(st.tuples(st.binary(max_size=20), st.integers(0, 2000)), max_size=15))
def test_no_noise_is_proof_and_none_breaks_the_driver(noise: list[tuple[bytes, int]]) -> None:
    rig = Rig()
    rig.wire.print_ms = None
    for data, after_ms in sorted(noise, key=lambda item: item[1]):
        rig.wire.arrives(data, after_ms)
    outcome = rig.print(seconds=3)
    whole = b"".join(data for data, _ in noise)
    assert isinstance(outcome, Unconfirmed | Failed) or b"0007" in whole
    rig.printer.status()
    rig.printer.start()
