"""A reader of X11's Portable Compiled Format, as far as fixed fonts need it.

Pillow's own reader knows the first 256 codes only; a kanji font has rows and cells. Source: the
PCF description of X.Org's libXfont (tables BITMAPS and BDF_ENCODINGS).
"""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

_BITMAPS = 8
_ENCODINGS = 32
_NO_GLYPH = 0xFFFF


class PcfFont:
    """Glyph bitmaps of one size, by their code.

    width, height: of every cell, in dots. Raises ValueError when the file is not such a font.
    """

    def __init__(self, path: Path, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._stride = (width + 7) // 8
        data = gzip.decompress(path.read_bytes())
        if data[:4] != b"\x01fcp":
            raise ValueError(f"{path.name} is not a PCF font")
        tables = {
            kind: at
            for kind, _format, _size, at in struct.iter_unpack(
                "<IIII", data[8 : 8 + 16 * int.from_bytes(data[4:8], "little")]
            )
        }
        self._read_encodings(data, tables[_ENCODINGS])
        self._read_bitmaps(data, tables[_BITMAPS], path.name)

    def glyph(self, code: int) -> bytes | None:
        """Rows of (width + 7) // 8 bytes, top first, most significant bit left; None if not there.

        code: one byte, or row and cell of a two-byte font (0x2121 to 0x7E7E).
        """
        row, cell = divmod(code, 256)
        if not (self._rows[0] <= row <= self._rows[1] and self._cells[0] <= cell <= self._cells[1]):
            return None
        across = self._cells[1] - self._cells[0] + 1
        index = self._indices[(row - self._rows[0]) * across + cell - self._cells[0]]
        if index == _NO_GLYPH:
            return None
        start = self._bitmaps_at + self._offsets[index]
        lines = (start + n * self._padded for n in range(self.height))
        return b"".join(self._data[line : line + self._stride] for line in lines)

    def _read_encodings(self, data: bytes, at: int) -> None:
        order = ">" if data[at] & 4 else "<"
        cell0, cell1, row0, row1, _ = struct.unpack_from(order + "5H", data, at + 4)
        self._cells, self._rows = (cell0, cell1), (row0, row1)
        count = (cell1 - cell0 + 1) * (row1 - row0 + 1)
        self._indices = struct.unpack_from(f"{order}{count}H", data, at + 14)

    def _read_bitmaps(self, data: bytes, at: int, name: str) -> None:
        form = data[at]
        order = ">" if form & 4 else "<"
        if not form & 8 or form & 0x30:
            raise ValueError(f"{name}: bits are not stored left to right in bytes")
        pad = 1 << (form & 3)
        self._padded = -(-self._stride // pad) * pad
        (count,) = struct.unpack_from(order + "I", data, at + 4)
        self._offsets = struct.unpack_from(f"{order}{count}I", data, at + 8)
        self._bitmaps_at = at + 8 + 4 * count + 16
        self._data = data
        if len(set(self._offsets)) > 1 and self._offsets[1] - self._offsets[0] != self._padded * self.height:
            raise ValueError(f"{name}: glyphs are not {self.width} x {self.height}")
