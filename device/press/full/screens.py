"""けん制文字: two screens of equal tone, of which a copier keeps one (void pantograph).

The sheet is divided into square cells of 12 units (a unit is 1/600 inch). Around the words a cell has three dots of
2 × 2 units; inside them every second cell, as on a chess board, has one dot of 24 units. Either way a twelfth of the
paper is black, so the eye sees one grey. A copier's sight is blurred and its tone curve clears away what is faint:
small dots fade and go, large ones stay, and the words stand there.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from device.press.full.sheet import MARGIN_MM, Box, Sheet
from device.press.full.words import shape

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WORDS: Final = "複写"
CELL_UNITS: Final = 12
FINE_CELL: Final = (
    "............", ".##.........", ".##.........", "............", "............", ".........##.",
    ".........##.", "............", "............", ".....##.....", ".....##.....", "............",
)  # fmt: skip
COARSE_CELL: Final = (
    "............", "............", "............", "............", ".....####...", "....#####...",
    "....#####...", "....#####...", "....#####...", "............", "............", "............",
)  # fmt: skip
"""24 units: twice the share of a fine cell, because every second coarse cell is empty."""

WORD_CELLS: Final = 36
"""The height of a character: 18 mm."""
GAP_CELLS: Final = (22, 26)
"""Between words in a line, and between lines."""

_FINER: Final = 4
"""Characters are drawn this much larger, and a cell belongs to one when `_INK` of it does."""
_INK: Final = 0.4

EMPTY, FINE, COARSE, COARSE_DOT = 0, 1, 2, 3
_DOTS: Final = {FINE: FINE_CELL, COARSE_DOT: COARSE_CELL}
_KINDS: Final = 4


def tint(sheet: Sheet, windows: tuple[Box, ...] = ()) -> NDArray[np.uint8]:
    """The tint of a side, with windows left white: packed bits, a row of bytes to a row of dots, 1 is black.

    Raises `FontMissing`.
    """
    import numpy as np

    cell = CELL_UNITS * sheet.unit
    words = words_at(sheet)
    rows, columns = words.shape
    chess = np.indices(words.shape).sum(axis=0) % 2 == 0
    plan = np.where(words, np.where(chess, COARSE_DOT, COARSE), FINE)
    margin = sheet.dots(MARGIN_MM) // cell + 1
    plan[:margin], plan[-margin:], plan[:, :margin], plan[:, -margin:] = EMPTY, EMPTY, EMPTY, EMPTY
    for window in windows:
        bottom, right = sheet.dots(window.top + window.height), sheet.dots(window.left + window.width)
        top, left = sheet.dots(window.top) // cell, sheet.dots(window.left) // cell
        plan[top : -(-bottom // cell), left : -(-right // cell)] = EMPTY
    # two cells are 3 × unit whole bytes: the plan goes to packed bits without a byte for every dot
    pairs = np.pad(plan, ((0, 0), (0, columns % 2))).reshape(rows, -1, 2)
    pictures = _pairs(sheet.unit)[:, pairs[..., 0] * _KINDS + pairs[..., 1]]
    dots = pictures.reshape(cell, rows, -1).transpose(1, 0, 2).reshape(rows * cell, -1)
    return dots[: sheet.height, : -(-sheet.width // 8)]


def words_at(sheet: Sheet) -> NDArray[np.bool_]:
    """Which cells of the sheet are inside the words, margins included."""
    import numpy as np

    cell = CELL_UNITS * sheet.unit
    rows, columns = -(-sheet.height // cell), -(-sheet.width // cell)
    word = _word()
    high, wide = word.shape
    across, down = wide + GAP_CELLS[0], high + GAP_CELLS[1]
    line = np.zeros((down, across), np.bool_)
    line[GAP_CELLS[1] // 2 :][:high, GAP_CELLS[0] // 2 :][:, :wide] = word
    pattern = np.concatenate([line, np.roll(line, across // 2, axis=1)])
    whole = np.tile(pattern, (-(-rows // len(pattern)), -(-columns // across)))
    return whole[:rows, :columns]


@lru_cache(maxsize=1)
def _word() -> NDArray[np.bool_]:
    """The word in cells, every stroke and every gap at least two cells wide: else the tone would not be even."""
    import numpy as np

    large = shape(WORDS, WORD_CELLS * _FINER)
    high, wide = (-(-side // _FINER) + 2 for side in large.shape)
    canvas = np.zeros((high * _FINER, wide * _FINER))
    canvas[_FINER : _FINER + large.shape[0], _FINER : _FINER + large.shape[1]] = large
    cells = canvas.reshape(high, _FINER, wide, _FINER).mean(axis=(1, 3)) > _INK
    return ~_opened(~_opened(cells))


def _opened(cells: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Only what squares of 2 × 2 cells can cover (morphological opening)."""
    import numpy as np

    wide = np.pad(cells, 1, mode="edge")
    squares = wide[:-1, :-1] & wide[1:, :-1] & wide[:-1, 1:] & wide[1:, 1:]
    covered = squares[:-1, :-1] | squares[1:, :-1] | squares[:-1, 1:] | squares[1:, 1:]
    return np.asarray(covered)


def _pairs(unit: int) -> NDArray[np.uint8]:
    """Two neighbouring cells of every kind in packed bits: rows of dots × pairs × bytes."""
    import numpy as np

    kinds = np.zeros((_KINDS, CELL_UNITS, CELL_UNITS), np.bool_)
    for kind, picture in _DOTS.items():
        kinds[kind] = [[unit == "#" for unit in row] for row in picture]
    large = kinds.repeat(unit, axis=1).repeat(unit, axis=2)
    pairs = [np.concatenate([left, right], axis=1) for left in large for right in large]
    return np.packbits(np.stack(pairs, axis=1), axis=2)
