"""Receipt and page printer drivers and the paper that comes out."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest

from device.testing.contract import Bench
from drivers.errors import NoAnswer
from drivers.page import JobState
from drivers.receipt import Columns, Condition, Failed, Line, Printed, Rule, Text, Unconfirmed


def blank_page() -> bytes:
    """A PDF of one empty A4 page."""
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


RECEIPT: list[Line] = [
    Text("領収書", align="center", size=2),
    Rule(),
    Columns("手数料合計", "600円"),
    Text("半角ｶﾅ ABC"),
]


def in_s(bench: Bench, seconds: float) -> int:
    return bench.clock.monotonic_ns() + round(seconds * 1e9)


def test_a_receipt_that_is_called_printed_lies_there_in_japanese(bench: Bench) -> None:
    assert bench.receipt.start().condition is Condition.READY
    assert bench.receipt.print(RECEIPT, 1, deadline_ns=in_s(bench, 15)) == Printed()
    (piece,) = bench.world.receipt.presented
    for words in ("領収書", "手数料合計", "600円", "半角ｶﾅ ABC"):
        assert words in piece.text


@pytest.mark.parametrize(
    ("act", "condition"), [("open_cover", Condition.COVER_OPEN), ("end_paper", Condition.PAPER_END)]
)
def test_a_printer_that_cannot_says_why(bench: Bench, act: str, condition: Condition) -> None:
    bench.receipt.start()
    getattr(bench.world.receipt, act)()
    bench.pass_s(0.2)
    outcome = bench.receipt.print(RECEIPT, 1, deadline_ns=in_s(bench, 3))
    assert isinstance(outcome, Failed)
    assert outcome.status.condition is condition


def test_silence_is_unknown_and_a_mute_printers_receipt_is_unconfirmed(bench: Bench) -> None:
    bench.receipt.start()
    bench.world.receipt.mute()
    assert isinstance(bench.receipt.print(RECEIPT, 1, deadline_ns=in_s(bench, 5)), Unconfirmed)
    assert bench.receipt.status().condition is Condition.UNKNOWN


def finished(bench: Bench, job: int, limit_s: float = 60) -> JobState:
    for _ in range(round(limit_s)):
        bench.pass_s(1.0)
        if (status := bench.page.job(job)).terminal:
            return status.state
    return status.state


def test_a_document_becomes_a_sheet_with_its_own_words(bench: Bench) -> None:
    bench.page.check_capabilities()
    pdf = blank_page()
    job = bench.page.submit("BENCH-1-1-1-1-1", pdf)
    assert finished(bench, job) is JobState.COMPLETED
    assert bench.page.job(job).printed(1)
    (sheet,) = bench.world.page.output_tray
    assert sheet.pdf == pdf
    assert sheet.job_name == "BENCH-1-1-1-1-1"


@pytest.mark.inline_only(reason="the wire's own limit of 30 s is not hurried")
def test_after_a_lost_answer_the_job_is_found_by_its_name(bench: Bench) -> None:
    bench.page.check_capabilities()
    bench.world.page.faults.delay(1, 60_000)
    with pytest.raises(NoAnswer):
        bench.page.submit("BENCH-1-1-1-1-2", blank_page())
    job = bench.page.find("BENCH-1-1-1-1-2")
    assert job is not None
    assert finished(bench, job) is JobState.COMPLETED
    assert len(bench.world.page.output_tray) == 1


def test_an_empty_tray_is_known_before_and_while_printing(bench: Bench) -> None:
    bench.page.check_capabilities()
    bench.world.page.empty_tray()
    assert bench.page.status().media_empty
    job = bench.page.submit("BENCH-1-1-1-1-3", blank_page())
    bench.pass_s(20)
    assert not bench.page.job(job).terminal
    bench.world.page.fill_tray(10)
    assert finished(bench, job) is JobState.COMPLETED


def test_a_jam_and_an_aborted_job_are_never_called_printed(bench: Bench) -> None:
    bench.page.check_capabilities()
    bench.world.page.jam()
    job = bench.page.submit("BENCH-1-1-1-1-4", blank_page())
    bench.pass_s(20)
    assert bench.page.status().jammed
    assert bench.page.cancel(job)
    bench.world.page.clear_jam()
    assert finished(bench, job) is not JobState.COMPLETED
    assert not bench.page.job(job).printed(1)
