"""Sheets, by the clock: what a certificate's two pages go through."""

from __future__ import annotations

import pytest

from sim.page import PagePrinter
from sim.wire import NS_PER_MS
from tests.sim.http_probe import Probe, VirtualClock, run
from tests.sim.page.ipp import CANCEL_JOB, INTEGER, JOB_GROUP, KEYWORD, Client, attr, pdf_of

PENDING, PROCESSING, STOPPED, CANCELED, ABORTED, COMPLETED = 3, 5, 6, 7, 8, 9
IDLE, PRINTING, NEEDS_ATTENTION = 3, 4, 5
DUPLEX = attr(KEYWORD, "sides", "two-sided-long-edge")
TWO_PAGES = pdf_of("FRONT", "BACK")
THREE_SHEETS = pdf_of("one", "two", "three")


def cancel(client: Client, number: int = 1) -> int:
    return client.ask(CANCEL_JOB, attr(INTEGER, "job-id", number)).status


def test_a_certificate_comes_out_as_one_sheet_front_and_back(
    clock: VirtualClock, printer: PagePrinter, client: Client
) -> None:
    started_ns = clock.now_ns
    reply = client.print(TWO_PAGES, "T1-1-2-3-1", DUPLEX)
    assert reply.status == 0
    assert reply.number(JOB_GROUP, "job-id") == 1
    assert client.job(1) == (PENDING, {"none"}, 0)
    assert client.state() == (IDLE, {"none"})
    run(clock, printer, 300)
    assert client.job(1) == (PROCESSING, {"job-printing"}, 0)
    assert client.state() == (PRINTING, {"none"})
    run(clock, printer, 6_000)
    assert printer.sheets_left == 249
    assert printer.sheet_inside
    assert not printer.output_tray
    run(clock, printer, 3_000)
    assert client.job(1) == (COMPLETED, {"job-completed-successfully"}, 2)
    assert client.state() == (IDLE, {"none"})
    (sheet,) = printer.take_sheets()
    assert (sheet.job_name, sheet.page_front, sheet.page_back) == ("T1-1-2-3-1", 0, 1)
    assert sheet.printed_at_ns == started_ns + 9_300 * NS_PER_MS
    assert sheet.pdf == TWO_PAGES
    assert sheet.text() == "FRONT\nBACK"
    assert "FRONT" not in repr(sheet)
    assert not printer.output_tray
    assert printer.taken == [sheet]


def test_one_sided_pages_are_sheets_of_their_own_and_an_odd_last_page_has_no_back(
    clock: VirtualClock, printer: PagePrinter, client: Client
) -> None:
    client.print(THREE_SHEETS)
    run(clock, printer, 60_000)
    client.print(THREE_SHEETS, "t-2", DUPLEX, attr(INTEGER, "copies", 2))
    run(clock, printer, 60_000)
    pages = [(sheet.page_front, sheet.page_back) for sheet in printer.output_tray]
    assert pages == [(0, None), (1, None), (2, None), (0, 1), (2, None), (0, 1), (2, None)]
    assert printer.output_tray[1].text() == "two"
    assert client.job(2)[2] == 6


def test_sheets_fall_at_the_same_moments_however_late_the_host_looks(clock: VirtualClock) -> None:
    printer = PagePrinter(clock)
    started_ns = clock.now_ns
    Client(clock, printer).print(THREE_SHEETS)
    clock.now_ns += 10**12
    printer.tick()
    fell = [(sheet.printed_at_ns - started_ns) // NS_PER_MS for sheet in printer.output_tray]
    assert fell == [9_300, 12_300, 15_300]


@pytest.mark.parametrize("rubbish", [b"not a PDF at all", TWO_PAGES[:120], b"\x00"])
def test_a_broken_document_aborts_the_job_without_a_mark_on_paper(
    clock: VirtualClock, printer: PagePrinter, client: Client, rubbish: bytes
) -> None:
    client.print(rubbish)
    run(clock, printer, 300)
    assert client.job(1) == (ABORTED, {"document-format-error", "aborted-by-system"}, 0)
    assert printer.sheets_left == 250
    assert client.state() == (IDLE, {"none"})


def test_tray_runs_empty_in_the_middle_and_is_filled(clock: VirtualClock) -> None:
    printer = PagePrinter(clock, sheets_in_tray=1)
    client = Client(clock, printer)
    assert client.state() == (IDLE, {"media-low-report"})
    client.print(THREE_SHEETS)
    run(clock, printer, 7_000)
    assert client.state() == (PRINTING, {"media-empty-warning"})
    run(clock, printer, 60_000)
    assert client.job(1) == (STOPPED, {"printer-stopped"}, 1)
    assert client.state() == (NEEDS_ATTENTION, {"media-empty-error", "media-needed-error"})
    printer.fill_tray(1_000)
    assert printer.sheets_left == 249, "250 fit, one is fed at once"
    assert client.job(1) == (PROCESSING, {"job-printing"}, 1)
    run(clock, printer, 6_000)
    assert client.job(1) == (COMPLETED, {"job-completed-successfully"}, 3)


def test_an_empty_tray_stops_the_printer_before_any_job(
    clock: VirtualClock, printer: PagePrinter, client: Client
) -> None:
    assert printer.empty_tray() == 250
    assert client.state() == (NEEDS_ATTENTION, {"media-empty-error"})
    client.print(TWO_PAGES)
    run(clock, printer, 10_000)
    assert client.job(1)[0] == STOPPED
    assert cancel(client) == 0
    assert client.job(1) == (CANCELED, {"job-canceled-by-user"}, 0)
    printer.fill_tray(5)
    run(clock, printer, 60_000)
    assert not printer.output_tray


def test_a_jammed_sheet_is_spoiled_and_printed_again(
    clock: VirtualClock, printer: PagePrinter, client: Client
) -> None:
    client.print(TWO_PAGES, "t", DUPLEX)
    printer.jam()
    run(clock, printer, 60_000)
    assert client.job(1) == (STOPPED, {"printer-stopped"}, 0)
    assert client.state() == (NEEDS_ATTENTION, {"media-jam-error"})
    assert printer.sheet_inside
    printer.clear_jam()
    assert client.job(1)[0] == PROCESSING
    run(clock, printer, 3_000)
    assert client.job(1) == (COMPLETED, {"job-completed-successfully"}, 2)
    assert (len(printer.output_tray), printer.spoiled_sheets, printer.sheets_left) == (1, 1, 248)


def test_a_jam_that_was_cleared_before_it_happened_does_not_happen(
    clock: VirtualClock, printer: PagePrinter, client: Client
) -> None:
    printer.jam()
    printer.clear_jam()
    client.print(TWO_PAGES, "t", DUPLEX)
    run(clock, printer, 60_000)
    assert client.job(1)[0] == COMPLETED
    assert printer.spoiled_sheets == 0


def test_canceled_while_a_sheet_moves_ends_when_it_is_out(
    clock: VirtualClock, printer: PagePrinter, client: Client
) -> None:
    client.print(THREE_SHEETS)
    run(clock, printer, 7_000)
    assert cancel(client) == 0
    assert client.job(1) == (PROCESSING, {"processing-to-stop-point"}, 0)
    assert cancel(client) == 0x0404, "already being canceled"
    run(clock, printer, 60_000)
    assert client.job(1) == (CANCELED, {"job-canceled-by-user"}, 1)
    assert len(printer.output_tray) == 1


def test_canceled_during_the_last_sheet_is_canceled_although_all_is_printed(
    clock: VirtualClock, printer: PagePrinter, client: Client
) -> None:
    client.print(TWO_PAGES, "t", DUPLEX)
    run(clock, printer, 7_000)
    cancel(client)
    run(clock, printer, 60_000)
    assert client.job(1) == (CANCELED, {"job-canceled-by-user"}, 2)


def test_canceled_while_jammed_is_not_over_before_the_sheet_is_out(
    clock: VirtualClock, printer: PagePrinter, client: Client
) -> None:
    client.print(TWO_PAGES, "t", DUPLEX)
    printer.jam()
    run(clock, printer, 60_000)
    cancel(client)
    assert client.job(1) == (STOPPED, {"processing-to-stop-point", "printer-stopped"}, 0)
    printer.clear_jam()
    assert client.job(1) == (CANCELED, {"job-canceled-by-user"}, 0)
    assert printer.next_due_ns() is None
    assert not printer.output_tray


def test_jammed_after_the_cancel_stays_stopping(
    clock: VirtualClock, printer: PagePrinter, client: Client
) -> None:
    client.print(THREE_SHEETS)
    run(clock, printer, 7_000)
    cancel(client)
    printer.jam()
    run(clock, printer, 60_000)
    assert client.job(1) == (STOPPED, {"processing-to-stop-point", "printer-stopped"}, 0)
    printer.clear_jam()
    assert client.job(1)[0] == CANCELED


def test_a_job_given_up_by_the_printer_is_aborted(
    clock: VirtualClock, printer: PagePrinter, client: Client
) -> None:
    printer.abort_job()
    client.print(TWO_PAGES)
    run(clock, printer, 1_000)
    printer.abort_job()
    assert client.job(1) == (ABORTED, {"aborted-by-system"}, 0)
    client.print(TWO_PAGES)
    run(clock, printer, 7_000)
    printer.abort_job()
    printer.abort_job()
    run(clock, printer, 60_000)
    assert client.job(2) == (ABORTED, {"aborted-by-system"}, 1)


def test_power_cut_while_a_sheet_moves_leaves_it_stuck_and_forgets_the_job(
    clock: VirtualClock, printer: PagePrinter, client: Client
) -> None:
    client.print(THREE_SHEETS)
    run(clock, printer, 7_000)
    printer.power_cycle()
    assert client.probe.hung_up
    assert printer.accept(lambda _: None, lambda: None) is None, "booting"
    run(clock, printer, 20_000)
    client = Client(clock, printer)
    assert client.state() == (NEEDS_ATTENTION, {"media-jam-error"})
    assert client.ask(CANCEL_JOB, attr(INTEGER, "job-id", 1)).status == 0x0406
    client.print(TWO_PAGES, "next", DUPLEX)
    run(clock, printer, 10_000)
    assert client.job(1)[0] == STOPPED, "numbers start again"
    printer.clear_jam()
    run(clock, printer, 10_000)
    assert client.job(1)[0] == COMPLETED
    assert [sheet.job_name for sheet in printer.output_tray] == ["next"]
    assert printer.spoiled_sheets == 1


def test_a_job_behind_a_strangers_stuck_sheet_can_be_canceled_at_once(
    clock: VirtualClock, printer: PagePrinter, client: Client
) -> None:
    client.print(THREE_SHEETS)
    run(clock, printer, 7_000)
    printer.power_cycle()
    run(clock, printer, 20_000)
    client = Client(clock, printer)
    client.print(TWO_PAGES)
    run(clock, printer, 10_000)
    cancel(client)
    assert client.job(1)[0] == CANCELED
    assert client.state() == (NEEDS_ATTENTION, {"media-jam-error"})


def test_a_pulled_network_cable_does_not_stop_the_paper(
    clock: VirtualClock, printer: PagePrinter, client: Client
) -> None:
    client.print(TWO_PAGES)
    printer.unplug()
    assert client.probe.hung_up
    assert printer.accept(lambda _: None, lambda: None) is None
    run(clock, printer, 60_000)
    printer.plug()
    assert Client(clock, printer).job(1)[0] == COMPLETED
    assert len(printer.output_tray) == 2


def test_a_print_job_whose_answer_was_lost_is_printed_all_the_same(
    clock: VirtualClock, printer: PagePrinter
) -> None:
    printer.faults.drop(1)
    client = Client(clock, printer)
    with pytest.raises(IndexError):
        client.print(TWO_PAGES, "lost")
    assert client.probe.hung_up
    run(clock, printer, 60_000)
    assert [sheet.job_name for sheet in printer.output_tray] == ["lost", "lost"]


def test_paper_is_conserved_whatever_happens(clock: VirtualClock) -> None:
    printer = PagePrinter(clock, sheets_in_tray=10)
    for step in range(60):
        if printer.next_due_ns() is None and not printer.sheet_inside:
            Client(clock, printer).print(THREE_SHEETS)
        if step % 5 == 2:
            printer.jam()
        if step % 7 == 6:
            printer.clear_jam()
        if step % 11 == 10:
            printer.abort_job()
        if step == 40:
            printer.power_cycle()
            run(clock, printer, 20_000)
        run(clock, printer, 1_700)
        inside = int(printer.sheet_inside)
        assert printer.sheets_left + inside + len(printer.output_tray) + printer.spoiled_sheets == 10


def test_only_a_whole_connection_can_talk_to_it(printer: PagePrinter) -> None:
    probe = Probe(printer).send(b"GET /ipp/print HTTP/1.1\r\nHost: h\r\n\r\n")
    assert probe.take()[0] == 405
    assert probe.send(b"POST /other HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n").take()[0] == 404
    assert probe.send(b"POST /ipp/print HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n").take()[0] == 415
