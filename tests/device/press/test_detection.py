"""偽造防止検出画像: a blossom for everyone, 証 for infrared eyes, and none of it left on a copy."""

from __future__ import annotations

import numpy as np

from device.press.full.sheet import BLOSSOM, Sheet
from tests.device.press.models import Copier, Dots, Toners, blurred, eye, infrared, read, seen, toners
from tests.device.press.support import BACK, side

SHEET = Sheet(600)
LENS_BLUR_DOTS = 6.0
INTENSIFIED = 4
"""The camera's picture, for a seventh of toner to be dark."""
CHARACTER = 10


def blossom() -> Toners:
    """The blossom's box, by toner."""
    left, top, width = (SHEET.dots(mm) for mm in (BLOSSOM.left, BLOSSOM.top, BLOSSOM.width))
    return toners(side(BACK).crop((left, top, left + width, top + width)))


def copied() -> dict[str, Dots]:
    """A colour copy: whatever is grey on the original is black toner on the copy (full grey component replacement)."""
    dots = blossom()
    return {
        "black": Copier().copy(seen({name: dots[name] for name in ("black", "composite")})),
        "magenta": Copier().copy(seen({"magenta": dots["magenta"]})),
    }


def test_the_blossom_is_seen_and_no_character_in_it() -> None:
    dots = blossom()
    looked_at = eye(seen(dots))
    assert looked_at.max() > 0.15
    # neutral dots that carry the character are as dark as the others, each kind where it is alone
    black, composite = (blurred(dots[name].astype(np.float32), LENS_BLUR_DOTS) for name in ("black", "composite"))
    inside, outside = (black > 0.12) & (composite < 0.005), (composite > 0.12) & (black < 0.005)
    grey = eye(seen({name: dots[name] for name in ("black", "composite")}))
    assert inside.any()
    assert abs(grey[inside].mean() - grey[outside].mean()) < 0.01
    assert "証" not in read(looked_at, CHARACTER)


def test_infrared_shows_the_character() -> None:
    dots = blossom()
    assert read(blurred(infrared(dots), LENS_BLUR_DOTS)* INTENSIFIED, CHARACTER) == "証"


def test_a_copy_has_lost_it() -> None:
    dots, copy = blossom(), copied()
    assert copy["black"].mean() > 0.01  # the blossom itself is there
    image = blurred(infrared(copy), LENS_BLUR_DOTS)
    assert "証" not in read(image* INTENSIFIED, CHARACTER)
    character = blurred(dots["black"].astype(np.float32), LENS_BLUR_DOTS) > 0.05
    flower = blurred(dots["composite"].astype(np.float32), LENS_BLUR_DOTS) > 0.1
    assert abs(image[character].mean() - image[flower & ~character].mean()) < 0.01
