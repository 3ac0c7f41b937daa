"""Whose card the centre accepts, and the reasons for which it sends people away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from sim.personas import Persona, persona, personas
from sim.pki import authentication_identity
from tests.drivers.page.support import JST, START
from tests.sim.centre.support import OBIHIRO, TAKAOKA, Kiosk, encoded


@pytest.mark.parametrize(
    ("who", "home", "ends"),
    [
        ("yamada-taro", TAKAOKA, "2027-02-14"),
        ("tokachi-hanako", OBIHIRO, "2027-01-20"),
        ("one-try-saburo", TAKAOKA, "2028-05-05"),  # of the newest generation of the root
        ("locked-jiro", TAKAOKA, "2027-02-01"),  # the PIN is the card's business
    ],
)
def test_a_good_card_is_known_and_challenged(who: str, home: str, ends: str) -> None:
    told = Kiosk().check(who)
    assert (told["verdict"], told["home"], told["ends"]) == ("ok", home, ends)
    assert len(told["challenge"]) == 44  # 32 bytes


def test_an_expired_certificate_is_refused() -> None:
    assert refused(Kiosk(), "expired-shiro") == "expired"


def test_a_certificate_is_good_to_the_last_second_of_its_last_day_in_japan() -> None:
    last = datetime(2027, 2, 14, 23, 59, 50, tzinfo=JST)
    assert Kiosk(start=last).check("yamada-taro")["verdict"] == "ok"
    assert refused(Kiosk(start=last + timedelta(seconds=10)), "yamada-taro") == "expired"


def test_a_child_is_refused_to_the_eve_of_the_fifteenth_birthday() -> None:
    assert refused(Kiosk(), "yamada-ichiro") == "under_age"
    assert refused(Kiosk(residents=born(date(2011, 10, 29))), "yamada-taro") == "under_age"
    assert Kiosk(residents=born(date(2011, 10, 28))).check("yamada-taro")["verdict"] == "ok"


def test_on_the_day_of_issue_the_card_is_not_served_yet() -> None:
    issued = datetime(2022, 4, 11, 15, 0, tzinfo=JST)
    assert refused(Kiosk(start=issued), "yamada-taro") == "issued_today"
    assert Kiosk(start=issued + timedelta(days=1)).check("yamada-taro")["verdict"] == "ok"


def test_a_protected_person_is_refused_and_so_is_the_whole_household() -> None:
    kiosk = Kiosk()
    assert refused(kiosk, "protected-nanae") == "protected"
    assert kiosk.check("yamada-taro")["verdict"] == "ok"
    kiosk.centre.protect("yamada-ichiro")
    assert refused(kiosk, "yamada-taro") == "protected"
    assert kiosk.check("watanabe-saori")["verdict"] == "ok"


def test_a_revoked_and_a_lapsed_card_are_refused() -> None:
    kiosk = Kiosk()
    kiosk.centre.revoke("yamada-taro")
    kiosk.centre.lapse("tokachi-hanako")
    assert refused(kiosk, "yamada-taro") == "revoked"
    assert refused(kiosk, "tokachi-hanako") == "lapsed"
    with pytest.raises(KeyError):
        kiosk.centre.revoke("nobody")


def test_a_good_certificate_of_somebody_who_moved_out_of_the_register_has_lapsed() -> None:
    others = {name: person for name, person in personas().items() if name != "yamada-taro"}
    assert refused(Kiosk(residents=others), "yamada-taro") == "lapsed"


def test_a_forged_certificate_with_the_right_names_and_serial_is_of_an_unknown_issuer() -> None:
    genuine = x509.load_der_x509_certificate(authentication_identity(persona("yamada-taro")).certificate_der)
    key = rsa.generate_private_key(65537, 2048)
    forged = (
        x509.CertificateBuilder(genuine.issuer, genuine.subject)
        .public_key(key.public_key())
        .serial_number(genuine.serial_number)
        .not_valid_before(genuine.not_valid_before_utc)
        .not_valid_after(genuine.not_valid_after_utc)
        .sign(key, SHA256())
    )
    kiosk = Kiosk()
    for octets in (forged.public_bytes(Encoding.DER), b"\x30\x03\x02\x01\x01", b"not a certificate"):
        told = kiosk.ask("/v1/certificates/check", certificate=encoded(octets))
        assert told["reason"] == "unknown_issuer"


def test_a_flipped_bit_in_a_genuine_certificate_is_found() -> None:
    kiosk, der = Kiosk(), bytearray(authentication_identity(persona("yamada-taro")).certificate_der)
    der[-1] ^= 1
    told = kiosk.ask("/v1/certificates/check", certificate=encoded(bytes(der)))
    assert told["reason"] == "unknown_issuer"


def test_the_answer_comes_after_the_municipality_was_asked() -> None:
    kiosk = Kiosk()
    kiosk.check("yamada-taro")
    assert kiosk.clock.now_ns == 400_000_000
    assert kiosk.clock.start == START


def born(day: date) -> dict[str, Persona]:
    """山田 太郎 with another birthday, alone in the world."""
    taro = persona("yamada-taro")
    own, *others = taro.household
    return {taro.id: replace(taro, birth=day, household=(replace(own, birth=day), *others))}


def refused(kiosk: Kiosk, who: str) -> str:
    told = kiosk.check(who)
    assert told.keys() == {"request_id", "verdict", "reason"}  # nothing but the reason
    assert told["verdict"] == "refused"
    return str(told["reason"])

