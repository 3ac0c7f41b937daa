"""Typesetting: a filled form becomes a finished A4 PDF. Equal forms are set once in a process."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.centre.filling import Form

if TYPE_CHECKING:
    import typst

FORMS: Final = Path(__file__).parent / "forms"
FAMILIES: Final = ("IPAmjMincho", "IPAexMincho", "Noto Serif CJK JP")
"""Fonts with the characters of names; IPAmj Mincho alone has the variants of the Moji_Joho collection."""

KEPT_MAX: Final = 256
"""Stock pages kept, about 40 kB each."""


class FontsMissingError(Exception):
    """Raised when no font of the system can set a Japanese name."""

    def __init__(self) -> None:
        super().__init__(
            f"no Japanese font for the certificates: install one of {', '.join(FAMILIES)}"
            " (Debian: fonts-ipamj-mincho)"
        )


@dataclass(frozen=True, slots=True)
class Pages:
    """A finished document: its PDF, and how many pages it has."""

    pdf: bytes = field(repr=False)
    sheets: int


_stock: OrderedDict[bytes, Pages] = OrderedDict()


def typeset(form: Form, bundle: str) -> Pages:
    """Set a form, or hand out the pages set before from the very same content under the same 発行番号.

    The key is everything that stands on the paper, so a page can never stand in for another
    person's, choice's or day's.

    Raises `FontsMissingError`.
    """
    key = _key(form, bundle)
    pages = _stock.get(key)
    if pages is None:
        data = {**form.content, "bundle": bundle}
        pages = _set(form.template, json.dumps(data))
        _stock[key] = pages
        if len(_stock) > KEPT_MAX:
            _stock.popitem(last=False)
    else:
        _stock.move_to_end(key)
    return pages


def _key(form: Form, bundle: str) -> bytes:
    content = json.dumps(form.content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"{form.template}|{bundle}|{content}".encode()).digest()


def warm_up() -> None:
    """Read the fonts now. Raises `FontsMissingError`."""
    _compiler()


def _set(template: str, data: str) -> Pages:
    # no time stamp and no structure tags: the same content is the same file, octet for octet
    pdf = _compiler().compile(
        input=FORMS / f"{template}.typ", format="pdf", sys_inputs={"data": data}, pdf_tags=False
    )
    if not isinstance(pdf, bytes):
        raise TypeError("the typesetter gave no PDF")
    return Pages(pdf, _page_count(pdf))


@cache
def _compiler() -> typst.Compiler:
    import typst

    fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)
    if not set(FAMILIES) & set(fonts.families()):
        raise FontsMissingError
    return typst.Compiler(root=FORMS, font_paths=fonts, ignore_system_fonts=True)


def _page_count(pdf: bytes) -> int:
    from sim.pdfium import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()
