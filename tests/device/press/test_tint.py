"""けん制文字: an even grey on the original, and 「複写」 on every copy of either side."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from device.press.full import screens
from device.press.full.sheet import Sheet
from tests.device.press.models import Copier, Dots, eye, read, seen, toners
from tests.device.press.support import BACK, FRONT, side

SHEET = Sheet(600)
BARE = {FRONT: (slice(2400, 4200), slice(480, 3360)), BACK: (slice(4980, 5700), slice(480, 3360))}
"""Where a side has nothing but its tint, in dots; a whole number of the screens' cells."""
SPREAD_DOTS = 40
"""Around the words' edges the eye sees a mixture."""

COPIERS = {
    "usual": Copier(),
    "sharp": Copier(blur_dots=1.2),
    "soft": Copier(blur_dots=2.0),
    "set to clear the ground": Copier(clear=0.3, full=0.8),
    "set dark": Copier(clear=0.2, full=0.5),
}


@cache
def tint(which: int) -> Dots:
    return seen(toners(side(which).crop((480, BARE[which][0].start, 3360, BARE[which][0].stop))))


def words(which: int) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Which dots of the bare part are inside the words."""
    cell = screens.CELL_UNITS
    whole = screens.words_at(SHEET).repeat(cell, axis=0).repeat(cell, axis=1)
    return np.asarray(whole[BARE[which]])


def contrast(which: int, dots: Dots) -> float:
    """How much darker the words are than their ground."""
    inside = words(which)
    return float(dots[inside].mean() - dots[~inside].mean())


@pytest.mark.parametrize("which", [FRONT, BACK])
def test_words_and_ground_are_one_grey_to_the_eye(which: int) -> None:
    looked_at = eye(tint(which))
    assert abs(contrast(which, looked_at)) < 0.01
    inner = looked_at[SPREAD_DOTS:-SPREAD_DOTS, SPREAD_DOTS:-SPREAD_DOTS]
    # nor does an edge or a corner stand out
    assert float(np.abs(inner - inner.mean()).mean()) < 0.002
    assert 0.07 < inner.mean() < 0.09


@pytest.mark.parametrize("name", COPIERS)
def test_a_copier_keeps_the_words_and_loses_their_ground(name: str) -> None:
    copied = COPIERS[name].copy(tint(FRONT))
    assert contrast(FRONT, copied) >= 0.04
    assert contrast(FRONT, eye(copied)) >= 0.03  # strokes are narrow: some of it runs into the ground


@pytest.mark.parametrize("which", [FRONT, BACK])
def test_the_words_are_read_off_a_copy_and_not_off_the_original(which: int) -> None:
    dots = tint(which)
    assert "複写" not in read(eye(dots))
    assert read(eye(Copier().copy(dots))).count("複写") >= (4 if which == FRONT else 1)


def test_a_printer_of_twice_as_many_dots_has_the_same_tint() -> None:
    coarse, fine = screens.tint(SHEET), screens.tint(Sheet(1200))
    assert fine.shape == (14031, 1241)
    every_other = np.packbits(np.unpackbits(fine, axis=1)[0:14030:2, 0:9920:2], axis=1)
    assert (every_other == coarse[: len(every_other)]).all()
