"""Dots on the wire: a document written by hand from the specification, and whatever else may come."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.page import PagePrinter, raster
from sim.page.raster import RasterError, raster_pages
from tests.sim.http_probe import VirtualClock, run
from tests.sim.page.ipp import KEYWORD, MIME, PRINT_JOB, Client, attr

DOTS = attr(MIME, "document-format", "image/pwg-raster")
DUPLEX = attr(KEYWORD, "sides", "two-sided-long-edge")


def page(lines: bytes, *, width: int = 16, height: int = 3, kind: tuple[int, int] = (3, 1), **changed: int) -> bytes:
    """One side: its header field by field, and its lines as they are."""
    space, bits = kind
    fields = {
        272: 1, 276: 600, 280: 600, 372: width, 376: height, 384: bits, 388: bits, 392: (width * bits + 7) // 8,
        400: space, 420: 1, 452: 1, 456: 1, 460: 1, **{int(name[2:]): value for name, value in changed.items()},
    }  # fmt: skip
    head = bytearray(1796)
    head[:9] = b"PwgRaster"
    for at, value in fields.items():
        struct.pack_into(">i", head, at, value)
    head[1732:1748] = b"iso_a4_210x297mm"
    return bytes(head) + lines


THREE_LINES = bytes.fromhex("01 01 AA  00 FF 12 34")
"""Twice: two octets AA. Once: 12 34 as they are."""
WHOLE = b"RaS2" + page(THREE_LINES)


def test_runs_repeats_and_plain_octets_are_unpacked() -> None:
    (side,) = raster_pages(WHOLE)
    assert side.dots == bytes.fromhex("AAAA AAAA 1234")
    assert (side.width, side.height, side.bits, side.dpi) == (16, 3, 1, (600, 600))
    assert (side.duplex, side.tumble, side.feeds, side.size_name) == (True, False, (1, 1), "iso_a4_210x297mm")


def test_grey_has_an_octet_for_each_dot() -> None:
    (side,) = raster_pages(b"RaS2" + page(bytes.fromhex("00 00 7F FE 01 02 03"), width=4, height=1, kind=(18, 8)))
    assert side.dots == bytes.fromhex("7F 01 02 03")


def test_two_sides_of_dots_are_one_sheet(clock: VirtualClock, printer: PagePrinter, client: Client) -> None:
    client.ask(PRINT_JOB, DOTS, job=DUPLEX, document=WHOLE + page(THREE_LINES))
    run(clock, printer, 60_000)
    assert client.job(1) == (9, {"job-completed-successfully"}, 2)
    (sheet,) = printer.output_tray
    assert [side.dots[-2:] for side in sheet.dots()] == [b"\x12\x34"] * 2
    assert sheet.text() == ""


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (b"", "no raster"),
        (b"RaS3" + page(THREE_LINES), "no raster"),
        (WHOLE[:900], "header"),
        (WHOLE[:-1], "breaks off"),
        (WHOLE[:-4], "breaks off"),
        (WHOLE[:-7], "breaks off"),
        (b"RaS2" + page(b"\x05\x01\xaa"), "too many lines"),
        (b"RaS2" + page(b"\x00\x02\xaa"), "too long"),
        (b"RaS2" + page(b"\x00\x80\xaa"), "reserved"),
        (b"RaS2" + page(THREE_LINES, kind=(19, 24)), "another kind"),
        (b"RaS2" + page(THREE_LINES, at392=3), "another length"),
        (b"RaS2" + page(THREE_LINES, at276=300), "another resolution"),
        (b"RaS2" + page(THREE_LINES, width=1_000_000), "no size"),
        (b"RaS2" + page(THREE_LINES, height=-1), "no size"),
        (b"RaS2" + page(THREE_LINES) * 201, "too many pages"),
    ],
)
def test_what_is_no_raster_is_refused_by_what_is_wrong(document: bytes, why: str) -> None:
    with pytest.raises(RasterError, match=why):
        raster_pages(document)


def test_a_document_that_unpacks_to_more_than_its_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raster, "_DOTS_OCTETS_MAX", 11)
    with pytest.raises(RasterError, match="memory"):
        raster_pages(WHOLE + page(THREE_LINES, at452=2))


def test_broken_dots_abort_the_job_without_a_mark(clock: VirtualClock, printer: PagePrinter, client: Client) -> None:
    client.ask(PRINT_JOB, DOTS, document=WHOLE[:-1])
    run(clock, printer, 60_000)
    assert client.job(1) == (8, {"document-format-error", "aborted-by-system"}, 0)
    assert printer.sheets_left == 250


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=40), st.integers(1, 40), st.integers(1, 4))
def test_any_lines_are_a_page_of_that_size_or_refused(lines: bytes, width: int, height: int) -> None:
    try:
        pages = raster_pages(b"RaS2" + page(lines, width=width, height=height))
    except RasterError:
        return
    assert [len(side.dots) for side in pages] == [-(-width // 8) * height]
