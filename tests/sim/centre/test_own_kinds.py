"""A municipality's own kind of certificate: for its residents, about themselves, with an item to choose."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from sim.centre.municipality import MunicipalityTableError, parse
from tests.drivers.page.support import JST
from tests.sim.centre.support import OBIHIRO, Kiosk, text_of
from tests.sim.centre.test_wire import WHOLE

MIHON, WHO, KIND = "13999", "taxpayer-kunio", "shotoku"
WORKDAY = datetime(2025, 10, 8, 10, tzinfo=JST)
HOLIDAY = datetime(2025, 10, 13, 10, tzinfo=JST)


def kinds(kiosk: Kiosk, who: str, municipality: str) -> dict[str, Any]:
    return {each["kind"]: each for each in kiosk.offer(who, municipality)["kinds"]}


def test_it_is_on_offer_with_its_fee_its_scope_and_its_item() -> None:
    kind = kinds(Kiosk(start=WORKDAY, edition=2), WHO, MIHON)[KIND]
    assert (kind["fee_yen"], kind["scopes"], kind["items"], kind["people"]) == (250, ["self"], ["dependents"], ["p1"])


def test_the_first_edition_of_the_wire_has_no_word_for_it() -> None:
    assert set(kinds(Kiosk(start=WORKDAY), WHO, MIHON)) == {"juminhyo", "koseki"}


def test_nobody_from_elsewhere_is_offered_it() -> None:
    kiosk = Kiosk(start=WORKDAY, edition=2)
    assert kinds(kiosk, "tokachi-hanako", MIHON) == {}
    assert KIND not in kinds(kiosk, "tokachi-hanako", OBIHIRO)


@pytest.mark.parametrize("wanted", [True, False])
def test_its_sheet_says_what_was_asked_for(wanted: bool) -> None:
    kiosk = Kiosk(start=WORKDAY, edition=2)
    text = text_of(kiosk.document(WHO, KIND, "self", MIHON, items={"dependents": wanted}))
    for words in ("所得課税証明書", "納税国男", "東京都見本市見本町", "総所得金額", "見本市長"):
        assert words in text
    assert ("扶養親族１人" in text) is wanted
    assert ("扶養の状況省略" in text) is not wanted


def test_it_is_closed_on_a_holiday_while_others_are_open() -> None:
    kiosk = Kiosk(start=HOLIDAY, edition=2)
    session = kiosk.session(WHO, MIHON)
    asked: dict[str, Any] = {"scope": "self", "people": [], "copies": 1}
    assert kiosk.refusal("/v1/documents", session=session, kind=KIND, items={"dependents": False}, **asked) == (
        503, "closed",
    )  # fmt: skip
    none = {"head": False, "domicile": False, "number": False}
    assert kiosk.order(session, "juminhyo", "self", items=none)["kind"] == "juminhyo"


OWN = """
[13221.own_kinds.zei]
title = "課税証明書"
attestation = "証明する。"
rows = [{ label = "年度", value = "令和７年度" }, { label = "扶養", value = "１人", item = "family" }]
"""


def test_a_table_with_a_kind_of_its_own() -> None:
    town = parse(WHOLE.replace("fuhyo = 1", "zei = 1") + OWN)["13221"]
    assert town.services == ("juminhyo", "inkan", "koseki", "zei", "registration")
    assert town.kinds["zei"].items == ("family",)
    for broken in (OWN.replace("zei", "Zei"), OWN.replace("zei", "koseki"), OWN.replace("zei", "registration")):
        with pytest.raises(MunicipalityTableError, match=r"13221\.own_kinds\."):
            parse(WHOLE + broken)
    with pytest.raises(MunicipalityTableError, match=r"13221\.fees_yen: one fee for each of its kinds"):
        parse(WHOLE + OWN)
