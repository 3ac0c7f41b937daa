"""The wire: what makes no sense, what comes twice, what gets lost, and any bytes at all."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.errors import Disconnected
from sim.centre import MUNICIPALITIES
from sim.centre.answers import PASSING_MAX
from sim.centre.dates import age_on, anniversary, in_era, in_register
from sim.centre.municipality import MunicipalityTableError, parse
from sim.centre.sessions import OPEN_MAX, Sessions
from sim.centre.tokens import Tokens
from tests.sim.centre.support import TAKAOKA, Kiosk, certificate_of, encoded

PATHS = (
    "/v1/service-state",
    "/v1/certificates/check",
    "/v1/sessions",
    "/v1/offers",
    "/v1/documents",
    "/v1/deliveries",
)


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("/v1/service-state", b"", "not_json"),
        ("/v1/service-state", b"[1]", "not_json"),
        ("/v1/service-state", b"\xff\xfe", "not_json"),
        ("/v1/service-state", b"[" * 50_000, "not_json"),
        ("/v1/service-state", b"{}", "bad_request_id"),
        ("/v1/service-state", b'{"request_id": 7, "terminal": "t"}', "bad_request_id"),
        ("/v1/service-state", b'{"request_id": "a|b", "terminal": "t"}', "bad_request_id"),
        ("/v1/service-state", b'{"request_id": "\\ud800", "terminal": "t"}', "bad_request_id"),
        ("/v1/service-state", b'{"request_id": "a"}', "bad_terminal"),
        ("/v1/nothing", b'{"request_id": "a", "terminal": "t"}', "unknown_operation"),
        ("/v1/offers?session=1", b'{"request_id": "a", "terminal": "t"}', "unknown_operation"),
        ("/v1/offers", b'{"request_id": "a", "terminal": "t"}', "bad_session"),
        ("/v1/certificates/check", b'{"request_id": "a", "terminal": "t"}', "bad_certificate"),
    ],
)
def test_a_request_that_makes_no_sense_is_a_mistake(path: str, body: bytes, code: str) -> None:
    status, told = Kiosk().post_bytes(path, body)
    assert (status, told["error"]) == (400, code)


@pytest.mark.parametrize("certificate", ["", "A", "AAA=AAA=", "あ", "A" * 8192, None, "AA\n=="])
def test_what_is_not_base64_is_no_certificate(certificate: str | None) -> None:
    refusal = Kiosk().refusal("/v1/certificates/check", certificate=certificate)
    assert refusal == (400, "bad_certificate")


def test_another_media_type_is_another_protocol() -> None:
    status, told = Kiosk().post_bytes("/v1/service-state", b'{"request_id":"a","terminal":"t"}', "text/plain")
    assert (status, told["error"]) == (400, "unknown_operation")


def test_the_centre_is_closed_for_everybody_and_the_same_request_works_later() -> None:
    kiosk = Kiosk()
    body = kiosk.body(certificate=certificate_of("yamada-taro"))
    kiosk.centre.refuse_all()
    status, told = kiosk.post("/v1/certificates/check", body)
    assert (status, told) == (503, {"request_id": body["request_id"], "error": "not_now"})
    kiosk.centre.accept_all()
    assert kiosk.post("/v1/certificates/check", body)[1]["verdict"] == "ok"


def test_the_answer_is_lost_and_asking_again_issues_nothing_new() -> None:
    kiosk = Kiosk()
    order = {"kind": "inkan", "scope": "self", "people": ["p1"], "items": {}, "copies": 1}
    body = kiosk.body(session=kiosk.session("yamada-taro", TAKAOKA), **order)
    kiosk.centre.faults.drop(1)
    with pytest.raises(Disconnected):
        kiosk.post("/v1/documents", body)
    assert len(kiosk.centre.documents) == 1
    status, told = kiosk.post("/v1/documents", body)
    assert status == 200
    assert list(kiosk.centre.documents) == [told["document"]["id"]]


def test_the_line_is_cut_and_comes_back() -> None:
    kiosk = Kiosk()
    kiosk.ask("/v1/service-state")
    kiosk.centre.unplug()
    with pytest.raises(Disconnected):
        kiosk.ask("/v1/service-state")
    kiosk.centre.plug()
    kiosk.ask("/v1/service-state")


def test_an_answer_to_somebody_else_bears_another_id() -> None:
    kiosk = Kiosk()
    kiosk.centre.misaddress(1)
    body = kiosk.body()
    assert kiosk.post("/v1/service-state", body)[1]["request_id"] != body["request_id"]
    assert kiosk.post("/v1/service-state", body)[1]["request_id"] == body["request_id"]


def test_memory_is_bounded_however_long_the_kiosk_asks() -> None:
    kiosk = Kiosk()
    first = kiosk.body()
    kiosk.post("/v1/service-state", first)
    for _ in range(PASSING_MAX):
        kiosk.ask("/v1/service-state")
    status, _ = kiosk.post("/v1/service-state", first | {"more": 1})  # forgotten, so nothing reused
    assert status == 200


def test_open_challenges_are_bounded_and_the_oldest_goes_first() -> None:
    sessions = Sessions(Kiosk().clock, Tokens(b"x"))
    made = [sessions.challenge("somebody", b"certificate", "t1") for _ in range(OPEN_MAX + 1)]
    assert len(set(made)) == OPEN_MAX + 1
    assert sessions.redeem(made[0], b"certificate", "t1") is None
    assert sessions.redeem(made[1], b"certificate", "t1") == "somebody"


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)),
    max_leaves=5,
)
NAMES = (
    "certificate", "challenge", "signature", "municipality", "session",
    "kind", "scope", "people", "items", "copies", "document", "copy", "outcome",
)  # fmt: skip


@given(st.sampled_from(PATHS), st.dictionaries(st.sampled_from(NAMES), JSON))
@settings(deadline=None, max_examples=150)
def test_any_fields_are_answered_and_have_no_effect(path: str, fields: dict[str, Any]) -> None:
    kiosk = Kiosk()
    status, told = kiosk.post(path, kiosk.body(**fields))
    assert told["request_id"] == "t1-1-1-1"
    assert status in (200, 400, 403)
    assert status == 200 or told["error"].isascii()
    assert not kiosk.centre.documents
    assert kiosk.centre.sessions_opened == 0


@given(st.sampled_from(PATHS), st.binary(max_size=64))
@settings(deadline=None, max_examples=60)
def test_any_bytes_are_a_mistake(path: str, body: bytes) -> None:
    status, told = Kiosk().post_bytes(path, body)
    assert (status, told["request_id"]) == (400, "")


@given(st.binary(min_size=1, max_size=200))
@settings(deadline=None, max_examples=60)
def test_any_bytes_as_a_certificate_are_of_an_unknown_issuer(octets: bytes) -> None:
    told = Kiosk().ask("/v1/certificates/check", certificate=encoded(octets))
    assert told["reason"] == "unknown_issuer"


def test_fees_are_the_municipalities_own() -> None:
    assert {code: dict(each.fees_yen) for code, each in MUNICIPALITIES.items()} == {
        "16202": {"juminhyo": 200, "inkan": 200, "koseki": 350, "fuhyo": 200},
        "01207": {"juminhyo": 200, "inkan": 300, "koseki": 450, "fuhyo": 200},
        "13999": {"juminhyo": 150, "koseki": 450, "shotoku": 250},
    }


WHOLE = """
[13221]
prefecture = "見本県"
name = "見本市"
mayor = "見本市長"
mayor_name = "見本　三郎"
seal = "見本市長之印"
registers = "residents"
elsewhere = "見本県見本郡見本町"
fees_yen = { juminhyo = 1, inkan = 1, koseki = 1, fuhyo = 1 }
stops = [{ kinds = ["koseki"], start = 2026-01-01T00:00:00+09:00, end = 2026-01-02T00:00:00+09:00 }]
"""
HOURS = (
    '{ kinds = ["juminhyo", "inkan", "koseki", "fuhyo", "registration"],'
    ' days = "every_day", opens = 06:30:00, closes = 23:00:00 }'
)


@pytest.mark.parametrize(
    ("right", "wrong", "where"),
    [
        ("[13221]", "[221]", "five digits"),
        ('"residents"', '"anybody"', "13221.registers"),
        (", fuhyo = 1", ", passport = 1", "13221.fees_yen"),
        ("fees_yen", 'foreign_items = "some"\nfees_yen', "13221.foreign_items"),
        ("fees_yen", 'hours = []\nfees_yen', "13221.hours"),
        ("fees_yen", f"hours = [{HOURS.replace('23:00', '06:00')}]\nfees_yen", "13221.hours"),
        ("fees_yen", f"hours = [{HOURS}, {HOURS}]\nfees_yen", "13221.hours"),
        ('"koseki"]', '"passport"]', "13221.stops"),
        ("+09:00, end", ", end", "13221.stops"),
        ("01-02", "01-01", "13221.stops"),
    ],
)
def test_a_municipality_that_cannot_be_is_named(right: str, wrong: str, where: str) -> None:
    assert parse(WHOLE)["13221"].full_name == "見本県見本市"
    assert right in WHOLE
    with pytest.raises(MunicipalityTableError, match=where):
        parse(WHOLE.replace(right, wrong))


def test_days_in_eras() -> None:
    assert in_era(date(2019, 4, 30)) == "平成31年4月30日"
    assert in_era(date(2019, 5, 1)) == "令和元年5月1日"
    assert in_era(date(1989, 1, 7)) == "昭和64年1月7日"
    assert in_register(date(2026, 10, 28)) == "令和８年１０月２８日"
    with pytest.raises(ValueError, match="明治"):
        in_era(date(1800, 1, 1))


def test_who_was_born_on_a_leap_day_is_a_year_older_on_the_first_of_march() -> None:
    born = date(2012, 2, 29)
    assert (age_on(born, date(2027, 2, 28)), age_on(born, date(2027, 3, 1))) == (14, 15)
    assert anniversary(born, 15) == date(2027, 3, 1)
    assert anniversary(born, 16) == date(2028, 2, 29)
