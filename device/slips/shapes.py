"""Shapes for characters that a receipt printer's own font lacks, 24 dots high, from the fonts of this box.

Bitmap fonts first, which were drawn for this very size (Debian: xfonts-base); then IPAmj Mincho with the 文字情報基盤's
ideographs and their variants (Debian: fonts-ipamj-mincho). Fonts are read when the first such character comes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from device.slips.pcf import PcfFont
from drivers.receipt.dots import HEIGHT_DOTS, Dots

BITMAPS: Final = Path("/usr/share/fonts/X11/misc")
OUTLINES: Final = "ipamjm.ttf"

_HALF, _FULL = HEIGHT_DOTS // 2, HEIGHT_DOTS
_NOTHING: Final = "\U0010ffff"
_VARIANT: Final = range(0xE0100, 0xE01F0)


@dataclass(frozen=True, slots=True)
class _Bitmap:
    """A font file, its width, and the codec whose codes (without bit 7, where they are two bytes) it has."""

    file: str
    width_dots: int
    codec: str


_BITMAP_FONTS: Final = (
    _Bitmap("12x24.pcf.gz", _HALF, "latin-1"),
    _Bitmap("12x24rk.pcf.gz", _HALF, "shift_jis"),
    _Bitmap("jiskan24.pcf.gz", _FULL, "euc_jp"),
    _Bitmap("gb24st.pcf.gz", _FULL, "gb2312"),
    _Bitmap("hanglm24.pcf.gz", _FULL, "euc_kr"),
)


class Shapes:
    """A `drivers.receipt.Draw`. Never raises: what it cannot draw becomes a 〓, and is counted.

    lacking: characters so far that no font here has · missing: font files that are not there, once one was needed
    """

    def __init__(self, bitmaps: Path = BITMAPS, outlines: str = OUTLINES) -> None:
        self.lacking = 0
        self.missing: set[str] = set()
        self._folder, self._outlines = bitmaps, outlines
        self._bitmap = lru_cache(maxsize=len(_BITMAP_FONTS))(self._open_bitmap)
        self._outline = lru_cache(maxsize=1)(self._open_outline)
        self._drawn = lru_cache(maxsize=512)(self._draw)

    def __call__(self, cluster: str) -> Dots | None:
        """A character with its marks, 12 or 24 dots wide."""
        dots = self._drawn(cluster)
        self.lacking += dots is None
        return dots

    def _draw(self, cluster: str) -> Dots | None:
        for font in _BITMAP_FONTS:
            dots = self._from_bitmap(font, cluster)
            if dots is not None:
                return dots
        outline = self._outline()
        return None if outline is None else outline(cluster)

    def _from_bitmap(self, font: _Bitmap, cluster: str) -> Dots | None:
        try:
            code = cluster.encode(font.codec)
        except UnicodeEncodeError:
            return None
        if len(cluster) != 1 or len(code) != font.width_dots // _HALF:
            return None
        number = code[0] if len(code) == 1 else int.from_bytes(code, "big") & 0x7F7F
        opened = self._bitmap(font)
        rows = opened.rows(number) if opened is not None else None
        return Dots(font.width_dots, rows) if rows is not None else None

    def _open_bitmap(self, font: _Bitmap) -> PcfFont | None:
        try:
            return PcfFont(self._folder / font.file, font.width_dots)
        except (OSError, EOFError, ValueError):
            self.missing.add(font.file)
            return None

    def _open_outline(self) -> Callable[[str], Dots | None] | None:
        try:
            return _outlines(self._outlines)
        except (OSError, ImportError):
            self.missing.add(self._outlines)
            return None


def _outlines(file: str) -> Callable[[str], Dots | None]:
    """Draws with an outline font. Raises OSError where there is none, ImportError without Pillow."""
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.truetype(file, HEIGHT_DOTS)

    def dots(cluster: str) -> Dots:
        width = _HALF if font.getlength(cluster) <= _HALF else _FULL
        # two bytes a row for half a cell too
        cell = Image.new("1", ((width + 7) // 8 * 8, HEIGHT_DOTS))
        pen = ImageDraw.Draw(cell)
        pen.fontmode = "1"
        pen.text((0, 0), cluster, fill=1, font=font)
        return Dots(width, cell.tobytes())

    nothing = dots(_NOTHING)

    def draw(cluster: str) -> Dots | None:
        """None for what the font has no glyph for: also a variant that it shows as the bare character."""
        drawn = dots(cluster)
        without = cluster.rstrip("".join(map(chr, _VARIANT)))
        if drawn == nothing or (without != cluster and drawn == dots(without)) or not any(drawn.rows):
            return None
        return drawn

    return draw
