"""PWG Raster off the wire: pages of dots (PWG 5102.4).

document: "RaS2" | pages         page: header of 1796 octets | lines
line: how often it comes, less 1 | pieces
piece: 0 to 127: the next unit so many times and once more; 129 to 255: 257 less that many units as they are
unit: a pixel, or an octet where a pixel is less
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from functools import lru_cache

SYNC = b"RaS2"
HEADER_OCTETS = 1796
RESOLUTION_DPI = 600
SHEET_BACK = "rotated"
"""This printer's path turns the sheet so that the back's dots come in upside down (section 5.3)."""
TYPES = {"black_1": (3, 1), "sgray_8": (18, 8)}
"""pwg-raster-document-type-supported: colour space and bits of each."""
_WIDTH_MAX = 6_000
_HEIGHT_MAX = 8_000
_PAGES_MAX = 200
_DOTS_OCTETS_MAX = 256 * 1024 * 1024
"""The printer's memory, all pages unpacked."""


class RasterError(ValueError):
    """Raised for a document that this printer cannot read."""


@dataclass(frozen=True, slots=True)
class RasterPage:
    """A side. dots: its lines one after the other, packed no more; feeds: 1 as seen, -1 mirrored."""

    width: int
    height: int
    dpi: tuple[int, int]
    bits: int
    duplex: bool
    tumble: bool
    feeds: tuple[int, int]
    size_name: str
    pages_in_all: int
    dots: bytes = field(repr=False)


@lru_cache(maxsize=2)
def raster_pages(document: bytes) -> tuple[RasterPage, ...]:
    """All pages. Raises `RasterError`."""
    if document[:4] != SYNC:
        raise RasterError("no raster document")
    pages: list[RasterPage] = []
    at = 4
    while at < len(document):
        if len(pages) >= _PAGES_MAX:
            raise RasterError("too many pages")
        page, at = _page(document, at)
        pages.append(page)
        if sum(len(each.dots) for each in pages) > _DOTS_OCTETS_MAX:
            raise RasterError("more dots than it has memory for")
    return tuple(pages)


def _page(document: bytes, at: int) -> tuple[RasterPage, int]:
    head = document[at : at + HEADER_OCTETS]
    if len(head) < HEADER_OCTETS or not head.startswith(b"PwgRaster\0"):
        raise RasterError("no page header")

    def number(offset: int) -> int:
        return int(struct.unpack_from(">i", head, offset)[0])

    width, height, bits, line_octets = number(372), number(376), number(388), number(392)
    if not (0 < width <= _WIDTH_MAX and 0 < height <= _HEIGHT_MAX):
        raise RasterError("no size of paper")
    if (number(400), bits) not in TYPES.values() or number(384) != bits or number(396) != 0:
        raise RasterError("dots of another kind")
    if line_octets != -(-width * bits // 8):
        raise RasterError("lines of another length")
    dots, end = _lines(document, at + HEADER_OCTETS, line_octets, height)
    page = RasterPage(
        width=width,
        height=height,
        dpi=(number(276), number(280)),
        bits=bits,
        duplex=number(272) == 1,
        tumble=number(368) == 1,
        feeds=(number(456), number(460)),
        size_name=head[1732:].partition(b"\0")[0].decode("ascii", "replace"),
        pages_in_all=number(452),
        dots=dots,
    )
    if page.dpi != (RESOLUTION_DPI, RESOLUTION_DPI):
        raise RasterError("another resolution")
    return page, end


def _lines(document: bytes, at: int, line_octets: int, height: int) -> tuple[bytes, int]:
    """Every kind of dots here has units of one octet."""
    out = bytearray()
    lines = 0
    try:
        while lines < height:
            repeats = document[at] + 1
            at += 1
            line = bytearray()
            while len(line) < line_octets:
                piece = document[at]
                if piece == 128:
                    raise RasterError("a reserved piece")
                if piece < 128:
                    line += document[at + 1 : at + 2] * (piece + 1)
                    at += 2
                else:
                    line += document[at + 1 : at + 258 - piece]
                    at += 258 - piece
                if at > len(document):
                    raise RasterError("breaks off")
            if len(line) != line_octets:
                raise RasterError("a line that is too long")
            out += line * repeats
            lines += repeats
    except IndexError:
        raise RasterError("breaks off") from None
    if lines != height:
        raise RasterError("too many lines")
    return bytes(out), at
