"""The job that goes to the printer: two sides of A4 in its own dots, the town's text still text, and no key left."""

from __future__ import annotations

import gc
import hashlib
from datetime import date

import pypdfium2
import pytest

from device.press import content
from device.press.finish import GRADES
from device.press.full import screens, sides, words
from device.press.full.finish import Full
from device.press.full.sheet import Sheet, resolution_for
from device.press.press import Press, Pressed, Visitor
from device.press.subjects import Subject, plain
from drivers.errors import DeviceError, Refused
from sim.personas import persona
from sim.pki import authentication_identity, centre_signing_key
from statemachine.commands import IssueDocument
from tests.device.press.support import BACK, FRONT, issued, pressed, rendered
from tests.sim.centre.support import NO_ITEMS, TAKAOKA

MEGABYTE = 1_000_000


@pytest.mark.parametrize("kind", ["juminhyo", "koseki"])
def test_every_page_has_a_sheet_of_its_own_with_two_sides(kind: str) -> None:
    sheets = issued(kind).document.sheets
    document = pypdfium2.PdfDocument(pressed(kind))
    try:
        assert len(document) == 2 * sheets
        for page in document:
            # 4960 × 7015 dots at 600 dpi: what of A4 is whole dots
            assert page.get_size() == pytest.approx((595.2, 841.8), abs=0.01)
    finally:
        document.close()
    assert len(pressed(kind)) < 2 * MEGABYTE * sheets


def test_the_towns_text_stays_text_and_the_back_has_none() -> None:
    written = content.text_of(pressed("koseki"))
    assert [plain(text) for text in written[::2]] == [
        plain(text) for text in content.text_of(issued("koseki").document.pdf)
    ]
    assert not any(written[1::2])


def test_the_same_document_is_the_same_print() -> None:
    # not octet for octet: PDFium numbers objects and names files anew each time
    each = issued()
    again = GRADES["full"]().finish(each.document, each.request).pdf
    for which in (FRONT, BACK):
        assert rendered(again, which, dpi=150).tobytes() == rendered(pressed(), which, dpi=150).tobytes()


def test_the_press_in_full_binds_and_forgets() -> None:
    each = issued()
    order = IssueDocument(
        id="K-1-1", request=each.request, municipality=TAKAOKA, certificate_kind="juminhyo", scope="self",
        people=("p1",), items=tuple(NO_ITEMS.items()), copies=10,
    )  # fmt: skip
    full = Full()
    card = authentication_identity(persona("yamada-taro")).certificate_der
    press = Press({TAKAOKA: "高岡市"}, centre_signing_key().public_key().public_bytes_raw(), full)
    ready = press.press(order, each.document, Visitor(card, [Subject("山田 太郎", date(1980, 2, 14))]))
    assert ready == Pressed(each.document.id, each.request, ready.pdf, hashlib.sha256(ready.pdf).hexdigest(), sides=2)
    key = each.document.scramble_key
    assert key not in ready.pdf
    gc.collect()
    holders = [holder for holder in gc.get_referrers(key) if isinstance(holder, dict | Full | Pressed | sides.Fixed)]
    assert not any(isinstance(holder, Full | Pressed | sides.Fixed) for holder in holders)
    assert key.hex() not in repr(vars(full))


@pytest.mark.parametrize(
    ("offered", "chosen"), [((), 600), ((300, 600, 1200), 600), ((1200,), 1200), ((720, 1440), 720), ((300,), None)]
)
def test_the_printers_own_resolution_is_taken(offered: tuple[int, ...], chosen: int | None) -> None:
    assert resolution_for(offered) == chosen


def test_a_printer_with_coarse_dots_is_refused_by_what_it_lacks() -> None:
    with pytest.raises(Refused, match="prints 300 dpi"):
        Full().fit((300,))
    GRADES["plain"]().fit((300,))


def test_the_tints_are_made_once_and_not_for_ever() -> None:
    sides.fixed.cache_clear()
    for dpi in (600, 720, 1200, 600):
        sides.fixed(Sheet(dpi))
    assert sides.fixed.cache_info().currsize == sides.RESOLUTIONS_KEPT
    before = sides.fixed.cache_info().hits
    sides.fixed(Sheet(600))
    assert sides.fixed.cache_info().hits == before + 1


def test_a_box_without_the_font_says_so_before_anybody_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "FONT", "nowhere.ttf")
    for cached in (words.font, screens._word, sides.fixed):
        cached.cache_clear()
    with pytest.raises(DeviceError, match=r"the font nowhere.ttf is missing; install fonts-ipaexfont"):
        Full().fit((600,))
