"""Where a scan of the front and the decoded front differ: ink that came, ink that went.

Tuned on a scan model (300 dpi, 2°, noise, JPEG quality 60; docs/press.md) with 24 digits of 10.5 point exchanged for
others: the score of an honest front stays under 0.1 everywhere, the least of the exchanged digits had 0.32.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from device.press.reading.scan import softened

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SOFT: Final = 3
"""Pixels over which strokes are averaged: the screens' dots are gone then, strokes are not."""
SLACK: Final = 1
"""Pixels by which ink may lie elsewhere."""
CLEAR: Final = 0.5
"""Less of a difference is the scanner's."""
WINDOW: Final = 9
SCORE_MIN: Final = 0.2
EDGE: Final = 30
"""Pixels at the sheet's edge that are not compared: scanners show shadows there."""

_PAPER_PERCENT, _INK_PERCENT = 40.0, 99.7
_TILE: Final = 24


@dataclass(frozen=True)
class Difference:
    """A place in the picture's pixels: left, top, right, bottom."""

    box: tuple[int, int, int, int]


def differences(front: NDArray[np.float32], picture: NDArray[np.float32]) -> list[Difference]:
    """Both are darkness in the same pixels; the front was laid over the picture (align.py)."""
    import numpy as np

    seen, told = softened(front, SOFT), softened(picture, SOFT)
    paper, ink = np.percentile(seen, (_PAPER_PERCENT, _INK_PERCENT))
    seen = ((seen - paper) / max(ink - paper, 0.1)).clip(0, 1).astype(np.float32)
    score = np.zeros(seen.shape, np.float32)
    for some, other in ((seen, told), (told, seen)):
        excess = (some - _grown(other) - CLEAR).clip(0)
        score = np.maximum(score, softened(excess, WINDOW) * WINDOW * WINDOW)
    score[:EDGE], score[-EDGE:], score[:, :EDGE], score[:, -EDGE:] = 0, 0, 0, 0
    rows, columns = np.nonzero(score > SCORE_MIN)
    return _boxes({(int(row) // _TILE, int(column) // _TILE) for row, column in zip(rows, columns, strict=True)})


def _grown(ink: NDArray[np.float32]) -> NDArray[np.float32]:
    """The darkest within `SLACK` pixels."""
    import numpy as np

    out = ink
    for down in range(-SLACK, SLACK + 1):
        for across in range(-SLACK, SLACK + 1):
            out = np.maximum(out, np.roll(ink, (down, across), axis=(0, 1)))
    return out


def _boxes(tiles: set[tuple[int, int]]) -> list[Difference]:
    """One box around tiles that touch."""
    found = []
    while tiles:
        group, edge = set(), [tiles.pop()]
        while edge:
            row, column = edge.pop()
            group.add((row, column))
            near = {(row + down, column + across) for down in (-1, 0, 1) for across in (-1, 0, 1)} & tiles
            tiles -= near
            edge += near
        rows, columns = [row for row, _ in group], [column for _, column in group]
        found.append(
            Difference(
                (min(columns) * _TILE, min(rows) * _TILE, (max(columns) + 1) * _TILE, (max(rows) + 1) * _TILE)
            )
        )
    return sorted(found, key=lambda difference: (difference.box[1], difference.box[0]))
