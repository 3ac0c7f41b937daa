"""Certificates as the centre issues them, pressed in full, and their sides as a printer at 600 dpi has them."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pypdfium2
from PIL import Image

from device.press.finish import GRADES
from device.press.reading.keys import KeySource, from_centre
from drivers.centre import CentreClient, Document
from tests.sim.centre.support import NO_ITEMS, TAKAOKA, Kiosk

PEOPLE: dict[str, tuple[str, ...]] = {"juminhyo": ("p1",), "koseki": ()}
SCOPES = {"juminhyo": "self", "koseki": "all"}


@dataclass(frozen=True)
class Issued:
    """A document, the request it came for, and whom to ask about it."""

    document: Document
    request: str
    key_of: KeySource


@cache
def _kiosk() -> Kiosk:
    """One centre for all of them, so that no two have the same id."""
    return Kiosk()


def issued(kind: str = "juminhyo") -> Issued:
    """One certificate of 山田太郎 of 高岡市, from the simulated centre."""
    return _issued(kind)


@cache
def _issued(kind: str) -> Issued:
    kiosk = _kiosk()
    items = NO_ITEMS if kind == "juminhyo" else {}
    told = kiosk.document("yamada-taro", kind, SCOPES[kind], TAKAOKA, people=PEOPLE[kind], items=items)
    document = document_of(told)
    request = kiosk.centre.documents[document.id].request_id
    client = CentreClient(kiosk.http, "t1", kiosk.clock)
    return Issued(document, request, from_centre(client, "t1"))


def document_of(told: Mapping[str, Any]) -> Document:
    """A document as the wire has it."""
    return Document(
        id=told["id"],
        municipality=told["municipality"],
        kind=told["kind"],
        sheets=told["sheets"],
        pdf=base64.b64decode(told["pdf"]),
        sha256=told["sha256"],
        scramble_key=base64.b64decode(told["scramble_key"]),
        signature=base64.b64decode(told["signature"]),
        bundle=told["bundle"],
        holder=told["holder"],
    )


def pressed(kind: str = "juminhyo") -> bytes:
    """It, pressed in full."""
    return _pressed(kind)


@cache
def _pressed(kind: str) -> bytes:
    each = issued(kind)
    return GRADES["full"]().finish(each.document, each.request).pdf


def side(index: int, kind: str = "juminhyo") -> Image.Image:
    """A side at 600 dpi, in colour."""
    return _side(index, kind)


@cache
def _side(index: int, kind: str) -> Image.Image:
    return rendered(pressed(kind), index)


def rendered(pdf: bytes, index: int, dpi: int = 600) -> Image.Image:
    """A page of a PDF as a picture."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture: Image.Image = document[index].render(scale=dpi / 72).to_pil().convert("RGB")
        return picture
    finally:
        document.close()


FRONT, BACK = 0, 1
