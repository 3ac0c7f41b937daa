"""The press: only the document that the customer confirmed becomes paper, and what is wrong with another is
said without a name. The documents are the simulated centre's own, typeset as for a customer."""

from __future__ import annotations

import base64
import hashlib
import io
from dataclasses import replace
from functools import cache
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.press import content
from device.press.press import Press, Pressed
from device.vault import Vault, VaultEmpty
from drivers.centre import Document
from drivers.errors import BadAnswer, Refused
from sim.personas import persona
from statemachine.commands import IssueDocument, PrintCopy
from tests.sim.centre.support import ALL_ITEMS, NO_ITEMS, Kiosk

TAKAOKA, OBIHIRO = "16202", "01207"
TARO, HANAKO, SAORI = "山田 太郎", "山田 花子", persona("watanabe-saori").name
PERSONAL = (TARO, "山田太郎", "太郎", HANAKO, "花子", SAORI, "沙織", "900000000105")


@cache
def issued(
    who: str, kind: str, scope: str, *, items: tuple[tuple[str, bool], ...] = (), people: tuple[str, ...] = ("p1",)
) -> Document:
    """A document as the centre gives it out. people: handles, in the order of the household."""
    asked: dict[str, Any] = {"people": people, "items": dict(items)}
    told = Kiosk().document(who, kind, scope, persona(who).municipality, **asked)
    return document(base64.b64decode(told["pdf"]), told["kind"], told["municipality"], told["sheets"])


def document(pdf: bytes, kind: str = "juminhyo", municipality: str = TAKAOKA, sheets: int = 1) -> Document:
    return Document("d-1", municipality, kind, sheets, pdf, hashlib.sha256(pdf).hexdigest(), bytes(32), bytes(64))


def order(kind: str = "juminhyo", scope: str = "self", *, items: dict[str, bool] | None = None) -> IssueDocument:
    return IssueDocument(
        id="DEMO-1-1",
        request="DEMO-1-1000001-4",
        municipality=TAKAOKA,
        certificate_kind=kind,
        scope=scope,
        people=("p1",),
        items=tuple((NO_ITEMS if items is None else items).items()),
        copies=1,
    )


@pytest.fixture(scope="module")
def press() -> Press:
    return Press({TAKAOKA: "高岡市", OBIHIRO: "帯広市"})


def refused(press: Press, asked: IssueDocument, came: Document, *names: str) -> str:
    """Why the press refuses; no word of it is anybody's."""
    with pytest.raises(BadAnswer) as error:
        press.press(asked, came, list(names))
    seen: BaseException | None = error.value
    while seen is not None:
        for personal in PERSONAL:
            assert personal not in str(seen)
            assert personal not in repr(vars(seen))
        seen = seen.__cause__
    return error.value.cause


# --- what was confirmed -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "scope", "people", "names"),
    [
        ("juminhyo", "self", ("p1",), [TARO]),
        ("inkan", "self", ("p1",), [TARO]),
        ("koseki", "all", (), [TARO, HANAKO]),
        ("fuhyo", "all", ("p1", "p2", "p3"), [TARO, HANAKO]),
    ],
)
def test_what_was_confirmed_is_pressed(
    press: Press, kind: str, scope: str, people: tuple[str, ...], names: list[str]
) -> None:
    came = issued("yamada-taro", kind, scope, people=people)
    ready = press.press(order(kind, scope, items={}), came, names)
    assert ready.document == "d-1"
    assert written(ready.pdf) == content.text_of(came.pdf)
    assert ready.sha256 == hashlib.sha256(ready.pdf).hexdigest()
    assert "%PDF" not in repr(ready)


def written(pdf: bytes) -> list[str]:
    """The text of the pages that are not empty."""
    return [page for page in content.text_of(pdf) if page]


def test_one_sheet_goes_out_byte_for_byte_as_the_town_made_it(press: Press) -> None:
    came = issued("yamada-taro", "juminhyo", "self")
    assert press.press(order(), came, [TARO]).pdf == came.pdf


def test_a_household_with_all_that_it_asked_for(press: Press) -> None:
    came = issued("yamada-taro", "juminhyo", "household", items=tuple(ALL_ITEMS.items()), people=("p1", "p2", "p3"))
    assert press.press(order(scope="household", items=ALL_ITEMS), came, [TARO, HANAKO]).pdf == came.pdf


def test_a_name_with_a_variant_of_its_character_is_found(press: Press) -> None:
    came = issued("watanabe-saori", "juminhyo", "self", people=("p2",))
    assert "\U000e0110" in SAORI
    assert press.press(order(), came, [SAORI]).pdf == came.pdf


def test_blanks_widths_and_variation_selectors_make_no_other_name() -> None:
    assert content.plain("山田　太郎") == content.plain("山田 太郎\n") == "山田太郎"
    assert content.plain("渡邉\U000e0110 ｹﾝ") == "渡邉ケン"


# --- what was not -----------------------------------------------------------------------------------


def test_a_strangers_certificate_of_the_same_town_and_kind_is_refused(press: Press) -> None:
    # right id, right request, right digest: a file that was overwritten behind the centre (rule book §8)
    stranger = issued("watanabe-saori", "juminhyo", "self", people=("p2",))
    assert refused(press, order(), stranger, TARO) == "1 of 1 names that were confirmed are not in the document"


def test_one_name_of_two_is_not_enough(press: Press) -> None:
    alone = issued("yamada-taro", "juminhyo", "self")
    assert refused(press, order(scope="part"), alone, TARO, HANAKO).startswith("1 of 2 names")


def test_another_towns_document_is_refused_by_what_it_says_and_by_what_stands_on_it(press: Press) -> None:
    obihiro = issued("tokachi-hanako", "juminhyo", "self")
    assert refused(press, order(), obihiro, "十勝 花子") == "another kind or municipality came"
    renamed = replace(obihiro, municipality=TAKAOKA)
    assert "not of the municipality" in refused(press, order(), renamed, "十勝 花子")


def test_another_kind_is_refused_by_what_it_says_and_by_its_heading(press: Press) -> None:
    seal = issued("yamada-taro", "inkan", "self")
    assert refused(press, order(), seal, TARO) == "another kind or municipality came"
    assert refused(press, order(), replace(seal, kind="juminhyo"), TARO) == "the document is not headed 住民票"
    register = issued("yamada-taro", "koseki", "all", people=())
    individual = order("koseki", "individual", items={})
    assert refused(press, individual, register, TARO) == "the document is not headed 個人事項証明"


def test_a_page_too_few_or_too_many_is_refused(press: Press) -> None:
    came = issued("yamada-taro", "juminhyo", "self")
    assert refused(press, order(), replace(came, sheets=2), TARO) == "1 pages came instead of 2"


def test_a_my_number_that_nobody_asked_for_is_refused(press: Press) -> None:
    came = issued("yamada-taro", "juminhyo", "self", items=(("number", True),))
    assert "individual number" in refused(press, order(), came, TARO)
    asked = order(items={**NO_ITEMS, "number": True})
    assert press.press(asked, came, [TARO]).pdf == came.pdf


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("個人番号 123456789012", True),
        ("個人番号 1234 5678 9012", True),
        ("個人番号１２３４５６７８９０１２", True),
        ("発行番号 16202-7996007448", False),
        ("平成14年11月1日 平成14年11月5日", False),
        ("1234567890123", False),
        ("個人番号 省略", False),
    ],
)
def test_what_looks_like_a_my_number(text: str, shows: bool) -> None:
    page = f"高岡市 住民票の写し {text}"

    def check(*, asked: bool) -> None:
        content.check([page], kind="juminhyo", scope="self", municipality="高岡市", names=[], my_number=asked)

    check(asked=True)
    if shows:
        with pytest.raises(BadAnswer, match="individual number"):
            check(asked=False)
    else:
        check(asked=False)


def joined(*parts: bytes) -> bytes:
    """The pages of several documents in one file."""
    target, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    for part in parts:
        source = pypdfium2.PdfDocument(part)
        target.import_pages(source)
        source.close()
    target.save(out)
    target.close()
    return out.getvalue()


def test_a_strangers_page_behind_the_right_one_is_refused(press: Press) -> None:
    mine = issued("yamada-taro", "juminhyo", "self")
    strangers = issued("watanabe-saori", "juminhyo", "self", people=("p2",))
    both = joined(mine.pdf, strangers.pdf)
    assert len(content.text_of(both)) == 2
    assert "not of one certificate" in refused(press, order(), document(both, sheets=2), TARO)


def large_household() -> Document:
    """Eight people: two sheets of one certificate."""
    return issued("large-family-takichi", "juminhyo", "household", people=())


def test_several_sheets_of_one_certificate_belong_together(press: Press) -> None:
    came = large_household()
    assert came.sheets == 2
    ready = press.press(order(scope="household"), came, [persona("large-family-takichi").name])
    assert written(ready.pdf) == content.text_of(came.pdf)
    # each page on a sheet of its own: the job is two-sided, so an empty back lies between them
    assert [bool(page) for page in content.text_of(ready.pdf)] == [True, False, True]
    assert ready.sides == 3


# --- what is no document at all ---------------------------------------------------------------------


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7\n", b"<html>503</html>", b"%PDF-1.7\n%%EOF\n", bytes(5_000)])
def test_what_is_no_pdf_is_refused(press: Press, junk: bytes) -> None:
    assert refused(press, order(), document(junk), TARO) == "the document is no PDF"


def test_half_a_pdf_is_no_document(press: Press) -> None:
    came = issued("yamada-taro", "juminhyo", "self")
    refused(press, order(), document(came.pdf[: len(came.pdf) // 2]), TARO)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_instead_of_a_document_are_refused_and_nothing_else_happens(junk: bytes, headed: bool) -> None:
    press = Press({TAKAOKA: "高岡市"})
    refused(press, order(), document((b"%PDF-1.7\n" if headed else b"") + junk), TARO)


# --- just before the sheet moves --------------------------------------------------------------------


def copy_of(document_id: str) -> PrintCopy:
    return PrintCopy(id="DEMO-1-9", document=document_id, copy=1, job="DEMO-1-1000001-4-1", sheets=1)


def pressed(document_id: str, pdf: bytes) -> Pressed:
    return Pressed(document_id, pdf, hashlib.sha256(pdf).hexdigest(), sides=1)


def test_the_sheet_is_the_one_of_this_request(press: Press) -> None:
    vault = Vault()
    vault.put("pressed", pressed("d-1", b"%PDF of mine"))
    for _copy in (1, 2):
        assert press.sheet_for(copy_of("d-1"), vault).pdf == b"%PDF of mine"


def test_another_document_in_the_vault_stays_there(press: Press) -> None:
    vault = Vault()
    vault.put("pressed", pressed("d-2", f"%PDF of {TARO}".encode()))
    with pytest.raises(Refused, match=r"page printer: print DEMO-1-1000001-4-1: another document") as error:
        press.sheet_for(copy_of("d-1"), vault)
    assert TARO not in str(error.value)


def test_a_document_that_changed_in_the_vault_stays_there(press: Press) -> None:
    vault = Vault()
    vault.put("pressed", replace(pressed("d-1", b"%PDF of mine"), pdf=b"%PDF of a stranger"))
    with pytest.raises(Refused, match="another document"):
        press.sheet_for(copy_of("d-1"), vault)


def test_nothing_is_printed_once_the_visit_is_over(press: Press) -> None:
    vault = Vault()
    vault.put("pressed", pressed("d-1", b"%PDF of mine"))
    vault.drop_all()
    with pytest.raises(VaultEmpty):
        press.sheet_for(copy_of("d-1"), vault)
