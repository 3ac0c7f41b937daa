"""The documents: what stands on them, what binds them to their request, and nothing issued twice."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature

from sim.personas import Member, persona
from sim.pki import centre_signing_key
from tests.drivers.page.support import START
from tests.sim.centre.support import ALL_ITEMS, NO_ITEMS, OBIHIRO, TAKAOKA, Kiosk, certificate_of, text_of

ORDER: dict[str, Any] = {"kind": "juminhyo", "scope": "self", "people": ["p1"], "items": NO_ITEMS, "copies": 2}


def test_a_document_is_bound_to_its_request_by_the_centres_signature() -> None:
    kiosk = Kiosk()
    body = kiosk.body(session=kiosk.session("yamada-taro", TAKAOKA), **ORDER)
    status, told = kiosk.post("/v1/documents", body)
    assert (status, told["request_id"]) == (200, body["request_id"])
    document, pdf = told["document"], base64.b64decode(told["document"]["pdf"])
    assert document.keys() == {
        "id", "municipality", "kind", "sheets", "pdf", "sha256", "scramble_key", "signature", "bundle", "holder"
    }  # fmt: skip
    assert (document["municipality"], document["kind"], document["sheets"]) == (TAKAOKA, "juminhyo", 1)
    assert document["id"].isascii()
    assert len(document["id"]) <= 32
    assert pdf.startswith(b"%PDF-")
    assert document["sha256"] == hashlib.sha256(pdf).hexdigest()
    assert len(base64.b64decode(document["scramble_key"])) == 32
    signature = base64.b64decode(document["signature"])
    public = centre_signing_key().public_key()

    def words(request: str, bundle: str) -> bytes:
        return f"{document['id']}|{request}|{document['sha256']}|{bundle}".encode()

    public.verify(signature, words(body["request_id"], document["bundle"]))
    for request, bundle in (("t1-1-1-99", document["bundle"]), (body["request_id"], "16202-1")):
        with pytest.raises(InvalidSignature):
            public.verify(signature, words(request, bundle))


def test_a_document_is_bound_to_the_card_and_to_the_number_on_its_pages() -> None:
    kiosk = Kiosk()
    taro, saori = (kiosk.document(who, "juminhyo", "self", items=NO_ITEMS) for who in ("yamada-taro", "watanabe-saori"))
    assert taro["holder"] == hashlib.sha256(base64.b64decode(certificate_of("yamada-taro"))).hexdigest()
    assert taro["holder"] != saori["holder"]
    assert taro["bundle"] != saori["bundle"]
    for told in (taro, saori):
        assert f"発行番号{told['bundle']}" in text_of(told)
    # whatever file lies behind the centre, the number is the one that was issued
    kiosk.centre.mix_up(1, "watanabe-saori")
    mixed = kiosk.document("yamada-taro", "juminhyo", "self", items=NO_ITEMS)
    assert f"発行番号{mixed['bundle']}" not in text_of(mixed)
    # or his data are typeset under the document's own
    kiosk.centre.mix_up(1, "watanabe-saori", own_number=True)
    confused = kiosk.document("yamada-taro", "juminhyo", "self", items=NO_ITEMS)
    assert f"発行番号{confused['bundle']}" in text_of(confused)
    assert "渡邉" in text_of(confused)


def test_a_residence_certificate_shows_who_and_where_and_leaves_out_what_was_not_asked_for() -> None:
    text = text_of(Kiosk().document("yamada-taro", "juminhyo", "self", items=NO_ITEMS))
    for shown in (
        "住民票の写し（本人のみ）",
        "富山県高岡市見本町１丁目２番３号",
        "山田太郎",
        "ヤマダタロウ",
        "昭和55年2月14日",
        "性別男",
        "住民となった日平成14年11月1日",
        "この写しは、住民票の原本と相違ないことを証明する。",
        "令和8年10月28日",
        "高岡市長",
        "1／1",
        "見本",
    ):
        assert shown in text
    assert "世帯主省略" in text
    assert "続柄省略" in text
    assert "個人番号省略" in text
    assert "本籍省略筆頭者省略" in text
    assert "900000000105" not in text
    assert "花子" not in text


@pytest.mark.parametrize(
    ("item", "shown", "left_out"),
    [
        ("head", ["世帯主山田太郎", "続柄世帯主"], ["個人番号省略", "本籍省略"]),
        ("domicile", ["本籍富山県高岡市見本町１０番地", "筆頭者山田太郎"], ["個人番号省略", "続柄省略"]),
        ("number", ["個人番号900000000105"], ["続柄省略", "本籍省略"]),
    ],
)
def test_each_item_shows_its_own_entries_and_no_other(item: str, shown: list[str], left_out: list[str]) -> None:
    text = text_of(Kiosk().document("yamada-taro", "juminhyo", "self", items={item: True}))
    for words in shown + left_out:
        assert words in text


def test_the_whole_household_and_a_part_of_it() -> None:
    kiosk = Kiosk()
    whole = text_of(kiosk.document("yamada-taro", "juminhyo", "household", items=ALL_ITEMS))
    assert "世帯全員の住民票の原本" in whole
    for name, relation, number in (
        ("太郎", "世帯主", "105"),
        ("花子", "妻", "202"),
        ("一郎", "子", "309"),
    ):
        assert f"山田{name}" in whole
        assert f"続柄{relation}" in whole
        assert f"900000000{number}" in whole
    part = text_of(kiosk.document("yamada-taro", "juminhyo", "part", people=["p3", "p2"]))
    assert "世帯の一部の住民票の原本" in part
    assert part.index("山田花子") < part.index("山田一郎")  # the register's order
    assert "山田太郎" not in part


def test_a_household_of_six_takes_two_numbered_sheets_of_one_bundle() -> None:
    taro = persona("yamada-taro")
    children = tuple(
        Member(f"山田 {n}子", "ヤマダ コ", date(2016 + n, 1, 1), "女", "子", taro.my_number) for n in range(1, 4)
    )
    kiosk = Kiosk(residents={taro.id: replace(taro, household=taro.household + children)})
    document = kiosk.document("yamada-taro", "juminhyo", "household")
    text = text_of(document)
    assert document["sheets"] == 2
    assert "1／2" in text
    assert "2／2" in text
    bundle = text[text.index("発行番号16202-") :][:20]
    assert text.count(bundle) == 2


def test_a_seal_certificate_bears_the_person_and_the_impression_of_a_variant_character() -> None:
    text = text_of(Kiosk().document("watanabe-saori", "inkan", "self"))
    assert "印鑑登録証明書" in text
    assert "渡邉\U000e0110沙織" in text
    assert "富山県高岡市見本町２丁目７番８号" in text
    assert "登録されている印影と相違ないことを証明する" in text


def test_a_family_register_whole_and_of_one_person() -> None:
    kiosk = Kiosk()
    document = kiosk.document("yamada-taro", "koseki", "all")
    whole = text_of(document)
    assert document["sheets"] == 2
    for shown in (
        "全部事項証明",
        "富山県高岡市見本町１０番地",
        "証明を受ける者山田太郎、山田花子、山田一郎",
        "【名】一郎",
        "【父】山田太郎",
        "【母】山田花子",
        "【配偶者氏名】山田花子",
        "【生年月日】平成２７年３月８日",
        "これは、戸籍に記録されている事項の全部を証明した書面である。",
    ):
        assert shown in whole
    one = text_of(kiosk.document("yamada-taro", "koseki", "individual", people=["p3"]))
    assert "個人事項証明" in one
    assert "証明を受ける者山田一郎" in one
    assert "【名】太郎" not in one


def test_an_address_history_of_obihiro() -> None:
    text = text_of(Kiosk().document("tokachi-hanako", "fuhyo", "all", OBIHIRO))
    for shown in (
        "戸籍の附票の写し",
        "【住所】北海道見本郡見本町１番地【住定日】平成２３年１月２０日",
        "【住所】北海道帯広市見本町西４条南５丁目６番地【住定日】平成２３年４月２０日",
        "帯広市長",
    ):
        assert shown in text


def test_the_register_is_obihiros_and_the_address_takaokas() -> None:
    text = text_of(Kiosk().document("one-try-saburo", "fuhyo", "all", OBIHIRO))
    assert "北海道帯広市見本町東１条南２丁目３番地" in text
    assert "富山県高岡市見本町３丁目１番２号" in text


def test_the_same_request_again_is_the_same_document_and_another_body_is_refused() -> None:
    kiosk = Kiosk()
    body = kiosk.body(session=kiosk.session("yamada-taro", TAKAOKA), **ORDER)
    first = kiosk.post("/v1/documents", body)
    kiosk.clock.pass_s(3600)  # also when the session is long over
    assert kiosk.post("/v1/documents", body) == first
    assert len(kiosk.centre.documents) == 1
    status, told = kiosk.post("/v1/documents", body | {"copies": 3})
    assert (status, told["error"]) == (400, "request_id_reused")
    status, told = kiosk.post("/v1/offers", body)  # the same words at another window
    assert (status, told["error"]) == (400, "request_id_reused")


def test_a_second_request_for_the_same_is_a_document_of_its_own_with_a_number_of_its_own() -> None:
    kiosk = Kiosk()
    session = kiosk.session("yamada-taro", TAKAOKA)
    first, second = (kiosk.order(session, "juminhyo", "self") for _ in range(2))
    for fresh in ("id", "bundle", "pdf", "sha256", "scramble_key", "signature"):
        assert first[fresh] != second[fresh]
    other = Kiosk(start=START + timedelta(days=1)).document("yamada-taro", "juminhyo", "self")
    assert other["pdf"] != first["pdf"]
    assert "令和8年10月29日" in text_of(other)


def test_pages_of_two_people_never_coincide() -> None:
    kiosk = Kiosk()
    documents = [kiosk.document(who, "juminhyo", "self") for who in ("yamada-taro", "watanabe-saori")]
    assert documents[0]["sha256"] != documents[1]["sha256"]
    # nor of one person before and after a change in the register
    moved = replace(persona("yamada-taro"), address="見本町９丁目９番９号")
    after = Kiosk(residents={moved.id: moved}).document("yamada-taro", "juminhyo", "self")
    assert "見本町９丁目９番９号" in text_of(after)


def test_a_strangers_pages_inside_the_right_document() -> None:
    """Kawasaki and Yokohama, 2023: every id is right, only the paper is somebody else's."""
    kiosk = Kiosk()
    kiosk.centre.mix_up(1, "watanabe-saori")
    session = kiosk.session("yamada-taro", TAKAOKA)
    document = kiosk.order(session, "juminhyo", "self")
    assert "渡邉" in text_of(document)
    assert document["sha256"] == hashlib.sha256(base64.b64decode(document["pdf"])).hexdigest()
    assert "山田太郎" in text_of(kiosk.order(session, "juminhyo", "self"))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "passport"}, "not_offered"),
        ({"kind": "koseki", "scope": "self"}, "bad_scope"),
        ({"scope": "all"}, "bad_scope"),
        ({"people": ["p2"]}, "bad_people"),
        ({"people": ["p1", "p1"]}, "bad_people"),
        ({"people": "p1"}, "bad_people"),
        ({"people": [7]}, "bad_people"),
        ({"scope": "household", "people": ["p1", "p2"]}, "bad_people"),
        ({"scope": "part", "people": []}, "bad_people"),
        ({"scope": "part", "people": ["p9"]}, "bad_people"),
        ({"kind": "inkan", "people": ["p2"], "items": {}}, "bad_people"),
        ({"kind": "inkan"}, "bad_items"),  # items are for residence certificates
        ({"items": {"number": 1}}, "bad_items"),
        ({"items": []}, "bad_items"),
        ({"copies": 0}, "bad_copies"),
        ({"copies": 11}, "bad_copies"),
        ({"copies": True}, "bad_copies"),
        ({"copies": "1"}, "bad_copies"),
    ],
)
def test_an_order_that_makes_no_sense_is_a_mistake_and_issues_nothing(change: dict[str, Any], code: str) -> None:
    kiosk = Kiosk()
    session = kiosk.session("yamada-taro", TAKAOKA)
    assert kiosk.refusal("/v1/documents", session=session, **(ORDER | change)) == (400, code)
    assert not kiosk.centre.documents


def test_no_session_no_document() -> None:
    assert Kiosk().refusal("/v1/documents", session="0" * 48, **ORDER) == (403, "unknown_session")
