"""OpenSC, which drives the real My Number Card, takes the virtual one for it."""

from __future__ import annotations

import hashlib
import re

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from sim.personas import persona
from sim.pki import authentication_identity, signature_identity
from tests.acceptance.desk import Answer, Desk

TARO, LOCKED, HANAKO, PHONE = "yamada-taro", "locked-jiro", "tokachi-hanako", "android-toko"
MESSAGE = b"what the centre would like to have signed\n"
SELECT_JPKI = "00A4040C0AD392F000260100000001"

OBJECTS = {  # what pkcs15-jpki.c makes of a card: kind and label, then some of what is said of it
    "PIN [User Authentication PIN]": {"ID": "01", "Length": "min_len:4, max_len:4", "Reference": "1"},
    "PIN [Digital Signature PIN]": {"ID": "02", "Length": "min_len:6, max_len:16", "Reference": "2"},
    "Private RSA Key [User Authentication Key]": {"ID": "01", "Auth ID": "01", "Usage": "[0x04], sign"},
    "Private RSA Key [Digital Signature Key]": {"ID": "02", "Auth ID": "02", "Usage": "[0x204], sign, nonRep"},
    "Public RSA Key [User Authentication Public Key]": {"ID": "01", "Path": "000a"},
    "Public RSA Key [Digital Signature Public Key]": {"ID": "02", "Path": "0001"},
    "X.509 Certificate [User Authentication Certificate]": {"ID": "01", "Path": "000a", "Authority": "no"},
    "X.509 Certificate [Digital Signature Certificate]": {"ID": "02", "Path": "0001", "Authority": "no"},
    "X.509 Certificate [User Authentication Certificate CA]": {"ID": "03", "Path": "000b", "Authority": "yes"},
    "X.509 Certificate [Digital Signature Certificate CA]": {"ID": "04", "Path": "0002", "Authority": "yes"},
}


def objects(dump: Answer) -> dict[str, dict[str, str]]:
    """`pkcs15-tool -D`: the objects by kind and label."""
    found: dict[str, dict[str, str]] = {}
    for block in dump.out.split("\n\n"):
        title, *lines = block.strip().splitlines() or [""]
        found[title] = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    return found


def tries_left(desk: Desk) -> list[str]:
    """Of the two PINs."""
    return re.findall(r"Tries left\s*: (\d+)", desk.run("pkcs15-tool", "--list-pins").out)


def certificate(desk: Desk, number: str, *arguments: str) -> x509.Certificate:
    said = desk.run("pkcs15-tool", "--read-certificate", number, *arguments)
    assert said.code == 0, said
    return x509.load_pem_x509_certificate(said.data)


def assert_signed(signature: bytes, certificate_der: bytes) -> None:
    key = x509.load_der_x509_certificate(certificate_der).public_key()
    assert isinstance(key, RSAPublicKey)
    key.verify(signature, MESSAGE, PKCS1v15(), SHA256())


def test_the_card_is_recognised_by_its_application(desk: Desk) -> None:
    desk.lay(TARO)
    assert desk.run("opensc-tool", "--name").out == "jpki\n"


def test_all_its_objects_are_listed(desk: Desk) -> None:
    desk.lay(TARO)
    found = objects(desk.run("pkcs15-tool", "--dump"))
    for title, says in OBJECTS.items():
        for key, value in says.items():
            assert found[title][key].startswith(value), (title, key, found[title])
    pins = [says["Tries left"] for title, says in found.items() if title.startswith("PIN [")]
    assert pins == ["3", "5"]


def test_the_certificates_that_are_free_to_read_come_whole(desk: Desk) -> None:
    desk.lay(TARO)
    own, root = certificate(desk, "1"), certificate(desk, "3")
    identity = authentication_identity(persona(TARO))
    assert own == x509.load_der_x509_certificate(identity.certificate_der)
    own.verify_directly_issued_by(root)
    assert certificate(desk, "4").subject.rfc4514_string().find("JPKI for digital signature") > 0


def test_the_signature_certificate_opens_with_its_password_alone(desk: Desk) -> None:
    desk.lay(TARO)
    # OpenSC 0.23 calls this "EF offset too large", later versions by its name; the card's word is 6982.
    assert desk.run("pkcs15-tool", "--read-certificate", "2").code != 0
    assert desk.status_words(SELECT_JPKI, "00A4020C020001", "00B0000004") == ["9000", "9000", "6982"]
    opened = certificate(desk, "2", "--verify-pin", "--auth-id", "02", "--pin", persona(TARO).card.signature_password)
    assert opened == x509.load_der_x509_certificate(signature_identity(persona(TARO)).certificate_der)


def test_the_right_pin_is_accepted_and_signs_a_hash(desk: Desk) -> None:
    desk.lay(TARO)
    pin = persona(TARO).card.pin
    assert desk.run("pkcs15-tool", "--verify-pin", "--auth-id", "01", "--pin", pin).code == 0
    (desk.folder / "digest").write_bytes(hashlib.sha256(MESSAGE).digest())
    how = ("--sign", "--sha-256", "--pkcs1", "--key", "01", "--pin", pin, "--input", "digest", "--output", "crypt")
    assert desk.run("pkcs15-crypt", *how).code == 0
    assert_signed((desk.folder / "crypt").read_bytes(), authentication_identity(persona(TARO)).certificate_der)


@pytest.mark.parametrize(("slot", "key"), [("User Authentication", "01"), ("Digital Signature", "02")])
def test_pkcs11_signs_with_either_key(desk: Desk, slot: str, key: str) -> None:
    desk.lay(TARO)
    card = persona(TARO).card
    secret = card.pin if key == "01" else card.signature_password
    (desk.folder / "message").write_bytes(MESSAGE)
    token = ("--token-label", f"JPKI ({slot} PIN)", "--login", "--pin", secret, "--id", key)
    how = ("--sign", "--mechanism", "SHA256-RSA-PKCS", "--input-file", "message", "--output-file", "signature")
    said = desk.run("pkcs11-tool", *token, *how)
    assert said.code == 0, said
    issued = authentication_identity if key == "01" else signature_identity
    assert_signed((desk.folder / "signature").read_bytes(), issued(persona(TARO)).certificate_der)


def test_pkcs11s_own_test_of_a_token_finds_nothing(desk: Desk) -> None:
    desk.lay(TARO)
    said = desk.run("pkcs11-tool", "--test", "--login", "--pin", persona(TARO).card.pin)
    assert said.out.endswith("No errors\n"), said


def test_a_wrong_pin_is_called_so_and_costs_a_try_that_no_crash_gives_back(desk: Desk) -> None:
    desk.lay(HANAKO)
    wrong = desk.run("pkcs15-tool", "--verify-pin", "--auth-id", "01", "--pin", "0000")
    assert wrong.code != 0
    assert "PIN code or key incorrect" in wrong.err
    assert tries_left(desk) == ["2", "5"]
    desk.take(brutally=True)
    desk.lay(HANAKO)
    assert tries_left(desk) == ["2", "5"]
    right = desk.run("pkcs15-tool", "--verify-pin", "--auth-id", "01", "--pin", persona(HANAKO).card.pin)
    assert right.code == 0
    assert tries_left(desk) == ["3", "5"]


def test_a_locked_card_is_called_so_and_signs_nothing(desk: Desk) -> None:
    desk.lay(LOCKED)
    pin = persona(LOCKED).card.pin
    found = objects(desk.run("pkcs15-tool", "--dump"))
    assert found["PIN [User Authentication PIN]"]["Tries left"] == "0"
    authentication, signature = desk.run("pkcs11-tool", "--list-slots").out.split("Slot ")[1:3]
    assert "user PIN locked" in authentication
    assert "user PIN locked" not in signature
    refused = desk.run("pkcs15-tool", "--verify-pin", "--auth-id", "01", "--pin", pin)
    assert refused.code != 0
    assert "Reference data not usable" in refused.err
    (desk.folder / "message").write_bytes(MESSAGE)
    how = ("--sign", "--mechanism", "SHA256-RSA-PKCS", "--input-file", "message", "--output-file", "nothing")
    assert desk.run("pkcs11-tool", "--login", "--pin", pin, "--id", "01", *how).code != 0
    assert not (desk.folder / "nothing").exists()
    sign = f"802A008020{bytes(32).hex()}00"
    assert desk.status_words(SELECT_JPKI, "00A4020C020017", sign) == ["9000", "9000", "6982"]


def test_a_phone_is_one_too_and_shows_its_certificate_after_the_pin(desk: Desk) -> None:
    desk.lay(PHONE)
    assert desk.run("opensc-tool", "--name").out == "jpki\n"
    assert desk.run("pkcs15-tool", "--read-certificate", "1").code != 0
    opened = certificate(desk, "1", "--verify-pin", "--auth-id", "01", "--pin", persona(PHONE).card.pin)
    assert opened == x509.load_der_x509_certificate(authentication_identity(persona(PHONE)).certificate_der)


def test_a_card_of_another_world_is_none(desk: Desk) -> None:
    desk.lay("transit-card")
    assert desk.run("opensc-tool", "--name").out == "Unsupported card\n"
