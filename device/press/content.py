"""The document's own text against what the customer confirmed (DESIGN §2 rule 2).

Ids alone do not catch a stranger's file under the right id (rule book §8), so municipality, title and
names are looked for on the sheets themselves.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from drivers.errors import BadAnswer

TITLES: Mapping[tuple[str, str], str] = {
    ("juminhyo", ""): "住民票",
    ("inkan", ""): "印鑑登録証明書",
    ("koseki", "all"): "全部事項証明",
    ("koseki", "individual"): "個人事項証明",
    ("fuhyo", ""): "附票",
}
_MY_NUMBER = re.compile(r"(?<!\d)\d{12}(?!\d)|(?<!\d)\d{4} \d{4} \d{4}(?!\d)")
_BUNDLE = re.compile(r"発行番号\s*(\S+)")
"""The number that makes several sheets one certificate (rule book §2)."""

_DEVICE = "certificate centre"


def plain(text: str) -> str:
    """Text for comparing: compatibility forms folded, no blanks, no variation selectors."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if not c.isspace() and not _is_selector(c))


def _is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def text_of(pdf: bytes) -> list[str]:
    """The text of each page. Raises `BadAnswer` for what is no PDF."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [page.get_textpage().get_text_bounded() for page in document]
        finally:
            document.close()
    except pypdfium2.PdfiumError:
        raise _wrong("the document is no PDF") from None


def check(
    pages: Sequence[str], *, kind: str, scope: str, municipality: str, names: Sequence[str], my_number: bool
) -> None:
    """Raise `BadAnswer`, naming what differs but no name, unless this is what was confirmed."""
    text = plain("".join(pages))
    title = TITLES.get((kind, scope)) or TITLES[kind, ""]
    if plain(municipality) not in text:
        raise _wrong("the document is not of the municipality that was chosen")
    if plain(title) not in text:
        raise _wrong(f"the document is not headed {title}")
    missing = sum(plain(name) not in text for name in names)
    if missing:
        raise _wrong(f"{missing} of {len(names)} names that were confirmed are not in the document")
    if len({tuple(_BUNDLE.findall(unicodedata.normalize("NFKC", page))) for page in pages}) > 1:
        raise _wrong("the pages are not of one certificate: their numbers differ")
    if not my_number and any(_MY_NUMBER.search(page) for page in pages):
        raise _wrong("the document shows an individual number that was not asked for")


def _wrong(cause: str) -> BadAnswer:
    return BadAnswer(_DEVICE, "compare the document with what was confirmed", cause, "report it to the centre")
