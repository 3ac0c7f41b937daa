"""Whose paper came out: the words on every sheet against the person whose card lay there, and nobody else's."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sim.centre.dates import in_era
from sim.personas import Persona


@dataclass
class Visit:
    """One customer at one kiosk. sheets: the words of each sheet that came out while the card's holder was there."""

    terminal: str
    guest: str
    kind: str
    sheets: list[str] = field(default_factory=list)


def words_of(pdf: bytes) -> str:
    """All words of a sheet, without blanks and differences of width."""
    from drivers.pdfium import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
    return _plain(text)


def strangers(visits: Iterable[Visit], everybody: Mapping[str, Persona]) -> list[str]:
    """Each sheet that is not its visitor's, in a sentence; empty when nobody got a stranger's paper."""
    found = []
    for visit in visits:
        holder = everybody[visit.guest]
        for words in visit.sheets:
            lacking = [what for what, mark in _marks(holder, visit.kind).items() if mark not in words]
            others = [
                other.id
                for other in everybody.values()
                if other.id != holder.id and any(_plain(place) in words for place in (other.address, other.honseki))
            ]
            if lacking or others:
                found.append(
                    f"{visit.terminal}: a sheet lacks the {', '.join(lacking) or 'nothing'} of {holder.id}"
                    f" and shows {', '.join(others) or 'nobody else'}"
                )
    return found


def _marks(holder: Persona, kind: str) -> Mapping[str, str]:
    """What is on every sheet of this kind and on no other guest's."""
    register = kind in ("koseki", "fuhyo")
    return {
        "name": _plain(holder.name),
        "birth": _plain(in_era(holder.birth)),
        "place": _plain(holder.honseki if register else holder.address),
    }


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
