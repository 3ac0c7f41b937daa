"""Hours, stops and the time, as the centre tells them."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature

from sim.centre.municipality import parse
from sim.pki import centre_signing_key
from tests.drivers.page.support import JST
from tests.sim.centre.support import OBIHIRO, TAKAOKA, Kiosk

MIYAKO = """
[16202]
prefecture = "富山県"
name = "高岡市"
mayor = "高岡市長"
mayor_name = "見本　三郎"
seal = "見本用高岡市長之印"
registers = "residents"
elsewhere = "富山県見本郡見本町１番地"
fees_yen = { juminhyo = 200, inkan = 200, koseki = 350, fuhyo = 200 }
hours = [
    { kinds = ["juminhyo", "inkan", "registration"], days = "every_day", opens = 06:30:00, closes = 23:00:00, year_end = false },
    { kinds = ["koseki", "fuhyo"], days = "business_days", opens = 08:30:00, closes = 17:00:00, year_end = false },
]
stops = []
"""  # noqa: E501
"""A town with hours like those of Miyako-machi: 戸籍 on weekdays alone, nothing at the year's end."""


def test_the_time_is_signed_for_this_very_request() -> None:
    kiosk = Kiosk()
    body = kiosk.body()
    _, told = kiosk.post("/v1/service-state", body)
    signature, public = base64.b64decode(told["time_signature"]), centre_signing_key().public_key()
    public.verify(signature, f"time|{body['request_id']}|{told['time']}".encode())
    with pytest.raises(InvalidSignature):
        public.verify(signature, f"time|t1-9-9-9|{told['time']}".encode())


def test_each_municipality_tells_its_hours_and_whether_it_takes_registrations() -> None:
    told = {each["municipality"]: each for each in Kiosk().ask("/v1/service-state")["municipalities"]}
    assert told[TAKAOKA] == {
        "municipality": TAKAOKA,
        "name": "富山県高岡市",
        "registration": False,
        "hours": [
            {
                "kinds": ["juminhyo", "inkan", "koseki", "fuhyo", "registration"],
                "days": "every_day",
                "opens": "06:30",
                "closes": "23:00",
                "year_end": True,
            }
        ],
    }
    assert told[OBIHIRO]["registration"] is True


@pytest.mark.parametrize(
    ("at", "kind", "answer"),
    [
        (datetime(2026, 10, 28, 6, 30, tzinfo=JST), "juminhyo", None),
        (datetime(2026, 10, 28, 6, 29, tzinfo=JST), "juminhyo", "closed"),
        (datetime(2026, 10, 28, 22, 59, tzinfo=JST), "juminhyo", None),
        (datetime(2026, 10, 28, 23, 0, tzinfo=JST), "juminhyo", "closed"),
        (datetime(2026, 10, 28, 16, 59, tzinfo=JST), "koseki", None),
        (datetime(2026, 10, 28, 17, 0, tzinfo=JST), "koseki", "closed"),
        (datetime(2026, 10, 31, 12, 0, tzinfo=JST), "koseki", "closed"),  # Saturday
        (datetime(2026, 11, 3, 12, 0, tzinfo=JST), "koseki", "closed"),  # 文化の日
        (datetime(2026, 11, 3, 12, 0, tzinfo=JST), "juminhyo", None),
        (datetime(2026, 12, 29, 12, 0, tzinfo=JST), "juminhyo", "closed"),
        (datetime(2027, 1, 3, 12, 0, tzinfo=JST), "juminhyo", "closed"),
        (datetime(2027, 1, 4, 12, 0, tzinfo=JST), "juminhyo", None),
    ],
)
def test_outside_its_hours_a_kind_stays_on_offer_and_is_not_issued(
    at: datetime, kind: str, answer: str | None
) -> None:
    kiosk = Kiosk(start=at, municipalities=parse(MIYAKO), edition=2)
    session = kiosk.session("watanabe-saori", TAKAOKA)
    assert kind in [each["kind"] for each in kiosk.ask("/v1/offers", session=session)["kinds"]]
    scope = "all" if kind == "koseki" else "self"
    body = kiosk.body(session=session, kind=kind, scope=scope, people=[], items={}, copies=1)
    status, told = kiosk.post("/v1/documents", body)
    assert (status, told.get("error")) == ((200, None) if answer is None else (503, answer))


def test_a_stop_of_registrations_is_told_in_the_second_edition_alone() -> None:
    start = datetime(2024, 10, 4, 18, 0, tzinfo=JST)
    assert stopped(Kiosk(start=start))[0] == ["koseki", "fuhyo"]
    assert stopped(Kiosk(start=start, edition=2))[0] == ["koseki", "fuhyo", "registration"]


def test_a_stop_of_nothing_but_registrations_is_nothing_to_the_first_edition() -> None:
    kiosk = Kiosk()
    kiosk.centre.stop(["registration"], kiosk.clock.wall(), datetime(2026, 10, 29, tzinfo=JST))
    assert stopped(kiosk) == []
    assert [stop["kinds"] for stop in kiosk.ask("/v1/service-state", edition=2)["stops"]] == [["registration"]] * 3


def test_the_check_of_a_certificate_tells_the_stops_at_home() -> None:
    kiosk = Kiosk(start=datetime(2024, 10, 6, 10, 0, tzinfo=JST), edition=2)
    (stop,) = kiosk.check("tokachi-hanako")["stops"]
    assert (stop["municipality"], stop["end"]) == (OBIHIRO, "2024-10-06T23:00:00+09:00")
    assert kiosk.check("yamada-taro")["stops"] == []


@pytest.mark.parametrize("edition", [0, 3, "2", True, None])
def test_an_edition_that_does_not_exist_is_a_mistake(edition: Any) -> None:
    assert Kiosk().refusal("/v1/service-state", edition=edition) == (400, "bad_edition")


def stopped(kiosk: Kiosk) -> list[list[str]]:
    return [stop["kinds"] for stop in kiosk.ask("/v1/service-state")["stops"]]
