"""What one printer does otherwise than the next: jams, power cuts, late cancels, lies, silent trays."""

from __future__ import annotations

import pytest

from sim.page import Habits, PagePrinter
from sim.page.habits import AUTO_RECOVERY_BYTES_MAX, HABITS
from tests.sim.http_probe import VirtualClock, run
from tests.sim.page.ipp import (
    CANCEL_JOB,
    CREATE_JOB,
    GET_JOB,
    GET_JOBS,
    GET_PRINTER,
    INTEGER,
    JOB_GROUP,
    KEYWORD,
    MIME,
    NAME,
    PRINT_JOB,
    PRINTER_GROUP,
    Client,
    attr,
    pdf_of,
)

PROCESSING, STOPPED, CANCELED, ABORTED, COMPLETED = 5, 6, 7, 8, 9
IDLE, NEEDS_ATTENTION = 3, 5
DUPLEX = attr(KEYWORD, "sides", "two-sided-long-edge")
TWO_PAGES = pdf_of("FRONT", "BACK")
THREE_SHEETS = pdf_of("one", "two", "three")
HUGE = TWO_PAGES + b"%" * AUTO_RECOVERY_BYTES_MAX


def cancel(client: Client, number: int = 1) -> int:
    return client.ask(CANCEL_JOB, attr(INTEGER, "job-id", number)).status


def jam_the_second_sheet(clock: VirtualClock, printer: PagePrinter, client: Client) -> None:
    client.print(THREE_SHEETS, "t")
    run(clock, printer, 10_000)
    printer.jam()
    run(clock, printer, 60_000)
    assert client.state() == (NEEDS_ATTENTION, {"media-jam-error"})


def texts(printer: PagePrinter) -> list[str]:
    return [sheet.text() for sheet in printer.output_tray]


# --- jam recovery ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["recovers_jams", "recovers_small_jams"])
def test_with_jam_recovery_the_jammed_sheet_comes_out_after_all(
    clock: VirtualClock, printer: PagePrinter, client: Client, word: str
) -> None:
    printer.adopt(word)
    jam_the_second_sheet(clock, printer, client)
    printer.clear_jam()
    run(clock, printer, 60_000)
    assert texts(printer) == ["one", "two", "three"]
    assert client.job(1) == (COMPLETED, {"job-completed-successfully"}, 3)


def test_without_jam_recovery_the_jammed_sheet_is_missing_and_the_impressions_say_so(
    clock: VirtualClock, printer: PagePrinter, client: Client
) -> None:
    printer.adopt("loses_jams")
    jam_the_second_sheet(clock, printer, client)
    printer.clear_jam()
    run(clock, printer, 60_000)
    assert texts(printer) == ["one", "three"]
    assert client.job(1) == (COMPLETED, {"job-completed-with-errors"}, 2)


def test_automatic_recovery_has_no_memory_for_a_huge_document(
    clock: VirtualClock, printer: PagePrinter, client: Client
) -> None:
    printer.adopt("recovers_small_jams")
    client.print(HUGE, "huge", DUPLEX)
    printer.jam()
    run(clock, printer, 60_000)
    printer.clear_jam()
    assert client.job(1) == (COMPLETED, {"job-completed-with-errors"}, 0)
    assert (printer.spoiled_sheets, printer.output_tray) == (1, [])


# --- power ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("keeps_always", [True, False])
def test_a_job_survives_the_power_cut_and_prints_the_stuck_sheet_again(
    clock: VirtualClock, printer: PagePrinter, client: Client, keeps_always: bool
) -> None:
    client.print(THREE_SHEETS, "kept")
    run(clock, printer, 10_000)
    if keeps_always:
        printer.adopt("keeps_jobs")
        printer.power_cycle()
    else:
        printer.power_cycle("with_job")
    assert client.probe.hung_up
    run(clock, printer, 40_000)
    client = Client(clock, printer)
    assert client.state() == (NEEDS_ATTENTION, {"media-jam-error"})
    assert client.job(1) == (STOPPED, {"printer-stopped"}, 1)
    printer.clear_jam()
    run(clock, printer, 60_000)
    assert texts(printer) == ["one", "two", "three"]
    assert client.job(1)[0] == COMPLETED
    assert client.print(TWO_PAGES).number(JOB_GROUP, "job-id") == 2


def test_a_job_that_was_not_begun_is_begun_after_the_power_cut(
    clock: VirtualClock, printer: PagePrinter, client: Client
) -> None:
    client.print(TWO_PAGES, "pending", DUPLEX)
    printer.power_cycle("with_job")
    run(clock, printer, 19_999)
    assert printer.accept(lambda _: None, lambda: None) is None
    run(clock, printer, 60_000)
    assert texts(printer) == ["FRONT\nBACK"]


def test_a_job_that_waits_for_its_document_is_given_up_only_after_the_power_is_back(
    clock: VirtualClock, printer: PagePrinter, client: Client
) -> None:
    client.ask(CREATE_JOB)
    printer.adopt("keeps_jobs")
    printer.vanish()
    assert printer.next_due_ns() is None
    run(clock, printer, 500_000)
    printer.come_back()
    run(clock, printer, 139_999)
    assert Client(clock, printer).job(1)[0] == 4
    run(clock, printer, 1)
    assert Client(clock, printer).job(1)[0] == ABORTED


def test_a_vanished_printer_answers_nobody_and_moves_nothing(
    clock: VirtualClock, printer: PagePrinter, client: Client
) -> None:
    client.print(THREE_SHEETS)
    run(clock, printer, 10_000)
    printer.vanish()
    printer.vanish()
    assert client.probe.hung_up
    run(clock, printer, 3_600_000)
    assert printer.accept(lambda _: None, lambda: None) is None
    assert len(printer.output_tray) == 1
    printer.come_back()
    printer.come_back()
    run(clock, printer, 20_000)
    client = Client(clock, printer)
    assert client.ask(GET_JOB, attr(INTEGER, "job-id", 1)).status == 0x0406, "forgotten"
    assert client.state() == (NEEDS_ATTENTION, {"media-jam-error"})


# --- late cancels ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("after_ms", [100, 1_000, 7_000])
def test_a_late_cancel_lets_one_more_sheet_out(
    clock: VirtualClock, printer: PagePrinter, client: Client, after_ms: int
) -> None:
    printer.adopt("cancels_late")
    client.print(THREE_SHEETS)
    run(clock, printer, after_ms)
    assert cancel(client) == 0
    assert client.job(1)[1] == {"processing-to-stop-point"}
    assert cancel(client) == 0x0404
    run(clock, printer, 60_000)
    assert client.job(1) == (CANCELED, {"job-canceled-by-user"}, 1)
    assert texts(printer) == ["one"]


def test_a_cancel_while_it_waits_for_paper_takes_effect_when_there_is_some(
    clock: VirtualClock, printer: PagePrinter, client: Client
) -> None:
    printer.adopt("cancels_late")
    printer.empty_tray()
    client.print(TWO_PAGES)
    run(clock, printer, 10_000)
    assert cancel(client) == 0
    run(clock, printer, 600_000)
    assert client.job(1) == (STOPPED, {"processing-to-stop-point", "printer-stopped"}, 0)
    printer.fill_tray(0)
    assert client.job(1)[0] == STOPPED, "an empty tray put back"
    printer.fill_tray(10)
    assert client.job(1) == (CANCELED, {"job-canceled-by-user"}, 0)
    run(clock, printer, 60_000)
    assert printer.output_tray == []


def test_a_late_cancel_comes_too_late_for_the_jammed_sheet(
    clock: VirtualClock, printer: PagePrinter, client: Client
) -> None:
    printer.adopt("cancels_late")
    jam_the_second_sheet(clock, printer, client)
    cancel(client)
    printer.clear_jam()
    assert client.job(1) == (PROCESSING, {"processing-to-stop-point"}, 1)
    run(clock, printer, 60_000)
    assert client.job(1) == (CANCELED, {"job-canceled-by-user"}, 2)
    assert texts(printer) == ["one", "two"]


# --- what it says ---------------------------------------------------------------------------------------


def test_a_lying_printer_calls_a_job_complete_that_left_no_mark(
    clock: VirtualClock, printer: PagePrinter, client: Client
) -> None:
    printer.lie()
    client.print(TWO_PAGES, "never")
    run(clock, printer, 60_000)
    assert client.job(1) == (COMPLETED, {"job-completed-successfully"}, 0)
    client.print(TWO_PAGES, "printed", DUPLEX)
    run(clock, printer, 60_000)
    assert [sheet.job_name for sheet in printer.output_tray] == ["printed"]


def test_a_full_output_tray_stops_the_printer_until_somebody_takes_the_sheets(clock: VirtualClock) -> None:
    printer = PagePrinter(clock, output_capacity=2)
    client = Client(clock, printer)
    client.print(THREE_SHEETS)
    run(clock, printer, 60_000)
    assert client.job(1) == (STOPPED, {"printer-stopped"}, 2)
    assert client.state() == (NEEDS_ATTENTION, {"output-area-full-error"})
    assert "remaining=0;" in client.ask(GET_PRINTER).words(PRINTER_GROUP, "printer-output-tray")[0]
    assert len(printer.take_sheets()) == 2
    run(clock, printer, 10_000)
    assert client.job(1)[0] == COMPLETED


def test_strangers_sheets_fill_the_output_too_and_go_with_the_next_hand(
    clock: VirtualClock, printer: PagePrinter, client: Client
) -> None:
    printer.fill_output()
    assert client.state() == (NEEDS_ATTENTION, {"output-area-full-error"})
    client.print(TWO_PAGES)
    run(clock, printer, 60_000)
    assert cancel(client) == 0
    assert client.job(1)[0] == CANCELED
    assert printer.take_sheets() == []
    assert client.state() == (IDLE, {"none"})


def test_trays_that_do_not_count_say_so(printer: PagePrinter, client: Client) -> None:
    printer.adopt("counts_nothing")
    told = client.ask(GET_PRINTER)
    assert "level=-2;" in told.words(PRINTER_GROUP, "printer-input-tray")[0]
    assert "remaining=-2;" in told.words(PRINTER_GROUP, "printer-output-tray")[0]


@pytest.mark.parametrize(
    ("word", "formats"), [("reads_pdf", ["application/pdf"]), ("reads_dots", ["image/pwg-raster"])]
)
def test_a_printer_of_one_format_takes_and_tells_of_no_other(
    printer: PagePrinter, client: Client, word: str, formats: list[str]
) -> None:
    printer.adopt(word)
    told = client.ask(GET_PRINTER)
    assert told.words(PRINTER_GROUP, "document-format-supported") == formats
    assert told.words(PRINTER_GROUP, "document-format-default") == formats
    has_dots = "pwg-raster-document-type-supported" in told.group(PRINTER_GROUP)
    assert has_dots == (word == "reads_dots")
    other = ({"application/pdf", "image/pwg-raster"} - set(formats)).pop()
    assert client.ask(PRINT_JOB, attr(MIME, "document-format", other), document=TWO_PAGES).status == 0x040B


@pytest.mark.parametrize("colour", [False, True])
def test_only_a_printer_with_four_toners_takes_a_job_in_colour(
    clock: VirtualClock, printer: PagePrinter, client: Client, colour: bool
) -> None:
    if colour:
        printer.adopt("prints_colour")
    told = client.ask(GET_PRINTER)
    assert ("color" in told.words(PRINTER_GROUP, "print-color-mode-supported")) is colour
    in_colour = attr(KEYWORD, "print-color-mode", "color")
    asked = client.ask(PRINT_JOB, attr(NAME, "job-name", "t"), job=in_colour, document=TWO_PAGES)
    assert asked.status == (0 if colour else 0x040B)
    run(clock, printer, 30_000)
    assert {sheet.colour_mode for sheet in printer.output_tray} == ({"color"} if colour else set())


def test_every_habit_is_another_printer() -> None:
    made = [change(Habits()) for change in HABITS.values()]
    assert made.count(Habits()) == 1, "recovery is on anyway"
    assert len(set(made)) == len(HABITS)


def test_a_user_finds_his_own_jobs_among_others(clock: VirtualClock, printer: PagePrinter, client: Client) -> None:
    client.ask(CREATE_JOB, attr(NAME, "requesting-user-name", "somebody"), attr(NAME, "job-name", "theirs"))
    wanted = attr(KEYWORD, "requested-attributes", "job-name", "job-originating-user-name")
    ((_, job),) = client.ask(GET_JOBS, wanted).groups[1:]
    assert (job["job-name"][0][1], job["job-originating-user-name"][0][1]) == (b"theirs", b"somebody")
