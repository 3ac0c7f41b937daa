"""The printer as the kiosk meets it: idle, out of paper, jammed, lying, gone."""

from __future__ import annotations

import pytest

from drivers.errors import BadAnswer, DeviceError, Disconnected, NoAnswer, Refused
from drivers.http import HttpClient
from drivers.page import (
    IppRefused,
    JobForgotten,
    JobState,
    JobStatus,
    PagePrinter,
    PageStatus,
    PrinterState,
    UnfinishedJob,
)
from sim.http import Response
from tests.drivers.page.octets import (
    JOB,
    PRINTER,
    UNSUPPORTED,
    answer,
    boolean,
    description,
    enum,
    field,
    job,
    keywords,
    named,
    number,
    printer,
    raster,
    resolutions,
)
from tests.drivers.page.support import URI, ScriptedPrinter, VirtualClock

PDF = b"%PDF-1.7 a certificate"
DONE = JobStatus(JobState.COMPLETED, frozenset({"job-completed-successfully"}), 2)


def test_an_idle_printer_says_so_and_is_asked_in_the_order_of_the_rfc() -> None:
    world = ScriptedPrinter(answer(printer(3)))
    assert world.printer.status() == PageStatus(PrinterState.IDLE, frozenset(), True)
    assert world.asked[0] == (
        bytes.fromhex("0200 000b 00000001 01")
        + field(0x47, "attributes-charset", b"utf-8")
        + field(0x48, "attributes-natural-language", b"en")
        + field(0x45, "printer-uri", URI.encode())
        + field(0x42, "requesting-user-name", b"madoguchi")
        + keywords(
            "requested-attributes",
            "printer-state",
            "printer-state-reasons",
            "printer-is-accepting-jobs",
            "media-ready",
            "printer-input-tray",
            "printer-output-tray",
        )
        + b"\x03"
    )


@pytest.mark.parametrize("suffix", ["", "-report", "-warning", "-error"])
@pytest.mark.parametrize(
    ("reason", "quality"),
    [
        ("media-empty", "media_empty"),
        ("media-needed", "media_empty"),
        ("media-low", "media_low"),
        ("media-jam", "jammed"),
        ("cover-open", "open"),
        ("door-open", "open"),
        ("toner-low", "toner_low"),
        ("marker-supply-empty", "toner_empty"),
    ],
)
def test_a_reason_means_the_same_whatever_its_suffix(reason: str, suffix: str, quality: str) -> None:
    status = ScriptedPrinter(answer(printer(5, "paused", reason + suffix))).printer.status()
    qualities = ("media_empty", "media_low", "jammed", "open", "toner_empty", "toner_low")
    assert [name for name in qualities if getattr(status, name)] == [quality]


def test_a_longer_word_is_another_reason() -> None:
    assert not ScriptedPrinter(answer(printer(4, "media-jammer"))).printer.status().jammed


def test_a_certificate_is_sent_two_sided_on_a4_unscaled_and_never_as_copies() -> None:
    world = ScriptedPrinter(answer(description()), answer(job(3, "none", job_id=147)))
    assert world.printer.submit("t1-4-9-2-1", PDF) == 147
    head, _, document = world.asked[1].partition(b"\x03" + PDF[:5])
    assert document == PDF[5:]
    assert head.startswith(bytes.fromhex("0200 0002 00000002 01"))
    assert head.endswith(
        field(0x42, "requesting-user-name", b"madoguchi")
        + field(0x42, "job-name", b"t1-4-9-2-1")
        + boolean("ipp-attribute-fidelity", True)
        + field(0x49, "document-format", b"application/pdf")
        + JOB
        + keywords("media", "iso_a4_210x297mm")
        + keywords("sides", "two-sided-long-edge")
        + keywords("print-scaling", "none")
        + resolutions("printer-resolution", (600, 600))
    )


def test_a_printer_that_knows_no_scaling_is_not_asked_for_it() -> None:
    world = ScriptedPrinter(answer(description(scaling=())), answer(job(5)), answer(job(3, job_id=8)))
    assert world.printer.submit("one", PDF) == 7
    assert world.printer.submit("two", PDF) == 8  # what it can do is asked once
    assert b"print-scaling" not in world.asked[1] + world.asked[2]


@pytest.mark.parametrize(
    ("modes", "asked"), [(("auto", "color", "monochrome"), True), (("auto", "monochrome"), False), ((), False)]
)
def test_colour_is_asked_for_where_the_printer_can_be_asked(modes: tuple[str, ...], asked: bool) -> None:
    told = keywords("print-color-mode-supported", *modes) if modes else b""
    world = ScriptedPrinter(answer(description(more=told)), answer(job(3, job_id=8)))
    assert world.printer.check_capabilities().colour is asked
    assert world.printer.submit("one", PDF) == 8
    assert (keywords("print-color-mode", "color") in world.asked[1]) is asked


def test_what_the_printer_can_do_is_read_from_its_description() -> None:
    found = ScriptedPrinter(answer(description())).printer.check_capabilities()
    assert found.pdf
    assert found.document_format == "application/pdf"
    assert found.a4
    assert found.two_sided_long_edge
    assert found.print_scaling_none
    assert found.resolutions_dpi == (600,)
    assert found.make_and_model == "見本プリンター"
    assert found.missing == ()


@pytest.mark.parametrize(
    ("dpi", "chosen"),
    [
        (((300, 300), (600, 600), (1200, 1200)), 600),
        (((1200, 1200), (720, 720), (300, 300)), 720),
        (((300, 300), (2400, 2400)), 2400),
        (((300, 300), (200, 200)), 300),
        (((1200, 600),), None),
        ((), None),
    ],
)
def test_it_is_asked_for_the_resolution_that_a_copier_cannot_follow(
    dpi: tuple[tuple[int, int], ...], chosen: int | None
) -> None:
    world = ScriptedPrinter(answer(description(dpi=dpi)), answer(job(3)))
    assert world.printer.check_capabilities().resolution_dpi == chosen
    world.printer.submit("x", PDF)
    asked = b"" if chosen is None else resolutions("printer-resolution", (chosen, chosen))
    head = world.asked[1].partition(PDF)[0]
    assert head.endswith(keywords("print-scaling", "none") + asked + b"\x03")


DOTS_ONLY = ("application/octet-stream", "image/pwg-raster")


def test_a_printer_of_dots_is_fit_and_one_of_both_gets_the_pdf_itself() -> None:
    found = ScriptedPrinter(answer(description(DOTS_ONLY, more=raster()))).printer.check_capabilities()
    assert (found.pdf, found.document_format, found.missing) == (False, "image/pwg-raster", ())
    assert found.raster is not None
    assert found.raster.kind == "black_1"
    assert found.resolutions_dpi == (300, 600)
    both = description(("application/pdf", *DOTS_ONLY), more=raster())
    assert ScriptedPrinter(answer(both)).printer.check_capabilities().document_format == "application/pdf"


@pytest.mark.parametrize(
    "told",
    [
        raster(types=("srgb_8", "cmyk_8")),
        raster(back="sideways"),
        raster(dpi=((600, 300),)),
        raster(dpi=((2400, 2400),)),
        b"",
    ],
)
def test_dots_that_cannot_be_made_are_none(told: bytes) -> None:
    with pytest.raises(Refused, match="lacks PDF"):
        ScriptedPrinter(answer(description(DOTS_ONLY, more=told))).printer.check_capabilities()


def test_a_document_that_cannot_be_drawn_is_not_sent_and_not_quoted() -> None:
    world = ScriptedPrinter(answer(description(DOTS_ONLY, more=raster())))
    with pytest.raises(Refused, match="print job x: the document cannot be drawn") as refusal:
        world.printer.submit("x", b"%PDF-1.7 a certificate of Taro's")
    assert "Taro" not in str(refusal.value)
    assert refusal.value.__cause__ is None
    assert len(world.asked) == 1


@pytest.mark.parametrize(
    ("described", "missing"),
    [
        (description(formats=("image/urf",)), "PDF"),
        (description(media=("na_letter_8.5x11in",)), "A4"),
        (description(sides=("one-sided",)), "two-sided printing"),
        (description(operations=(0x02, 0x08, 0x09, 0x0B)), "Get-Jobs"),
        (PRINTER, "PDF, A4, two-sided printing, Print-Job"),
    ],
)
def test_a_printer_unfit_for_certificates_is_refused_by_what_it_lacks(described: bytes, missing: str) -> None:
    world = ScriptedPrinter(answer(described), answer(described))
    with pytest.raises(Refused, match=f"lacks {missing}"):
        world.printer.check_capabilities()
    with pytest.raises(Refused, match=missing):
        world.printer.submit("never-sent", PDF)
    assert all(asked[2:4] == b"\x00\x0b" for asked in world.asked)


def test_a_busy_printer_refuses_by_name_and_nothing_was_printed() -> None:
    world = ScriptedPrinter(answer(description()), answer(code=0x0507))
    with pytest.raises(IppRefused, match="0507 server-error-busy") as refusal:
        world.printer.submit("busy", PDF)
    assert (refusal.value.status_code, refusal.value.name) == (0x0507, "server-error-busy")


@pytest.mark.parametrize("code", [0x0500, 0x0504, 0x0508, 0x0300, 0x04FF, 0x7ABC])
def test_a_failure_in_the_middle_of_it_leaves_open_what_was_printed(code: int) -> None:
    world = ScriptedPrinter(answer(description()), answer(code=code))
    with pytest.raises(BadAnswer, match=f"{code:04X}.*unknown"):
        world.printer.submit("half", PDF)


def test_a_sheet_that_would_be_printed_on_one_side_only_is_cancelled() -> None:
    changed = UNSUPPORTED + field(0x10, "sides", b"")
    world = ScriptedPrinter(answer(description()), answer(changed, job(3), code=1), answer())
    with pytest.raises(BadAnswer, match="job 7 but not its sides; cancelled"):
        world.printer.submit("one-sided", PDF)
    assert world.asked[2][2:4] == b"\x00\x08"
    assert number("job-id", 7) in world.asked[2]


def test_a_name_the_printer_ignores_spoils_nothing() -> None:
    ignored = UNSUPPORTED + field(0x10, "requesting-user-name", b"")
    world = ScriptedPrinter(answer(description()), answer(ignored, job(3), code=1))
    assert world.printer.submit("x", PDF) == 7


def test_the_answer_to_the_job_is_lost_and_the_job_is_found_by_its_name() -> None:
    world = ScriptedPrinter(
        answer(description()),
        answer(job(3)),
        answer(named(3, "another"), JOB),  # a job that the printer tells nothing about
        answer(named(7, "t1-4-9-2-1"), named(6, "t1-4-9-2-0")),
    )
    world.printer.check_capabilities()
    world.server.faults.drop(1)
    with pytest.raises(Disconnected):
        world.printer.submit("t1-4-9-2-1", PDF)
    assert world.printer.find("t1-4-9-2-1") == 7
    running, over = world.asked[2:]
    assert keywords("which-jobs", "not-completed") in running
    assert keywords("which-jobs", "completed") in over


def test_a_job_that_ends_while_it_is_looked_for_is_one_job() -> None:
    assert ScriptedPrinter(answer(named(7, "x")), answer(named(7, "x"))).printer.find("x") == 7


def test_a_name_with_a_language_is_a_name() -> None:
    with_language = JOB + number("job-id", 9) + field(0x36, "job-name", b"\x00\x02en\x00\x01x")
    assert ScriptedPrinter(answer(with_language), answer()).printer.find("x") == 9


def test_no_such_job_is_none() -> None:
    assert ScriptedPrinter(answer(), answer(named(1, "y"))).printer.find("x") is None


def test_two_jobs_of_one_name_are_an_alarm() -> None:
    with pytest.raises(BadAnswer, match="2 jobs bear this name"):
        ScriptedPrinter(answer(named(7, "x")), answer(named(6, "x"))).printer.find("x")


def test_jobs_that_are_not_over_are_told_with_whose_they_are() -> None:
    world = ScriptedPrinter(answer(named(7, "t1-4-9-2-1"), named(8, "minutes.pdf", user="somebody"), JOB))
    assert world.printer.unfinished() == (
        UnfinishedJob(7, "t1-4-9-2-1", ours=True),
        UnfinishedJob(8, "minutes.pdf", ours=False),
    )
    assert keywords("which-jobs", "not-completed") in world.asked[0]


def test_a_forgotten_job_is_told_from_a_printer_that_is_none() -> None:
    with pytest.raises(JobForgotten):
        ScriptedPrinter(answer(code=0x0406)).printer.job(7, "x")
    with pytest.raises(IppRefused, match="not-found") as refusal:
        ScriptedPrinter(answer(code=0x0406)).printer.status()
    assert not isinstance(refusal.value, JobForgotten)


def test_a_number_that_was_given_to_another_job_since_is_a_forgotten_job() -> None:
    strangers = job(9, "job-completed-successfully", impressions=2) + field(0x42, "job-name", b"another")
    with pytest.raises(JobForgotten):
        ScriptedPrinter(answer(strangers)).printer.job(7, "mine")
    nameless = job(9, "job-completed-successfully", impressions=2)
    assert ScriptedPrinter(answer(nameless)).printer.job(7, "mine").printed(2)


@pytest.mark.parametrize(("code", "busy"), [(0x0507, True), (0x050B, True), (0x0506, False), (0x040B, False)])
def test_only_a_busy_printer_may_be_asked_again(code: int, busy: bool) -> None:
    world = ScriptedPrinter(answer(description()), answer(code=code))
    with pytest.raises(IppRefused) as refusal:
        world.printer.submit("x", PDF)
    assert refusal.value.busy is busy


@pytest.mark.parametrize(
    ("told", "terminal", "printed"),
    [
        (job(9, "job-completed-successfully", impressions=2), True, True),
        (job(9, "job-completed-successfully", impressions=0), True, False),  # ippeveprinter, tray empty
        (job(9, "processing-to-stop-point", impressions=2), True, False),  # CUPS after a jam
        (job(9, "job-completed-with-errors", impressions=2), True, False),
        (job(9, "job-completed-successfully"), True, True),
        (job(9), True, False),  # neither counts nor says so
        (job(8, "aborted-by-system", impressions=2), True, False),
        (job(7, "job-canceled-by-user", impressions=1), True, False),
        (job(6, "printer-stopped", impressions=1), False, False),
        (job(5, "job-printing", impressions=2), False, False),
        (job(3), False, False),
    ],
)
def test_only_the_printers_own_whole_word_is_a_printed_sheet(
    told: bytes, terminal: bool, printed: bool
) -> None:
    status = ScriptedPrinter(answer(told)).printer.job(7)
    assert (status.terminal, status.printed(2)) == (terminal, printed)


def test_impressions_unknown_so_far_are_none() -> None:
    told = JOB + enum("job-state", 5) + keywords("job-state-reasons", "job-printing")
    status = ScriptedPrinter(answer(told + field(0x12, "job-impressions-completed", b""))).printer.job(7)
    assert status == JobStatus(JobState.PROCESSING, frozenset({"job-printing"}), None)


def test_a_job_is_cancelled_once_and_the_second_time_there_is_nothing_to_cancel() -> None:
    world = ScriptedPrinter(answer(), answer(code=0x0404), answer(code=0x0406))
    assert world.printer.cancel(7) is True
    assert world.printer.cancel(7) is False
    with pytest.raises(IppRefused, match="not-found"):
        world.printer.cancel(7)


@pytest.mark.parametrize(
    "told",
    [
        answer(job(5, job_id=8)),  # another's job
        answer(job(5), job(5)),
        answer(JOB + number("job-id", 7) + enum("job-state", 99) + keywords("job-state-reasons", "none")),
        answer(JOB + number("job-id", 7) + keywords("job-state-reasons", "none")),
        answer(JOB + number("job-id", 7) + enum("job-state", 9)),
        answer(),
        lambda request: b"\x02\x00\x00\x00" + b"\x00\x00\x00\x63" + answer(job(9))(request)[8:],
        lambda request: b"\x09" + answer(job(9))(request)[1:],
        Response(200, "text/html", b"<html>"),
        Response(500, "text/html", b"<html>"),
    ],
)
def test_an_answer_that_is_none_is_never_a_status(told: bytes | Response) -> None:
    with pytest.raises(BadAnswer):
        ScriptedPrinter(told).printer.job(7)


@pytest.mark.parametrize(
    ("status", "error"),
    [(401, Refused), (403, Refused), (404, Refused), (426, Refused), (503, NoAnswer), (500, BadAnswer)],
)
def test_http_statuses_are_told_apart(status: int, error: type[DeviceError]) -> None:
    with pytest.raises(error, match=f"HTTP status {status}"):
        ScriptedPrinter(Response(status, "text/plain", b"no")).printer.status()


def test_a_mute_printer_costs_five_seconds_and_is_unknown() -> None:
    world = ScriptedPrinter(answer(printer(3)))
    world.server.faults.delay(1, 60_000)
    with pytest.raises(NoAnswer):
        world.printer.status()
    assert world.clock.now_ns == 5_000_000_000


@pytest.mark.parametrize("uri", ["http://p/", "ipp:", "ipp://user:secret@p/ipp/print", ""])
def test_a_uri_that_is_no_printers_is_a_mistake_and_is_not_repeated(uri: str) -> None:
    world = ScriptedPrinter()
    http = HttpClient("page printer", "p", lambda: pytest.fail("never opened"), world.clock)
    with pytest.raises(ValueError, match="ipp://host/path") as mistake:
        PagePrinter(http, uri, VirtualClock())
    assert "secret" not in str(mistake.value)


@pytest.mark.parametrize("name", ["", "x" * 128, "山田", "a\nb"])
def test_a_job_name_is_plain_and_short(name: str) -> None:
    with pytest.raises(ValueError, match="job's name"):
        ScriptedPrinter().printer.submit(name, PDF)
