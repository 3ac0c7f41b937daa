"""Is this a PDF that may be pressed? What is broken, huge, encrypted, of another size or active is refused here.

It is asked before any money is: the document is made ready while the customer waits at `preparing` (DESIGN §3).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from drivers.errors import BadAnswer

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

PAGES_MAX: Final = 50
OBJECTS_MAX: Final = 50_000
"""Things drawn on all pages together; a dense 戸籍 has some 3 000."""
PIXELS_MAX: Final = 40_000_000
"""In all pictures together; A4 at 600 dpi has 35 million."""
INFLATED_BYTES_MAX: Final = 64 * 1024 * 1024
"""Of all streams together: a small file that unpacks to more is a bomb."""
NESTING_MAX: Final = 3
"""Streams compressed again and again."""

A4_POINTS: Final = (595.276, 841.890)
TOLERANCE_POINTS: Final = 3.0
"""One millimetre: what paper itself is allowed (ISO 216), and what producers round away."""

ACTIVE: Final = ("JavaScript", "JS", "Launch", "SubmitForm", "ImportData", "XFA", "RichMedia", "EmbeddedFile", "GoToE")
"""Names of what a sheet of paper has no use for (ISO 32000-1 §12.6.4, §12.7, §7.11.4)."""

_STREAM: Final = re.compile(rb"\bstream\r?\n")
_END: Final = b"endstream"
_ESCAPE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE: Final = re.compile(rb"/(" + "|".join(ACTIVE).encode("ascii") + rb")(?![A-Za-z0-9_])")
_ENCRYPT: Final = re.compile(rb"/Encrypt(?![A-Za-z0-9_])")
_ZLIB_HEADS: Final = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")


class _Wrong(Exception):
    """Raised with the cause, in words."""


def inspect(pdf: bytes) -> None:
    """Raise `BadAnswer`, naming what is wrong and nothing of what stands there, unless this can be pressed."""
    from drivers.pdfium import pypdfium2

    try:
        _look_inside(pdf)
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise _Wrong(_why_not_opened(error)) from None
        try:
            _look_at_pages(document)
        except pypdfium2.PdfiumError:
            raise _Wrong("the document is broken") from None
        finally:
            document.close()
    except _Wrong as wrong:
        cause = str(wrong)
    else:
        return
    # raised out here: nothing of the document hangs on the exception
    raise BadAnswer("certificate centre", "make the document ready for the press", cause, "report it to the centre")


def _why_not_opened(error: Any) -> str:
    from drivers.pdfium import raw as pdfium

    locked = getattr(error, "err_code", None) in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
    return "the document is encrypted" if locked else "the document is no PDF"


def _look_inside(pdf: bytes) -> None:
    """What can be told from the file itself, with every stream unpacked but never more than may be."""
    room = INFLATED_BYTES_MAX
    plain = []
    for between, packed in _parts(pdf):
        plain.append(between)
        for _ in range(NESTING_MAX + 1):
            if not packed.startswith(_ZLIB_HEADS):
                break
            inflated = _inflated(packed, room)
            room -= len(inflated)
            if room <= 0:
                raise _Wrong(f"the document unpacks to more than {INFLATED_BYTES_MAX >> 20} MiB")
            packed = inflated
        else:
            raise _Wrong(f"the document is packed more than {NESTING_MAX} times over")
        if b"/ObjStm" in between[-4096:]:  # objects, not drawings: these are read like the file itself
            plain.append(packed)
    text = _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), b"\n".join(plain))
    if _ENCRYPT.search(text):
        raise _Wrong("the document is encrypted")
    active = _ACTIVE.search(text)
    if active:
        raise _Wrong(f"the document is active: it has /{active[1].decode('ascii')}")


def _parts(pdf: bytes) -> Iterator[tuple[bytes, bytes]]:
    """What stands before each stream, and the stream; at last the rest, and nothing."""
    at = 0
    while (found := _STREAM.search(pdf, at)) is not None:
        end = pdf.find(_END, found.end())
        end = len(pdf) if end < 0 else end
        yield pdf[at : found.start()], pdf[found.end() : end]
        at = end
    yield pdf[at:], b""


def _inflated(packed: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error:
        return b""


def _look_at_pages(document: PdfDocument) -> None:
    from drivers.pdfium import raw as pdfium

    if not 1 <= len(document) <= PAGES_MAX:
        raise _Wrong(f"the document has {len(document)} pages")
    objects = pixels = 0
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        try:
            _look_at_size(page, number)
            for each in page.get_objects():
                objects += 1
                if each.type == pdfium.FPDF_PAGEOBJ_IMAGE:
                    width, height = each.get_px_size()
                    pixels += width * height
                if objects > OBJECTS_MAX or pixels > PIXELS_MAX:
                    raise _Wrong("the document is too full to be printed")
        finally:
            page.close()


def _look_at_size(page: Any, number: int) -> None:
    width, height = page.get_size()
    if max(abs(width - A4_POINTS[0]), abs(height - A4_POINTS[1])) > TOLERANCE_POINTS:
        raise _Wrong(f"page {number} is {_mm(width)} × {_mm(height)} mm, not A4 upright")
    left, bottom, _, _ = page.get_cropbox()
    if page.get_rotation() or max(abs(left), abs(bottom)) > TOLERANCE_POINTS:
        raise _Wrong(f"page {number} is turned or shifted")


def _mm(points: float) -> int:
    return round(points / 72 * 25.4)
