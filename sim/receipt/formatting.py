"""Commands that change how the coming characters look and where they go. They print nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from sim.receipt.charset import CODE_TABLES, COUNTRIES, KATAKANA
from sim.receipt.engine import Engine
from sim.receipt.layout import LINE_SPACING_DOTS
from sim.receipt.sinks import Sink, UntilNul

_FONT_CELLS = {0: (12, 24), 48: (12, 24), 1: (9, 17), 49: (9, 17)}
_TABS_MAX = 32


def initialize(engine: Engine, _: bytes) -> None:
    """ESC @: the print buffer and all settings, not the receive buffer."""
    engine.layout.reset()
    engine.asb_selected = 0
    engine.offline_response = 0


def print_mode(engine: Engine, args: bytes) -> None:
    """ESC ! n, for one-byte characters: font, bold, double height, double width, underline."""
    n = args[0]
    modes = engine.layout.modes
    width, height = _FONT_CELLS[n & 1]
    modes.ank = replace(
        modes.ank,
        cell_w_dots=width,
        cell_h_dots=height,
        bold=bool(n & 0x08),
        tall=2 if n & 0x10 else 1,
        wide=2 if n & 0x20 else 1,
        underline=modes.underline_dots if n & 0x80 else 0,
    )


def kanji_print_mode(engine: Engine, args: bytes) -> None:
    """FS ! n, for two-byte characters: double width, double height, underline."""
    n = args[0]
    modes = engine.layout.modes
    modes.kanji = replace(
        modes.kanji,
        wide=2 if n & 0x04 else 1,
        tall=2 if n & 0x08 else 1,
        underline=modes.underline_dots if n & 0x80 else 0,
    )


def character_size(engine: Engine, args: bytes) -> None:
    """GS ! n: magnification 1..8 across (bits 4-6) and along (bits 0-2), of all characters."""
    n = args[0]
    if n & 0x88:
        engine.refuse()
        return
    modes = engine.layout.modes
    modes.ank = replace(modes.ank, wide=(n >> 4) + 1, tall=(n & 7) + 1)
    modes.kanji = replace(modes.kanji, wide=(n >> 4) + 1, tall=(n & 7) + 1)


def quadruple_kanji(engine: Engine, args: bytes) -> None:
    """FS W n: two-byte characters doubled both ways."""
    size = 2 if args[0] & 1 else 1
    engine.layout.modes.kanji = replace(engine.layout.modes.kanji, wide=size, tall=size)


def font(engine: Engine, args: bytes) -> None:
    """ESC M n: font A (12 x 24) or B (9 x 17)."""
    cell = _FONT_CELLS.get(args[0])
    if cell is None:
        engine.refuse()
        return
    modes = engine.layout.modes
    modes.ank = replace(modes.ank, cell_w_dots=cell[0], cell_h_dots=cell[1])


def bold(engine: Engine, args: bytes) -> None:
    """ESC E n and ESC G n: all characters."""
    modes, on = engine.layout.modes, bool(args[0] & 1)
    if modes.ank.bold != on:
        modes.ank = replace(modes.ank, bold=on)
    if modes.kanji.bold != on:
        modes.kanji = replace(modes.kanji, bold=on)


def reverse(engine: Engine, args: bytes) -> None:
    """GS B n: white on black, all characters."""
    modes = engine.layout.modes
    modes.ank = replace(modes.ank, reverse=bool(args[0] & 1))
    modes.kanji = replace(modes.kanji, reverse=bool(args[0] & 1))


def _thickness(engine: Engine, n: int) -> int | None:
    dots = n - 48 if n >= 48 else n
    if dots > 2:
        engine.refuse()
        return None
    if dots:
        engine.layout.modes.underline_dots = dots
    return dots


def underline(engine: Engine, args: bytes) -> None:
    """ESC - n: one-byte characters, 0..2 dots thick."""
    dots = _thickness(engine, args[0])
    if dots is not None:
        engine.layout.modes.ank = replace(engine.layout.modes.ank, underline=dots)


def kanji_underline(engine: Engine, args: bytes) -> None:
    """FS - n: two-byte characters, 0..2 dots thick."""
    dots = _thickness(engine, args[0])
    if dots is not None:
        engine.layout.modes.kanji = replace(engine.layout.modes.kanji, underline=dots)


def right_space(engine: Engine, args: bytes) -> None:
    """ESC SP n: white to the right of one-byte characters."""
    layout = engine.layout
    layout.modes.ank = replace(layout.modes.ank, right_dots=layout.horizontal(args[0]))


def kanji_space(engine: Engine, args: bytes) -> None:
    """FS S n1 n2: white to the left and right of two-byte characters."""
    layout = engine.layout
    left, right = layout.horizontal(args[0]), layout.horizontal(args[1])
    layout.modes.kanji = replace(layout.modes.kanji, left_dots=left, right_dots=right)


def code_table(engine: Engine, args: bytes) -> None:
    """ESC t n."""
    if args[0] == KATAKANA or args[0] in CODE_TABLES:
        engine.layout.modes.code_table = args[0]
    else:
        engine.refuse()


def country(engine: Engine, args: bytes) -> None:
    """ESC R n."""
    if args[0] < len(COUNTRIES):
        engine.layout.modes.country = args[0]
    else:
        engine.refuse()


def kanji_codes(engine: Engine, args: bytes) -> None:
    """FS C n: 0 JIS, 1 Shift_JIS."""
    if args[0] in (0, 1, 48, 49):
        engine.layout.modes.shift_jis = bool(args[0] & 1)
    else:
        engine.refuse()


def kanji_on(engine: Engine, _: bytes) -> None:
    """FS &: two-byte JIS codes from here on."""
    engine.layout.modes.kanji_mode = True


def kanji_off(engine: Engine, _: bytes) -> None:
    """FS ."""
    engine.layout.modes.kanji_mode = False


def justify(engine: Engine, args: bytes) -> None:
    """ESC a n: left, centre, right; at the beginning of a line alone."""
    if engine.layout.at_line_start and args[0] in (0, 1, 2, 48, 49, 50):
        engine.layout.modes.justify = args[0] % 48
    else:
        engine.refuse()


def line_spacing(engine: Engine, args: bytes) -> None:
    """ESC 3 n."""
    engine.layout.modes.spacing_dots = engine.layout.vertical(args[0])


def default_line_spacing(engine: Engine, _: bytes) -> None:
    """ESC 2."""
    engine.layout.modes.spacing_dots = LINE_SPACING_DOTS


def motion_units(engine: Engine, args: bytes) -> None:
    """GS P x y: units of 1/x and 1/y inch from here on; 0 is the default."""
    engine.layout.modes.units_x = args[0] or 203
    engine.layout.modes.units_y = args[1] or 203


def _word(args: bytes) -> int:
    return args[0] | args[1] << 8


def left_margin(engine: Engine, args: bytes) -> None:
    """GS L nL nH; at the beginning of a line alone."""
    if engine.layout.at_line_start:
        engine.layout.modes.margin_dots = engine.layout.horizontal(_word(args))
    else:
        engine.refuse()


def area_width(engine: Engine, args: bytes) -> None:
    """GS W nL nH; at the beginning of a line alone."""
    if engine.layout.at_line_start:
        engine.layout.modes.area_dots = engine.layout.horizontal(_word(args))
    else:
        engine.refuse()


def absolute_position(engine: Engine, args: bytes) -> None:
    """ESC $ nL nH."""
    engine.layout.move_to(engine.layout.horizontal(_word(args)))


def relative_position(engine: Engine, args: bytes) -> None:
    """ESC \\ nL nH, signed."""
    units = _word(args)
    engine.layout.move_by(engine.layout.horizontal(units - 0x10000 if units & 0x8000 else units))


def tab_stops(engine: Engine, _: bytes) -> Sink:
    """ESC D n1..nk NUL, columns in ascending order, at most 32; none clears them."""

    def stops(columns: bytes) -> None:
        ascending = all(a < b for a, b in pairwise(columns))
        if ascending:
            engine.layout.modes.tabs = tuple(columns)
        else:
            engine.refuse()

    return UntilNul(_TABS_MAX, stops)
