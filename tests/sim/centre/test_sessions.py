"""Proving to hold the card: a challenge of the centre, signed by the card, good once and ten minutes."""

from __future__ import annotations

import pytest

from tests.sim.centre.support import OBIHIRO, TAKAOKA, Kiosk, certificate_of, encoded, sign


def test_a_signed_challenge_opens_a_session() -> None:
    kiosk = Kiosk()
    opened = kiosk.open("yamada-taro", TAKAOKA)
    assert opened["verdict"] == "ok"
    assert opened["session"].isascii()
    assert 1 <= len(opened["session"]) <= 64
    assert kiosk.centre.sessions_opened == 1


def test_another_persons_key_opens_nothing() -> None:
    kiosk = Kiosk()
    opened = kiosk.open("yamada-taro", TAKAOKA, signer="tokachi-hanako")
    assert (opened["verdict"], opened["reason"]) == ("refused", "bad_signature")
    assert kiosk.centre.sessions_opened == 0


def test_a_challenge_is_good_once_even_if_it_failed() -> None:
    kiosk = Kiosk()
    challenge = kiosk.check("yamada-taro")["challenge"]
    assert redeem(kiosk, "yamada-taro", challenge, signer="tokachi-hanako") == "bad_signature"
    assert redeem(kiosk, "yamada-taro", challenge) == "stale_challenge"


def test_a_challenge_is_good_for_ten_minutes() -> None:
    kiosk = Kiosk()
    first, second = kiosk.check("yamada-taro")["challenge"], kiosk.check("yamada-taro")["challenge"]
    assert first != second
    kiosk.clock.pass_s(599)
    assert redeem(kiosk, "yamada-taro", second) == "ok"
    assert redeem(kiosk, "yamada-taro", first) == "stale_challenge"


@pytest.mark.parametrize("challenge", [encoded(b"short"), encoded(bytes(32))])
def test_a_challenge_of_somebody_elses_making_is_stale(challenge: str) -> None:
    assert redeem(Kiosk(), "yamada-taro", challenge) == "stale_challenge"


def test_a_challenge_belongs_to_one_certificate_and_one_terminal() -> None:
    kiosk = Kiosk()
    challenge = kiosk.check("yamada-taro")["challenge"]
    assert redeem(kiosk, "watanabe-saori", challenge) == "stale_challenge"
    challenge = kiosk.check("yamada-taro")["challenge"]
    assert redeem(kiosk, "yamada-taro", challenge, terminal="t2") == "stale_challenge"


def test_a_card_revoked_between_check_and_pin_opens_nothing_and_its_session_is_over() -> None:
    kiosk = Kiosk()
    session, challenge = kiosk.session("yamada-taro", TAKAOKA), kiosk.check("yamada-taro")["challenge"]
    kiosk.centre.revoke("yamada-taro")
    assert redeem(kiosk, "yamada-taro", challenge) == "stale_challenge"
    assert kiosk.refusal("/v1/offers", session=session) == (403, "unknown_session")


def test_a_session_is_one_terminals_and_ends_within_the_hour() -> None:
    kiosk = Kiosk()
    session = kiosk.session("yamada-taro", TAKAOKA)
    assert kiosk.refusal("/v1/offers", session=session, terminal="t2") == (403, "unknown_session")
    assert kiosk.ask("/v1/offers", session=session)["municipality"] == TAKAOKA
    kiosk.clock.pass_s(3600)
    assert kiosk.refusal("/v1/offers", session=session) == (403, "unknown_session")


def test_a_municipality_that_takes_no_part_is_a_mistake_and_costs_no_challenge() -> None:
    kiosk = Kiosk()
    challenge = kiosk.check("yamada-taro")["challenge"]
    asked = {"certificate": certificate_of("yamada-taro"), "signature": sign("yamada-taro", challenge)}
    assert kiosk.refusal("/v1/sessions", challenge=challenge, municipality="13221", **asked) == (
        400,
        "unknown_municipality",
    )
    assert redeem(kiosk, "yamada-taro", challenge) == "ok"


def test_another_municipality_than_the_home_may_be_asked() -> None:
    assert Kiosk().open("yamada-taro", OBIHIRO)["verdict"] == "ok"


def redeem(kiosk: Kiosk, who: str, challenge: str, *, signer: str = "", terminal: str = "t1") -> str:
    told = kiosk.ask(
        "/v1/sessions",
        certificate=certificate_of(who),
        challenge=challenge,
        signature=sign(signer or who, challenge),
        municipality=TAKAOKA,
        terminal=terminal,
    )
    return str(told.get("reason", told["verdict"]))
