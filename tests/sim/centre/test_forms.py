"""What the forms look like and say: the seal, the variant characters, sheets that belong together."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray

from device.press import content
from device.press.subjects import Subject
from sim.centre.municipality import MUNICIPALITIES
from sim.personas import Persona, persona
from tests.sim.centre.support import ALL_ITEMS, OBIHIRO, TAKAOKA, Kiosk, text_of

VARIATION_SELECTORS = "".join(map(chr, range(0xE0100, 0xE01F0)))
VERMILION = np.array([198, 47, 29])


def pages(document: Mapping[str, Any]) -> list[NDArray[np.uint8]]:
    """Each page as a picture of some 100 dots an inch."""
    pdf = pypdfium2.PdfDocument(base64.b64decode(document["pdf"]))
    try:
        return [np.asarray(page.render(scale=1.4).to_pil()) for page in pdf]
    finally:
        pdf.close()


def text_by_page(document: Mapping[str, Any]) -> list[str]:
    return ["".join(page.split()) for page in content.text_of(base64.b64decode(document["pdf"]))]


def of(kiosk: Kiosk, who: str, kind: str, scope: str, **how: Any) -> dict[str, Any]:
    """A certificate of somebody's own municipality."""
    return kiosk.document(who, kind, scope, persona(who).municipality, **how)


def red(page: NDArray[np.uint8]) -> NDArray[np.bool_]:
    marked: NDArray[np.bool_] = (np.abs(page.astype(int) - VERMILION) < 40).all(axis=2)
    return marked


@pytest.mark.parametrize(
    ("who", "kind", "scope"),
    [
        ("yamada-taro", "juminhyo", "household"),
        ("large-family-takichi", "juminhyo", "household"),
        ("foreign-maria", "juminhyo", "self"),
        ("watanabe-saori", "inkan", "self"),
        ("large-family-takichi", "koseki", "all"),
        ("yamada-taro", "fuhyo", "all"),
    ],
)
def test_the_seal_stands_once_at_the_end_over_the_mayors_name(who: str, kind: str, scope: str) -> None:
    *before, last = map(red, pages(of(Kiosk(), who, kind, scope)))
    assert not any(page.any() for page in before)
    rows, columns = np.nonzero(last)
    height, width = last.shape
    assert rows.min() > 0.8 * height
    assert columns.min() > 0.6 * width
    # a square of 23 mm
    sides = (np.ptp(rows) / height * 297, np.ptp(columns) / width * 210)
    assert sides == pytest.approx((23, 23), abs=1.2)
    assert 0.2 < last[rows.min() : rows.max(), columns.min() : columns.max()].mean() < 0.7


def test_a_variant_of_a_character_is_another_picture_and_its_plain_form_the_font_knows_too() -> None:
    def plain(text: str) -> str:
        return text.translate(dict.fromkeys(map(ord, VARIATION_SELECTORS)))

    saori = persona("watanabe-saori")
    household = tuple(replace(member, name=plain(member.name)) for member in saori.household)
    without = replace(
        saori, name=plain(saori.name), household=household, head_of_household=plain(saori.head_of_household),
        register_head=plain(saori.register_head),
    )  # fmt: skip
    (variant,) = pages(of(Kiosk(), "watanabe-saori", "inkan", "self"))
    (usual,) = pages(of(Kiosk(residents={saori.id: without}), "watanabe-saori", "inkan", "self"))
    rows, columns = np.nonzero((variant != usual).any(axis=2))
    height, width = variant.shape[:2]
    inside = (rows < 0.45 * height) & (columns < 0.9 * width)
    assert inside.any()  # in the name, and in the impression
    assert (columns[inside] < 0.35 * width).any()
    assert (columns[inside] > 0.35 * width).any()


def test_who_left_the_register_is_struck_out_on_the_whole_and_absent_from_the_part() -> None:
    kiosk = Kiosk()
    whole = text_of(of(kiosk, "parent-koichi", "koseki", "all"))
    assert whole.count("戸籍に記録されている者") == 5
    assert whole.count("戸籍に記録されている者除籍") == 2
    assert "【新本籍】富山県高岡市見本町２１０番地" in whole
    assert "証明を受ける者家元甲一、家元乙美、家元丙太" in whole
    session = kiosk.session("unmarried-heita", TAKAOKA)
    (own,) = [each["handle"] for each in kiosk.ask("/v1/offers", session=session)["people"] if each["self"]]
    part = text_of(kiosk.order(session, "koseki", "individual", people=[own]))
    assert "除籍" not in part
    assert part.count("戸籍に記録されている者") == 1


def test_the_married_child_and_her_father_cannot_fetch_each_others_register() -> None:
    kiosk = Kiosk()
    assert "丁子" not in "".join(each["name"] for each in kiosk.offer("parent-koichi", TAKAOKA)["people"])
    hers = text_of(of(kiosk, "married-teiko", "koseki", "all"))
    assert "【従前戸籍】富山県高岡市見本町２００番地家元甲一" in hers
    assert "【名】甲一" not in hers


def test_a_register_of_several_sheets_is_numbered_and_bound_by_one_number() -> None:
    document = of(Kiosk(), "four-sheets-hiroshi", "koseki", "all")
    sheets = text_by_page(document)
    assert len(sheets) == document["sheets"] == 4
    bundle = sheets[0][sheets[0].index("発行番号16202-") :][:20]
    for number, sheet in enumerate(sheets, 1):
        assert f"（４の{'０１２３４'[number]}）全部事項証明" in sheet
        assert f"{number}／4" in sheet
        assert sheet.count(bundle) == 1
        assert ("証明した書面である" in sheet) is (number == 4)


def test_a_foreign_resident_has_entries_of_her_own() -> None:
    text = text_of(of(Kiosk(), "foreign-maria", "juminhyo", "self", items={"head": True}))
    for shown in (
        "通称見本まりあ",
        "国籍・地域見本共和国",
        "中長期在留者",
        "ZZ00000002ZZ",
        "在留資格永住者",
        "在留期間等無期限",
        "令和13年2月28日",
        "個人番号省略",
    ):
        assert shown in text
    for never in ("本籍", "筆頭者", "通称の記載及び削除"):
        assert never not in text


def choosing() -> dict[str, Any]:
    return {code: replace(each, foreign_items="choice") for code, each in MUNICIPALITIES.items()}


def test_where_the_municipality_lets_her_choose_she_chooses() -> None:
    kiosk = Kiosk(municipalities=choosing(), edition=2)
    (juminhyo, _) = kiosk.offer("foreign-maria", OBIHIRO)["kinds"]
    assert juminhyo["items"] == ["head", "number", "nationality", "residence_card", "residence_status"]
    text = text_of(of(kiosk, "foreign-maria", "juminhyo", "self", items={"nationality": True}))
    assert "国籍・地域見本共和国" in text
    assert "ZZ00000002ZZ" not in text
    assert "永住者" not in text


def test_the_first_edition_knows_nothing_of_that_choice() -> None:
    (juminhyo, _) = Kiosk(municipalities=choosing()).offer("foreign-maria", OBIHIRO)["kinds"]
    assert juminhyo["items"] == ["head", "number"]


def test_husband_and_foreign_wife_on_one_certificate_of_residence_and_in_his_register() -> None:
    kiosk = Kiosk()
    text = text_of(of(kiosk, "mixed-taihei", "juminhyo", "household", items=ALL_ITEMS))
    assert "本籍富山県高岡市見本町１１０番地筆頭者国際太平" in text
    assert "国籍・地域見本国" in text
    register = text_of(of(kiosk, "mixed-taihei", "koseki", "all"))
    assert "【配偶者氏名】MIHONANNA【配偶者の国籍】見本国" in register
    assert register.count("戸籍に記録されている者") == 1


def test_the_resident_code_is_never_shown() -> None:
    text = text_of(of(Kiosk(), "yamada-taro", "juminhyo", "household", items=ALL_ITEMS))
    assert text.count("住民票コード省略") == 3


@pytest.mark.parametrize(
    "who", ["yamada-taro", "watanabe-saori", "large-family-takichi", "foreign-maria", "mixed-taihei", "parent-koichi"]
)
def test_every_document_says_it_is_a_sample_and_passes_the_kiosks_own_comparison(who: str) -> None:
    kiosk, home = Kiosk(), persona(who).municipality
    session = kiosk.session(who, home)
    told = kiosk.ask("/v1/offers", session=session)
    known = {
        person["handle"]: Subject(person["name"], date.fromisoformat(person["birth"])) for person in told["people"]
    }
    for kind in told["kinds"]:
        for scope in kind["scopes"]:
            people = kind["people"] if scope != "self" else [p["handle"] for p in told["people"] if p["self"]]
            for wanted in (False, True) if kind["items"] else (False,):
                items = dict.fromkeys(kind["items"], wanted)
                document = kiosk.order(session, kind["kind"], scope, people=people, items=items)
                text = content.text_of(base64.b64decode(document["pdf"]))
                assert all("見本" in page for page in text)
                confirmed = content.Confirmed(
                    kind=kind["kind"],
                    scope=scope,
                    bundle=document["bundle"],
                    municipality=MUNICIPALITIES[home].name,
                    people=[known[handle] for handle in people],
                    others=[other for handle, other in known.items() if handle not in people],
                    items=items,
                )
                assert content.difference(text, confirmed) is None


def test_the_same_certificate_is_the_same_file_in_another_world() -> None:
    first, second = (of(Kiosk(), "parent-koichi", "koseki", "all")["sha256"] for _ in range(2))
    assert first == second


def somebody_with(**changes: Any) -> dict[str, Persona]:
    taro = persona("yamada-taro")
    return {taro.id: replace(taro, **changes)}


def test_an_address_and_a_name_of_the_longest_kind_are_all_there() -> None:
    """Nothing is cut off: every character that went in comes out of the page again."""
    name = "長井 " + "寿" * 37
    taro = persona("yamada-taro")
    household = (replace(taro.household[0], name=name), *taro.household[1:])
    address = "見本町１丁目" + "見" * 52
    kiosk = Kiosk(residents=somebody_with(
        name=name, household=household, address=address, head_of_household=name, register_head=name
    ))  # fmt: skip
    for kind, scope in (("juminhyo", "household"), ("inkan", "self"), ("koseki", "all"), ("fuhyo", "all")):
        document = kiosk.document("yamada-taro", kind, scope, items=ALL_ITEMS if kind == "juminhyo" else {})
        text = text_of(document)
        assert name.replace(" ", "") in text
        assert kind == "koseki" or address in text
