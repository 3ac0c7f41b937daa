"""スクランブル画像 as a field of cells: which carry data, and which are marks to find and straighten it by.

520 × 440 cells of 8 units (0.339 mm: four dots of a scan at 300 dpi). In each corner a mark of 7 × 7 cells, and a
smaller one of 5 × 5 at every 40th row and column, so that a scan that is stretched here and there is followed.

Capacity: 228 800 cells, less 4 × 81 and 120 × 49 of the marks and their white borders, are 222 596 bits: 109 blocks
of 255 bytes. 96 bytes of each are parity, so 48 wrong bytes of 255 are put right; 109 × 159 = 17 331 bytes remain,
16 of them the cipher's tag. A page of a certificate at 200 dpi is 7 to 15 kB (picture.py).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from device.press.full import reed_solomon

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COLUMNS: Final = 520
ROWS: Final = 440
CELL_UNITS: Final = 8

CORNER: Final = 7
CORNER_RESERVED: Final = 9
"""The corner mark is at the field's very corner, with a white border of 2 cells on its inner sides."""

NODE: Final = 5
NODE_RESERVED: Final = 7
PITCH: Final = 40

PARITY: Final = 96
BLOCKS: Final = 109
PAYLOAD_BYTES: Final = BLOCKS * (reed_solomon.BLOCK - PARITY)


def rings(side: int) -> NDArray[np.bool_]:
    """A mark: black and white rings around a black middle, from black at the rim."""
    import numpy as np

    steps = np.abs(np.indices((side, side)) - side // 2).max(axis=0)
    picture = (steps == side // 2) | (steps < side // 2 - 1)
    return np.asarray(picture)


def corners() -> tuple[tuple[float, float], ...]:
    """The middles of the corner marks, (column, row) in cells: top left, top right, bottom right, bottom left."""
    near, right, low = CORNER / 2, COLUMNS - CORNER / 2, ROWS - CORNER / 2
    return (near, near), (right, near), (right, low), (near, low)


def nodes() -> NDArray[np.float64]:
    """The middles of the small marks in cells: rows × columns × (column, row)."""
    import numpy as np

    across, down = np.meshgrid(np.arange(PITCH, COLUMNS, PITCH), np.arange(PITCH, ROWS, PITCH))
    return np.stack([across + 0.5, down + 0.5], axis=-1)


@cache
def _layout() -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """The marks as black cells, and the flat places of the cells that carry data, in order."""
    import numpy as np

    black, free = np.zeros((ROWS, COLUMNS), np.bool_), np.ones((ROWS, COLUMNS), np.bool_)
    for top in (0, ROWS - CORNER):
        for left in (0, COLUMNS - CORNER):
            black[top : top + CORNER, left : left + CORNER] = rings(CORNER)
    for rows in (slice(0, CORNER_RESERVED), slice(-CORNER_RESERVED, None)):
        for columns in (slice(0, CORNER_RESERVED), slice(-CORNER_RESERVED, None)):
            free[rows, columns] = False
    for column, row in nodes().reshape(-1, 2).astype(int):
        wide, narrow = NODE_RESERVED // 2, NODE // 2
        free[row - wide : row + wide + 1, column - wide : column + wide + 1] = False
        black[row - narrow : row + narrow + 1, column - narrow : column + narrow + 1] = rings(NODE)
    return black, np.flatnonzero(free)[: BLOCKS * reed_solomon.BLOCK * 8]


def fill(payload: bytes) -> NDArray[np.bool_]:
    """The field that carries `PAYLOAD_BYTES` bytes: rows × columns, true is black."""
    import numpy as np

    black, places = _layout()
    data = np.frombuffer(payload, np.uint8).reshape(BLOCKS, -1)
    # byte by byte through all blocks: a stain takes little from each
    coded = reed_solomon.encode(data, PARITY).T
    cells = black.copy()
    cells.reshape(-1)[places] = np.unpackbits(coded.reshape(-1))
    return cells


def empty(cells: NDArray[np.bool_]) -> tuple[bytes, int, int]:
    """What a field carries, how many bytes of it were put right, and how many blocks are beyond repair."""
    import numpy as np

    _, places = _layout()
    coded = np.packbits(cells.reshape(-1)[places]).reshape(-1, BLOCKS).T
    data, mended, lost = reed_solomon.decode(np.ascontiguousarray(coded), PARITY)
    return data.tobytes(), mended, lost
