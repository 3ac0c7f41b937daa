"""The pictures side by side: the scanned front, the decoded front, and what the 2D code vouches for."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Final

from device.press.full.words import broken, font
from device.press.reading.verdict import Verdict
from device.texts.catalogue import Texts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image as Picture

HEIGHT: Final = 1754
"""Of each picture: A4 at 150 dpi."""
WIDTH: Final = 1240
GAP: Final = 40
HEAD: Final = 90
_SIZE: Final = 34
_STEP: Final = 52
_MARK: Final = (214, 40, 40)
_INK: Final = (20, 20, 20)
_PAPER: Final = (255, 255, 255)
_DESK: Final = (226, 230, 234)
_GROUP: Final = 8
"""Characters of an id or digest between blanks."""
_LINE: Final = 4 * (_GROUP + 1)


def side_by_side(verdict: Verdict) -> Picture:
    """One picture. Raises `FontMissing`."""
    from PIL import Image, ImageDraw

    words = Texts()
    panels = [] if verdict.front is None else [(words("verify.scanned"), _marked(verdict.front, verdict))]
    decoded = "verify.decoded" if verdict.decoded else "verify.noise"
    panels.append((words(decoded), _marked(verdict.picture, verdict)))
    panels.append((words("verify.vouched"), _told(verdict, words)))
    out = Image.new("RGB", (len(panels) * (WIDTH + GAP) + GAP, HEIGHT + HEAD + GAP), _DESK)
    draw = ImageDraw.Draw(out)
    for index, (title, panel) in enumerate(panels):
        left = GAP + index * (WIDTH + GAP)
        draw.text((left, GAP // 2), title, fill=_INK, font=font(_SIZE))
        out.paste(panel, (left, HEAD))
    return out


def _marked(dark: NDArray[np.float32], verdict: Verdict) -> Picture:
    """A picture of a front, what differs framed."""
    import numpy as np
    from PIL import Image, ImageDraw

    image = Image.fromarray((255 * (1 - dark)).clip(0, 255).astype(np.uint8)).convert("RGB")
    draw = ImageDraw.Draw(image)
    for difference in verdict.differences:
        draw.rectangle(difference.box, outline=_MARK, width=max(3, image.width // 300))
    return image.resize((WIDTH, HEIGHT), Image.Resampling.BOX)


def _told(verdict: Verdict, words: Texts) -> Picture:
    from PIL import Image, ImageDraw

    label = verdict.label
    lines = [
        (words("verify.document"), _grouped(label.document)),
        (words("verify.sheet"), f"{label.sheet} / {label.sheets}"),
        (words("verify.request"), label.request),
        (words("verify.digest"), _grouped(label.sha256)),
        (words("verify.signature"), words("verify.good" if verdict.signed else "verify.bad")),
        (words("verify.scramble"), words("verify.opened" if verdict.decoded else "verify.closed")),
    ]
    if verdict.front is not None:
        lines.append((words("verify.differences"), str(len(verdict.differences))))
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw, down = ImageDraw.Draw(image), GAP
    for title, value in lines:
        draw.text((GAP, down), title, fill=(110, 110, 110), font=font(_SIZE))
        for line in wrap(value, _LINE) if value.isascii() else broken(value, _SIZE, WIDTH - 3 * GAP):
            down += _STEP
            draw.text((2 * GAP, down), line, fill=_INK, font=font(_SIZE))
        down += 2 * _STEP
    word, colour = ("verify.holds", (24, 120, 60)) if verdict.holds else ("verify.fails", _MARK)
    for line in broken(words(word), _SIZE + 12, WIDTH - 2 * GAP):
        draw.text((GAP, down), line, fill=colour, font=font(_SIZE + 12))
        down += _STEP + 12
    return image


def _grouped(text: str) -> str:
    return " ".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))
