"""The document's own text against what the customer confirmed (DESIGN §2 rule 2).

Ids alone do not catch a stranger's file under the right id (rule book §8), so number, issuer, heading, people
and items are looked for on the sheets themselves, people in `subjects`. What has to stand there is in docs/centre.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from device.config.kinds import CertificateType
from device.press.subjects import Subject, differences, is_selector, plain
from drivers.errors import BadAnswer

HEADINGS: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("juminhyo", "self"): ("住民票の写し", "本人のみ"),
    ("juminhyo", "household"): ("住民票の写し", "世帯全員"),
    ("juminhyo", "part"): ("住民票の写し", "世帯の一部"),
    ("inkan", "self"): ("印鑑登録証明書",),
    ("koseki", "all"): ("全部事項証明",),
    ("koseki", "individual"): ("個人事項証明",),
    ("fuhyo", "all"): ("戸籍の附票", "全部証明"),
    ("fuhyo", "part"): ("戸籍の附票", "一部証明"),
}
"""What a document of a kind and scope says of itself."""

LABELS: Final[Mapping[str, tuple[str, ...]]] = {
    "head": ("世帯主", "続柄"),
    "domicile": ("本籍", "筆頭者"),
    "number": ("個人番号",),
    "nationality": ("国籍・地域",),
    "residence_card": ("在留カード等の番号",),
    "residence_status": ("在留資格", "在留期間等"),
}
"""Behind which words an item stands, or `省略`."""

NAMING: Final = ("head", "domicile")
"""Items that name somebody whom the document is not about."""
NAMES_NOBODY_ELSE: Final = frozenset({"juminhyo", "inkan"})
"""Kinds that name nobody else otherwise; 戸籍 and 附票 name parents, spouse and 筆頭者 too."""

_LEFT_OUT: Final = "省略"
_MY_NUMBER: Final = re.compile(r"(?<!\d)\d{12}(?!\d)|(?<!\d)\d{4} \d{4} \d{4}(?!\d)")
_BUNDLE: Final = re.compile(r"発行番号\s*(\S+)")
"""The number that makes several sheets one certificate (rule book §2)."""
_PRINTABLE: Final = re.compile(r"[0-9-]{1,32}")
"""A number that may be repeated in a message; other words of a sheet may not."""


@dataclass(frozen=True)
class Confirmed:
    """What has to stand on the paper.

    bundle: the document's 発行番号. municipality: its name. people: whom it is about
    others: whom it could have been about. items: those that could be chosen, and whether they were
    own: the kinds of certificates that are the municipality's own, with their words
    """

    kind: str
    scope: str
    bundle: str
    municipality: str
    people: Sequence[Subject] = field(repr=False)
    others: Sequence[Subject] = field(default=(), repr=False)
    items: Mapping[str, bool] = field(default_factory=dict)
    own: Sequence[CertificateType] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """What the document has to say of itself; of a municipality's own kind its title."""
        known = HEADINGS.get((self.kind, self.scope))
        return known or tuple(each.words[each.kind] for each in self.own if each.kind == self.kind)

    def labels(self, item: str) -> tuple[str, ...]:
        """Behind which words an item stands on the paper."""
        own = (each.labels[item] for each in self.own if each.kind == self.kind and item in each.labels)
        return LABELS.get(item) or tuple(own)


def text_of(pdf: bytes) -> list[str]:
    """The text of each page. Raises `BadAnswer` for what is no PDF."""
    from drivers.pdfium import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [page.get_textpage().get_text_bounded() for page in document]
        finally:
            document.close()
    except pypdfium2.PdfiumError:
        raise BadAnswer("certificate centre", "read the document", "the document is no PDF", "report it") from None


def difference(pages: Sequence[str], confirmed: Confirmed) -> str | None:
    """What on these pages is not what was confirmed, in words without any name; None when all of it is."""
    return next(_differences(pages, confirmed), None)


def _differences(pages: Sequence[str], confirmed: Confirmed) -> Iterator[str]:
    text = plain("".join(pages))
    if f"{plain(confirmed.municipality)}長" not in text:
        yield "the document is not of the municipality that was chosen"
    if not confirmed.headings:
        yield "nobody has said how a document of this kind is headed"
    for word in confirmed.headings:
        if plain(word) not in text:
            yield f"the document is not headed {word}"
    yield from _bundles(pages, confirmed.bundle)
    yield from differences(text, confirmed.kind, confirmed.people)
    yield from _others(pages, confirmed)
    yield from _numbers(pages, confirmed)
    yield from _items(text, confirmed)


def _others(pages: Sequence[str], confirmed: Confirmed) -> Iterator[str]:
    """Names of people who were not chosen, each as words of its own: 山田 花 does not stand in 山田 花子."""
    if confirmed.kind not in NAMES_NOBODY_ELSE or any(confirmed.items.get(item, False) for item in NAMING):
        return
    lines = _spaced("\n".join(pages))
    chosen = {_spaced(person.name) for person in confirmed.people}
    others = {_spaced(person.name) for person in confirmed.others} - chosen
    found = sum(re.search(rf"(?<!\S){re.escape(name)}(?!\S)", lines) is not None for name in others)
    if found:
        yield f"the document names {found} people who were not chosen"


def _spaced(text: str) -> str:
    folded = "".join(c for c in unicodedata.normalize("NFKC", text) if not is_selector(c))
    return " ".join(folded.split())


def _items(text: str, confirmed: Confirmed) -> Iterator[str]:
    for item, wanted in confirmed.items.items():
        for label in map(plain, confirmed.labels(item)):
            left_out = text.count(label + _LEFT_OUT)
            if wanted and left_out:
                yield f"the document leaves {label} out, which was asked for"
            if not wanted and left_out != text.count(label):
                yield f"the document shows {label}, which was not asked for"


def _numbers(pages: Sequence[str], confirmed: Confirmed) -> Iterator[str]:
    shown = sum(len(_MY_NUMBER.findall(page)) for page in pages)
    if not confirmed.items.get("number", False):
        if shown:
            yield "the document shows an individual number that was not asked for"
    elif shown != len(confirmed.people):
        yield f"the document shows {shown} individual numbers of {len(confirmed.people)} people"


def _bundles(pages: Sequence[str], bundle: str) -> Iterator[str]:
    for number, page in enumerate(pages, 1):
        found = set(_BUNDLE.findall(unicodedata.normalize("NFKC", page)))
        if found != {bundle}:
            shown = ", ".join(sorted(each if _PRINTABLE.fullmatch(each) else "another" for each in found)) or "none"
            yield f"page {number} is not of this certificate: its number is {shown}, and {bundle} was issued"
