"""Receipt and page printer drivers and the paper that comes out."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest

from device.testing.contract import Bench
from drivers.errors import Disconnected, NoAnswer
from drivers.page import JobForgotten, JobState
from drivers.receipt import Columns, Condition, Failed, Line, Printed, Rule, Text, Unconfirmed


def blank_page(sides: int = 1) -> bytes:
    """A PDF of so many empty A4 pages."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(sides):
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


def test_trays_are_counted_before_anything_is_printed(bench: Bench) -> None:
    stock = bench.page.status().stock
    assert (stock.sheets, stock.counted, stock.a4_loaded) == (bench.world.page.sheets_left, True, True)
    assert not bench.page.status().short_of_paper(stock.sheets)
    assert bench.page.status().short_of_paper(stock.sheets + 1)
    assert stock.room is not None
    assert bench.page.status().short_of_room(stock.room + 1)
    bench.world.page.fill_output()
    assert bench.page.status().output_full


def test_a_printer_of_dots_prints_a_sheet_with_two_sides_of_a4(bench: Bench) -> None:
    bench.world.page.adopt("reads_dots")
    assert bench.page.check_capabilities().document_format == "image/pwg-raster"
    job = bench.page.submit("BENCH-1-1-1-1-5", blank_page(sides=2))
    assert finished(bench, job) is JobState.COMPLETED
    (sheet,) = bench.world.page.output_tray
    front, back = sheet.dots()
    assert (front.dpi, front.size_name, front.duplex) == ((600, 600), "iso_a4_210x297mm", True)
    assert (front.feeds, back.feeds) == ((1, 1), (-1, -1))


def test_a_job_that_outlives_a_power_cut_is_listed_until_it_is_over(bench: Bench) -> None:
    bench.page.check_capabilities()
    bench.world.page.empty_tray()
    job = bench.page.submit("BENCH-1-1-1-1-6", blank_page())
    bench.pass_s(10)
    bench.world.page.power_cycle("with_job")
    bench.pass_s(25)
    assert [(each.id, each.name, each.ours) for each in bench.page.unfinished()] == [(job, "BENCH-1-1-1-1-6", True)]
    bench.world.page.fill_tray(5)
    assert finished(bench, job) is JobState.COMPLETED
    assert bench.page.unfinished() == ()


def test_a_vanished_printer_has_forgotten_the_job_when_it_is_back(bench: Bench) -> None:
    bench.page.check_capabilities()
    job = bench.page.submit("BENCH-1-1-1-1-7", blank_page())
    bench.world.page.vanish()
    with pytest.raises(Disconnected):
        bench.page.status()
    bench.world.page.come_back()
    bench.pass_s(25)
    with pytest.raises(JobForgotten):
        bench.page.job(job, "BENCH-1-1-1-1-7")
    assert bench.page.find("BENCH-1-1-1-1-7") is None
