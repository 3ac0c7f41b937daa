"""本籍地利用登録申請: once, signed with the 署名用 certificate, done five business days later."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from sim.personas import persona
from sim.pki import signature_identity
from tests.drivers.page.support import JST
from tests.sim.centre.support import OBIHIRO, TAKAOKA, Kiosk, certificate_of, encoded

ROKUKO = "unregistered-rokuko"
RIGHT = {
    "domicile": "北海道帯広市見本町東5条南1丁目2番地",
    "register_head": "未登録子",
    "telephone": "0766-00-0000",
}
FRIDAY = datetime(2024, 12, 27, 16, 0, tzinfo=JST)


class Applicant:
    """Somebody at the kiosk with the card's password for 署名用."""

    def __init__(self, who: str = ROKUKO, start: datetime = FRIDAY, municipality: str = OBIHIRO) -> None:
        self.who = who
        self.kiosk = Kiosk(start=start, edition=2)
        self.municipality = municipality
        self.session = self.kiosk.session(who, municipality)

    def begin(self) -> dict[str, Any]:
        return self.kiosk.ask("/v1/registrations/begin", session=self.session)

    def body(self, challenge: str, *, signer: str = "", signed: dict[str, str] | None = None, **said: str) -> Any:
        """An application; `signed` is what the card signs where it is not what is said."""
        fields = {**RIGHT, **said}
        body = self.kiosk.body(session=self.session, challenge=challenge, **fields)
        told = {**fields, **(signed or {})}
        statement = "\n".join(
            ["registration", body["request_id"], challenge, self.municipality,
             told["domicile"], told["register_head"], told["telephone"]]
        )  # fmt: skip
        identity = signature_identity(persona(signer or self.who))
        signature = identity.private_key.sign(statement.encode(), PKCS1v15(), SHA256())
        return {**body, "certificate": encoded(identity.certificate_der), "signature": encoded(signature)}

    def apply(self, **how: Any) -> dict[str, Any]:
        begun = self.begin()
        assert begun["verdict"] == "ok", begun
        status, told = self.kiosk.post("/v1/registrations", self.body(begun["challenge"], **how))
        assert status == 200, told
        return told

    def state(self) -> dict[str, Any]:
        self.session = self.kiosk.session(self.who, self.municipality)
        return self.kiosk.ask("/v1/registrations/state", session=self.session)

    def offered(self) -> list[str]:
        return [kind["kind"] for kind in self.kiosk.offer(self.who, self.municipality)["kinds"]]


def test_applied_on_27_december_and_done_on_10_january() -> None:
    applicant = Applicant()
    assert applicant.state()["state"] == "none"
    told = applicant.apply()
    assert (told["verdict"], told["applied"], told["due"]) == ("ok", "2024-12-27", "2025-01-10")
    assert told["application"].isascii()
    assert applicant.offered() == []
    applicant.kiosk.clock.pass_s(13 * 86400)  # 9 January, 16:00
    assert applicant.state()["state"] == "waiting"
    assert applicant.offered() == []
    applicant.kiosk.clock.pass_s(86400)
    state = applicant.state()
    assert (state["state"], state["application"]) == ("registered", told["application"])
    assert applicant.offered() == ["koseki", "fuhyo"]


def test_once_is_enough_and_who_applies_again_is_told() -> None:
    applicant = Applicant()
    applicant.apply()
    again = applicant.begin()
    assert (again["verdict"], again["reason"], again["due"]) == ("refused", "already_applied", "2025-01-10")
    applicant.kiosk.clock.pass_s(20 * 86400)
    applicant.state()
    assert applicant.begin()["reason"] == "already_registered"
    assert Applicant("one-try-saburo").begin()["reason"] == "already_registered"


def test_takaoka_takes_none_and_says_so_before_any_password() -> None:
    assert Applicant("honseki-takaoka-tomio", municipality=TAKAOKA).begin()["reason"] == "not_taken"


def test_who_lives_at_the_honseki_needs_none() -> None:
    assert Applicant("tokachi-hanako").begin()["reason"] == "not_needed"


def test_a_revoked_signature_certificate_is_refused() -> None:
    """Name or address changed: the authentication certificate is good, the signature's is not."""
    applicant = Applicant("signature-revoked-hanae")
    assert applicant.apply()["reason"] == "signature_revoked"
    assert applicant.state()["state"] == "none"
    applicant = Applicant()
    applicant.kiosk.centre.revoke_signature(ROKUKO)
    applicant.session = applicant.kiosk.session(ROKUKO, OBIHIRO)
    assert applicant.apply()["reason"] == "signature_revoked"


def test_somebody_elses_signature_certificate_is_refused() -> None:
    assert Applicant().apply(signer="waiting-susumu")["reason"] == "signature_of_another"


def test_the_authentication_certificate_signs_no_application() -> None:
    applicant = Applicant()
    body = applicant.body(applicant.begin()["challenge"])
    status, told = applicant.kiosk.post("/v1/registrations", {**body, "certificate": certificate_of(ROKUKO)})
    assert (status, told["reason"]) == (200, "signature_unknown_issuer")


@pytest.mark.parametrize("changed", ["domicile", "register_head", "telephone"])
def test_what_was_not_signed_is_not_applied_for(changed: str) -> None:
    applicant = Applicant()
    assert applicant.apply(signed={changed: "0155"})["reason"] == "bad_signature"
    assert applicant.state()["state"] == "none"


def test_a_challenge_is_good_once_and_at_one_terminal() -> None:
    applicant = Applicant()
    challenge = applicant.begin()["challenge"]
    assert applicant.kiosk.post("/v1/registrations", applicant.body(challenge, signed={"telephone": "1"}))[1][
        "reason"
    ] == "bad_signature"
    assert applicant.kiosk.post("/v1/registrations", applicant.body(challenge))[1]["reason"] == "stale_challenge"
    other = encoded(bytes(32))
    assert applicant.kiosk.post("/v1/registrations", applicant.body(other))[1]["reason"] == "stale_challenge"
    assert len(base64.b64decode(challenge)) == 32


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"domicile": "見本町東５条南９丁目９番地"}, "domicile_differs"),
        ({"register_head": "未登 緑子"}, "head_differs"),
    ],
)
def test_the_municipality_refuses_after_some_days_and_who_corrects_it_may_try_again(
    said: dict[str, str], reason: str
) -> None:
    applicant = Applicant()
    assert applicant.apply(**said)["verdict"] == "ok"
    assert applicant.state()["state"] == "waiting"
    applicant.kiosk.clock.pass_s(14 * 86400)
    state = applicant.state()
    assert (state["state"], state["reason"]) == ("refused", reason)
    told = applicant.kiosk.offer(ROKUKO, OBIHIRO)
    assert told["withheld"] == [{"kind": kind, "reason": "registration_refused"} for kind in ("koseki", "fuhyo")]
    assert applicant.apply()["due"] == "2025-01-20"  # 10 January, and 成人の日 on the 13th


def test_no_register_there_at_all() -> None:
    applicant = Applicant("yamada-taro")
    assert applicant.apply()["verdict"] == "ok"
    applicant.kiosk.clock.pass_s(14 * 86400)
    assert applicant.state()["reason"] == "no_register"


def test_the_municipality_may_refuse_for_reasons_of_its_own() -> None:
    applicant = Applicant()
    applicant.kiosk.centre.refuse_registration(ROKUKO)
    applicant.apply()
    applicant.kiosk.clock.pass_s(14 * 86400)
    assert applicant.state()["reason"] == "other"


def test_while_registrations_are_stopped_or_closed_nobody_applies() -> None:
    stopped = Applicant(start=datetime(2024, 10, 4, 18, 0, tzinfo=JST))  # Obihiro's own stop
    assert stopped.kiosk.refusal("/v1/registrations/begin", session=stopped.session) == (503, "stopped")
    night = Applicant(start=datetime(2024, 12, 27, 23, 0, tzinfo=JST))
    assert night.kiosk.refusal("/v1/registrations/begin", session=night.session) == (503, "closed")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"telephone": "none"}, "bad_telephone"),
        ({"telephone": "-"}, "bad_telephone"),
        ({"telephone": "0" * 16}, "bad_telephone"),
        ({"domicile": ""}, "bad_domicile"),
        ({"domicile": "見" * 101}, "bad_domicile"),
        ({"register_head": "見本\n太郎"}, "bad_register_head"),
        ({"register_head": "\ud800"}, "bad_register_head"),
    ],
)
def test_particulars_that_make_no_sense_are_a_mistake(said: dict[str, str], code: str) -> None:
    applicant = Applicant()
    body = {**applicant.body(applicant.begin()["challenge"]), **said}
    status, told = applicant.kiosk.post("/v1/registrations", body)
    assert (status, told["error"]) == (400, code)
    assert applicant.state()["state"] == "none"


def test_the_same_application_again_is_the_same_answer_and_one_application() -> None:
    applicant = Applicant()
    body = applicant.body(applicant.begin()["challenge"])
    first = applicant.kiosk.post("/v1/registrations", body)
    assert applicant.kiosk.post("/v1/registrations", body) == first
