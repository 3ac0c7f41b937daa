"""Dots as bytes: characters between characters (ESC *), and whole pictures (GS v 0), both built by python-escpos.

A printer carries out real-time commands wherever they stand, also inside a picture: `10 04 n` is answered, `10 05 n`
clears an error, `10 14` clears its buffers (Epson, DLE EOT, Notes). No such pair of bytes leaves here: one dot more,
next to one that is black already, makes another byte of its second. Nobody sees 0.1 mm.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from drivers.receipt.codes import column_image, raster_image
from drivers.receipt.commands import column_dots
from drivers.receipt.dots import HEIGHT_DOTS, Dots, Draw
from drivers.receipt.glyphs import Glyph, character

_REAL_TIME = re.compile(rb"\x10[\x04\x05\x14]")
_ONE_DOT_MORE = 0x08  # 04 -> 0C, 05 -> 0D, 14 -> 1C


def without_orders(data: bytes) -> bytes:
    """The same dots, but for those that would be a real-time command."""
    return _REAL_TIME.sub(lambda found: bytes((found[0][0], found[0][1] | _ONE_DOT_MORE)), data)


def inline(characters: Sequence[Dots]) -> bytes:
    """Characters side by side in a line of text, 24 dots high: ESC * 33."""
    columns = sum(each.width_dots for each in characters)
    data = b"".join(column_image(each.width_dots, HEIGHT_DOTS, each.rows) for each in characters)
    return column_dots(columns) + without_orders(data)


def raster(width_dots: int, rows: bytes) -> bytes:
    """A picture of its own: GS v 0. width_dots: a multiple of 8; rows: as many bytes as whole rows have."""
    return raster_image(width_dots, len(rows) * 8 // width_dots, without_orders(rows))


def doubled(row: Sequence[Glyph], draw: Draw) -> bytes | None:
    """A line of text in double size as a picture; None where `draw` does not have each of its characters.

    ESC * cannot be higher than 24 dots, so the characters around one that the font lacks are drawn too.
    """
    drawn = [_drawn(glyph, draw) for glyph in row]
    whole = [dots for dots in drawn if dots is not None]
    if len(whole) < len(drawn):
        return None
    lines = (b"".join(_twice(dots, n) for dots in whole) for n in range(HEIGHT_DOTS))
    return raster(2 * sum(dots.width_dots for dots in whole), b"".join(line + line for line in lines))


def _drawn(glyph: Glyph, draw: Draw) -> Dots | None:
    """At the width that the line was laid out for."""
    dots = glyph if isinstance(glyph, Dots) else draw(character(glyph))
    return dots if dots is not None and len(dots) == len(glyph) else None


def _twice(dots: Dots, row: int) -> bytes:
    """One row of a character, every dot twice: 12 dots become 24, so that all bytes are full."""
    stride = (dots.width_dots + 7) // 8
    bits = int.from_bytes(dots.rows[row * stride : (row + 1) * stride], "big") >> (8 * stride - dots.width_dots)
    wide = "".join(bit + bit for bit in format(bits, f"0{dots.width_dots}b"))
    return int(wide, 2).to_bytes(len(wide) // 8, "big")
