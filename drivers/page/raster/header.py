"""The header of a page of PWG Raster (PWG 5102.4 §4.3): 1796 octets, most of them reserved or for other uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from struct import Struct, pack_into
from typing import Final

from drivers.page.words import A4

SYNC: Final = b"RaS2"
"""The first four octets of a document (§4.2)."""
HEADER_BYTES: Final = 1796

A4_POINTS: Final = (595, 842)

_NUMBER: Final = Struct(">i")
_TEXTS: Final[Mapping[int, bytes]] = {0: b"PwgRaster", 1732: A4.encode("ascii")}
"""Offset -> text, ended by zeros."""

_FEEDS: Final[Mapping[str, tuple[int, int]]] = {"flipped": (1, -1), "rotated": (-1, -1)}
"""Sheet back -> CrossFeedTransform, FeedTransform of a back that is turned over the long edge (§5.3); else 1, 1."""


@dataclass(frozen=True, slots=True)
class Dots:
    """A kind of dots. colour_space: 3 is black, where 1 is toner; 18 is grey, where 0 is black (§4.3.3.1)."""

    bits: int
    colour_space: int


KINDS: Final[Mapping[str, Dots]] = {
    "black_1": Dots(bits=1, colour_space=3),
    "sgray_8": Dots(bits=8, colour_space=18),
}


def feed(side: int, sheet_back: str) -> tuple[int, int]:
    """How the dots of a side (from 0) lie: 1 as they are read, -1 mirrored; across, then along the feed."""
    return _FEEDS.get(sheet_back, (1, 1)) if side % 2 else (1, 1)


def header(kind: Dots, dpi: int, width: int, height: int, *, sides: int, feeds: tuple[int, int]) -> bytes:
    """The header of one side of so many; width and height in dots."""
    out = bytearray(HEADER_BYTES)
    for at, text in _TEXTS.items():
        out[at : at + len(text)] = text
    numbers = {
        272: 1,  # Duplex, over the long edge: Tumble at 368 stays 0
        276: dpi,
        280: dpi,
        340: 1,  # NumCopies
        352: A4_POINTS[0],
        356: A4_POINTS[1],
        372: width,
        376: height,
        384: kind.bits,  # BitsPerColor
        388: kind.bits,  # BitsPerPixel
        392: line_bytes(kind, width),
        400: kind.colour_space,
        420: 1,  # NumColors
        452: sides,  # TotalPageCount
        456: feeds[0],
        460: feeds[1],
        472: width,  # ImageBox: left and top at 464 and 468 stay 0
        476: height,
    }
    for at, number in numbers.items():
        pack_into(_NUMBER.format, out, at, number)
    return bytes(out)


def line_bytes(kind: Dots, width: int) -> int:
    """Octets of a line before it is packed."""
    return (width * kind.bits + 7) // 8
