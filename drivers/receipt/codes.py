"""Layout and cutter codes and pictures, built by python-escpos.

Only the bytes are taken from it. Its own Japanese (GB18030), its status calls (silence is "adequate") and
its ports are not used.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from drivers.receipt.lines import FEED_LINES_MAX, Align, Size

_PROFILE_80_MM = "TM-T20II"
"""576 dots wide. Without a profile python-escpos prints a warning on standard output with each picture."""

_PICKLE_DIR = "ESCPOS_CAPABILITIES_PICKLE_DIR"


@dataclass(frozen=True)
class Codes:
    """align: ESC a. size: GS ! (kanji too). bold: ESC E. feed: ESC d, by lines. cut: GS V 66 0."""

    align: Mapping[Align, bytes]
    size: Mapping[Size, bytes]
    bold: Mapping[bool, bytes]
    feed: tuple[bytes, ...]
    cut: bytes


@cache
def codes() -> Codes:
    """The codes; the first call imports python-escpos (0.2 to 0.5 s), later ones cost nothing."""
    dummy: Any = _dummy_class()()

    def built(build: Callable[[], object]) -> bytes:
        dummy.clear()
        build()
        return bytes(dummy.output)

    aligns: tuple[Align, ...] = ("left", "center", "right")
    sizes: tuple[Size, ...] = (1, 2)
    feeds = range(1, FEED_LINES_MAX + 1)
    return Codes(
        align={align: built(partial(dummy.set, align=align)) for align in aligns},
        # custom_size is GS !, which scales kanji as well; double_width and its like are ESC !, which does not.
        size={size: built(partial(dummy.set, custom_size=True, width=size, height=size)) for size in sizes},
        bold={bold: built(partial(dummy.set, bold=bold)) for bold in (False, True)},
        feed=(b"", *(built(partial(dummy.print_and_feed, lines)) for lines in feeds)),
        # feed=False ignores the mode and sends function B: feed to the cutter, cut but for one point, so
        # that the receipt hangs until it is taken.
        cut=built(partial(dummy.cut, feed=False)),
    )


def raster_image(width_dots: int, height_dots: int, rows: bytes) -> bytes:
    """GS v 0 of a picture up to 576 dots wide, in bands of at most 960 lines.

    rows: most significant bit left, 1 is black
    """
    dummy: Any = _dummy_class()(profile=_PROFILE_80_MM)
    dummy.image(_image(width_dots, height_dots, rows), impl="bitImageRaster")
    return bytes(dummy.output)


def column_image(width_dots: int, height_dots: int, rows: bytes) -> bytes:
    """The same dots column by column, three bytes a column of 24 dots, the top one first (the data of ESC * 33)."""
    _dummy_class()
    from escpos.image import EscposImage

    picture: Any = EscposImage(_image(width_dots, height_dots, rows))
    return b"".join(picture.to_column_format(high_density_vertical=True))


def _image(width_dots: int, height_dots: int, rows: bytes) -> Any:
    from PIL import Image

    return Image.frombytes("1", (width_dots, height_dots), rows, "raw", "1;I")  # python-escpos prints what is black


def _dummy_class() -> Any:
    """Import python-escpos without what its import does to the rest of the program.

    Measured at 3.1: it calls logging.basicConfig(); it makes a temporary folder at each import, even when
    ESCPOS_CAPABILITIES_PICKLE_DIR names another; and it unpickles what it finds in that one.
    """
    with ExitStack() as undo:
        first = "escpos.capabilities" not in sys.modules
        if first:
            root = logging.getLogger()
            if not root.handlers:
                # basicConfig leaves a root logger alone that has a handler.
                nothing = logging.NullHandler()
                root.addHandler(nothing)
                undo.callback(root.removeHandler, nothing)
            # Without the variable the one folder made is the one used: nothing foreign is unpickled, and
            # it can be found and removed.
            shared = os.environ.pop(_PICKLE_DIR, None)
            if shared is not None:
                undo.callback(os.environ.__setitem__, _PICKLE_DIR, shared)
        from escpos.capabilities import pickle_dir
        from escpos.printer import Dummy

        if first:
            shutil.rmtree(pickle_dir, ignore_errors=True)
        return Dummy
