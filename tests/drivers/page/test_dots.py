"""A document as dots: what a printer reads of it is what stood in the PDF."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from drivers.page.capabilities import RASTER_TYPES, Raster
from drivers.page.raster.draw import UndrawableError, drawn
from drivers.page.raster.pack import packed
from sim.page.raster import RasterPage, raster_pages
from tests.sim.page.ipp import pdf_of

DPI = 600
WIDTH, HEIGHT = 4960, 7015


def stencil(dots: NDArray[np.bool_], sides: int = 1, toner: str = "0 g") -> bytes:
    """A PDF of A4 sides, each with these dots at 600 dpi in its top left corner, black, and a grey field below."""
    page_width, page_height = WIDTH * 72 / DPI, HEIGHT * 72 / DPI
    lines, across = dots.shape
    bits = np.packbits(dots, axis=1).tobytes()
    inset = 5e-4  # points on each side, so that nobody rounds the picture up to one dot more
    wide, high = across * 72 / DPI - 2 * inset, lines * 72 / DPI - 2 * inset
    size = f"{wide:.5f} 0 0 {high:.5f} {inset:.5f} {page_height - lines * 72 / DPI + inset:.5f}"
    content = f"q {toner} {size} cm /S Do Q q 0.5 g 100 100 50 50 re f Q".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"5 0 R " * sides, sides),
        b"<< /Type /XObject /Subtype /Image /ImageMask true /BitsPerComponent 1 /Decode [1 0] /Width %d /Height %d"
        b" /Length %d >>\nstream\n%s\nendstream" % (across, lines, len(bits), bits),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.4f %.4f] /Contents 4 0 R"
        b" /Resources << /XObject << /S 3 0 R >> >> >>" % (page_width - 1e-4, page_height - 1e-4),
    ]
    out, at = bytearray(b"%PDF-1.5\n"), []
    for number, body in enumerate(objects, 1):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in at)
    out += b"xref\n0 6\n0000000000 65535 f \n" + table
    return bytes(out + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (out.rindex(b"xref")))


def ink(page: RasterPage) -> NDArray[np.bool_]:
    """True where a side is black."""
    octets = np.frombuffer(page.dots, np.uint8).reshape(page.height, -1)
    if page.bits == 8:
        return np.equal(octets, 0)
    return np.unpackbits(octets, axis=1)[:, : page.width].astype(np.bool_)


@pytest.fixture(scope="module")
def dots() -> NDArray[np.bool_]:
    """Like a tint and a scramble image: finer than any smoothing leaves alone."""
    return np.random.default_rng(7).random((640, 1_003)) < 0.5


@pytest.mark.parametrize("kind", RASTER_TYPES)
@pytest.mark.parametrize("toner", ["0 g", "0 0 0 1 k", "1 1 1 0 k"])
def test_every_dot_of_a_stencil_is_a_dot_of_the_printer(kind: str, toner: str, dots: NDArray[np.bool_]) -> None:
    (page,) = raster_pages(drawn(stencil(dots, toner=toner), Raster(kind, "normal"), DPI))
    assert (page.width, page.height, page.dpi) == (WIDTH, HEIGHT, (DPI, DPI))
    assert (page.duplex, page.tumble, page.size_name) == (True, False, "iso_a4_210x297mm")
    assert np.array_equal(ink(page)[:640, :1_003], dots)


def test_half_grey_is_half_of_the_dots_and_white_stays_white(dots: NDArray[np.bool_]) -> None:
    (page,) = raster_pages(drawn(stencil(dots), Raster("black_1", "normal"), DPI))
    black = ink(page)
    at, end = 100 * DPI // 72 + 10, 150 * DPI // 72 - 10  # of the grey field, from left and from below
    field = black[HEIGHT - end : HEIGHT - at, at:end]
    assert 0.48 < field.mean() < 0.52
    assert not black[700 : HEIGHT - end - 30].any()


@pytest.mark.parametrize(
    ("kind", "back", "feeds"),
    [
        ("black_1", "normal", (1, 1)),
        ("black_1", "manual-tumble", (1, 1)),
        ("black_1", "flipped", (1, -1)),
        ("black_1", "rotated", (-1, -1)),
        ("sgray_8", "rotated", (-1, -1)),
    ],
)
def test_the_back_comes_the_way_this_printer_wants_it(
    kind: str, back: str, feeds: tuple[int, int], dots: NDArray[np.bool_]
) -> None:
    front, reverse, third = raster_pages(drawn(stencil(dots, sides=3), Raster(kind, back), DPI))
    assert [side.feeds for side in (front, reverse, third)] == [(1, 1), feeds, (1, 1)]
    assert front.pages_in_all == 3
    across, along = feeds
    assert np.array_equal(ink(reverse), ink(front)[::along, ::across])
    assert front.dots == third.dots


def test_a_page_with_letters_has_them() -> None:
    front, back = raster_pages(drawn(pdf_of("FRONT", "BACK"), Raster("black_1", "normal"), DPI))
    assert ink(front).any()
    assert ink(back).any()
    assert front.dots != back.dots


@pytest.mark.parametrize("broken", [b"", b"%PDF-1.7 of Taro's", pdf_of("x")[:200]])
def test_what_is_no_pdf_cannot_be_drawn_and_is_not_quoted(broken: bytes) -> None:
    with pytest.raises(UndrawableError) as error:
        drawn(broken, Raster("black_1", "normal"), DPI)
    assert str(error.value) == ""


def test_a_locked_document_cannot_be_drawn() -> None:
    document = pypdfium2.PdfDocument(pdf_of("x"))
    out = BytesIO()
    document.save(out)
    document.close()
    locked = out.getvalue().replace(b"/Root", b"/Encrypt << /Filter /Standard /V 1 /R 2 >> /Root")
    with pytest.raises(UndrawableError):
        drawn(locked, Raster("black_1", "normal"), DPI)


def unpacked(octets: bytes, line_octets: int) -> list[bytes]:
    """PWG 5102.4 section 4.4, once more and in another hand."""
    lines, at = [], 0
    while at < len(octets):
        repeats, at, line = octets[at] + 1, at + 1, b""
        while len(line) < line_octets:
            code = octets[at]
            assert code != 128
            size = code + 1 if code < 128 else 257 - code
            line += octets[at + 1 : at + 2] * size if code < 128 else octets[at + 1 : at + 1 + size]
            at += 2 if code < 128 else 1 + size
        lines += [line] * repeats
    return lines


@given(st.data())
@settings(deadline=None, max_examples=150)
def test_whatever_lines_are_packed_come_out_again(data: st.DataObject) -> None:
    width = data.draw(st.integers(1, 300))
    kinds = st.one_of(
        st.binary(min_size=width, max_size=width),
        st.integers(0, 255).map(lambda octet: bytes([octet]) * width),
        st.integers(0, width).map(lambda at: (b"\xff" * at + b"\x00" * width)[:width]),
    )
    lines = data.draw(st.lists(st.tuples(kinds, st.sampled_from([1, 2, 257])), min_size=1, max_size=4))
    rows = [line for line, repeats in lines for _ in range(repeats)]
    octets = packed(np.frombuffer(b"".join(rows), np.uint8).reshape(len(rows), width))
    assert unpacked(octets, width) == rows
    assert len(octets) <= len(rows) * (width + width // 128 + 2)
