"""The line buffer: characters placed cell by cell under the modes in force, until the line is printed.

Positions are dots from the left end of the printing area; alignment and margin come in when the
line is taken. Vertical and horizontal lengths on the wire are in motion units (GS P), 1/203 inch
by default, which is one dot.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.receipt.charset import JAPAN, JIS, KATAKANA, ONE_BYTE, SHIFT_JIS, CodeSystem, one_byte
from sim.receipt.ink import Item, Picture, Run, Style, Symbol
from sim.receipt.paper import Line

LINE_SPACING_DOTS = 30  # 3.75 mm, the default of the 203 dpi models (TM-T20, TM-T100: 30 dots)
_DPI = 203
_TAB_COLUMNS = tuple(range(8, 256, 8))
_ANK = Style()
_KANJI = Style(kanji=True, cell_w_dots=24)
_LEFT, _CENTRE, _RIGHT = 0, 1, 2


@dataclass(slots=True)
class Modes:
    """All that ESC @ sets back. Widths and positions in dots, motion units per inch."""

    area_dots: int
    ank: Style = _ANK
    kanji: Style = _KANJI
    code_table: int = KATAKANA
    country: int = JAPAN
    shift_jis: bool = False
    kanji_mode: bool = False
    justify: int = _LEFT
    spacing_dots: int = LINE_SPACING_DOTS
    margin_dots: int = 0
    units_x: int = _DPI
    units_y: int = _DPI
    tabs: tuple[int, ...] = _TAB_COLUMNS
    underline_dots: int = 1


class Layout:
    """Modes and the line being filled. width_dots: of the head."""

    def __init__(self, width_dots: int) -> None:
        self._head_dots = width_dots
        self.modes = Modes(area_dots=width_dots)
        self.process_id: bytes | None = None
        self._x = 0
        self._items: list[Item] = []

    def reset(self) -> None:
        """ESC @ and power on: the line is forgotten, every mode is as delivered."""
        self.modes = Modes(area_dots=self._head_dots)
        self.clear()

    def clear(self) -> None:
        """Forget the line, keep the modes; an unanswered process ID goes with it."""
        self._items.clear()
        self._x = 0
        self.process_id = None

    @property
    def at_line_start(self) -> bool:
        return not self._items and self._x == 0

    @property
    def x_dots(self) -> int:
        """Where the next character goes."""
        return self._x

    @property
    def system(self) -> CodeSystem:
        """How the bytes to come are to be split."""
        if self.modes.shift_jis:
            return SHIFT_JIS
        return JIS if self.modes.kanji_mode else ONE_BYTE

    @property
    def table(self) -> str:
        return one_byte(self.modes.code_table, self.modes.country)

    @property
    def width_dots(self) -> int:
        """The printing area, as far as there is paper (GS W, GS L)."""
        return max(1, min(self.modes.area_dots, self._head_dots - self.modes.margin_dots))

    def horizontal(self, units: int) -> int:
        return units * _DPI // self.modes.units_x

    def vertical(self, units: int) -> int:
        return units * _DPI // self.modes.units_y

    def room(self, style: Style) -> int:
        """How many more characters of `style` the line takes; an empty line takes at least one."""
        cells = (self.width_dots - self._x) // max(1, style.advance_dots)
        return cells if cells > 0 or not self.at_line_start else 1

    def put(self, text: str, style: Style) -> None:
        """Place characters; the same characters in pieces are the same run."""
        last = self._items[-1] if self._items else None
        if isinstance(last, Run) and last.style == style and last.x_dots + last.width_dots == self._x:
            self._items[-1] = Run(last.x_dots, last.text + text, style)
        else:
            self._items.append(Run(self._x, text, style))
        self._x += len(text) * style.advance_dots

    def place(self, item: Picture | Symbol) -> None:
        self._items.append(item)
        self._x = item.x_dots + item.width_dots

    def move_to(self, x_dots: int) -> None:
        """ESC $ and ESC \\: where the next character goes; outside the area nothing moves."""
        if 0 <= x_dots <= self.width_dots:
            self._x = x_dots

    def move_by(self, dots: int) -> None:
        self.move_to(self._x + dots)

    def tab(self) -> None:
        """HT: on to the next stop (ESC D), if there is one in this line."""
        advance = max(1, self.modes.ank.advance_dots)
        for column in self.modes.tabs:
            if column * advance > self._x:
                self.move_to(column * advance)
                return

    def take(self, feed_dots: int) -> Line:
        """End the line: its items where they go on paper, and never less feed than they are high."""
        height = max((item.height_dots for item in self._items), default=0)
        end = max((item.x_dots + item.width_dots for item in self._items), default=0)
        shift = self.modes.margin_dots
        if self.modes.justify == _CENTRE:
            shift += max(0, self.width_dots - end) // 2
        elif self.modes.justify == _RIGHT:
            shift += max(0, self.width_dots - end)
        items = tuple([item.moved(shift) for item in self._items] if shift else self._items)
        self.clear()
        return Line(items, height, max(feed_dots, height))
