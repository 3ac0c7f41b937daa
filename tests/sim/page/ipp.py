"""IPP in the tests' own hand: requests written and replies read without the printer's codec."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from sim.page import PagePrinter
from tests.sim.http_probe import Probe, VirtualClock, post

PRINT_JOB, VALIDATE_JOB, CREATE_JOB, SEND_DOCUMENT = 0x02, 0x04, 0x05, 0x06
CANCEL_JOB, GET_JOB, GET_JOBS, GET_PRINTER = 0x08, 0x09, 0x0A, 0x0B
INTEGER, BOOLEAN, ENUM, TEXT, NAME, KEYWORD, URI = 0x21, 0x22, 0x23, 0x41, 0x42, 0x44, 0x45
CHARSET, LANGUAGE, MIME = 0x47, 0x48, 0x49
OPERATION_GROUP, JOB_GROUP, PRINTER_GROUP, UNSUPPORTED_GROUP = 1, 2, 4, 5
PRINTER_URI = b"ipp://printer.example/ipp/print"


def attr(tag: int, name: str, *values: bytes | int | bool | str) -> bytes:
    out = b""
    for index, value in enumerate(values):
        if isinstance(value, bool):
            value = bytes((value,))
        elif isinstance(value, int):
            value = struct.pack(">i", value)
        elif isinstance(value, str):
            value = value.encode()
        its_name = name.encode() if index == 0 else b""
        out += bytes((tag,)) + struct.pack(">H", len(its_name)) + its_name
        out += struct.pack(">H", len(value)) + value
    return out


HEAD = attr(CHARSET, "attributes-charset", "utf-8") + attr(LANGUAGE, "attributes-natural-language", "en")
TO_PRINTER = HEAD + attr(URI, "printer-uri", PRINTER_URI)


def request(operation: int, groups: bytes, document: bytes = b"", version: bytes = b"\x02\x00") -> bytes:
    return version + struct.pack(">HI", operation, 7) + groups + b"\x03" + document


@dataclass
class Reply:
    """status, and each group as (tag, {name: [(value tag, octets), ...]})."""

    version: tuple[int, int]
    status: int
    request_id: int
    groups: list[tuple[int, dict[str, list[tuple[int, bytes]]]]]

    def group(self, tag: int) -> dict[str, list[tuple[int, bytes]]]:
        return next((group for its, group in self.groups if its == tag), {})

    def words(self, tag: int, name: str) -> list[str]:
        return [octets.decode() for _, octets in self.group(tag)[name]]

    def number(self, tag: int, name: str) -> int:
        ((_, octets),) = self.group(tag)[name]
        return int(struct.unpack(">i", octets)[0])


def parse(data: bytes) -> Reply:
    major, minor, status, request_id = struct.unpack_from(">BBHI", data)
    at, name = 8, ""
    groups: list[tuple[int, dict[str, list[tuple[int, bytes]]]]] = []
    while data[at] != 3:
        tag, at = data[at], at + 1
        if tag < 0x10:
            groups.append((tag, {}))
            continue
        (length,) = struct.unpack_from(">H", data, at)
        name = data[at + 2 : at + 2 + length].decode() or name
        at += 2 + length
        (length,) = struct.unpack_from(">H", data, at)
        groups[-1][1].setdefault(name, []).append((tag, data[at + 2 : at + 2 + length]))
        at += 2 + length
    assert at == len(data) - 1, "something after the end"
    return Reply((major, minor), status, request_id, groups)


class Client:
    """Somebody's print client on one kept-alive connection."""

    def __init__(self, clock: VirtualClock, printer: PagePrinter) -> None:
        self.clock, self.printer = clock, printer
        self.probe = Probe(printer)

    def ask_raw(self, body: bytes) -> Reply:
        status, headers, answer = self.probe.send(post("/ipp/print", body, "application/ipp")).take()
        assert (status, headers["content-type"]) == (200, "application/ipp")
        return parse(answer)

    def ask(self, operation: int, *extra: bytes, job: bytes = b"", document: bytes = b"") -> Reply:
        groups = b"\x01" + TO_PRINTER + b"".join(extra) + (b"\x02" + job if job else b"")
        return self.ask_raw(request(operation, groups, document))

    def print(self, pdf: bytes, name: str = "t-1", *job: bytes) -> Reply:
        return self.ask(PRINT_JOB, attr(NAME, "job-name", name), job=b"".join(job), document=pdf)

    def job(self, number: int) -> tuple[int, set[str], int]:
        """job-state, job-state-reasons, job-impressions-completed."""
        names = ("job-state", "job-state-reasons", "job-impressions-completed")
        reply = self.ask(
            GET_JOB, attr(INTEGER, "job-id", number), attr(KEYWORD, "requested-attributes", *names)
        )
        assert reply.status == 0
        assert set(reply.group(JOB_GROUP)) == set(names)
        return (
            reply.number(JOB_GROUP, "job-state"),
            set(reply.words(JOB_GROUP, "job-state-reasons")),
            reply.number(JOB_GROUP, "job-impressions-completed"),
        )

    def state(self) -> tuple[int, set[str]]:
        """printer-state, printer-state-reasons."""
        names = ("printer-state", "printer-state-reasons")
        reply = self.ask(GET_PRINTER, attr(KEYWORD, "requested-attributes", *names))
        assert set(reply.group(PRINTER_GROUP)) == set(names)
        return reply.number(PRINTER_GROUP, "printer-state"), set(
            reply.words(PRINTER_GROUP, "printer-state-reasons")
        )


def pdf_of(*texts: str) -> bytes:
    """A minimal A4 PDF with one line of ASCII on each page."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(texts)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(texts)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
    ]
    for n, text in enumerate(texts):
        content = f"BT /F1 24 Tf 72 720 Td ({text}) Tj ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * n} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out, offsets = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode()
    xref = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n".encode()
    return out
