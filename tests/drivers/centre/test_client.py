"""The centre's client: what it asks, what it believes, and what it does not."""

from __future__ import annotations

import contextlib
import copy
import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.centre import (
    CentreUnavailable,
    CertificateAccepted,
    CertificateRefused,
    Document,
    Hours,
    MunicipalityState,
    Offer,
    OfferedKind,
    Person,
    RegistrationAccepted,
    RegistrationBegun,
    RegistrationRefused,
    RegistrationState,
    RequestRefused,
    ServiceState,
    SessionOpened,
    SessionOver,
    SessionRefused,
    Stop,
    Withheld,
    statement,
)
from drivers.errors import BadAnswer, DeviceError, NoAnswer, Refused
from sim.http import Response
from tests.drivers.centre.script import (
    ACCEPTED,
    BEGUN,
    DOCUMENT,
    JSON,
    OFFER,
    OPENED,
    PDF,
    RECORD,
    REGISTERED,
    STANDS,
    STATE,
    WRITTEN,
    Centre,
    b64,
)

TOKYO = timezone(timedelta(hours=9))
ID = "T1-7-3-1"


@pytest.fixture
def centre() -> Centre:
    return Centre()


def issue(centre: Centre) -> Document:
    return centre.client.issue(
        ID, "s-0001", "juminhyo", "part", ["p1"], {"head": True, "domicile": False}, copies=1
    )


CALLS: dict[str, tuple[Callable[[Centre], object], dict[str, Any]]] = {
    "service_state": (lambda c: c.client.service_state(ID), STATE),
    "check_certificate": (lambda c: c.client.check_certificate(ID, b"DER"), ACCEPTED),
    "open_session": (lambda c: c.client.open_session(ID, b"DER", b"c" * 32, b"sig", "16202"), OPENED),
    "offer": (lambda c: c.client.offer(ID, "s-0001"), OFFER),
    "issue": (issue, {"document": DOCUMENT}),
    "report": (lambda c: c.client.report(ID, "d-1", 1, "delivered"), {"recorded": True}),
    "record": (lambda c: c.client.record(ID, date(2026, 4, 1), date(2026, 4, 30)), RECORD),
    "begin": (lambda c: c.client.begin_registration(ID, "s-0001"), BEGUN),
    "register": (
        lambda c: c.client.register(ID, "s-1", b"c" * 32, b"DER", "見本町１番地", "見本　花子", "0155-65-4144", b"s"),
        REGISTERED,
    ),
    "registration_state": (lambda c: c.client.registration_state(ID, "s-0001"), STANDS),
    "writings": (lambda c: c.client.writings(ID, "s-0001", "name", "ミホン ハナコ"), WRITTEN),
}
EVERY_CALL = pytest.mark.parametrize("call", CALLS)


def test_the_state_of_the_service(centre: Centre) -> None:
    centre.says = STATE
    state = centre.client.service_state(ID)
    stop = Stop(
        "16202",
        frozenset({"inkan", "koseki"}),
        datetime(2026, 4, 1, 17, 15, tzinfo=TOKYO),
        datetime(2026, 4, 2, 6, 30, tzinfo=TOKYO),
    )
    open_all_day = Hours(frozenset({"juminhyo", "inkan"}), "every_day", time(6, 30), time(23), True)
    in_the_office = Hours(
        frozenset({"koseki", "fuhyo", "registration"}), "business_days", time(8, 30), time(17), False
    )
    obihiro = MunicipalityState("01207", "北海道帯広市", True, (open_all_day, in_the_office))
    signed = b"time|T1-7-3-1|2026-04-01T09:00:00+09:00"
    assert state == ServiceState(datetime(2026, 4, 1, 9, tzinfo=TOKYO), (stop,), (obihiro,), bytes(64), signed)
    (request,) = centre.requests
    assert (request.method, request.path) == ("POST", "/v1/service-state")
    assert request.headers["content-type"] == JSON
    assert centre.asked == {"request_id": ID, "terminal": "T1", "edition": 2}


def test_a_good_certificate_has_a_home_and_a_challenge(centre: Centre) -> None:
    centre.says = ACCEPTED
    answer = centre.client.check_certificate(ID, b"\x30\x82")
    assert isinstance(answer, CertificateAccepted)
    assert (answer.home, answer.challenge, answer.ends) == ("16202", bytes(range(32)), date(2029, 11, 3))
    assert [stop.kinds for stop in answer.stops] == [frozenset({"inkan", "koseki"})]
    assert centre.requests[0].path == "/v1/certificates/check"
    assert centre.asked["certificate"] == "MII="


@pytest.mark.parametrize(
    "reason",
    ["expired", "revoked", "under_age", "issued_today", "not_served", "unknown_issuer", "lapsed"],
)
def test_a_refused_certificate_says_why(centre: Centre, reason: str) -> None:
    centre.says = {"verdict": "refused", "reason": reason}
    assert centre.client.check_certificate(ID, b"DER") == CertificateRefused(reason)


def test_a_session_is_opened_with_the_cards_signature(centre: Centre) -> None:
    centre.says = OPENED
    assert centre.client.open_session(ID, b"DER", b"chal", b"sig", "01207") == SessionOpened("s-0001")
    assert centre.requests[0].path == "/v1/sessions"
    assert centre.asked == {
        "request_id": ID,
        "terminal": "T1",
        "edition": 2,
        "certificate": b64(b"DER"),
        "challenge": b64(b"chal"),
        "signature": b64(b"sig"),
        "municipality": "01207",
    }
    centre.says = {"verdict": "refused", "reason": "bad_signature"}
    assert centre.client.open_session(ID, b"DER", b"chal", b"sig", "01207") == SessionRefused("bad_signature")


def test_what_is_on_offer(centre: Centre) -> None:
    centre.says = OFFER
    assert centre.client.offer(ID, "s-0001") == Offer(
        "16202",
        (
            Person("p1", "見本　花子", date(1982, 8, 3), True),
            Person("p2", "見本　太郎", date(2015, 3, 8), False),
        ),
        (
            OfferedKind(
                "juminhyo",
                200,
                frozenset({"self", "household", "part"}),
                frozenset({"head", "domicile"}),
                ("p1", "p2"),
            ),
            OfferedKind("inkan", 200, frozenset({"self"}), frozenset(), ("p1",)),
        ),
        (Withheld("koseki", "register_report"),),
    )
    assert centre.requests[0].path == "/v1/offers"


def test_a_document_is_issued_and_its_digest_compared(centre: Centre) -> None:
    centre.says = {"document": DOCUMENT}
    document = issue(centre)
    assert (document.id, document.municipality, document.kind, document.sheets) == (
        "d-1",
        "16202",
        "juminhyo",
        2,
    )
    assert (document.pdf, document.scramble_key, document.signature) == (PDF, bytes(32), bytes(64))
    assert centre.requests[0].path == "/v1/documents"
    assert centre.asked == {
        "request_id": ID,
        "terminal": "T1",
        "edition": 2,
        "session": "s-0001",
        "kind": "juminhyo",
        "scope": "part",
        "people": ["p1"],
        "items": {"head": True, "domicile": False},
        "copies": 1,
    }


def test_a_delivery_is_reported(centre: Centre) -> None:
    centre.says = {"recorded": True}
    centre.client.report(ID, "d-1", 10, "void")
    assert centre.requests[0].path == "/v1/deliveries"
    assert centre.asked == {
        "request_id": ID,
        "terminal": "T1",
        "edition": 2,
        "document": "d-1",
        "copy": 10,
        "outcome": "void",
    }


@EVERY_CALL
def test_one_connection_serves_every_operation_and_unknown_fields_do_not_hurt(
    centre: Centre, call: str
) -> None:
    ask, says = CALLS[call]
    centre.says = {**says, "added_next_year": [1]}
    ask(centre)
    ask(centre)
    assert centre.plugs.opened == 1
    centre.client.close()
    ask(centre)
    assert centre.plugs.opened == 2


@EVERY_CALL
def test_the_answer_to_another_request_is_thrown_away_and_both_are_named(centre: Centre, call: str) -> None:
    ask, says = CALLS[call]
    centre.says = {**says, "request_id": "T1-7-2-9"}
    with pytest.raises(BadAnswer, match="the answer to T1-7-2-9, not to T1-7-3-1"):
        ask(centre)
    centre.says = {**says, "request_id": "見本　花子"}
    with pytest.raises(BadAnswer, match="an unreadable id, not to T1-7-3-1"):
        ask(centre)


@EVERY_CALL
def test_every_status_has_its_meaning(centre: Centre, call: str) -> None:
    ask, _ = CALLS[call]
    body = json.dumps({"request_id": ID, "error": "request_id_reused"}).encode()
    centre.says = lambda _: Response(400, JSON, body)
    with pytest.raises(RequestRefused, match="status 400, request_id_reused") as refused:
        ask(centre)
    assert refused.value.code == "request_id_reused"
    centre.says = lambda _: Response(403, JSON, b"")
    with pytest.raises(SessionOver, match="status 403") as over:
        ask(centre)
    assert isinstance(over.value, Refused)
    centre.says = lambda _: Response(503, "text/html", b"<h1>")
    with pytest.raises(CentreUnavailable, match="status 503") as unavailable:
        ask(centre)
    assert isinstance(unavailable.value, NoAnswer)
    for status in (201, 302, 404, 500):
        centre.says = lambda _, status=status: Response(status, JSON, body)
        with pytest.raises(BadAnswer, match=f"status {status}"):
            ask(centre)


@pytest.mark.parametrize(
    ("call", "limit_s"),
    [
        ("service_state", 5),
        ("check_certificate", 10),
        ("open_session", 10),
        ("offer", 10),
        ("issue", 60),
        ("report", 10),
        ("record", 20),
        ("begin", 10),
        ("register", 10),
        ("registration_state", 10),
        ("writings", 10),
    ],
)
def test_each_operation_has_its_time(centre: Centre, call: str, limit_s: int) -> None:
    ask, says = CALLS[call]
    centre.says = says
    centre.server.faults.delay(1, limit_s * 1000 - 1)
    ask(centre)
    centre.server.faults.delay(1, limit_s * 1000 + 1)
    started_ns = centre.clock.now_ns
    with pytest.raises(NoAnswer):
        ask(centre)
    assert centre.clock.now_ns - started_ns == limit_s * 10**9


GONE = object()
WRONG: list[tuple[str, str, Any]] = [
    ("service_state", "time", "2026-04-01T09:00:00Z"),
    ("service_state", "time", "2026-04-01T09:00:00+09:30"),
    ("service_state", "time", "2026-13-01T09:00:00+09:00"),
    ("service_state", "time", 1),
    ("service_state", "stops", {}),
    ("service_state", "stops", [1]),
    ("service_state", "stops", [{}] * 501),
    ("service_state", "stops.0.municipality", "1620"),
    ("service_state", "stops.0.municipality", "１６２０２"),
    ("service_state", "stops.0.kinds", []),
    ("service_state", "stops.0.kinds", ["Passport"]),
    ("service_state", "stops.0.end", "2026-04-01T17:15:00+09:00"),
    ("check_certificate", "verdict", "maybe"),
    ("check_certificate", "verdict", GONE),
    ("check_certificate", "home", 16202),
    ("check_certificate", "challenge", b64(bytes(31))),
    ("check_certificate", "challenge", b64(bytes(32)).rstrip("=")),
    ("check_certificate", "challenge", "見" * 44),
    ("check_certificate", "ends", "20291103"),
    ("check_certificate", "ends", "2029-02-30"),
    ("open_session", "session", ""),
    ("open_session", "session", "s" * 65),
    ("open_session", "session", "with space"),
    ("open_session", "session", "セッション"),
    ("offer", "municipality", GONE),
    ("offer", "people", GONE),
    ("offer", "people.0.handle", "p2"),
    ("offer", "people.0.handle", "p" * 17),
    ("offer", "people.1.self", True),
    ("offer", "people.0.self", 1),
    ("offer", "people.0.name", ""),
    ("offer", "kinds.0.kind", "inkan"),
    ("offer", "kinds.0.fee_yen", 200.0),
    ("offer", "kinds.0.fee_yen", True),
    ("offer", "kinds.0.fee_yen", -1),
    ("offer", "kinds.0.fee_yen", "200"),
    ("offer", "kinds.0.scopes", []),
    ("offer", "kinds.0.scopes", ["all"]),
    ("offer", "kinds.0.scopes", ["self", "self"]),
    ("offer", "kinds.1.items", ["head"]),
    ("offer", "people.0.birth", ""),
    ("offer", "people.0.birth", "1868-01-24"),
    ("offer", "kinds.0.people", ["p3"]),
    ("offer", "kinds.0.people", []),
    ("offer", "kinds.0.people", [["p1"]]),
    ("issue", "document", GONE),
    ("issue", "document.id", "d" * 33),
    ("issue", "document.kind", "inkan"),
    ("issue", "document.sheets", 0),
    ("issue", "document.pdf", ""),
    ("issue", "document.pdf", b64(PDF + b" ")),
    ("issue", "document.sha256", "0" * 64),
    ("issue", "document.sha256", DOCUMENT["sha256"].upper()),  # type: ignore[attr-defined]
    ("issue", "document.scramble_key", b64(bytes(33))),
    ("issue", "document.bundle", ""),
    ("issue", "document.bundle", "発行番号"),
    ("issue", "document.holder", "0" * 63),
    ("issue", "document.holder", "F" * 64),
    ("issue", "document.signature", b64(bytes(63))),
    ("report", "recorded", False),
    ("report", "recorded", 1),
    ("service_state", "time_signature", b64(bytes(63))),
    ("service_state", "municipalities", GONE),
    ("service_state", "municipalities.0.name", "長" * 41),
    ("service_state", "municipalities.0.hours.0.kinds", ["juminhyo", "koseki"]),
    ("service_state", "municipalities.0.hours.0.days", "sundays"),
    ("service_state", "municipalities.0.hours.0.opens", "24:00"),
    ("service_state", "municipalities.0.hours.0.opens", "6:30"),
    ("service_state", "municipalities.0.hours.0.closes", "06:30"),
    ("check_certificate", "stops", GONE),
    ("offer", "withheld", GONE),
    ("offer", "withheld.0.kind", "inkan"),
    ("offer", "withheld.0.reason", "protected"),
    ("record", "documents.0.scope", "all"),
    ("record", "documents.0.delivered", [0]),
    ("record", "documents.0.delivered", [1, 1]),
    ("record", "documents.0.void", [3]),
    ("record", "documents", [{}] * 101),
    ("record", "more", 0),
    ("record", "totals.0.yen", -1),
    ("begin", "verdict", "waiting"),
    ("begin", "challenge", b64(bytes(33))),
    ("register", "application", "a" * 33),
    ("register", "due", "2024-12-27"),
    ("register", "applied", GONE),
    ("registration_state", "state", "lost"),
    ("registration_state", "due", GONE),
    ("writings", "parts", [{"writings": []}]),
    ("writings", "parts.0.writings", ["見本"] * 2),
    ("writings", "parts.0.writings", ["長" * 41]),
    ("writings", "parts.0.writings", ["見\n本"]),
    ("writings", "parts.1.writings", [str(n) for n in range(41)]),
]


def bend(says: dict[str, Any], place: str, value: Any) -> dict[str, Any]:
    """A copy with one field replaced or taken out."""
    bent = copy.deepcopy(says)
    inner: Any = bent
    *way, last = [int(step) if step.isdecimal() else step for step in place.split(".")]
    for step in way:
        inner = inner[step]
    if value is GONE:
        del inner[last]
    else:
        inner[last] = value
    return bent


@pytest.mark.parametrize(("call", "place", "value"), WRONG)
def test_a_field_that_does_not_fit_spoils_the_whole_answer(
    centre: Centre, call: str, place: str, value: Any
) -> None:
    ask, says = CALLS[call]
    centre.says = bend(says, place, value)
    with pytest.raises(BadAnswer, match="is not") as caught:
        ask(centre)
    assert place.split(".")[0] in str(caught.value)
    assert "certificate centre at sim://test" in str(caught.value)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"\xff\xfe{}",
        b'{"request_id": "T1-7-3-1", "request_id": "T1-7-3-1", "recorded": true}',
        b"[" * 60_000,
        b'{"a":' * 10_000,
        b"9" * 10_000,
    ],
)
def test_what_is_not_one_json_object_is_a_bad_answer(centre: Centre, body: bytes) -> None:
    centre.says = lambda _: Response(200, JSON, body)
    with pytest.raises(BadAnswer, match="not one JSON object") as caught:
        centre.client.report(ID, "d-1", 1, "void")
    assert caught.value.__context__ is None


def test_json_under_another_name_is_not_believed(centre: Centre) -> None:
    body = json.dumps({"request_id": ID, "recorded": True}).encode()
    centre.says = lambda _: Response(200, "text/plain", body)
    with pytest.raises(BadAnswer, match="content type"):
        centre.client.report(ID, "d-1", 1, "void")


@EVERY_CALL
def test_answers_are_bounded(centre: Centre, call: str) -> None:
    ask, says = CALLS[call]
    long = {"issue": 12_000_000, "record": 4_200_000, "service_state": 2_100_000}
    centre.says = {**says, "filler": "x" * long.get(call, 66_000)}
    with pytest.raises(BadAnswer, match="over"):
        ask(centre)


def test_nothing_personal_stands_in_a_repr_or_a_message(centre: Centre) -> None:
    centre.says = OFFER
    assert "見本" not in repr(centre.client.offer(ID, "s-0001"))
    centre.says = {"document": DOCUMENT}
    document = repr(issue(centre))
    assert "PDF" not in document
    assert "x00" not in document
    centre.says = OPENED
    assert "s-0001" not in repr(centre.client.open_session(ID, b"", b"", b"", "16202"))
    centre.says = bend(OFFER, "people.0.name", "見本　花子" * 100)
    with pytest.raises(BadAnswer) as caught:
        centre.client.offer(ID, "s-0001")
    assert "見本" not in str(caught.value)
    assert "people[0].name is not 1 to 200 characters" in str(caught.value)


def test_nonsense_of_the_kiosks_own_is_a_programmers_mistake(centre: Centre) -> None:
    with pytest.raises(ValueError, match="no such scope"):
        centre.client.issue(ID, "s", "inkan", "household", ["p1"], {}, 1)
    with pytest.raises(ValueError, match="no such scope or item"):
        centre.client.issue(ID, "s", "inkan", "self", ["p1"], {"head": True}, 1)
    with pytest.raises(ValueError, match="copies"):
        centre.client.issue(ID, "s", "inkan", "self", ["p1"], {}, 11)
    with pytest.raises(ValueError, match="no such outcome"):
        centre.client.report(ID, "d-1", 1, "lost")
    assert not centre.requests


def test_not_now_says_why_in_the_centres_own_words_alone(centre: Centre) -> None:
    for code, told in (("stopped", "stopped"), ("closed", "closed"), ("lunch", "not_now")):
        body = json.dumps({"request_id": ID, "error": code}).encode()
        centre.says = lambda _, body=body: Response(503, JSON, body)
        with pytest.raises(CentreUnavailable, match=told) as unavailable:
            issue(centre)
        assert unavailable.value.code == told
    centre.says = lambda _: Response(503, "text/plain", b"busy")
    with pytest.raises(CentreUnavailable) as unavailable:
        issue(centre)
    assert unavailable.value.code == "not_now"


@pytest.mark.parametrize("status", [200, 400, 403, 503])
def test_another_requests_no_is_thrown_away_and_both_ids_are_told(centre: Centre, status: int) -> None:
    of_another = json.dumps({"request_id": "T1-7-2-9", "error": "stopped"}).encode()
    centre.says = lambda _: Response(status, JSON, of_another)
    with pytest.raises(BadAnswer, match=f"the answer to T1-7-2-9, not to {ID}"):
        issue(centre)


def test_a_page_of_the_centres_record(centre: Centre) -> None:
    centre.says = RECORD
    record = centre.client.record(ID, date(2026, 4, 1), date(2026, 5, 2), after=100)
    (document,), (total,) = record.documents, record.totals
    assert (document.delivered, document.void, document.unreported) == ((1, 3), (2,), ())
    assert (total.day, total.kind, total.copies, total.yen) == (date(2026, 4, 1), "juminhyo", 2, 400)
    assert centre.asked["after"] == 100
    with pytest.raises(ValueError, match="31 days"):
        centre.client.record(ID, date(2026, 4, 1), date(2026, 5, 3))


def test_an_application_is_signed_over_its_own_words_and_its_answer_has_the_day(centre: Centre) -> None:
    centre.says = BEGUN
    assert centre.client.begin_registration(ID, "s-0001") == RegistrationBegun(bytes(range(32)))
    said = statement(ID, b"c" * 32, "01207", "西五条南七丁目１番地", "十勝　花子", "0155-65-4144").decode()
    assert said.split("\n") == [
        "registration", ID, b64(b"c" * 32), "01207", "西五条南七丁目１番地", "十勝　花子", "0155-65-4144",
    ]  # fmt: skip
    centre.says = REGISTERED
    accepted = CALLS["register"][0](centre)
    assert accepted == RegistrationAccepted("a-1", date(2024, 12, 27), date(2025, 1, 10))
    assert centre.asked["register_head"] == "見本　花子"


def test_once_is_enough_and_a_refusal_says_why(centre: Centre) -> None:
    days = {"applied": "2024-12-27", "due": "2025-01-10"}
    centre.says = {"verdict": "refused", "reason": "already_applied", **days}
    assert centre.client.begin_registration(ID, "s-0001") == RegistrationRefused(
        "already_applied", date(2024, 12, 27), date(2025, 1, 10)
    )
    centre.says = {"verdict": "refused", "reason": "not_taken"}
    assert centre.client.begin_registration(ID, "s-0001") == RegistrationRefused("not_taken")
    centre.says = {"state": "none"}
    assert centre.client.registration_state(ID, "s-0001") == RegistrationState("none")
    centre.says = {**STANDS, "state": "refused", "reason": "head_differs"}
    state = centre.client.registration_state(ID, "s-0001")
    assert (state.state, state.reason, state.due) == ("refused", "head_differs", date(2025, 1, 10))


_JSON_VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-3, 300),
        st.text(max_size=4),
        st.sampled_from(["ok", "refused", "inkan", "16202", "self", "2026-04-01T09:00:00+09:00", "AAAA"]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)),
    max_leaves=6,
)
_PLACES = st.sampled_from(sorted({(call, place) for call, place, _ in WRONG}))


@settings(deadline=None, max_examples=200)
@given(_PLACES, _JSON_VALUES)
def test_any_value_in_any_field_is_taken_or_a_bad_answer(where: tuple[str, str], value: Any) -> None:
    centre = Centre()
    call, place = where
    ask, says = CALLS[call]
    centre.says = bend(says, place, value)
    with contextlib.suppress(BadAnswer):
        ask(centre)


@settings(deadline=None, max_examples=150)
@given(st.sampled_from([200, 400, 403, 503, 500]), st.binary(max_size=40))
def test_any_body_under_any_status_is_one_of_the_errors(status: int, body: bytes) -> None:
    centre = Centre()
    centre.says = lambda _: Response(status, JSON, body)
    with pytest.raises(DeviceError):
        centre.client.offer(ID, "s-0001")
