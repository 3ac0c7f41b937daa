"""Our driver at ippeveprinter: what it sends, and what it makes of what that says."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from device.clock import RealClock
from device.workers.page_copy import PRINTED, Copy, Outcome
from drivers.errors import DeviceError, Disconnected, Refused
from drivers.page import IppRefused, JobForgotten, JobState, JobStatus, PagePrinter, PrinterState
from drivers.port import OpenPort, Port
from statemachine.delays import Delays
from tests.acceptance.eve import PWG_RASTER, Eve, why_not
from tests.sim.page.ipp import pdf_of

pytestmark = pytest.mark.skipif(why_not() is not None, reason=str(why_not()))

CERTIFICATE = pdf_of("FRONT", "BACK")
QUICK = replace(Delays(), page_first_poll_s=0.05, page_poll_printing_s=0.05, page_give_up_s=5.0, page_settle_s=5.0)
STAFFED = replace(QUICK, page_stuck_s=0.3)
LIMIT_S = 20.0


@pytest.fixture
def eve(tmp_path: Path) -> Iterator[Eve]:
    printer = Eve(tmp_path)
    try:
        yield printer
    finally:
        printer.close()


@pytest.fixture
def page(eve: Eve) -> PagePrinter:
    driver = eve.driver()
    driver.check_capabilities()
    return driver


def until(done: Callable[[], bool]) -> None:
    """Another process does it in its own time."""
    limit = time.monotonic() + LIMIT_S
    while not done():
        assert time.monotonic() < limit
        time.sleep(0.02)


def ended(page: PagePrinter, job: int) -> JobStatus:
    until(lambda: page.job(job).terminal)
    return page.job(job)


def seen_to(page: PagePrinter, put_right: Callable[[], object]) -> tuple[Outcome, list[str]]:
    """One copy whose trouble is put right as soon as it is told, and not before."""
    troubles: list[str] = []

    def staff(cause: str, _detail: str) -> None:
        if cause not in troubles:
            put_right()
        troubles.append(cause)

    outcome = Copy(page, RealClock(), STAFFED, "KIOSK-1-1-1-1", 2, staff).print(CERTIFICATE)
    return outcome, sorted(set(troubles))


def see_through(eve: Eve, page: PagePrinter, name: str, delays: Delays = QUICK) -> tuple[Outcome, list[str]]:
    """One copy as the worker prints it, and the troubles that it told of."""
    troubles: list[str] = []
    copy = Copy(page, RealClock(), delays, name, 2, lambda cause, _: troubles.append(cause))
    return copy.print(CERTIFICATE), troubles


# --- what it sends --------------------------------------------------------------------------------------


def test_it_is_fit_for_certificates_and_says_so(eve: Eve, page: PagePrinter) -> None:
    found = page.check_capabilities()
    assert (found.missing, found.document_format, found.resolution_dpi) == ((), "application/pdf", 600)
    status = page.status()
    assert (status.state, status.reasons, status.accepting) == (PrinterState.IDLE, frozenset(), True)
    assert status.stock.sheets >= 100
    assert status.stock.a4_loaded


def test_a_certificate_is_printed_and_its_document_is_what_it_was(eve: Eve, page: PagePrinter) -> None:
    job = page.submit("KIOSK-1-1-1-1", CERTIFICATE)
    status = ended(page, job)
    assert (status.state, status.impressions) == (JobState.COMPLETED, 2)
    assert status.printed(2)
    (document,) = eve.spooled()
    assert document.read_bytes() == CERTIFICATE
    assert document.name.endswith(".pdf")


def test_a_printer_of_dots_reads_ours_with_its_own_decoder(tmp_path: Path) -> None:
    eve = Eve(tmp_path, PWG_RASTER)
    try:
        page = eve.driver()
        found = page.check_capabilities()
        assert (found.document_format, found.resolution_dpi) == (PWG_RASTER, 600)
        assert found.raster is not None
        assert found.raster.kind == "black_1"
        status = ended(page, page.submit("KIOSK-1-1-1-1", CERTIFICATE))
        # both counted by its own engine, which has unpacked them
        assert (status.state, status.impressions) == (JobState.COMPLETED, 2)
        pcl = (tmp_path / "pcl").read_bytes()
        assert b"\x1b&l1S" in pcl, "not over the long edge"
        assert b"\x1b&l26A" in pcl, "not A4"
        assert b"\x1b*t600R" in pcl, "not at 600 dpi"
    finally:
        eve.close()


def test_copies_are_jobs_of_their_own_each_found_by_its_name(eve: Eve, page: PagePrinter) -> None:
    jobs = {}
    for copy in range(1, 4):
        name = f"KIOSK-1-1-1-{copy}"
        assert see_through(eve, page, name) == (PRINTED, [])
        jobs[name] = page.find(name)
    assert sorted(jobs.values(), key=str) == [1, 2, 3]
    assert page.find("KIOSK-1-1-1-4") is None
    assert page.unfinished() == ()
    assert [document.read_bytes() for document in eve.spooled()] == [CERTIFICATE] * 3


class LosesAnswers:
    """A wire whose answers are lost, from the moment it is told so."""

    def __init__(self) -> None:
        self.losing = False

    def __call__(self, open_port: OpenPort) -> OpenPort:
        return lambda: _Losing(self, open_port())


class _Losing:
    def __init__(self, wire: LosesAnswers, port: Port) -> None:
        self._wire, self._port = wire, port
        self.name, self.write, self.close = port.name, port.write, port.close

    def read(self, size_max: int, deadline_ns: int) -> bytes:
        data = self._port.read(size_max, deadline_ns)
        if self._wire.losing and data:
            self._wire.losing = False
            raise Disconnected("test wire", "read", "the answer is lost", "ask again")
        return data


def test_the_answer_to_a_copy_is_lost_and_it_is_printed_once(eve: Eve) -> None:
    wire = LosesAnswers()
    page = eve.driver(wire)
    page.check_capabilities()
    page.unfinished()
    wire.losing = True
    with pytest.raises(Disconnected):
        page.submit("KIOSK-1-1-1-1", CERTIFICATE)
    job = page.find("KIOSK-1-1-1-1")
    assert job is not None
    assert ended(page, job).printed(2)
    assert len(eve.spooled()) == 1


# --- what it says ---------------------------------------------------------------------------------------


def test_a_jam_is_seen_while_it_lasts_and_the_copy_is_not_printed(eve: Eve, page: PagePrinter) -> None:
    eve.engine("jam")
    job = page.submit("KIOSK-1-1-1-1", CERTIFICATE)
    until(lambda: page.status().jammed)
    assert [(each.id, each.ours) for each in page.unfinished()] == [(job, True)]
    eve.go()
    status = ended(page, job)
    assert (status.state, status.impressions) == (JobState.ABORTED, 0)
    assert "aborted-by-system" in status.reasons
    assert not status.printed(2)
    assert not page.status().jammed


def test_a_job_called_complete_without_an_impression_is_not_printed(eve: Eve, page: PagePrinter) -> None:
    eve.engine("nothing")
    outcome, _ = see_through(eve, page, "KIOSK-1-1-1-1")
    assert outcome == Outcome("incomplete")
    assert page.job(1).state is JobState.COMPLETED
    assert page.job(1).impressions == 0


def test_an_empty_tray_is_known_idle_and_printing_and_the_job_goes_on_when_it_is_filled(
    eve: Eve, page: PagePrinter
) -> None:
    eve.load(0)
    idle = page.status()
    assert idle.media_empty
    assert "media-empty-report" in idle.reasons
    job = page.submit("KIOSK-1-1-1-1", CERTIFICATE)
    until(lambda: "media-needed-warning" in page.status().reasons)
    assert page.status().media_empty
    assert page.job(job).state is JobState.PROCESSING
    eve.load(10)
    assert ended(page, job).printed(2)
    assert not page.status().media_empty


def test_staff_hear_of_an_empty_tray_while_the_copy_is_called_processing(eve: Eve, page: PagePrinter) -> None:
    eve.load(0)
    assert seen_to(page, lambda: eve.load(10)) == (PRINTED, ["paper_empty"])


def test_staff_hear_of_a_jam_while_the_copy_is_called_processing(eve: Eve, page: PagePrinter) -> None:
    eve.engine("jam")
    assert seen_to(page, eve.go) == (Outcome("aborted"), ["paper_jam"])


def test_a_busy_printer_is_asked_again_and_prints_each_copy_once(eve: Eve, page: PagePrinter) -> None:
    eve.engine("slow")
    first = page.submit("KIOSK-1-1-1-1", CERTIFICATE)
    with pytest.raises(IppRefused, match="0507 server-error-busy") as refusal:
        page.submit("KIOSK-1-1-1-2", CERTIFICATE)
    assert refusal.value.busy
    impatient = replace(QUICK, page_settle_s=0.2)
    assert see_through(eve, page, "KIOSK-1-1-1-2", impatient)[0] == Outcome("busy")
    assert page.find("KIOSK-1-1-1-2") is None
    eve.go()
    assert see_through(eve, page, "KIOSK-1-1-1-3")[0] == PRINTED
    assert page.job(first).printed(2)
    assert len(eve.spooled()) == 2


def test_a_copy_that_is_given_up_is_not_settled_before_the_printer_is_done_with_it(
    eve: Eve, page: PagePrinter
) -> None:
    eve.load(0)
    short = replace(QUICK, page_give_up_s=0.5, page_settle_s=0.5)
    outcome, _ = see_through(eve, page, "KIOSK-1-1-1-1", short)
    assert outcome == Outcome("paper_empty", settled=False)
    ((job, name),) = [(each.id, each.name) for each in page.unfinished()]
    assert name == "KIOSK-1-1-1-1"
    assert "processing-to-stop-point" in page.job(job).reasons
    eve.load(10)
    assert ended(page, job).state is JobState.CANCELED
    assert page.cancel(job) is False
    assert page.unfinished() == ()


def test_a_vanished_printer_is_disconnected_and_a_new_one_has_forgotten_the_job(eve: Eve, page: PagePrinter) -> None:
    eve.engine("slow")
    job = page.submit("KIOSK-1-1-1-1", CERTIFICATE)
    eve.vanish()
    for ask in (page.status, page.unfinished, lambda: page.job(job), lambda: page.submit("x", CERTIFICATE)):
        with pytest.raises(Disconnected):
            ask()
    eve.start()
    with pytest.raises(JobForgotten):
        page.job(job)
    assert page.find("KIOSK-1-1-1-1") is None
    assert page.unfinished() == ()


def test_the_number_of_a_forgotten_job_is_given_to_another_and_not_taken_for_it(eve: Eve, page: PagePrinter) -> None:
    mine = page.submit("KIOSK-1-1-1-1", CERTIFICATE)
    ended(page, mine)
    eve.vanish()
    eve.start()
    other = eve.driver()
    assert other.submit("another", CERTIFICATE) == mine
    assert ended(other, mine).printed(2)
    with pytest.raises(JobForgotten):
        page.job(mine, "KIOSK-1-1-1-1")


def test_a_printer_that_is_gone_before_the_copy_is_sent_leaves_nothing_in_doubt(eve: Eve, page: PagePrinter) -> None:
    eve.vanish()
    assert see_through(eve, page, "KIOSK-1-1-1-1") == (Outcome("unreachable"), ["unreachable"])
    eve.start()
    assert eve.spooled() == []


def test_what_it_cannot_do_it_refuses_before_it_begins(eve: Eve, page: PagePrinter, tmp_path: Path) -> None:
    with pytest.raises(DeviceError) as refusal:
        page.cancel(99)
    assert isinstance(refusal.value, Refused)
    assert not eve.spooled()
