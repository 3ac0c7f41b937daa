"""What is on offer: by residence, domicile, seal and household, at each municipality's own fees."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from sim.personas import persona
from tests.drivers.page.support import JST, START
from tests.sim.centre.support import OBIHIRO, TAKAOKA, Kiosk


def test_a_resident_of_takaoka_with_family_sees_everything_at_takaokas_fees() -> None:
    told = Kiosk().offer("yamada-taro", TAKAOKA)
    assert told["municipality"] == TAKAOKA
    assert told["people"] == [
        {"handle": "p1", "name": "山田 太郎", "birth": "1980-02-14", "self": True},
        {"handle": "p2", "name": "山田 花子", "birth": "1982-08-03", "self": False},
        {"handle": "p3", "name": "山田 一郎", "birth": "2015-03-08", "self": False},
    ]
    everybody = ["p1", "p2", "p3"]
    assert told["kinds"] == [
        offered("juminhyo", 200, ["self", "household", "part"], everybody, ["head", "domicile", "number"]),
        offered("inkan", 200, ["self"], ["p1"]),
        offered("koseki", 350, ["all", "individual"], everybody),
        offered("fuhyo", 200, ["all", "part"], everybody),
    ]


def test_obihiro_has_its_own_fees_and_nobody_alone_is_offered_a_part_of_himself() -> None:
    told = Kiosk().offer("tokachi-hanako", OBIHIRO)
    assert told["kinds"] == [
        offered("juminhyo", 200, ["self", "household"], ["p1"], ["head", "domicile", "number"]),
        offered("inkan", 300, ["self"], ["p1"]),
        offered("koseki", 450, ["all", "individual"], ["p1"]),
        offered("fuhyo", 200, ["all"], ["p1"]),
    ]


def test_without_a_registered_seal_there_is_no_seal_certificate() -> None:
    assert kinds(Kiosk().offer("locked-jiro", TAKAOKA)) == ["juminhyo", "koseki", "fuhyo"]


def test_lives_in_takaoka_with_the_register_in_obihiro() -> None:
    kiosk = Kiosk()
    assert kinds(kiosk.offer("one-try-saburo", TAKAOKA)) == ["juminhyo"]
    assert kinds(kiosk.offer("one-try-saburo", OBIHIRO)) == ["koseki", "fuhyo"]
    kiosk.centre.forget_registration("one-try-saburo")
    assert kinds(kiosk.offer("one-try-saburo", OBIHIRO)) == []


def test_nobody_of_the_family_gets_the_addresses_of_a_member_under_protection() -> None:
    kiosk = Kiosk()
    assert kinds(kiosk.offer("parent-koichi", TAKAOKA)) == ["juminhyo", "inkan", "koseki", "fuhyo"]
    session = kiosk.session("parent-koichi", TAKAOKA)
    kiosk.centre.protect("unmarried-heita")  # the son, who lives elsewhere and is in his father's 戸籍
    told = kiosk.offer("parent-koichi", TAKAOKA)
    assert kinds(told) == ["juminhyo", "inkan", "koseki"]
    assert told["withheld"] == []  # and no word why
    order = {"kind": "fuhyo", "people": [], "items": {}, "copies": 1}
    for scope in ("all", "part"):  # not to who asks for it without its being on offer, nor in a session begun before
        assert kiosk.refusal("/v1/documents", session=session, scope=scope, **order) == (400, "not_offered")


def test_a_family_elsewhere_keeps_its_addresses_register() -> None:
    kiosk = Kiosk()
    kiosk.centre.protect("unmarried-heita")
    assert "fuhyo" in kinds(kiosk.offer("yamada-taro", TAKAOKA))


def test_takaoka_gives_registers_to_residents_only() -> None:
    moved = replace(persona("yamada-taro"), municipality=OBIHIRO)
    assert kinds(Kiosk(residents={moved.id: moved}).offer(moved, TAKAOKA)) == []


def test_a_strange_municipality_has_nothing() -> None:
    told = Kiosk().offer("yamada-taro", OBIHIRO)
    assert (told["municipality"], told["kinds"]) == (OBIHIRO, [])


def test_a_grandmother_in_the_household_is_in_another_register() -> None:
    taro = persona("yamada-taro")
    grandmother = replace(taro.household[1], name="山田 梅", relation="母")
    household = (*taro.household, grandmother)
    told = Kiosk(residents={taro.id: replace(taro, household=household)}).offer("yamada-taro", TAKAOKA)
    by_kind = {kind["kind"]: kind["people"] for kind in told["kinds"]}
    assert by_kind["juminhyo"] == ["p1", "p2", "p3", "p4"]
    assert by_kind["koseki"] == by_kind["fuhyo"] == ["p1", "p2", "p3"]


def test_a_wrong_fee_is_told_when_the_centre_lies() -> None:
    kiosk = Kiosk()
    kiosk.centre.fee_lies("koseki", 450)
    assert [kind["fee_yen"] for kind in kiosk.offer("yamada-taro", TAKAOKA)["kinds"]] == [200, 200, 450, 200]
    kiosk.centre.fee_lies("koseki", None)
    assert [kind["fee_yen"] for kind in kiosk.offer("yamada-taro", TAKAOKA)["kinds"]] == [200, 200, 350, 200]


def test_stops_are_told_from_a_day_before_and_stop_the_issue_but_not_the_offer() -> None:
    kiosk = Kiosk()
    session = kiosk.session("yamada-taro", TAKAOKA)
    begins, ends = START + timedelta(hours=23), START + timedelta(hours=30)
    kiosk.centre.stop(["koseki"], begins, ends, municipality=TAKAOKA)
    kiosk.centre.stop(["inkan"], begins + timedelta(hours=2), ends)
    told = kiosk.ask("/v1/service-state")
    assert told["time"].startswith("2026-10-28T10:00:0")
    assert told["time"].endswith("+09:00")
    assert told["stops"] == [
        {
            "municipality": TAKAOKA,
            "kinds": ["koseki"],
            "start": "2026-10-29T09:00:00+09:00",
            "end": "2026-10-29T16:00:00+09:00",
        }
    ]
    asked: dict[str, Any] = {"kind": "koseki", "scope": "all", "people": [], "items": {}, "copies": 1}
    kiosk.clock.pass_s(23 * 3600)
    session = kiosk.session("yamada-taro", TAKAOKA)
    assert "koseki" in kinds(kiosk.ask("/v1/offers", session=session))
    assert kiosk.refusal("/v1/documents", session=session, **asked) == (503, "stopped")
    assert [stop["kinds"] for stop in kiosk.ask("/v1/service-state")["stops"]] == [
        ["koseki"],
        ["inkan"],
        ["inkan"],  # a stop of no one municipality is everybody's
    ]
    kiosk.clock.pass_s(7 * 3600)
    assert kiosk.ask("/v1/service-state")["stops"] == []


def test_obihiros_own_stop_of_october_2024() -> None:
    kiosk = Kiosk(start=datetime(2024, 10, 4, 18, 0, tzinfo=JST))
    told = kiosk.ask("/v1/service-state")["stops"]
    assert told[0] == {
        "municipality": OBIHIRO,
        "kinds": ["koseki", "fuhyo"],
        "start": "2024-10-04T17:30:00+09:00",
        "end": "2024-10-05T09:00:00+09:00",
    }


@pytest.mark.parametrize(
    ("stopped", "hours"), [(["passport"], 1), ([], 1), (["koseki"], 0), (["koseki"], -1)]
)
def test_a_stop_that_cannot_be_is_a_mistake(stopped: list[str], hours: int) -> None:
    with pytest.raises(ValueError, match="a stop"):
        Kiosk().centre.stop(stopped, START, START + timedelta(hours=hours))


def offered(
    kind: str, fee_yen: int, scopes: list[str], people: list[str], items: list[str] | None = None
) -> dict[str, Any]:
    return {"kind": kind, "fee_yen": fee_yen, "scopes": scopes, "items": items or [], "people": people}


def kinds(told: dict[str, Any]) -> list[str]:
    return [kind["kind"] for kind in told["kinds"]]
