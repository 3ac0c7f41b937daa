"""Both sides' stencils: what is the same on every sheet, made once a resolution, and what is this sheet's own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from device.press.full import field, screens
from device.press.full.blossom import blossom
from device.press.full.label import QUIET, Label, code_of
from device.press.full.pdf import BLACK, COMPOSITE, MAGENTA, Print, stencil, stencil_of_bits
from device.press.full.sheet import (
    BLOSSOM,
    BLOSSOM_WORDS,
    CODE,
    FIELD,
    NUMBER_WORDS,
    SCRAMBLE_WORDS,
    WINDOWS,
    Box,
    Sheet,
)
from device.press.full.words import paragraph
from device.texts.catalogue import Texts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RESOLUTIONS_KEPT: Final = 2
"""A kiosk has one printer; a megabyte each."""

_TITLE_MM: Final = 4.2
_TEXT_MM: Final = 3.0


@dataclass(frozen=True)
class Fixed:
    """What every sheet bears."""

    front: tuple[Print, ...]
    back: tuple[Print, ...]


@lru_cache(maxsize=RESOLUTIONS_KEPT)
def fixed(sheet: Sheet) -> Fixed:
    """The tints, the blossom and the words. Raises `FontMissing`."""
    words = Texts()
    inks = blossom(sheet)
    left, top = sheet.dots(BLOSSOM.left), sheet.dots(BLOSSOM.top)
    return Fixed(
        front=(Print(stencil_of_bits(screens.tint(sheet), sheet.width), BLACK),),
        back=(
            Print(stencil_of_bits(screens.tint(sheet, WINDOWS), sheet.width), BLACK),
            _words(words("press.scramble"), words("press.scramble.about"), SCRAMBLE_WORDS, sheet),
            _words(words("press.detection"), words("press.detection.about"), BLOSSOM_WORDS, sheet),
            Print(stencil(inks.magenta), MAGENTA, left, top),
            Print(stencil(inks.composite), COMPOSITE, left, top),
            Print(stencil(inks.black), BLACK, left, top),
        ),
    )


def own(sheet: Sheet, label: Label, payload: bytes) -> tuple[Print, ...]:
    """The scramble image, the 2D code and the number of one back."""
    import numpy as np

    cell = field.CELL_UNITS * sheet.unit
    cells = field.fill(payload)
    code = code_of(label)
    module = module_dots(sheet, len(code))
    number = Texts()("press.number", document=label.document, sheet=label.sheet, sheets=label.sheets)
    # rows are repeated as bytes: cells are whole bytes wide at every resolution (8 units)
    bits = np.packbits(cells.repeat(cell, axis=1), axis=1).repeat(cell, axis=0)
    return (
        Print(stencil_of_bits(bits, cells.shape[1] * cell), BLACK, *field_at(sheet)),
        Print(stencil(code.repeat(module, axis=0).repeat(module, axis=1)), BLACK, *code_at(sheet, len(code))),
        _placed(paragraph(number, sheet.dots(_TEXT_MM), sheet.dots(NUMBER_WORDS.width)), NUMBER_WORDS, sheet),
    )


def field_at(sheet: Sheet) -> tuple[int, int]:
    """Where the scramble image begins: dots from left and top."""
    return sheet.dots(FIELD.left), sheet.dots(FIELD.top)


def module_dots(sheet: Sheet, modules: int) -> int:
    """The side of the 2D code's modules."""
    return sheet.dots(CODE.width) // (modules + 2 * QUIET)


def code_at(sheet: Sheet, modules: int) -> tuple[int, int]:
    """Where a 2D code of so many modules begins, its quiet zone inside the box: dots from left and top."""
    rest = (sheet.dots(CODE.width) - module_dots(sheet, modules) * modules) // 2
    return sheet.dots(CODE.left) + rest, sheet.dots(CODE.top) + rest


def _words(title: str, about: str, box: Box, sheet: Sheet) -> Print:
    import numpy as np

    width = sheet.dots(box.width)
    head = paragraph(title, sheet.dots(_TITLE_MM), width, weight=sheet.unit)
    return _placed(np.concatenate([head, paragraph(about, sheet.dots(_TEXT_MM), width)]), box, sheet)


def _placed(dots: NDArray[np.bool_], box: Box, sheet: Sheet) -> Print:
    return Print(stencil(dots[: sheet.dots(box.height)]), BLACK, sheet.dots(box.left), sheet.dots(box.top))

