"""Bitmaps out of X11's Portable Compiled Format: 24-dot fonts, made dot by dot for a printer's size.

Pillow reads the first 256 codes of such a font alone, and these are fonts of rows and cells. Source: the PCF
description of X.Org's libXfont (tables BITMAPS and BDF_ENCODINGS).
"""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

_BITMAPS, _ENCODINGS = 8, 32
_NO_GLYPH = 0xFFFF
_MAGIC = b"\x01fcp"


class PcfFont:
    """One font. Raises OSError where the file cannot be read, ValueError where it is no such font."""

    def __init__(self, path: Path, width_dots: int, height_dots: int = 24) -> None:
        self._stride, self._height = (width_dots + 7) // 8, height_dots
        self._data = data = gzip.decompress(path.read_bytes())
        try:
            tables = {kind: at for kind, _, _, at in struct.iter_unpack("<4I", data[8 : 8 + 16 * _count(data)])}
            self._read_codes(tables[_ENCODINGS])
            self._read_bitmaps(tables[_BITMAPS])
        except (KeyError, struct.error):
            raise ValueError(f"{path.name} is not a PCF font") from None

    def rows(self, code: int) -> bytes | None:
        """The rows of a code (one byte, or row and cell as 0x2121 and on), top first; None where it has no glyph."""
        row, cell = divmod(code, 256)
        if not (self._first_row <= row <= self._last_row and self._first_cell <= cell <= self._last_cell):
            return None
        across = self._last_cell - self._first_cell + 1
        index = self._indices[(row - self._first_row) * across + cell - self._first_cell]
        if index == _NO_GLYPH:
            return None
        start = self._bitmaps_at + self._offsets[index]
        lines = (start + n * self._padded for n in range(self._height))
        return b"".join(self._data[line : line + self._stride] for line in lines)

    def _read_codes(self, at: int) -> None:
        order = ">" if self._data[at] & 4 else "<"
        found = struct.unpack_from(order + "5H", self._data, at + 4)
        self._first_cell, self._last_cell, self._first_row, self._last_row, _ = found
        count = (self._last_cell - self._first_cell + 1) * (self._last_row - self._first_row + 1)
        self._indices = struct.unpack_from(f"{order}{count}H", self._data, at + 14)

    def _read_bitmaps(self, at: int) -> None:
        form = self._data[at]
        if not form & 8 or form & 0x30:
            raise ValueError("bits are not stored left to right in bytes")
        order, pad = ">" if form & 4 else "<", 1 << (form & 3)
        self._padded = -(-self._stride // pad) * pad
        (count,) = struct.unpack_from(order + "I", self._data, at + 4)
        self._offsets = struct.unpack_from(f"{order}{count}I", self._data, at + 8)
        self._bitmaps_at = at + 8 + 4 * count + 16


def _count(data: bytes) -> int:
    if data[:4] != _MAGIC:
        raise KeyError
    return int.from_bytes(data[4:8], "little")
