"""IPP on the wire: golden bytes, refusals, and whatever else may come out of a socket."""

from __future__ import annotations

import struct

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sim.page import PagePrinter
from tests.sim.http_probe import Probe, VirtualClock, post, run
from tests.sim.page.ipp import (
    BOOLEAN,
    CANCEL_JOB,
    CHARSET,
    CREATE_JOB,
    ENUM,
    GET_JOB,
    GET_JOBS,
    GET_PRINTER,
    HEAD,
    INTEGER,
    JOB_GROUP,
    KEYWORD,
    LANGUAGE,
    MIME,
    NAME,
    PRINT_JOB,
    PRINTER_GROUP,
    PRINTER_URI,
    SEND_DOCUMENT,
    TO_PRINTER,
    UNSUPPORTED_GROUP,
    URI,
    VALIDATE_JOB,
    Client,
    attr,
    parse,
    pdf_of,
    request,
)

PDF = pdf_of("FRONT", "BACK")

# RFC 8010 appendix A.1, octet by octet, for a printer at this path, with copies it can do.
PRINT_JOB_REQUEST = (
    b"\x01\x01\x00\x02\x00\x00\x00\x01"
    b"\x01"
    b"\x47\x00\x12attributes-charset\x00\x05utf-8"
    b"\x48\x00\x1battributes-natural-language\x00\x05en-us"
    b"\x45\x00\x0bprinter-uri\x00\x23ipp://printer.example.com/ipp/print"
    b"\x42\x00\x08job-name\x00\x06foobar"
    b"\x22\x00\x16ipp-attribute-fidelity\x00\x01\x01"
    b"\x02"
    b"\x21\x00\x06copies\x00\x04\x00\x00\x00\x02"
    b"\x44\x00\x05sides\x00\x13two-sided-long-edge"
    b"\x03"
)
# Appendix A.2, with job-uuid, and job-state as the enum it is.
PRINT_JOB_REPLY_HEAD = (
    b"\x01\x01\x00\x00\x00\x00\x00\x01"
    b"\x01"
    b"\x47\x00\x12attributes-charset\x00\x05utf-8"
    b"\x48\x00\x1battributes-natural-language\x00\x02en"
    b"\x41\x00\x0estatus-message\x00\x0dsuccessful-ok"
    b"\x02"
    b"\x45\x00\x07job-uri\x00\x1bipp://localhost/ipp/print/1"
    b"\x21\x00\x06job-id\x00\x04\x00\x00\x00\x01"
    b"\x45\x00\x08job-uuid\x00\x2durn:uuid:"
)
PRINT_JOB_REPLY_TAIL = (
    b"\x23\x00\x09job-state\x00\x04\x00\x00\x00\x03\x44\x00\x11job-state-reasons\x00\x04none\x03"
)


def ask_octets(printer: PagePrinter, body: bytes) -> bytes:
    status, _, answer = Probe(printer).send(post("/ipp/print", body, "application/ipp")).take()
    assert status == 200
    return answer


def test_print_job_of_the_rfc_is_answered_like_the_rfc(clock: VirtualClock, printer: PagePrinter) -> None:
    answer = ask_octets(printer, PRINT_JOB_REQUEST + PDF)
    assert answer.startswith(PRINT_JOB_REPLY_HEAD)
    assert answer.endswith(PRINT_JOB_REPLY_TAIL)
    assert len(answer) == len(PRINT_JOB_REPLY_HEAD) + 36 + len(PRINT_JOB_REPLY_TAIL)
    run(clock, printer, 60_000)
    assert [(s.job_name, s.page_front, s.page_back) for s in printer.output_tray] == [("foobar", 0, 1)] * 2


def test_what_cannot_be_printed_comes_back_in_the_unsupported_group(client: Client) -> None:
    """Appendix A.3: copies the printer cannot do, and an attribute it does not know."""
    job = attr(INTEGER, "copies", 500) + attr(KEYWORD, "sides", "three-sided") + attr(INTEGER, "hue", 4)
    reply = client.ask(PRINT_JOB, attr(BOOLEAN, "ipp-attribute-fidelity", True), job=job, document=PDF)
    assert reply.status == 0x040B
    assert reply.group(UNSUPPORTED_GROUP) == {
        "copies": [(INTEGER, struct.pack(">i", 500))],
        "sides": [(KEYWORD, b"three-sided")],
        "hue": [(0x10, b"")],
    }
    assert JOB_GROUP not in dict(reply.groups)


@pytest.mark.parametrize(
    ("operation", "job"),
    [
        (attr(MIME, "document-format", "image/urf"), b""),
        (b"", attr(KEYWORD, "media", "na_letter_8.5x11in")),
        (b"", attr(NAME, "media", "iso_a4_210x297mm")),
        (b"", attr(KEYWORD, "sides", "one-sided", "two-sided-long-edge")),
        (b"", attr(ENUM, "print-quality", 9)),
        (b"", attr(INTEGER, "copies", 0)),
        (b"", attr(INTEGER, "media-col", 0)),
    ],
)
def test_wrong_values_are_refused_with_040b_fidelity_or_not(
    client: Client, operation: bytes, job: bytes
) -> None:
    for asked in (PRINT_JOB, VALIDATE_JOB):
        reply = client.ask(asked, operation, job=job, document=PDF if asked == PRINT_JOB else b"")
        assert reply.status == 0x040B
        assert reply.group(UNSUPPORTED_GROUP)
    assert client.ask(GET_JOBS).groups[1:] == []


def media_col(x: int, y: int) -> bytes:
    """RFC 8010 appendix A.7's shape: a collection in a collection."""
    size = b"\x4a\x00\x00\x00\x0bx-dimension\x21\x00\x00\x00\x04" + struct.pack(">i", x)
    size += b"\x4a\x00\x00\x00\x0by-dimension\x21\x00\x00\x00\x04" + struct.pack(">i", y)
    return (
        b"\x34\x00\x09media-col\x00\x00"
        b"\x4a\x00\x00\x00\x0amedia-size\x34\x00\x00\x00\x00" + size + b"\x37\x00\x00\x00\x00"
        b"\x4a\x00\x00\x00\x0amedia-type\x44\x00\x00\x00\x0astationery"
        b"\x37\x00\x00\x00\x00"
    )


def test_media_can_be_named_as_a_collection_and_a_wrong_one_comes_back_whole(client: Client) -> None:
    assert client.ask(VALIDATE_JOB, job=media_col(21_000, 29_700)).status == 0
    body = request(VALIDATE_JOB, b"\x01" + TO_PRINTER + b"\x02" + media_col(1, 2))
    answer = ask_octets(client.printer, body)
    assert parse(answer).status == 0x040B
    assert answer.endswith(b"\x05" + media_col(1, 2) + b"\x03")
    both = media_col(21_000, 29_700) + attr(KEYWORD, "media", "iso_a4_210x297mm")
    assert client.ask(VALIDATE_JOB, job=both).status == 0x040E


def test_an_unknown_attribute_is_ignored_and_named_when_fidelity_is_off(client: Client) -> None:
    for operation in (VALIDATE_JOB, PRINT_JOB):
        reply = client.ask(operation, job=attr(INTEGER, "hue", 4), document=PDF)
        assert reply.status == 0x0001
        assert reply.group(UNSUPPORTED_GROUP) == {"hue": [(0x10, b"")]}


def test_one_document_at_a_time_and_one_job_that_waits_for_its_own(
    clock: VirtualClock, printer: PagePrinter, client: Client
) -> None:
    assert client.print(PDF, "first").status == 0
    assert client.print(PDF).status == 0x0507
    assert client.ask(CREATE_JOB, attr(NAME, "job-name", "second")).status == 0
    assert client.ask(CREATE_JOB).status == 0x0507
    send = (attr(INTEGER, "job-id", 2), attr(BOOLEAN, "last-document", True))
    assert client.ask(SEND_DOCUMENT, *send, document=PDF).status == 0x0507
    assert client.ask(VALIDATE_JOB).status == 0
    run(clock, printer, 60_000)
    assert client.print(PDF).status == 0x0507, "the second one still waits"
    assert client.ask(SEND_DOCUMENT, *send, document=PDF).status == 0
    run(clock, printer, 60_000)
    assert client.print(PDF).status == 0
    assert {sheet.job_name for sheet in printer.output_tray} == {"first", "second"}


def test_create_job_and_send_document(clock: VirtualClock, printer: PagePrinter, client: Client) -> None:
    reply = client.ask(CREATE_JOB, attr(NAME, "job-name", "two-step"))
    assert reply.number(JOB_GROUP, "job-state") == 4
    assert client.job(1) == (4, {"job-incoming"}, 0)
    job, last = attr(INTEGER, "job-id", 1), attr(BOOLEAN, "last-document", True)
    assert client.ask(SEND_DOCUMENT, job, document=PDF).status == 0x0400, "last-document is missing"
    assert client.ask(SEND_DOCUMENT, job, last).status == 0x0400, "nothing to print"
    assert client.ask(SEND_DOCUMENT, job, attr(BOOLEAN, "last-document", False), document=PDF).status == 0
    run(clock, printer, 100_000)
    assert client.ask(SEND_DOCUMENT, job, last, document=PDF).status == 0x0509
    assert client.ask(SEND_DOCUMENT, job, last).status == 0
    assert client.ask(SEND_DOCUMENT, job, last).status == 0x0404
    run(clock, printer, 60_000)
    assert [sheet.job_name for sheet in printer.output_tray] == ["two-step"] * 2


def test_a_job_whose_document_never_comes_is_given_up(
    clock: VirtualClock, printer: PagePrinter, client: Client
) -> None:
    client.ask(CREATE_JOB)
    run(clock, printer, 119_999)
    assert client.job(1)[0] == 4
    run(clock, printer, 1)
    assert client.job(1) == (8, {"aborted-by-system"}, 0)
    assert client.print(PDF).status == 0


def test_jobs_are_found_again_by_name_and_user_after_a_lost_answer(
    clock: VirtualClock, printer: PagePrinter, client: Client
) -> None:
    names = attr(KEYWORD, "requested-attributes", "job-id", "job-name")
    for number in range(1, 4):
        client.print(PDF, f"t-{number}")
        run(clock, printer, 60_000)
    client.print(PDF, "t-4")
    assert [g["job-name"][0][1] for _, g in client.ask(GET_JOBS, names).groups[1:]] == [b"t-4"]
    completed = client.ask(GET_JOBS, names, attr(KEYWORD, "which-jobs", "completed"), attr(INTEGER, "limit", 2))
    assert [g["job-name"][0][1] for _, g in completed.groups[1:]] == [b"t-3", b"t-2"]
    everything = client.ask(GET_JOBS, attr(KEYWORD, "which-jobs", "all"))
    assert [set(group) for _, group in everything.groups[1:]] == [{"job-id", "job-uri"}] * 4
    mine = client.ask(GET_JOBS, attr(BOOLEAN, "my-jobs", True), attr(NAME, "requesting-user-name", "kiosk"))
    assert mine.groups[1:] == []
    assert client.ask(GET_JOBS, attr(KEYWORD, "which-jobs", "lost")).status == 0x040B
    assert client.ask(GET_JOBS, attr(INTEGER, "limit", 0)).status == 0x0400


def test_a_finished_job_is_remembered_for_a_hundred_more(
    clock: VirtualClock, printer: PagePrinter, client: Client
) -> None:
    for _ in range(101):
        client.print(b"rubbish")
        run(clock, printer, 300)
    assert client.ask(GET_JOB, attr(INTEGER, "job-id", 1)).status == 0x0406
    assert client.job(2)[0] == 8


def test_a_job_tells_all_about_itself(clock: VirtualClock, printer: PagePrinter, client: Client) -> None:
    client.print(PDF, "t", attr(KEYWORD, "sides", "two-sided-long-edge"))
    by_uri = HEAD + attr(URI, "job-uri", PRINTER_URI + b"/1")
    fresh = client.ask_raw(request(GET_JOB, b"\x01" + by_uri))
    assert fresh.group(JOB_GROUP)["time-at-completed"] == [(0x13, b"")]
    assert fresh.group(JOB_GROUP)["job-impressions"] == [(0x13, b"")]
    run(clock, printer, 60_000)
    done = client.ask_raw(request(GET_JOB, b"\x01" + by_uri))
    assert done.number(JOB_GROUP, "job-impressions") == 2
    assert done.number(JOB_GROUP, "job-media-sheets-completed") == 1
    assert done.number(JOB_GROUP, "time-at-processing") == 1
    assert done.number(JOB_GROUP, "time-at-completed") == 10
    assert done.number(JOB_GROUP, "job-printer-up-time") == 61
    assert done.words(JOB_GROUP, "sides") == ["two-sided-long-edge"]
    template = client.ask(
        GET_JOB, attr(INTEGER, "job-id", 1), attr(KEYWORD, "requested-attributes", "job-template", "nonsense")
    )
    assert set(template.group(JOB_GROUP)) == {"copies", "media", "sides"}


def test_the_printer_tells_all_about_itself(client: Client) -> None:
    everything = client.ask(GET_PRINTER)
    assert everything.version == (2, 0)
    assert everything.words(PRINTER_GROUP, "document-format-supported") == ["application/pdf", "image/pwg-raster"]
    assert everything.words(PRINTER_GROUP, "media-supported") == ["iso_a4_210x297mm"]
    assert everything.words(PRINTER_GROUP, "sides-supported")[1:] == [
        "two-sided-long-edge",
        "two-sided-short-edge",
    ]
    operations = everything.group(PRINTER_GROUP)["operations-supported"]
    assert [octets[-1] for _, octets in operations] == [2, 4, 5, 6, 8, 9, 10, 11]
    assert "level=250;" in everything.words(PRINTER_GROUP, "printer-input-tray")[0]
    assert "remaining=150;" in everything.words(PRINTER_GROUP, "printer-output-tray")[0]
    template = client.ask(GET_PRINTER, attr(KEYWORD, "requested-attributes", "job-template"))
    description = client.ask(GET_PRINTER, attr(KEYWORD, "requested-attributes", "printer-description"))
    assert set(template.group(PRINTER_GROUP)) | set(description.group(PRINTER_GROUP)) == set(
        everything.group(PRINTER_GROUP)
    )
    some = client.ask(
        GET_PRINTER, attr(KEYWORD, "requested-attributes", "sides-default", "printer-name", "nonsense")
    )
    assert set(some.group(PRINTER_GROUP)) == {"sides-default", "printer-name"}


FR = attr(LANGUAGE, "attributes-natural-language", "fr")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (request(GET_PRINTER, b"\x01" + TO_PRINTER, version=b"\x03\x00"), 0x0503),
        (request(0x4001, b"\x01" + TO_PRINTER), 0x0501),
        (request(GET_PRINTER, b""), 0x0400),
        (request(GET_PRINTER, b"\x02" + TO_PRINTER), 0x0400),
        (request(GET_PRINTER, b"\x01" + TO_PRINTER + b"\x01"), 0x0400),
        (request(GET_PRINTER, b"\x01" + HEAD), 0x0400),
        (request(GET_PRINTER, b"\x01" + FR + attr(CHARSET, "attributes-charset", "utf-8")), 0x0400),
        (request(GET_PRINTER, b"\x01" + attr(CHARSET, "attributes-charset", "sjis") + FR), 0x040D),
        (request(GET_PRINTER, b"\x01" + HEAD + attr(URI, "printer-uri", "ipp://h/other")), 0x0406),
        (request(GET_PRINTER, b"\x01" + HEAD + attr(URI, "printer-uri", "nonsense")), 0x0406),
        (request(GET_JOB, b"\x01" + TO_PRINTER), 0x0400),
        (request(GET_JOB, b"\x01" + HEAD + attr(URI, "job-uri", "ipp://h/ipp/print/x")), 0x0406),
        (request(CANCEL_JOB, b"\x01" + TO_PRINTER + attr(INTEGER, "job-id", 9)), 0x0406),
        (request(PRINT_JOB, b"\x01" + TO_PRINTER), 0x0400),
        (request(PRINT_JOB, b"\x01" + TO_PRINTER + attr(KEYWORD, "compression", "gzip"), PDF), 0x040F),
        (request(PRINT_JOB, b"\x01" + TO_PRINTER + attr(INTEGER, "job-name", 1), PDF), 0x0400),
        (request(PRINT_JOB, b"\x01" + TO_PRINTER + attr(NAME, "job-name", "x" * 256), PDF), 0x0409),
        (request(PRINT_JOB, b"\x01" + TO_PRINTER + attr(NAME, "job-name", b"\xff"), PDF), 0x0400),
        (request(GET_PRINTER, b"\x01" + TO_PRINTER + attr(NAME, "x", "1") + attr(NAME, "x", "2")), 0x0400),
        (request(GET_PRINTER, b"\x01" + TO_PRINTER + attr(INTEGER, "limit", b"\x00")), 0x0400),
        (request(GET_PRINTER, b"\x01" + TO_PRINTER + attr(BOOLEAN, "my-jobs", b"\x02")), 0x0400),
        (request(GET_PRINTER, b"\x01" + TO_PRINTER + b"\x37\x00\x01x\x00\x00"), 0x0400),
        (request(GET_PRINTER, b"\x01" + TO_PRINTER + b"\x34\x00\x01x\x00\x00" * 9), 0x0400),
        (b"\x02\x00\x00\x0b\x00\x00\x00\x01", 0x0400),
        (b"\x02\x00\x00\x0b\x00\x00\x00\x01\x01\x47\x00\x12attr", 0x0400),
        (b"\x02\x00\x00\x0b\x00\x00\x00\x00\x01" + TO_PRINTER + b"\x03", 0x0400),
        (request(GET_PRINTER, b"\x01" + TO_PRINTER + attr(0x30, "x", *[b"y" * 1000] * 80)), 0x0408),
    ],
)
def test_malformed_requests_have_the_status_the_rfc_has_for_them(
    printer: PagePrinter, body: bytes, status: int
) -> None:
    assert parse(ask_octets(printer, body)).status == status


def test_the_reply_repeats_the_request_id_and_speaks_the_requests_version(printer: PagePrinter) -> None:
    reply = parse(ask_octets(printer, request(GET_PRINTER, b"\x01" + TO_PRINTER, version=b"\x01\x00")))
    assert (reply.version, reply.request_id) == ((1, 1), 7)


def test_what_is_shorter_than_a_header_is_no_ipp(printer: PagePrinter) -> None:
    assert Probe(printer).send(post("/ipp/print", b"\x02\x00", "application/ipp")).take()[0] == 400


OPERATIONS = (PRINT_JOB, VALIDATE_JOB, CREATE_JOB, SEND_DOCUMENT, CANCEL_JOB, GET_JOB, GET_JOBS, GET_PRINTER)
_NAMES = st.sampled_from(
    ["job-id", "limit", "sides", "media-col", "copies", "requested-attributes", "job-name", "x", ""]
)
_TAGS = st.sampled_from([0x01, 0x02, 0x03, 0x10, 0x21, 0x22, 0x23, 0x33, 0x34, 0x35, 0x37, 0x42, 0x44, 0x4A])
_ATTRIBUTE = st.builds(attr, _TAGS, _NAMES, st.one_of(st.binary(max_size=6), st.integers(-9, 9)))


@settings(deadline=None, max_examples=300)
@given(
    st.sampled_from(OPERATIONS),
    st.lists(st.one_of(_ATTRIBUTE, st.binary(max_size=8)), max_size=6),
    st.booleans(),
)
@example(PRINT_JOB, [b"\x02" + media_col(1, 2)], True)
def test_any_attributes_are_answered(operation: int, extra: list[bytes], document: bool) -> None:
    clock = VirtualClock()
    printer = PagePrinter(clock)
    body = request(operation, b"\x01" + TO_PRINTER + b"".join(extra), b"%PDF-rubbish" if document else b"")
    answer = ask_octets(printer, body)
    assert parse(answer).request_id == 7
    run(clock, printer, 200_000)
    assert printer.next_due_ns() is None
    assert printer.sheets_left == 250


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=60))
def test_any_body_is_answered(body: bytes) -> None:
    status, _, answer = (
        Probe(PagePrinter(VirtualClock())).send(post("/ipp/print", body, "application/ipp")).take()
    )
    assert status == 200 if len(body) >= 8 else status == 400
    assert len(answer) < 1_000


def test_replies_can_be_slow_and_lost(clock: VirtualClock, printer: PagePrinter) -> None:
    printer.faults.delay(1, 500)
    client = Client(clock, printer)
    body = request(GET_PRINTER, b"\x01" + TO_PRINTER)
    client.probe.send(post("/ipp/print", body, "application/ipp"))
    assert not client.probe.got
    run(clock, printer, 500)
    assert client.probe.take()[0] == 200
