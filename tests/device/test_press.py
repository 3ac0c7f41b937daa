"""The press: only the document that the customer confirmed becomes paper, and what is wrong with another is
said without a name. The documents are the simulated centre's own, typeset as for a customer."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pypdfium2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from device.config.kinds import CertificateType
from device.press import content
from device.press.finish import Finished
from device.press.press import Press, Pressed, Visitor
from device.press.subjects import Subject, differences, plain
from device.vault import Vault, VaultEmpty
from drivers.centre import Document
from drivers.errors import BadAnswer, Refused
from sim.personas import persona
from statemachine.commands import IssueDocument, PrintCopy
from tests.sim.centre.support import ALL_ITEMS, NO_ITEMS, Kiosk

TAKAOKA, OBIHIRO = "16202", "01207"
TARO, HANAKO, ICHIRO = (Subject(member.name, member.birth) for member in persona("yamada-taro").household)
SAORI = Subject(persona("watanabe-saori").name, persona("watanabe-saori").birth)
TOKACHI = Subject(persona("tokachi-hanako").name, persona("tokachi-hanako").birth)
REQUEST, CARD = "DEMO-1-1000001-4", b"the certificate of the card that lay here"
KEY = Ed25519PrivateKey.generate()
PUBLIC = KEY.public_key().public_bytes_raw()
PERSONAL = (TARO.name, "山田太郎", "太郎", HANAKO.name, "花子", SAORI.name, "沙織", "900000000105")


@cache
def _kiosk() -> Kiosk:
    """One centre for all of them, so that no two have the same number."""
    return Kiosk()


@cache
def issued(
    who: str, kind: str, scope: str, *, items: tuple[tuple[str, bool], ...] = (), people: tuple[str, ...] = ("p1",)
) -> Document:
    """A document as the centre gives it out. people: handles, in the order of the household."""
    asked: dict[str, Any] = {"people": people, "items": dict(items)}
    told = _kiosk().document(who, kind, scope, persona(who).municipality, **asked)
    pdf = base64.b64decode(told["pdf"])
    return document(pdf, told["kind"], told["municipality"], told["sheets"], bundle=told["bundle"])


def document(
    pdf: bytes, kind: str = "juminhyo", municipality: str = TAKAOKA, sheets: int = 1, bundle: str = "16202-0000000000"
) -> Document:
    """A document as the centre binds it to this request and this card."""
    digest = hashlib.sha256(pdf).hexdigest()
    signature = KEY.sign(f"d-1|{REQUEST}|{digest}|{bundle}".encode())
    holder = hashlib.sha256(CARD).hexdigest()
    return Document("d-1", municipality, kind, sheets, pdf, digest, bytes(32), signature, bundle, holder)


def order(kind: str = "juminhyo", scope: str = "self", *, items: dict[str, bool] | None = None) -> IssueDocument:
    return IssueDocument(
        id="DEMO-1-1",
        request=REQUEST,
        municipality=TAKAOKA,
        certificate_kind=kind,
        scope=scope,
        people=("p1",),
        items=tuple((NO_ITEMS if items is None else items).items()),
        copies=1,
    )


@pytest.fixture(scope="module")
def press() -> Press:
    return Press({TAKAOKA: "高岡市", OBIHIRO: "帯広市"}, PUBLIC)


def refused(press: Press, asked: IssueDocument, came: Document, *people: Subject) -> str:
    """Why the press refuses; no word of it is anybody's."""
    with pytest.raises(BadAnswer) as error:
        press.press(asked, came, Visitor(CARD, people))
    seen: BaseException | None = error.value
    while seen is not None:
        for personal in PERSONAL:
            assert personal not in str(seen)
            assert personal not in repr(vars(seen))
        seen = seen.__cause__
    return error.value.cause


# --- what was confirmed -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "scope", "people", "whom"),
    [
        ("juminhyo", "self", ("p1",), [TARO]),
        ("inkan", "self", ("p1",), [TARO]),
        ("koseki", "all", (), [TARO, HANAKO, ICHIRO]),
        ("fuhyo", "all", ("p1", "p2", "p3"), [TARO, HANAKO, ICHIRO]),
    ],
)
def test_what_was_confirmed_is_pressed(
    press: Press, kind: str, scope: str, people: tuple[str, ...], whom: list[Subject]
) -> None:
    came = issued("yamada-taro", kind, scope, people=people)
    ready = press.press(order(kind, scope, items={}), came, Visitor(CARD, whom))
    assert ready.document == "d-1"
    assert written(ready.pdf) == content.text_of(came.pdf)
    assert ready.sha256 == hashlib.sha256(ready.pdf).hexdigest()
    assert "%PDF" not in repr(ready)


def written(pdf: bytes) -> list[str]:
    """The text of the pages that are not empty."""
    return [page for page in content.text_of(pdf) if page]


class AnothersHands:
    """A grade that mixes up two visitors' pages."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf

    def fit(self, resolutions_dpi: Sequence[int]) -> None:
        """Any."""

    def finish(self, document: Document, request: str) -> Finished:
        """Not his."""
        return Finished(self.pdf, sides=1)


def test_what_goes_to_the_printer_is_compared_and_not_only_what_came() -> None:
    his, hers = issued("yamada-taro", "juminhyo", "self"), issued("watanabe-saori", "juminhyo", "self", people=("p2",))
    press = Press({TAKAOKA: "高岡市"}, PUBLIC, AnothersHands(hers.pdf))
    assert "number" in refused(press, order(), his, TARO)


def test_one_sheet_goes_out_byte_for_byte_as_the_town_made_it(press: Press) -> None:
    came = issued("yamada-taro", "juminhyo", "self")
    assert press.press(order(), came, Visitor(CARD, [TARO])).pdf == came.pdf


def test_a_household_with_all_that_it_asked_for(press: Press) -> None:
    came = issued("yamada-taro", "juminhyo", "household", items=tuple(ALL_ITEMS.items()), people=("p1", "p2", "p3"))
    everybody = Visitor(CARD, [TARO, HANAKO, ICHIRO])
    assert press.press(order(scope="household", items=ALL_ITEMS), came, everybody).pdf == came.pdf


def test_a_name_with_a_variant_of_its_character_is_found(press: Press) -> None:
    came = issued("watanabe-saori", "juminhyo", "self", people=("p2",))
    assert "\U000e0110" in SAORI.name
    assert press.press(order(), came, Visitor(CARD, [SAORI])).pdf == came.pdf


def test_blanks_widths_and_variation_selectors_make_no_other_name() -> None:
    assert plain("山田　太郎") == plain("山田 太郎\n") == "山田太郎"
    assert plain("渡邉\U000e0110 ｹﾝ") == "渡邉ケン"


# --- what was not -----------------------------------------------------------------------------------


def test_a_strangers_certificate_of_the_same_town_and_kind_is_refused(press: Press) -> None:
    # right id, right request, right digest: a file that was overwritten behind the centre (rule book §8)
    stranger = issued("watanabe-saori", "juminhyo", "self", people=("p2",))
    assert refused(press, order(), stranger, TARO) == (
        "1 of 1 people who were confirmed are not in the document, by name and date of birth"
    )


def test_a_document_that_was_issued_for_another_request_is_refused_with_both_ids(press: Press) -> None:
    came = issued("yamada-taro", "juminhyo", "self")
    with pytest.raises(BadAnswer, match="document d-1 for request DEMO-1-1000002-4") as error:
        press.press(replace(order(), request="DEMO-1-1000002-4"), came, Visitor(CARD, [TARO]))
    assert "signature" in error.value.cause


def test_a_document_that_the_centre_has_not_signed_is_refused(press: Press) -> None:
    came = issued("yamada-taro", "juminhyo", "self")
    forged = Ed25519PrivateKey.generate().sign(f"d-1|{REQUEST}|{came.sha256}|{came.bundle}".encode())
    assert "signature" in refused(press, order(), replace(came, signature=forged), TARO)


def test_a_document_for_another_card_than_lay_here_is_refused(press: Press) -> None:
    # the session of the customer before: request, signature and names agree with each other
    came = issued("yamada-taro", "juminhyo", "self")
    theirs = replace(came, holder=hashlib.sha256(b"another card").hexdigest())
    assert "another card" in refused(press, order(), theirs, TARO)


def test_a_namesakes_certificate_is_refused_by_its_number(press: Press) -> None:
    # same name, town, kind and items: only the number on the paper is another than the one that was issued
    namesake = replace(persona("yamada-taro"), address="見本町９丁目９番９号")
    kiosk = Kiosk(residents={namesake.id: namesake})
    theirs = kiosk.document(namesake.id, "juminhyo", "self", TAKAOKA)
    came = document(base64.b64decode(theirs["pdf"]), bundle="16202-0000000077")
    assert "not of this certificate" in refused(press, order(), came, TARO)


def test_what_was_not_asked_for_and_what_is_missing(press: Press) -> None:
    bare, full = issued("yamada-taro", "juminhyo", "self"), order(items={**NO_ITEMS, "head": True})
    assert refused(press, full, bare, TARO) == "the document leaves 世帯主 out, which was asked for"
    shown = issued("yamada-taro", "juminhyo", "self", items=(("domicile", True),))
    assert refused(press, order(), shown, TARO) == "the document shows 本籍, which was not asked for"
    number = order(items={**NO_ITEMS, "number": True})
    assert refused(press, number, bare, TARO) == "the document shows 0 individual numbers of 1 people"


def test_a_municipalitys_own_certificate_says_what_its_table_says() -> None:
    words = {"shotoku": "所得課税証明書"}
    own = CertificateType("shotoku", ("self",), ("dependents",), words=words, labels={"dependents": "扶養の状況"})

    def wrong(page: str, *, dependents: bool) -> str | None:
        items = {"dependents": dependents}
        wanted = content.Confirmed("shotoku", "self", "13999-1", "見本市", [TARO], items=items, own=[own])
        who = f"氏名 ヤマダ タロウ {TARO.name} 生年月日 昭和55年2月14日"
        return content.difference([f"{page} {who} 見本市長 発行番号 13999-1"], wanted)

    assert wrong("所 得 課 税 証 明 書 扶養の状況 省略", dependents=False) is None
    assert wrong("所 得 課 税 証 明 書 扶養の状況 2人", dependents=True) is None
    assert wrong("納税証明書 扶養の状況 省略", dependents=False) == "the document is not headed 所得課税証明書"
    assert wrong("所得課税証明書 扶養の状況 2人", dependents=False) is not None
    assert wrong("所得課税証明書 扶養の状況 省略", dependents=True) is not None


def test_a_certificate_of_a_kind_that_nobody_has_described_is_not_pressed_whatever_it_is_headed() -> None:
    page = f"納税証明書 氏名 {TARO.name} 生年月日 昭和55年2月14日 見本市長 発行番号 13999-1"
    wanted = content.Confirmed("shotoku", "self", "13999-1", "見本市", [TARO])
    assert content.difference([page], wanted) == "nobody has said how a document of this kind is headed"


def test_somebody_of_the_household_who_was_not_chosen_is_noticed(press: Press) -> None:
    came = issued("yamada-taro", "juminhyo", "part", people=("p1", "p2"))
    with pytest.raises(BadAnswer) as error:
        press.press(order(scope="part"), came, Visitor(CARD, [TARO], [HANAKO]))
    assert error.value.cause == "the document is about 1 people who were not chosen"
    # a longer name that begins like somebody else's is not that one
    both = Visitor(CARD, [TARO, HANAKO], [Subject("山田 花", HANAKO.birth)])
    assert press.press(order(scope="part"), came, both).pdf == came.pdf


def test_one_name_of_two_is_not_enough(press: Press) -> None:
    alone = issued("yamada-taro", "juminhyo", "part")
    assert refused(press, order(scope="part"), alone, TARO, HANAKO).startswith("1 of 2 people")


FATHER = Subject(persona("parent-koichi").name, persona("parent-koichi").birth)
DAUGHTER = Subject(persona("married-teiko").name, persona("married-teiko").birth)


def test_the_married_daughters_register_names_her_father_and_is_not_his(press: Press) -> None:
    hers = issued("married-teiko", "koseki", "individual", people=("p2",))
    asked = order("koseki", "individual", items={})
    assert plain(FATHER.name) in plain("".join(content.text_of(hers.pdf)))
    assert refused(press, asked, hers, FATHER).startswith("1 of 1 people")
    assert press.press(asked, hers, Visitor(CARD, [DAUGHTER])).document == "d-1"


@pytest.mark.parametrize(("kind", "scope"), [("juminhyo", "self"), ("inkan", "self"), ("fuhyo", "part")])
def test_an_exact_namesakes_certificate_under_our_number_is_refused_by_the_date_of_birth(
    press: Press, kind: str, scope: str
) -> None:
    theirs = issued("yamada-taro", kind, scope)
    namesake = replace(TARO, birth=TARO.birth.replace(day=15))
    assert "date of birth" in refused(press, order(kind, scope, items={}), theirs, namesake)
    assert press.press(order(kind, scope, items={}), theirs, Visitor(CARD, [TARO])).document == "d-1"


def test_a_name_is_found_whole_and_over_line_ends_and_no_part_of_a_longer_one() -> None:
    day = "生年月日 昭和55年2月14日"
    for written, whose in (
        ("ヤマダ タロウ\n山田 太郎", True), ("山\n田 太\n郎", True), ("ヤマダ タロウ 山田 太郎丸", False),
        ("コヤマダ タロウ 小山田 太郎", False), ("ヤマダ タ 山田 太", False), ("", False),
    ):  # fmt: skip
        text = plain(f"氏名 {written} {day} 世帯主 山田 太郎")
        assert (next(differences(text, "juminhyo", [TARO]), None) is None) == whose
    foreign = Subject("SAMPLE MARIA", TARO.birth)
    text = plain("氏名 サンプル SAMPLE MARIA 生年月日 1980年2月14日")
    assert next(differences(text, "inkan", [foreign]), None) is None


def test_a_document_with_another_number_than_the_centre_signed_is_refused(press: Press) -> None:
    # the number on the answer was changed on the way, so that it agrees with a stranger's file
    came = issued("yamada-taro", "juminhyo", "self")
    assert "signature" in refused(press, order(), replace(came, bundle="16202-0000000077"), TARO)


def test_another_towns_document_is_refused_by_what_it_says_and_by_what_stands_on_it(press: Press) -> None:
    obihiro = issued("tokachi-hanako", "juminhyo", "self")
    assert refused(press, order(), obihiro, TOKACHI) == "another kind or municipality came"
    renamed = replace(obihiro, municipality=TAKAOKA)
    assert "not of the municipality" in refused(press, order(), renamed, TOKACHI)


def test_another_kind_is_refused_by_what_it_says_and_by_its_heading(press: Press) -> None:
    seal = issued("yamada-taro", "inkan", "self")
    assert refused(press, order(), seal, TARO) == "another kind or municipality came"
    assert refused(press, order(), replace(seal, kind="juminhyo"), TARO) == "the document is not headed 住民票の写し"
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
    assert press.press(asked, came, Visitor(CARD, [TARO])).pdf == came.pdf


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
    page = f"高岡市長 印鑑登録証明書 発行番号 16202-7996007448 {text}"
    wanted = content.Confirmed("inkan", "self", "16202-7996007448", "高岡市", people=[])
    assert ("individual number" in (content.difference([page], wanted) or "")) == shows


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
    came = document(both, sheets=2, bundle=mine.bundle)
    assert refused(press, order(), came, TARO).startswith("page 2 is not of this certificate: its number is 16202-")


def whole_family() -> list[Subject]:
    return [Subject(member.name, member.birth) for member in persona("large-family-takichi").household]


def large_household() -> Document:
    """Eight people: two sheets of one certificate."""
    return issued("large-family-takichi", "juminhyo", "household", people=())


def test_several_sheets_of_one_certificate_belong_together(press: Press) -> None:
    came = large_household()
    assert came.sheets == 2
    ready = press.press(order(scope="household"), came, Visitor(CARD, whole_family()))
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
    press = Press({TAKAOKA: "高岡市"}, PUBLIC)
    refused(press, order(), document((b"%PDF-1.7\n" if headed else b"") + junk), TARO)


# --- just before the sheet moves --------------------------------------------------------------------


def copy_of(document_id: str, copy: int = 1, request: str = REQUEST) -> PrintCopy:
    return PrintCopy(id="DEMO-1-9", document=document_id, copy=copy, job=f"{request}-{copy}", sheets=1)


def pressed(document_id: str, pdf: bytes) -> Pressed:
    return Pressed(document_id, REQUEST, pdf, hashlib.sha256(pdf).hexdigest(), sides=1)


def test_the_sheet_is_the_one_of_this_request(press: Press) -> None:
    vault = Vault()
    vault.put("pressed", pressed("d-1", b"%PDF of mine"))
    for copy in (1, 2):
        assert press.sheet_for(copy_of("d-1", copy), vault).pdf == b"%PDF of mine"


def test_a_document_of_an_earlier_request_stays_there(press: Press) -> None:
    vault = Vault()
    vault.put("pressed", pressed("d-1", b"%PDF of mine"))
    with pytest.raises(Refused, match="another document"):
        press.sheet_for(copy_of("d-1", request="DEMO-1-1000002-4"), vault)


def test_another_document_in_the_vault_stays_there(press: Press) -> None:
    vault = Vault()
    vault.put("pressed", pressed("d-2", f"%PDF of {TARO.name}".encode()))
    with pytest.raises(Refused, match=r"page printer: print DEMO-1-1000001-4-1: another document") as error:
        press.sheet_for(copy_of("d-1"), vault)
    assert TARO.name not in str(error.value)


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
