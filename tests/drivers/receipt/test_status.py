"""What the bits mean, and what silence means."""

from __future__ import annotations

import pytest

from drivers.errors import Disconnected
from drivers.receipt import Condition, ReceiptPrinter, ReceiptStatus
from drivers.receipt.commands import START
from drivers.receipt.status import SILENT, from_answers, from_asb

from .wire import ASB_COVER_OPEN, ASB_PAPER_END, ASB_READY, READY, Clock, Wire

FINE = ReceiptStatus(Condition.READY, paper_low=False)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def wire(clock: Clock) -> Wire:
    return Wire(clock)


@pytest.fixture
def printer(wire: Wire, clock: Clock) -> ReceiptPrinter:
    return ReceiptPrinter(wire, clock)


@pytest.mark.parametrize(
    ("n", "status", "condition"),
    [
        (1, 0x16, Condition.READY),  # drawer pin high: seen on a real TM printer
        (1, 0x1A, Condition.OFFLINE),
        (1, 0x32, Condition.OFFLINE),
        (2, 0x16, Condition.COVER_OPEN),
        (2, 0x32, Condition.PAPER_END),
        (2, 0x52, Condition.ERROR),
        (3, 0x1A, Condition.CUTTER_JAMMED),
        (3, 0x16, Condition.ERROR),
        (3, 0x32, Condition.ERROR),
        (3, 0x52, Condition.ERROR),
        (4, 0x72, Condition.PAPER_END),
        (4, 0x1E, Condition.READY),
    ],
)
def test_answers_to_the_four_questions(n: int, status: int, condition: Condition) -> None:
    assert from_answers(READY | {n: status}) == ReceiptStatus(condition, paper_low=(n, status) == (4, 0x1E))


def test_open_cover_tells_more_than_the_paper_it_lifts() -> None:
    assert from_answers({1: 0x1A, 2: 0x36, 3: 0x12, 4: 0x7E}).condition is Condition.COVER_OPEN


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_an_answer_missing_makes_all_unknown(n: int) -> None:
    assert from_answers({k: v for k, v in READY.items() if k != n}) == SILENT


@pytest.mark.parametrize(
    ("status", "condition", "low"),
    [
        ("10000000", Condition.READY, False),
        ("1400000F", Condition.READY, False),
        ("1000030F", Condition.READY, True),
        ("38000000", Condition.COVER_OPEN, False),
        ("18000F0F", Condition.PAPER_END, True),
        ("18080000", Condition.CUTTER_JAMMED, False),
        ("18040000", Condition.ERROR, False),
        ("18200000", Condition.ERROR, False),
        ("18400000", Condition.ERROR, False),
        ("18000000", Condition.OFFLINE, False),
        ("10010000", Condition.OFFLINE, False),
        ("58000000", Condition.OFFLINE, False),  # paper fed by its button
    ],
)
def test_reports(status: str, condition: Condition, low: bool) -> None:
    assert from_asb(bytes.fromhex(status)) == ReceiptStatus(condition, low)


def test_start_initialises_switches_reports_on_and_asks_four_questions(
    printer: ReceiptPrinter, wire: Wire, clock: Clock
) -> None:
    assert printer.start() == FINE
    assert [data.hex() for data in wire.written] == [START.hex(), "100401", "100402", "100403", "100404"]
    assert clock.now_ms == 8


def test_dead_printer_is_unknown_within_150_ms(printer: ReceiptPrinter, wire: Wire, clock: Clock) -> None:
    wire.answers = dict.fromkeys(READY)
    assert printer.start() == SILENT
    assert clock.now_ms == 150
    assert printer.status() == SILENT
    assert clock.now_ms <= 300


def test_printer_that_takes_no_bytes_is_unknown_within_150_ms(
    printer: ReceiptPrinter, wire: Wire, clock: Clock
) -> None:
    wire.takes = False
    assert printer.start() == SILENT
    assert clock.now_ms == 150


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_one_question_unanswered_is_unknown(n: int, printer: ReceiptPrinter, wire: Wire, clock: Clock) -> None:
    wire.answers[n] = None
    assert printer.start() == SILENT
    assert clock.now_ms == 150


def test_slow_printer_has_150_ms_for_all_four(printer: ReceiptPrinter, wire: Wire, clock: Clock) -> None:
    wire.answer_ms = 60
    assert printer.start() == SILENT
    assert clock.now_ms == 150


def test_reports_are_believed_without_a_question(printer: ReceiptPrinter, wire: Wire, clock: Clock) -> None:
    wire.asb = ASB_READY
    assert printer.start() == FINE
    asked, before_ms = len(wire.asked()), clock.now_ms
    for report, condition in ((ASB_COVER_OPEN, Condition.COVER_OPEN), (ASB_READY, Condition.READY)):
        wire.arrives(report)
        assert printer.status().condition is condition
    assert len(wire.asked()) == asked
    assert clock.now_ms == before_ms


def test_report_that_comes_between_the_answers_is_newer_than_they_are(printer: ReceiptPrinter, wire: Wire) -> None:
    wire.arrives(ASB_COVER_OPEN, after_ms=5)
    assert printer.start().condition is Condition.COVER_OPEN


def test_without_reports_each_look_is_a_question(printer: ReceiptPrinter, wire: Wire) -> None:
    printer.start()
    wire.answers[2] = 0x16
    assert printer.status().condition is Condition.COVER_OPEN
    wire.answers[2] = 0x12
    assert printer.status() == FINE
    assert wire.asked() == [1, 2, 3, 4] * 3


def test_printer_that_reports_shows_from_time_to_time_that_it_is_there(
    printer: ReceiptPrinter, wire: Wire, clock: Clock
) -> None:
    wire.asb = ASB_READY
    printer.start()
    for _ in range(60):
        clock.wait_until(clock.after_ms(500))
        assert printer.status() == FINE
    extra = wire.asked()[4:]
    assert set(extra) == {1}
    assert 4 <= len(extra) <= 7


def test_power_pulled_from_a_ready_printer_does_not_leave_it_ready(
    printer: ReceiptPrinter, wire: Wire, clock: Clock
) -> None:
    wire.asb = ASB_READY
    printer.start()
    wire.answers = dict.fromkeys(READY)
    clock.wait_until(clock.after_ms(5000))
    assert printer.status() == SILENT


def test_power_cycled_printer_reports_again(printer: ReceiptPrinter, wire: Wire, clock: Clock) -> None:
    wire.asb = ASB_READY
    printer.start()
    clock.wait_until(clock.after_ms(5000))
    wire.answers = dict.fromkeys(READY)
    assert printer.status() == SILENT
    wire.answers = dict(READY)
    clock.wait_until(clock.after_ms(1200))
    assert printer.status() == FINE
    assert wire.written[-1] == b"\x1da\x0e"
    clock.wait_until(clock.after_ms(100))
    asked = len(wire.asked())
    assert printer.status() == FINE
    assert len(wire.asked()) == asked


def test_reports_that_ceased_unnoticed_are_found_out_by_the_sign_of_life(
    printer: ReceiptPrinter, wire: Wire, clock: Clock
) -> None:
    wire.asb = ASB_READY
    printer.start()
    wire.answers = {1: 0x1A, 2: 0x16, 3: 0x12, 4: 0x12}
    clock.wait_until(clock.after_ms(5000))
    assert printer.status().condition is Condition.COVER_OPEN


def test_late_offline_is_not_taken_for_the_answer_to_another_question(
    printer: ReceiptPrinter, wire: Wire, clock: Clock
) -> None:
    wire.answers[1] = None
    assert printer.start() == SILENT
    wire.arrives(b"\x1a", after_ms=200)
    wire.answers[1] = 0x12
    assert printer.status() == SILENT
    assert wire.asked() == [1], "no question while an answer is still owed"
    clock.wait_until(clock.after_ms(300))
    assert printer.status() == FINE


def test_question_that_was_lost_for_good_is_forgotten_after_a_second(
    printer: ReceiptPrinter, wire: Wire, clock: Clock
) -> None:
    wire.answers[1] = None
    printer.start()
    wire.answers[1] = 0x12
    for _ in range(4):
        clock.wait_until(clock.after_ms(200))
        assert printer.status() == SILENT
    clock.wait_until(clock.after_ms(250))
    assert printer.status() == FINE


def test_answers_that_nobody_asked_for_make_the_round_doubtful(
    printer: ReceiptPrinter, wire: Wire, clock: Clock
) -> None:
    wire.arrives(b"\x12\x12", after_ms=1)
    assert printer.start() == SILENT
    clock.wait_until(clock.after_ms(10))
    assert printer.status() == SILENT
    clock.wait_until(clock.after_ms(1500))
    assert printer.status() == FINE


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_two_answers_to_one_question_are_no_answer(n: int, printer: ReceiptPrinter, wire: Wire) -> None:
    wire.answers_twice = n
    assert printer.start() == SILENT
    assert wire.asked()[-1] == n


def test_start_in_a_silence_is_answered_by_the_report(printer: ReceiptPrinter, wire: Wire) -> None:
    wire.answers = dict.fromkeys(READY)
    printer.start()
    wire.asb = ASB_PAPER_END
    assert printer.start().condition is Condition.PAPER_END


def test_babbling_printer_neither_hangs_nor_is_believed(printer: ReceiptPrinter, wire: Wire) -> None:
    wire.answers = dict.fromkeys(READY)
    for _ in range(300):
        wire.arrives(b"\x12" * 256)
    for _ in range(10):
        assert printer.status() == SILENT


def test_cable_pulled(printer: ReceiptPrinter, wire: Wire) -> None:
    wire.close()
    with pytest.raises(Disconnected):
        printer.start()
    with pytest.raises(Disconnected):
        printer.status()
