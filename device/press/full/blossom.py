"""偽造防止検出画像: a cherry blossom that everyone sees, and in it 証 that only infrared shows.

The blossom is filled with one screen of neutral dots, all of a size. Outside 証 they are cyan, magenta and yellow over
one another, inside it they are black toner. The eye sees one grey; infrared passes through the colours and is held by
the carbon in black toner. A copier sees only what the eye sees and prints all dots with the same toner: 証 is gone.
No two toners are quite equally dark, so the screen is mottled: its dots grow and shrink from place to place by more
than toners differ, and a copier's tone curve has nothing of 証 to work on.
It takes a printer with four colours that leaves DeviceCMYK as it is.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from math import cos, pi, sin
from typing import TYPE_CHECKING, Final

from device.press.full.sheet import BLOSSOM, Sheet
from device.press.full.words import shape

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LATENT: Final = "証"
LATENT_SHARE: Final = 0.46
"""Its side, of the blossom's box."""
LATENT_WEIGHT_UNITS: Final = 2

PITCH_UNITS: Final = 8
"""The side of both screens' cells. A dot of 9 units in each is a seventh of the paper."""
DOTS: Final = (
    (".##.", "###.", "##..", "...."),
    (".##.", "###.", "###.", "...."),
    ("###.", "###.", "###.", "...."),
    ("###.", "####", "###.", "...."),
    ("###.", "####", "###.", ".#.."),
)
"""Dots of 7 to 11 units; the one in the middle is the usual one."""
_USUAL: Final = 2
_PATCH_CELLS: Final = 3
"""Dots in squares of so many cells, a millimetre, are of one size."""

PETALS: Final = 5
_LINE_UNITS: Final = 4
_PETAL: Final = (
    ((0.0, 0.05), (-0.16, 0.22), (-0.62, 0.72), (-0.18, 1.0)),
    ((-0.18, 1.0), (-0.11, 0.96), (-0.05, 0.92), (0.0, 0.87)),
)
"""Half a petal's edge, from the middle to the notch: two Bézier curves, in radii."""
_HEART: Final = 0.5
"""Where the petals leave no gaps, in radii."""
_STAMENS: Final = 15
_STAMEN_RADII: Final = (0.06, 0.2)
_STEPS: Final = 16


@dataclass(frozen=True)
class Inks:
    """What each toner prints in the blossom's box, as dots; all of one size."""

    magenta: NDArray[np.bool_] = field(repr=False)
    composite: NDArray[np.bool_] = field(repr=False)
    black: NDArray[np.bool_] = field(repr=False)


def blossom(sheet: Sheet) -> Inks:
    """The picture at the sheet's resolution. Raises `FontMissing`."""
    import numpy as np

    side = sheet.dots(BLOSSOM.width) // (PITCH_UNITS * sheet.unit) * PITCH_UNITS * sheet.unit
    flower, lines = _drawn(side, _LINE_UNITS * sheet.unit)
    latent = np.zeros((side, side), np.bool_)
    character = shape(LATENT, round(side * LATENT_SHARE), weight=LATENT_WEIGHT_UNITS * sheet.unit)
    top, left = ((side - length) // 2 for length in character.shape)
    latent[top : top + character.shape[0], left : left + character.shape[1]] = character
    cells = side // (PITCH_UNITS * sheet.unit)
    even, mottled = np.full((cells, cells), _USUAL), _mottled(cells)
    return Inks(
        magenta=lines | _screen(flower, even, sheet.unit, PITCH_UNITS // 2),
        composite=_screen(flower & ~latent, mottled, sheet.unit, 0),
        black=_screen(flower & latent, mottled, sheet.unit, 0),
    )


def _screen(where: NDArray[np.bool_], sizes: NDArray[np.int64], unit: int, offset: int) -> NDArray[np.bool_]:
    """Whole dots wherever their own middle is inside. sizes: of each cell's dot, an index of `DOTS`."""
    import numpy as np

    cell, middle = PITCH_UNITS * unit, (offset + 1) * unit
    pictures = np.zeros((len(DOTS) + 1, PITCH_UNITS, PITCH_UNITS), np.bool_)
    for size, picture in enumerate(DOTS):
        pictures[size, offset : offset + len(picture), offset : offset + len(picture)] = [
            [each == "#" for each in row] for row in picture
        ]
    chosen = np.where(where[middle::cell, middle::cell], sizes, len(DOTS))
    dots = pictures[chosen].transpose(0, 2, 1, 3).reshape(len(sizes) * PITCH_UNITS, -1)
    return dots.repeat(unit, axis=0).repeat(unit, axis=1)


def _mottled(cells: int) -> NDArray[np.int64]:
    """The size of every cell's dot, the same on every sheet: patches by a hash's bytes."""
    import numpy as np

    across = -(-cells // _PATCH_CELLS)
    octets = hashlib.shake_256(LATENT.encode()).digest(across * across)
    patches = np.frombuffer(octets, np.uint8).reshape(across, across) % len(DOTS)
    grown: NDArray[np.int64] = patches.repeat(_PATCH_CELLS, axis=0).repeat(_PATCH_CELLS, axis=1).astype(np.int64)
    return grown[:cells, :cells]


def _drawn(side: int, line: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """The area of the flower, and the lines in it."""
    import numpy as np
    from PIL import Image, ImageDraw

    area, lines = Image.new("1", (side, side)), Image.new("1", (side, side))
    middle = side / 2
    radius = middle - 2 * line
    inside, edge = ImageDraw.Draw(area), ImageDraw.Draw(lines)
    heart = _HEART * radius
    inside.ellipse((middle - heart, middle - heart, middle + heart, middle + heart), fill=1)
    for petal in range(PETALS):
        turn = 2 * pi * petal / PETALS
        points = [_turned(x * radius, y * radius, turn, middle) for x, y in _petal_edge()]
        inside.polygon(points, fill=1)
        edge.line([*points, points[0]], fill=1, width=line, joint="curve")
    for stamen in range(_STAMENS):
        turn = 2 * pi * stamen / _STAMENS
        ends = [_turned(0.0, share * radius, turn, middle) for share in _STAMEN_RADII]
        edge.line(ends, fill=1, width=line // 2)
        x, y = ends[1]
        edge.ellipse((x - line, y - line, x + line, y + line), fill=1)
    return np.asarray(area), np.asarray(lines)


def _petal_edge() -> list[tuple[float, float]]:
    left = [_bezier(curve, step / _STEPS) for curve in _PETAL for step in range(_STEPS + 1)]
    return left + [(-x, y) for x, y in reversed(left)]


def _bezier(curve: tuple[tuple[float, float], ...], t: float) -> tuple[float, float]:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    return sum(w * p[0] for w, p in zip(weights, curve, strict=True)), sum(
        w * p[1] for w, p in zip(weights, curve, strict=True)
    )


def _turned(x: float, y: float, turn: float, middle: float) -> tuple[float, float]:
    """From the flower's own axes (y outwards) to the picture's (y down)."""
    return middle + x * cos(turn) + y * sin(turn), middle - (y * cos(turn) - x * sin(turn))
