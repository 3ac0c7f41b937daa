"""Laying a scan of the front over the decoded front: turned and moved roughly, then piece by piece until it fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from device.press.full.sheet import A4_MM, MM_PER_INCH
from device.press.reading.scan import Scan, softened, warped

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ROUGH_DPI: Final = 25
TURN_MAX_DEG: Final = 4.0
_TURN_STEPS_DEG: Final = (1.0, 0.25)
_WINDOW: Final = 512
"""Pixels of the rough comparison: A4 at 25 dpi, and room to move."""

BLOCK: Final = 64
"""Pixels of a piece's side."""
REACHES: Final = (16, 6, 3)
"""How far pieces are looked for, from pass to pass."""
_INK_MIN: Final = 0.02
_BLOCKS_MIN: Final = 6
_TRIM: Final = 2.5
"""Pieces further from where the others are than this many times their usual distance do not count."""


def laid_over(front: Scan, picture: NDArray[np.float32], dpi: float) -> NDArray[np.float32]:
    """The scan's darkness in the picture's own pixels.

    picture: darkness, 0 is white, 1 is black. dpi: of the scan.
    """
    dark = 1.0 - softened(front.grey, dpi / (picture.shape[1] / (A4_MM[0] / MM_PER_INCH)))
    matrix = _roughly(dark, picture, dpi)
    for reach in REACHES:
        matrix = _closer(dark, picture, matrix, reach)
    return warped(dark, matrix, *picture.shape)


def _roughly(dark: NDArray[np.float32], picture: NDArray[np.float32], dpi: float) -> NDArray[np.float64]:
    """From the picture's pixels to the scan's, by the best of many turns, upside down included."""
    import numpy as np

    fineness = picture.shape[1] / (A4_MM[0] / MM_PER_INCH)
    wanted = np.fft.rfft2(_small(picture, fineness))
    coarse, fine = _TURN_STEPS_DEG
    turns = np.arange(-TURN_MAX_DEG, TURN_MAX_DEG + coarse / 2, coarse)
    softly = softened(dark, dpi / ROUGH_DPI)
    best = max((_try(softly, wanted, turn, dpi) for turn in (*turns, *(turns + 180.0))), key=lambda each: each[0])
    around = best[1] + np.arange(-coarse, coarse + fine / 2, fine)
    _, turn, down, across = max((_try(softly, wanted, each, dpi) for each in around), key=lambda each: each[0])
    zoom = ROUGH_DPI / fineness
    enlarge = np.diag([zoom, zoom, 1.0])
    shift = np.array([[1, 0, across], [0, 1, down], [0, 0, 1.0]])
    return np.asarray(_turned(dark.shape, turn, dpi) @ shift @ enlarge)


def _small(picture: NDArray[np.float32], fineness: float) -> NDArray[np.float32]:
    import numpy as np

    step = fineness / ROUGH_DPI
    rows, columns = (int(side / step) for side in picture.shape)
    small = np.zeros((_WINDOW, _WINDOW), np.float32)
    small[:rows, :columns] = warped(softened(picture, step), np.diag([step, step, 1.0]), rows, columns)
    return small


def _turned(shape: tuple[int, ...], turn: float, dpi: float) -> NDArray[np.float64]:
    """From the rough window's pixels to the scan's: turned about the scan's middle, which is the window's."""
    import numpy as np

    angle, zoom = np.deg2rad(turn), dpi / ROUGH_DPI
    cosine, sine = zoom * np.cos(angle), zoom * np.sin(angle)
    middle = _WINDOW / 2
    x = shape[1] / 2 - cosine * middle + sine * middle
    y = shape[0] / 2 - sine * middle - cosine * middle
    return np.array([[cosine, -sine, x], [sine, cosine, y], [0, 0, 1.0]])


def _try(
    dark: NDArray[np.float32], wanted: NDArray[np.complex128], turn: float, dpi: float
) -> tuple[float, float, int, int]:
    """How well the scan fits at this turn, and by how much the picture is then moved (down, across)."""
    import numpy as np

    seen = warped(dark, _turned(dark.shape, turn, dpi), _WINDOW, _WINDOW)
    fit = np.fft.irfft2(np.fft.rfft2(seen - seen.mean()) * np.conj(wanted), s=(_WINDOW, _WINDOW))
    down, across = np.unravel_index(int(fit.argmax()), fit.shape)
    half = _WINDOW // 2
    return float(fit.max()), turn, (int(down) + half) % _WINDOW - half, (int(across) + half) % _WINDOW - half


def _closer(
    dark: NDArray[np.float32], picture: NDArray[np.float32], matrix: NDArray[np.float64], reach: int
) -> NDArray[np.float64]:
    """The same, mended by where pieces with ink in them really lie (an affine fit, outliers left out)."""
    import numpy as np

    seen = warped(dark, matrix, *picture.shape)
    places, shifts = [], []
    for top in range(reach, picture.shape[0] - BLOCK - reach, BLOCK):
        for left in range(reach, picture.shape[1] - BLOCK - reach, BLOCK):
            piece = picture[top : top + BLOCK, left : left + BLOCK]
            if piece.mean() < _INK_MIN:
                continue
            around = seen[top - reach : top + BLOCK + reach, left - reach : left + BLOCK + reach]
            places.append((left + BLOCK / 2, top + BLOCK / 2))
            shifts.append(_shift(around, piece, reach))
    if len(places) < _BLOCKS_MIN:
        return matrix
    at, shift = np.array(places), np.array(shifts, np.float64)
    known = np.concatenate([at, np.ones((len(at), 1))], axis=1)
    kept = np.ones(len(at), np.bool_)
    for _ in range(4):
        fit = np.linalg.lstsq(known[kept], shift[kept], rcond=None)[0]
        off = np.linalg.norm(known @ fit - shift, axis=1)
        kept = off <= max(_TRIM * float(np.median(off[kept])), 0.5)
        if kept.sum() < _BLOCKS_MIN:
            return matrix
    mend = np.eye(3)
    mend[:2, :] += fit.T[:, [0, 1, 2]]
    return matrix @ mend


def _shift(around: NDArray[np.float32], piece: NDArray[np.float32], reach: int) -> tuple[float, float]:
    """Where in `around` the piece is: (across, down) from the middle."""
    import numpy as np

    size = around.shape
    flat = piece - piece.mean()
    fit = np.fft.irfft2(np.fft.rfft2(around - around.mean()) * np.conj(np.fft.rfft2(flat, s=size)), s=size)
    fit = fit[: 2 * reach + 1, : 2 * reach + 1]
    down, across = np.unravel_index(int(fit.argmax()), fit.shape)
    return int(across) - reach, int(down) - reach
