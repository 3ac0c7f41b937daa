"""A signature over the centre's challenge."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from drivers.card import JpkiCard, PinNeeded, Use
from drivers.errors import BadAnswer, Refused

from .script import SELECT_KEY, START, AnsweringLink, card

CHALLENGE = bytes(range(32))
SIGNATURE = bytes(range(256))
SIGN = "802A008033 3031300D060960864801650304020105000420" + hashlib.sha256(CHALLENGE).hexdigest() + "00"
HEAD = (*START, SELECT_KEY)


def test_digest_info_is_built_here_and_padded_by_the_card() -> None:
    with card(*HEAD, (SIGN, SIGNATURE.hex() + "9000")) as it:
        assert it.sign(Use.AUTHENTICATION, CHALLENGE) == SIGNATURE


def test_what_a_card_makes_of_it_verifies_as_pkcs1_v15() -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    numbers = key.private_numbers()

    def answer(apdu: bytes) -> bytes:
        if apdu[1] != 0x2A:
            return b"\x90\x00"
        digest_info = apdu[5:-1]
        block = b"\x00\x01" + b"\xff" * (256 - 3 - len(digest_info)) + b"\x00" + digest_info
        power = pow(int.from_bytes(block, "big"), numbers.d, numbers.public_numbers.n)
        return power.to_bytes(256, "big") + b"\x90\x00"

    signature = JpkiCard(AnsweringLink(answer)).sign(Use.AUTHENTICATION, CHALLENGE)
    key.public_key().verify(signature, CHALLENGE, padding.PKCS1v15(), hashes.SHA256())


def test_without_the_pin_the_card_does_not_sign() -> None:
    with card(*HEAD, (SIGN, "6982")) as it, pytest.raises(PinNeeded):
        it.sign(Use.AUTHENTICATION, CHALLENGE)


@pytest.mark.parametrize("sw", ["6985", "6A86", "6700", "6A81", "6F00"])
def test_other_refusals_carry_the_status_word(sw: str) -> None:
    with card(*HEAD, (SIGN, sw)) as it, pytest.raises(Refused, match=sw) as caught:
        it.sign(Use.AUTHENTICATION, CHALLENGE)
    assert not isinstance(caught.value, PinNeeded)
    assert caught.value.action == "COMPUTE DIGITAL SIGNATURE 80 2A 00 80"


@pytest.mark.parametrize("data", [b"", SIGNATURE[:255], SIGNATURE[:128]])
def test_short_signature_is_none(data: bytes) -> None:
    with card(*HEAD, (SIGN, data.hex() + "9000")) as it, pytest.raises(BadAnswer):
        it.sign(Use.AUTHENTICATION, CHALLENGE)


def test_signature_fetched_in_parts() -> None:
    steps = (
        (SIGN, SIGNATURE[:128].hex() + "6180"),
        ("00C0000080", SIGNATURE[128:].hex() + "9000"),
    )
    with card(*HEAD, *steps) as it:
        assert it.sign(Use.AUTHENTICATION, CHALLENGE) == SIGNATURE


def test_answer_that_does_not_end_is_given_up() -> None:
    steps = ((SIGN, "6180"), *[("00C0000080", "AA" * 128 + "6180")] * 16)
    with card(*HEAD, *steps) as it, pytest.raises(BadAnswer, match="does not end"):
        it.sign(Use.AUTHENTICATION, CHALLENGE)


def test_card_without_a_key_file() -> None:
    with card(*START, (SELECT_KEY[0], "6A82")) as it, pytest.raises(Refused):
        it.sign(Use.AUTHENTICATION, CHALLENGE)


def test_the_key_is_selected_for_each_signature_for_the_card_may_be_another_by_then() -> None:
    step = (SIGN, SIGNATURE.hex() + "9000")
    with card(*HEAD, step, SELECT_KEY, step) as it:
        assert it.sign(Use.AUTHENTICATION, CHALLENGE) == it.sign(Use.AUTHENTICATION, CHALLENGE)


def test_the_signature_key_lies_in_another_file() -> None:
    with card(*START, ("00A4020C02001A", "9000"), (SIGN, SIGNATURE.hex() + "9000")) as it:
        assert it.sign(Use.SIGNATURE, CHALLENGE) == SIGNATURE
