"""Real signatures, checked with the certificate that the same card shows."""

from __future__ import annotations

import hashlib

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from sim.card import VirtualCard
from tests.sim.pki_card.bench import file, in_jpki, octets, read_object, send, verify

CHALLENGE = b"thirty-two bytes from the centre"
DIGEST_INFO = octets("3031300D060960864801650304020105000420") + hashlib.sha256(CHALLENGE).digest()
SIGN = f"802A008033{DIGEST_INFO.hex()}00"


def public_key(card: VirtualCard, ef: int = 0x000A) -> RSAPublicKey:
    key = x509.load_der_x509_certificate(read_object(card, ef)).public_key()
    assert isinstance(key, RSAPublicKey)
    return key


def padded_block(card: VirtualCard, signature: bytes) -> bytes:
    numbers = public_key(card).public_numbers()
    return pow(int.from_bytes(signature, "big"), numbers.e, numbers.n).to_bytes(256, "big")


@pytest.fixture
def card() -> VirtualCard:
    card = in_jpki("tokachi-hanako")
    assert send(card, file(0x0018), verify("8620"), file(0x0017)) == "9000"
    return card


def test_the_signature_fits_the_certificate(card: VirtualCard) -> None:
    answer = octets(send(card, SIGN))
    assert answer[-2:] == b"\x90\x00"
    public_key(card).verify(answer[:-2], CHALLENGE, PKCS1v15(), SHA256())


def test_a_short_id_signs_the_same_from_anywhere(card: VirtualCard) -> None:
    first = send(card, SIGN)
    assert send(card, file(0x000A), SIGN.replace("802A0080", "802A0097")) == first


@pytest.mark.parametrize("length", [1, 51, 245])
def test_any_data_is_padded_as_it_is(card: VirtualCard, length: int) -> None:
    data = bytes(range(length))
    answer = octets(send(card, f"802A0080{length:02X}{data.hex()}00"))
    assert padded_block(card, answer[:-2]) == b"\x00\x01" + b"\xff" * (253 - length) + b"\x00" + data


def test_the_card_hashes_where_it_is_asked_to(card: VirtualCard) -> None:
    expected = send(card, SIGN)
    hashed = hashlib.sha256(CHALLENGE).hexdigest()
    assert send(card, f"802A028020{hashed}00") == expected
    assert send(card, f"802A038020{CHALLENGE.hex()}00") == expected
    bare = octets(send(card, f"802A018020{CHALLENGE.hex()}00"))[:-2]
    assert padded_block(card, bare).endswith(b"\xff\x00" + octets(hashed))


@pytest.mark.parametrize(
    "apdu", [f"802A048020{hashlib.sha256(CHALLENGE).hexdigest()}00", f"802A058020{CHALLENGE.hex()}00"]
)
def test_pss_over_a_hash_or_a_message_and_never_twice_the_same(card: VirtualCard, apdu: str) -> None:
    signatures = [octets(send(card, apdu))[:-2] for _ in range(2)]
    for signature in signatures:
        public_key(card).verify(signature, CHALLENGE, PSS(MGF1(SHA256()), 32), SHA256())
        assert len(signature) == 256
        send(card, file(0x0017))
    assert signatures[0] != signatures[1]


def test_nothing_is_signed_before_the_pin() -> None:
    card = in_jpki("tokachi-hanako")
    assert send(card, SIGN) == "6986"
    assert send(card, file(0x0017), SIGN) == "6982"
    assert send(card, file(0x0018), verify("0000"), file(0x0017), SIGN) == "6982"


def test_a_wrong_pin_takes_the_right_one_back(card: VirtualCard) -> None:
    assert send(card, file(0x0018), verify("0000"), file(0x0017), SIGN) == "6982"


def test_the_pin_does_not_open_the_signature_key(card: VirtualCard) -> None:
    assert send(card, file(0x001A), SIGN) == "6982"
    assert send(card, file(0x001B), verify("OBIHIRO2022"), file(0x001A)) == "9000"
    answer = octets(send(card, SIGN))
    public_key(card, 0x0001).verify(answer[:-2], CHALLENGE, PKCS1v15(), SHA256())


def test_a_card_without_a_certificate_has_no_key_either() -> None:
    card = in_jpki("no-certificate-goro")
    assert send(card, file(0x0018), verify("6801"), file(0x0017), SIGN) == "6985"
