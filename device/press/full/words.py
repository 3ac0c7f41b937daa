"""Words as dots: the latent words of the screens, and what is printed beside the pictures on the back."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from drivers.errors import DeviceError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.ImageFont import FreeTypeFont

FONT: Final = "ipaexg.ttf"
"""IPAex Gothic (Debian: fonts-ipaexfont), the screen's own font."""

_LINE: Final = 1.45
"""From line to line, in heights of a character."""

_HALF: Final = 127
"""Of full ink: from here on a dot is printed."""

_NEVER_FIRST: Final = "、。」』)〉》ー"
"""行頭禁則: these never begin a line."""


class FontMissing(DeviceError):
    """Raised when the font of the back's words is not installed."""

    def __init__(self) -> None:
        hint = 'install fonts-ipaexfont, or set [press] grade = "plain"'
        super().__init__("press", "set a certificate's back", f"the font {FONT} is missing", hint)


@cache
def font(size: int) -> FreeTypeFont:
    """The font with characters `size` dots high. Raises `FontMissing`."""
    from PIL import ImageFont

    try:
        return ImageFont.truetype(FONT, size)
    except OSError:
        raise FontMissing from None


def shape(words: str, size: int, *, weight: int = 0) -> NDArray[np.bool_]:
    """Words in one line as an array of dots, cut close. weight: dots by which strokes grow on each side."""
    import numpy as np
    from PIL import Image, ImageDraw

    face = font(size)
    left, top, right, bottom = face.getbbox(words, stroke_width=weight)
    image = Image.new("L", (round(right - left), round(bottom - top)))
    ImageDraw.Draw(image).text((-left, -top), words, fill=255, font=face, stroke_width=weight, stroke_fill=255)
    return np.asarray(image) > _HALF


def paragraph(words: str, size: int, width: int, *, weight: int = 0) -> NDArray[np.bool_]:
    """Words as an array of dots `width` wide, with as many lines as they need."""
    import numpy as np
    from PIL import Image, ImageDraw

    face, step = font(size), round(size * _LINE)
    lines = broken(words, size, width)
    image = Image.new("L", (width, step * len(lines)))
    draw = ImageDraw.Draw(image)
    for row, line in enumerate(lines):
        draw.text((0, row * step), line, fill=255, font=face, stroke_width=weight, stroke_fill=255)
    return np.asarray(image) > _HALF


def broken(words: str, size: int, width: int) -> list[str]:
    """The lines of a paragraph: broken anywhere, as Japanese is, but never before a closing mark."""
    face, lines = font(size), [""]
    for character in words:
        if face.getlength(lines[-1] + character) <= width or not lines[-1]:
            lines[-1] += character
        elif character in _NEVER_FIRST:
            lines.append(lines[-1][-1] + character)
            lines[-2] = lines[-2][:-1]
        else:
            lines.append(character)
    return lines
