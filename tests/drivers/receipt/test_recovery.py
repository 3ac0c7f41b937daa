"""Cutters that stick, power that goes, and what is left of a receipt."""

from __future__ import annotations

import pytest

from drivers.receipt import Condition, Failed, Printed, PrintOutcome, ReceiptPrinter, ReceiptStatus, Text, Unconfirmed
from drivers.receipt.commands import CLEAR_BUFFERS, RECOVER_AND_GO_ON, RECOVER_CLEARED

from .wire import ASB_COVER_OPEN, ASB_READY, READY, Clock, Wire

LINES = [Text("領収書")]
CUT = b"\x1dVB\x00"
ASB_CUTTER = bytes.fromhex("18080000")
JAMMED: dict[int, int | None] = {1: 0x1A, 2: 0x52, 3: 0x1A, 4: 0x12}
SILENCE: dict[int, int | None] = dict.fromkeys(READY)


class Rig:
    """A started printer that reports its changes."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.wire = Wire(self.clock)
        self.wire.asb = ASB_READY
        self.printer = ReceiptPrinter(self.wire, self.clock)
        self.printer.start()
        self.wire.written.clear()

    def print(self, process_id: int = 7, seconds: float = 10) -> PrintOutcome:
        return self.printer.print(LINES, process_id, deadline_ns=self.clock.after_ms(1000 * seconds))

    def wait(self, ms: float) -> None:
        self.clock.wait_until(self.clock.after_ms(ms))

    def jam(self, after_ms: float = 0) -> None:
        self.wire.arrives(ASB_CUTTER, after_ms)
        self.wire.answers = dict(JAMMED)

    def sent(self, order: bytes) -> int:
        return self.wire.written.count(order)


@pytest.fixture
def rig() -> Rig:
    return Rig()


# --- the cutter -------------------------------------------------------------------------------------


def test_a_blade_that_comes_free_at_the_second_try_cuts_the_receipt_after_all(rig: Rig) -> None:
    rig.wire.print_ms = 3000
    rig.wire.recovers = ASB_READY
    rig.wire.arrives(ASB_CUTTER, after_ms=400)
    assert rig.print() == Printed()
    assert rig.sent(RECOVER_AND_GO_ON) == 1


def test_a_blade_that_sticks_again_is_not_tried_a_third_time(rig: Rig) -> None:
    rig.wire.print_ms = None
    rig.wire.recovers = ASB_READY
    rig.wire.arrives(ASB_CUTTER, after_ms=400)
    rig.wire.arrives(ASB_CUTTER, after_ms=1400)
    assert rig.print() == Failed(ReceiptStatus(Condition.CUTTER_JAMMED, paper_low=False), begun=True)
    assert rig.sent(RECOVER_AND_GO_ON) == 1
    assert rig.wire.written[-1] == CLEAR_BUFFERS
    assert rig.clock.now_ms < 2000


def test_a_stuck_cutter_at_rest_is_told_to_try_again_now_and_then(rig: Rig) -> None:
    rig.jam()
    for _ in range(60):
        assert rig.printer.recover().condition is Condition.CUTTER_JAMMED
        rig.wait(1000)
    assert rig.sent(RECOVER_CLEARED) == 2


def test_a_hand_in_the_printer_is_reason_to_try_at_once(rig: Rig) -> None:
    rig.jam()
    rig.printer.recover()
    rig.wire.arrives(ASB_COVER_OPEN)
    assert rig.printer.recover().condition is Condition.COVER_OPEN
    rig.wire.recovers = ASB_READY
    rig.jam()
    rig.wire.answers = dict(READY)
    assert rig.printer.recover().condition is Condition.READY
    assert rig.sent(RECOVER_CLEARED) == 2


@pytest.mark.parametrize("off", [True, False])
def test_a_try_takes_no_longer_than_a_status_call(rig: Rig, off: bool) -> None:
    rig.jam()
    rig.wire.answers = SILENCE if off else JAMMED
    rig.wire.answer_ms = 100
    before_ms = rig.clock.now_ms
    rig.printer.recover()
    assert rig.sent(RECOVER_CLEARED) == 1
    assert rig.clock.now_ms - before_ms <= 150


@pytest.mark.parametrize("report", [ASB_READY, ASB_COVER_OPEN, bytes.fromhex("18000C0F"), bytes.fromhex("18200000")])
def test_nothing_but_a_stuck_cutter_is_recovered(rig: Rig, report: bytes) -> None:
    rig.wire.arrives(report)
    rig.printer.recover()
    assert rig.wire.written == []


# --- power ------------------------------------------------------------------------------------------


def off(rig: Rig, from_ms: float, to_ms: float) -> None:
    """The printer is silent between the two moments of the receipt under way."""
    arrives = rig.wire.arrives

    def only_with_power(data: bytes, after_ms: float = 0) -> None:
        if not from_ms <= rig.clock.now_ms + after_ms < to_ms:
            arrives(data, after_ms)

    rig.wire.arrives = only_with_power  # type: ignore[method-assign]


def test_power_lost_in_mid_receipt_is_found_out_when_it_is_back(rig: Rig) -> None:
    rig.wire.print_ms = None
    off(rig, 300, 2500)
    assert rig.print(seconds=20) == Failed(ReceiptStatus(Condition.POWER_LOST, paper_low=False), begun=True)
    assert rig.clock.now_ms < 7000
    assert rig.printer.status().condition is Condition.READY


def test_an_answer_that_was_lost_on_the_wire_is_no_power_failure(rig: Rig) -> None:
    rig.wire.print_ms = 3500
    off(rig, 900, 1300)
    assert rig.print() == Printed()


def test_a_printer_that_answers_late_has_not_been_off(rig: Rig) -> None:
    rig.wire.print_ms = 9000
    rig.wire.answer_ms = 400
    assert rig.print() == Printed()


def test_power_that_does_not_come_back_is_silence_to_the_end(rig: Rig) -> None:
    rig.wire.print_ms = None
    off(rig, 300, 1e9)
    assert rig.print() == Unconfirmed()
    assert rig.clock.now_ms == pytest.approx(10_008)
    assert rig.printer.status().condition is Condition.UNKNOWN


# --- what is left -----------------------------------------------------------------------------------


def test_the_rest_of_a_receipt_that_went_wrong_is_cut_off_before_the_next(rig: Rig) -> None:
    rig.wire.print_ms = None
    assert rig.print(7) == Unconfirmed()
    rig.wire.print_ms = 900
    rig.wire.written.clear()
    assert rig.print(8) == Printed()
    assert rig.print(9) == Printed()
    first, second = rig.wire.written
    assert first == CUT + second.replace(b"0009", b"0008")


def test_a_new_roll_needs_no_cut(rig: Rig) -> None:
    rig.wire.print_ms = None
    rig.wire.arrives(bytes.fromhex("18000C0F"), after_ms=400)
    assert isinstance(rig.print(7), Failed)
    rig.wire.print_ms = 900
    rig.wire.arrives(ASB_READY)
    rig.wait(100)
    rig.wire.written.clear()
    assert rig.print(8) == Printed()
    assert not rig.wire.written[-1].startswith(CUT)


def test_the_id_of_a_receipt_that_was_cleared_is_free_again(rig: Rig) -> None:
    rig.wire.print_ms = None
    assert rig.print(7) == Unconfirmed()
    rig.wait(100)
    rig.wire.print_ms = 900
    assert rig.print(7) == Printed()
