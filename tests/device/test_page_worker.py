"""The page printer's worker through what printers do: empty, full, jam, vanish, keep jobs, cancel late, lie."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest

from device.press.press import Press, Pressed
from device.testing.inline_port import opener
from device.workers.page import PageWorker
from drivers.clock import NS_PER_S
from drivers.errors import Disconnected
from drivers.http import HttpClient
from drivers.page import PagePrinter
from drivers.page.status import SHEETS_FEW
from drivers.port import OpenPort, Port
from sim.page import PagePrinter as SimulatedPagePrinter
from statemachine import commands as c
from statemachine import events as e
from statemachine.events import Event
from tests.device.stand import Stand
from tests.sim.http_probe import Probe, post
from tests.sim.page.ipp import NAME, PRINT_JOB, TO_PRINTER, attr, pdf_of, request

CERTIFICATE = pdf_of("FRONT", "BACK")


PRINT_JOB_HEAD = b"\x02\x00\x00\x02"
"""Version and operation of our Print-Job (RFC 8010 §3.1)."""


class Cable:
    """The network between the kiosk and its printer, which fails at the one request that matters.

    at_print_job: what becomes of the next Print-Job: it is `lost`, or its `answer` is
    """

    def __init__(self, open_port: OpenPort) -> None:
        self._open_port = open_port
        self.at_print_job = ""

    def __call__(self) -> Port:
        return _Plugged(self, self._open_port())


class _Plugged:
    def __init__(self, cable: Cable, port: Port) -> None:
        self._cable, self._port, self.name, self.close = cable, port, port.name, port.close
        self._broken = False

    def write(self, data: bytes, deadline_ns: int) -> None:
        if PRINT_JOB_HEAD in data and self._cable.at_print_job:
            self._broken = True
        if not (self._broken and self._cable.at_print_job == "lost"):
            self._port.write(data, deadline_ns)

    def read(self, size_max: int, deadline_ns: int) -> bytes:
        if self._broken:
            self._cable.at_print_job = ""
            raise Disconnected("cable", "read", "pulled", "put it back")
        return self._port.read(size_max, deadline_ns)


class Paper:
    """A worker, its driver, and a printer on the other end."""

    def __init__(self, stand: Stand, output_capacity: int = 150) -> None:
        self.stand, self.hub = stand, stand.hub
        self.printer = SimulatedPagePrinter(stand.hub, sheets_in_tray=20, output_capacity=output_capacity)
        self.hub.join(self.printer)
        self.cable = Cable(opener(self.hub, "sim://page", self.printer))
        http = HttpClient("page printer", "page", self.cable, self.hub)
        self.driver = PagePrinter(http, "ipp://page/ipp/print", self.hub)
        sha256 = hashlib.sha256(CERTIFICATE).hexdigest()
        stand.vault.put("pressed", Pressed("d-1", "K-1-1-4", CERTIFICATE, sha256, sides=2))

    def start(self) -> Paper:
        """The kiosk starts."""
        self.stand.start(PageWorker(self.stand.desk(), self.driver, Press({}, bytes(32))))
        return self

    def order(self, number: int = 1) -> None:
        self.stand.mailbox.put(copy(number))

    def told(self, number: int = 1) -> Event | None:
        """The answer to that copy, so far."""
        return next((event for event in self.stand.said if event.answers == f"K-1-{number}"), None)

    def sheets(self) -> list[str]:
        return [sheet.job_name for sheet in (*self.printer.taken, *self.printer.output_tray)]

    def readiness(self) -> list[str]:
        """What the device said of itself, in order."""
        said = (event for event in self.stand.said if isinstance(event, e.DeviceReady | e.DeviceUnready))
        return ["ready" if isinstance(event, e.DeviceReady) else event.cause for event in said]

    def late(self) -> list[Event]:
        """Words about copies that nobody had asked for any more."""
        return [event for event in self.stand.said if isinstance(event, e.CopyFailed) and event.answers is None]


def copy(number: int) -> c.PrintCopy:
    return c.PrintCopy(id=f"K-1-{number}", document="d-1", copy=number, job=f"K-1-1-4-{number}", sheets=1)


def check(sheets: int, number: int = 0) -> c.CheckPaper:
    return c.CheckPaper(id=f"C-{number}", sheets=sheets)


@pytest.fixture
def stand() -> Iterator[Stand]:
    stand = Stand()
    yield stand
    stand.hub.close()


@pytest.fixture
def paper(stand: Stand) -> Paper:
    return Paper(stand).start()


# --- before any money -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("sheets", "served"), [(20, True), (21, False)])
def test_an_order_is_measured_against_the_tray(paper: Paper, sheets: int, served: bool) -> None:
    answer = paper.stand.answer(check(sheets))
    if served:
        assert answer == e.PaperReady(answers="C-0")
    else:
        assert isinstance(answer, e.CommandFailed)
        assert (answer.outcome, answer.cause) == ("refused", "paper_short")
    assert paper.readiness() == ["ready"], "a smaller order is still served"


def test_an_order_is_measured_against_the_output(stand: Stand) -> None:
    paper = Paper(stand, output_capacity=2).start()
    assert isinstance(paper.stand.answer(check(2)), e.PaperReady)
    answer = paper.stand.answer(check(3, number=1))
    assert isinstance(answer, e.CommandFailed)
    assert answer.cause == "output_short"


def test_a_low_tray_that_does_not_count_promises_one_sheet(paper: Paper) -> None:
    paper.printer.adopt("counts_nothing")
    assert isinstance(paper.stand.answer(check(1)), e.PaperReady)
    answer = paper.stand.answer(check(2, number=1))
    assert isinstance(answer, e.CommandFailed)
    assert answer.cause == "paper_short"
    paper.printer.fill_tray(200)
    assert isinstance(paper.stand.answer(check(30, number=2)), e.PaperReady)


@pytest.mark.parametrize(
    ("act", "cause", "undo"),
    [
        ("empty_tray", "paper_empty", "fill"),
        ("fill_output", "output_full", "take_sheets"),
    ],
)
def test_a_printer_that_can_print_nothing_is_unready_until_it_can(
    paper: Paper, act: str, cause: str, undo: str
) -> None:
    getattr(paper.printer, act)()
    answer = paper.stand.answer(check(1))
    assert isinstance(answer, e.CommandFailed)
    assert answer.cause == cause
    if undo == "fill":
        paper.printer.fill_tray(20)
    else:
        paper.printer.take_sheets()
    paper.hub.run_for(30)
    assert paper.readiness() == ["ready", cause, "ready"]


def test_a_printer_without_its_plug_is_asked_nothing_more(paper: Paper) -> None:
    paper.printer.vanish()
    answer = paper.stand.answer(check(1), 10)
    assert isinstance(answer, e.CommandFailed)
    assert answer.outcome == "failed"
    assert paper.readiness() == ["ready", "unreachable"]


def test_paper_that_runs_low_is_told_once_before_the_tray_is_empty(paper: Paper) -> None:
    low = e.DeviceRemarked(device="page", remark="paper_low")
    paper.hub.run_for(60)
    assert paper.stand.said.count(low) == 1, "20 sheets are few"
    paper.printer.fill_tray(200)
    paper.hub.run_for(60)
    paper.printer.empty_tray()
    paper.printer.fill_tray(SHEETS_FEW + 1)
    paper.hub.run_for(60)
    assert paper.stand.said.count(low) == 1
    paper.order()
    paper.hub.run_for(60)
    assert paper.stand.said.count(low) == 2, "one sheet less"
    assert paper.readiness() == ["ready"]


def test_paper_that_runs_low_uncounted_is_told_as_the_printer_says_it(paper: Paper) -> None:
    paper.printer.adopt("counts_nothing")
    paper.printer.fill_tray(200)
    paper.hub.run_for(20)
    paper.printer.empty_tray()
    paper.printer.fill_tray(5)
    paper.hub.run_for(20)
    assert paper.stand.said.count(e.DeviceRemarked(device="page", remark="paper_low")) == 2


def test_an_output_that_is_nearly_full_is_told_before_it_is_full(paper: Paper) -> None:
    nearly = e.DeviceRemarked(device="page", remark="output_nearly_full")
    paper.printer.fill_output(leaving=SHEETS_FEW + 1)
    paper.hub.run_for(20)
    assert nearly not in paper.stand.said
    paper.order()
    paper.hub.run_for(60)
    assert paper.stand.said.count(nearly) == 1
    assert paper.readiness() == ["ready"]


@pytest.mark.parametrize(("habit", "mode"), [("prints_colour", "color"), ("recovers_jams", "monochrome")])
def test_the_latent_picture_gets_every_toner_that_there_is(stand: Stand, habit: str, mode: str) -> None:
    paper = Paper(stand)
    paper.printer.adopt(habit)
    paper.start()
    paper.order()
    paper.hub.run_for(30)
    assert [sheet.colour_mode for sheet in paper.printer.output_tray] == [mode]


# --- a copy and its troubles ----------------------------------------------------------------------------


def test_paper_that_runs_out_is_told_at_once_and_the_copy_comes_when_it_is_filled(paper: Paper) -> None:
    paper.order()
    paper.hub.run_for(1)
    paper.printer.empty_tray()
    paper.hub.run_for(20)
    assert paper.readiness() == ["ready", "paper_empty"]
    paper.printer.fill_tray(20)
    paper.hub.run_for(20)
    assert paper.told() == e.CopyPrinted(answers="K-1-1", copy=1)
    assert paper.readiness() == ["ready", "paper_empty", "ready"]


def test_a_jammed_sheet_that_the_printer_prints_again_is_the_copy(paper: Paper) -> None:
    paper.printer.jam()
    paper.order()
    paper.hub.run_for(30)
    assert paper.readiness() == ["ready", "paper_jam"]
    paper.printer.clear_jam()
    paper.hub.run_for(10)
    assert paper.told() == e.CopyPrinted(answers="K-1-1", copy=1)
    assert paper.sheets() == ["K-1-1-4-1"]


def trouble_while_processing(paper: Paper) -> list[str]:
    """What a printer's staff were told half a minute into a copy that it called processing all the while."""
    paper.printer.adopt("keeps_processing")
    paper.order()
    paper.hub.run_for(30)
    assert paper.told() is None
    return paper.readiness()


def test_an_empty_tray_is_told_by_a_printer_that_goes_on_calling_the_copy_processing(paper: Paper) -> None:
    paper.printer.empty_tray()
    assert trouble_while_processing(paper) == ["ready", "paper_empty"]
    paper.printer.fill_tray(20)
    paper.hub.run_for(20)
    assert paper.told() == e.CopyPrinted(answers="K-1-1", copy=1)
    assert paper.readiness() == ["ready", "paper_empty", "ready"]


def test_a_jam_is_told_by_a_printer_that_goes_on_calling_the_copy_processing(paper: Paper) -> None:
    paper.printer.jam()
    assert trouble_while_processing(paper) == ["ready", "paper_jam"]
    paper.printer.clear_jam()
    paper.hub.run_for(20)
    assert paper.told() == e.CopyPrinted(answers="K-1-1", copy=1)


def test_the_trays_last_sheet_on_its_way_out_is_no_trouble_of_this_copy(stand: Stand) -> None:
    paper = Paper(stand)
    paper.printer.empty_tray()
    paper.printer.fill_tray(1)
    paper.start().order()
    while paper.told() is None:
        assert paper.readiness() == ["ready"]
        paper.hub.run_for(0.5)
        assert paper.hub.monotonic_ns() < 30 * NS_PER_S
    assert paper.told() == e.CopyPrinted(answers="K-1-1", copy=1)


def test_a_jammed_sheet_that_is_lost_is_a_copy_that_did_not_come(paper: Paper) -> None:
    paper.printer.adopt("loses_jams")
    paper.printer.jam()
    paper.order()
    paper.hub.run_for(30)
    paper.printer.clear_jam()
    paper.hub.run_for(10)
    assert paper.told() == e.CopyFailed(answers="K-1-1", copy=1, cause="incomplete", settled=True)
    assert paper.sheets() == []


def test_a_lie_is_no_copy(paper: Paper) -> None:
    paper.printer.lie()
    paper.order()
    paper.hub.run_for(10)
    assert paper.told() == e.CopyFailed(answers="K-1-1", copy=1, cause="incomplete", settled=True)


def test_an_aborted_copy_is_settled(paper: Paper) -> None:
    paper.order()
    paper.hub.run_for(2)
    paper.printer.abort_job()
    paper.hub.run_for(10)
    assert paper.told() == e.CopyFailed(answers="K-1-1", copy=1, cause="aborted", settled=True)


# --- given up -------------------------------------------------------------------------------------------


def given_up(paper: Paper) -> None:
    """A copy that stuck, until the kiosk gave it up and the printer, asked to cancel it, could not."""
    paper.printer.jam()
    paper.order()
    paper.hub.run_for(235)
    assert paper.told() == e.CopyFailed(answers="K-1-1", copy=1, cause="paper_jam", settled=False)


def test_nobody_is_served_while_a_copy_that_was_given_up_may_still_come_out(paper: Paper) -> None:
    given_up(paper)
    paper.hub.run_for(3600)
    assert paper.readiness() == ["ready", "paper_jam", "job_unsettled"]
    answer = paper.stand.answer(check(1))
    assert isinstance(answer, e.CommandFailed)
    assert paper.late() == []
    paper.printer.clear_jam()
    paper.hub.run_for(30)
    assert paper.readiness()[-1] == "ready"
    assert paper.sheets() == []


def test_the_attendant_is_called_once_more_when_the_job_is_over_and_only_then(paper: Paper) -> None:
    paper.printer.adopt("cancels_late")
    given_up(paper)
    paper.hub.run_for(60)
    assert paper.late() == []
    paper.printer.clear_jam()  # and the printer, which was asked to cancel it, prints it again all the same
    paper.hub.run_for(30)
    assert paper.sheets() == ["K-1-1-4-1"]
    assert paper.late() == [e.CopyFailed(copy=1, cause="over_late", settled=True)]
    said = [type(event) for event in paper.stand.said if not isinstance(event, e.DeviceRemarked)]
    assert said.index(e.DeviceReady, 1) > len(said) - 1 - said[::-1].index(e.CopyFailed)


def test_a_cancel_that_did_not_arrive_is_sent_again(paper: Paper) -> None:
    paper.printer.empty_tray()
    paper.order()
    paper.hub.run_for(195)
    paper.printer.unplug()
    paper.hub.run_for(40)
    assert isinstance(paper.told(), e.CopyFailed)
    paper.printer.plug()
    paper.hub.run_for(60)
    paper.printer.fill_tray(20)
    paper.hub.run_for(60)
    assert paper.sheets() == []
    assert paper.readiness()[-1] == "ready"


def test_a_job_that_outlives_the_kiosks_restart_holds_the_next_customer_back(stand: Stand) -> None:
    paper = Paper(stand)
    paper.printer.adopt("cancels_late")
    paper.printer.empty_tray()
    paper.driver.submit("K-1-1-4-2", CERTIFICATE)  # and the kiosk's power failed
    paper.hub.run_for(20)
    paper.start()
    assert paper.readiness() == ["job_unsettled"]
    paper.hub.run_for(3600)
    assert paper.late() == []
    paper.printer.fill_tray(20)
    paper.hub.run_for(60)
    assert paper.late() == [e.CopyFailed(copy=2, cause="over_late", settled=True)]
    assert paper.sheets() == []
    assert paper.readiness() == ["job_unsettled", "ready"]


@pytest.mark.parametrize("keeping", [None, "with_job"])
def test_the_power_fails_while_a_sheet_moves(paper: Paper, keeping: str | None) -> None:
    """Forgotten, or kept and printed after all: never twice, and never somebody else's."""
    paper.order()
    paper.hub.run_for(8)
    paper.printer.power_cycle("with_job" if keeping else None)
    paper.hub.run_for(40)
    assert "paper_jam" in paper.readiness() or paper.told() is not None
    paper.printer.clear_jam()
    paper.hub.run_for(60)
    if keeping:
        assert paper.told() == e.CopyPrinted(answers="K-1-1", copy=1)
        assert paper.sheets() == ["K-1-1-4-1"]
    else:
        assert paper.told() == e.CopyFailed(answers="K-1-1", copy=1, cause="forgotten", settled=False)
        assert paper.sheets() == []
    assert paper.readiness()[-1] == "ready"


def test_the_printer_vanishes_while_a_sheet_moves(paper: Paper) -> None:
    paper.order()
    paper.hub.run_for(8)
    paper.printer.vanish()
    paper.hub.run_for(240)
    answer = paper.told()
    assert isinstance(answer, e.CopyFailed)
    assert not answer.settled
    assert paper.readiness()[-1] in ("unreachable", "job_unsettled")
    paper.printer.come_back()
    paper.hub.run_for(60)
    assert paper.readiness()[-1] == "paper_jam"
    paper.printer.clear_jam()
    paper.hub.run_for(60)
    assert paper.readiness()[-1] == "ready"
    assert paper.sheets() == []


# --- answers that are lost ------------------------------------------------------------------------------


def test_the_answer_to_the_copy_is_lost_and_it_is_printed_once(paper: Paper) -> None:
    paper.cable.at_print_job = "answer"
    paper.order()
    paper.hub.run_for(60)
    assert paper.told() == e.CopyPrinted(answers="K-1-1", copy=1)
    assert paper.sheets() == ["K-1-1-4-1"]


def test_a_copy_that_never_arrived_is_looked_for_a_while_and_not_sent_again(paper: Paper) -> None:
    paper.cable.at_print_job = "lost"
    paper.order()
    paper.hub.run_for(60)
    assert paper.told() == e.CopyFailed(answers="K-1-1", copy=1, cause="not_taken", settled=False)
    paper.hub.run_for(60)
    assert paper.readiness() == ["ready", "unreachable", "job_unsettled", "ready"]
    assert paper.sheets() == []


def test_somebody_elses_job_is_waited_out_and_the_output_is_looked_at(paper: Paper) -> None:
    paper.printer.empty_tray()
    theirs = attr(NAME, "requesting-user-name", "somebody") + attr(NAME, "job-name", "minutes")
    body = request(PRINT_JOB, b"\x01" + TO_PRINTER + theirs, CERTIFICATE)
    Probe(paper.printer).send(post("/ipp/print", body, "application/ipp"))
    paper.hub.run_for(20)
    assert paper.readiness() == ["ready", "job_unsettled"]
    paper.order()
    paper.hub.run_for(40)
    assert paper.told() == e.CopyFailed(answers="K-1-1", copy=1, cause="busy", settled=True)
    paper.printer.fill_tray(20)
    paper.hub.run_for(60)
    assert paper.sheets() == ["minutes", "minutes"], "not ours to cancel"
    assert paper.late() == [e.CopyFailed(copy=0, cause="over_late", settled=True)]
    assert paper.readiness()[-1] == "ready"
