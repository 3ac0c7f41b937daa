"""The job: a PDF of stencils in the printer's own dots, under which the municipality's pages are laid.

Each stencil is an image mask of one bit a dot (ISO 32000-1 §8.9.6.2), painted with solid toner, so that a printer at
that resolution has nothing to halftone. Flate packs the even tints to a hundredth. The pages themselves stay what
they were, text and drawings: they become form XObjects below the stencils, without scripts, links or whatever else
came with their file.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Final

from device.press.full.sheet import Sheet

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLACK: Final = b"0 0 0 1 k"
COMPOSITE: Final = b"1 1 1 0 k"
"""Cyan, magenta and yellow over one another."""
MAGENTA: Final = b"0 1 0 0 k"

_LEVEL: Final = 6
_SLIVER_DOTS: Final = 0.01
"""By this a stencil and its page keep inside their own edges: a reader that rounds outwards would else add a dot, and
resample what must stay dot for dot."""


@dataclass(frozen=True, eq=False)
class Stencil:
    """Dots to be painted, packed and compressed."""

    width: int
    height: int
    packed: bytes = field(repr=False)


@dataclass(frozen=True)
class Print:
    """A stencil, its toner and its place: dots from the sheet's top left corner."""

    stencil: Stencil
    toner: bytes
    left: int = 0
    top: int = 0


def stencil(dots: NDArray[np.bool_]) -> Stencil:
    """Of an array of dots, true is toner."""
    import numpy as np

    return stencil_of_bits(np.packbits(dots, axis=1), dots.shape[1])


def stencil_of_bits(bits: NDArray[np.uint8], width: int) -> Stencil:
    """Of packed bits, rows of whole bytes."""
    return Stencil(width, len(bits), zlib.compress(bits.tobytes(), _LEVEL))


def job(sheet: Sheet, sides: Sequence[Sequence[Print]], pages: bytes) -> bytes:
    """A PDF of these sides; below the first, third, fifth … lie the pages of the PDF `pages`, in order."""
    from drivers.pdfium import pypdfium2
    from drivers.pdfium import raw as pdfium

    town = pypdfium2.PdfDocument(pages)
    target = pypdfium2.PdfDocument(_frame(sheet, sides))
    try:
        for index in range(len(town)):
            form = town.page_as_xobject(index, target)
            laid = form.as_pageobject()
            form.close()
            down = sheet.points(sheet.height) - town[index].get_height()
            laid.set_matrix(pypdfium2.PdfMatrix().translate(0, down))
            page = target[2 * index]
            if not pdfium.FPDFPage_InsertObjectAtIndex(page, laid, 0):
                raise pypdfium2.PdfiumError("a page could not be laid below its stencils")
            laid._detach_finalizer()  # the page owns it now, as after insert_obj, which has no index
            page.gen_content()
            page.close()
        buffer = BytesIO()
        target.save(buffer)
        return buffer.getvalue()
    finally:
        target.close()
        town.close()


def _frame(sheet: Sheet, sides: Sequence[Sequence[Print]]) -> bytes:
    """A PDF with the stencils alone (ISO 32000-1 §7.5)."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    numbers: dict[int, int] = {}
    for side in sides:
        for each in side:
            if id(each.stencil) not in numbers:
                objects.append(_image(each.stencil))
                numbers[id(each.stencil)] = len(objects)
    kids = []
    width, height = (sheet.points(dots - _SLIVER_DOTS) for dots in (sheet.width, sheet.height))
    for side in sides:
        painted = b"\n".join(_painted(each, index, sheet) for index, each in enumerate(side))
        objects.append(_stream(b"", painted))
        names = b" ".join(b"/S%d %d 0 R" % (index, numbers[id(each.stencil)]) for index, each in enumerate(side))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.5f %.5f] /Contents %d 0 R"
            b" /Resources << /XObject << %s >> >> >>"
            % (width, height, len(objects), names)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return _file(objects)


def _painted(each: Print, index: int, sheet: Sheet) -> bytes:
    bottom = sheet.height - each.top - each.stencil.height
    return b"q %s %.5f 0 0 %.5f %.5f %.5f cm /S%d Do Q" % (
        each.toner,
        sheet.points(each.stencil.width - 3 * _SLIVER_DOTS),
        sheet.points(each.stencil.height - 3 * _SLIVER_DOTS),
        sheet.points(each.left + _SLIVER_DOTS),
        sheet.points(bottom + _SLIVER_DOTS),
        index,
    )


def _image(stencil: Stencil) -> bytes:
    return _stream(
        b"/Type /XObject /Subtype /Image /ImageMask true /BitsPerComponent 1 /Decode [1 0] /Interpolate false"
        b" /Filter /FlateDecode /Width %d /Height %d" % (stencil.width, stencil.height),
        stencil.packed,
    )


def _stream(entries: bytes, data: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def _file(objects: Sequence[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        count,
        table,
        count,
        len(out),
    )
    return bytes(out)
