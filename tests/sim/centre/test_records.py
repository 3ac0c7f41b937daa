"""The centre's own record, against which the operator reconciles the takings."""

from __future__ import annotations

from datetime import datetime

import pytest

from sim.centre.operations.records import PAGE_MAX
from tests.drivers.page.support import JST
from tests.sim.centre.support import OBIHIRO, TAKAOKA, Kiosk

DAY = {"first": "2026-10-28", "last": "2026-10-28", "after": 0}


def deliver(kiosk: Kiosk, document: str, *outcomes: str) -> None:
    for copy, outcome in enumerate(outcomes, 1):
        kiosk.ask("/v1/deliveries", document=document, copy=copy, outcome=outcome)


def test_what_was_issued_and_what_became_of_each_copy() -> None:
    kiosk = Kiosk()
    document = kiosk.document("yamada-taro", "koseki", "all", copies=3)["id"]
    deliver(kiosk, document, "delivered", "void")
    told = kiosk.ask("/v1/records", **DAY)
    (entry,) = told["documents"]
    assert entry["request"].startswith("t1-1-1-")
    assert {**entry, "request": "", "issued": ""} == {
        "document": document,
        "request": "",
        "municipality": TAKAOKA,
        "kind": "koseki",
        "scope": "all",
        "fee_yen": 350,
        "issued": "",
        "delivered": [1],
        "void": [2],
        "unreported": [3],
    }
    assert told["more"] is False
    assert told["totals"] == [
        {"day": "2026-10-28", "municipality": TAKAOKA, "kind": "koseki", "scope": "all", "copies": 1, "yen": 350}
    ]


def test_totals_are_by_day_municipality_and_the_five_kinds_of_the_contract() -> None:
    kiosk = Kiosk(start=datetime(2026, 10, 28, 22, 59, tzinfo=JST))
    for who, kind, scope, municipality in (
        ("yamada-taro", "juminhyo", "self", TAKAOKA),
        ("yamada-taro", "juminhyo", "household", TAKAOKA),
        ("watanabe-saori", "koseki", "all", TAKAOKA),
        ("tokachi-hanako", "inkan", "self", OBIHIRO),
    ):
        deliver(kiosk, kiosk.document(who, kind, scope, municipality)["id"], "delivered")
    kiosk.clock.pass_s(86400)
    deliver(kiosk, kiosk.document("yamada-taro", "juminhyo", "self")["id"], "delivered")
    told = kiosk.ask("/v1/records", first="2026-10-28", last="2026-10-29", after=0)
    totals = [(row["day"], row["municipality"], row["kind"], row["scope"], row["yen"]) for row in told["totals"]]
    assert totals == [
        ("2026-10-28", OBIHIRO, "inkan", "", 300),
        ("2026-10-28", TAKAOKA, "juminhyo", "", 400),
        ("2026-10-28", TAKAOKA, "koseki", "all", 350),
        ("2026-10-29", TAKAOKA, "juminhyo", "", 200),
    ]
    assert len(kiosk.ask("/v1/records", **DAY)["documents"]) == 4


def test_another_terminals_record_is_none_of_ours_and_nothing_personal_stands_in_it() -> None:
    kiosk = Kiosk()
    kiosk.document("yamada-taro", "juminhyo", "self")
    assert kiosk.ask("/v1/records", terminal="t2", **DAY)["documents"] == []
    told = repr(kiosk.ask("/v1/records", **DAY))
    assert not any(word in told for word in ("yamada", "太郎", "山田", "見本町"))


def test_a_long_record_comes_in_pages() -> None:
    kiosk = Kiosk()
    session = kiosk.session("yamada-taro", TAKAOKA)
    made = [kiosk.order(session, "juminhyo", "self")["id"] for _ in range(PAGE_MAX + 1)]
    first = kiosk.ask("/v1/records", **DAY)
    rest = kiosk.ask("/v1/records", **(DAY | {"after": PAGE_MAX}))
    assert (first["more"], rest["more"]) == (True, False)
    assert [entry["document"] for entry in first["documents"] + rest["documents"]] == made
    assert first["totals"] == rest["totals"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"first": "2026-10-29"}, "bad_last"),
        ({"last": "2026-11-29"}, "bad_last"),
        ({"first": "yesterday"}, "bad_first"),
        ({"after": -1}, "bad_after"),
    ],
)
def test_a_span_that_makes_no_sense_is_a_mistake(change: dict[str, object], code: str) -> None:
    assert Kiosk().refusal("/v1/records", **(DAY | change)) == (400, code)
