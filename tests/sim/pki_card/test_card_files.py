"""Selecting and reading: golden APDUs and status words."""

from __future__ import annotations

import pytest
from cryptography import x509

from sim.card import VirtualCard, card_for
from sim.card.jpki import CERTIFICATE_FILE_SIZE
from sim.personas import persona
from sim.pki import authentication_identity, signature_identity
from tests.sim.pki_card.bench import SELECT_JPKI, awake, file, in_jpki, octets, read_object, send, verify


@pytest.fixture
def card() -> VirtualCard:
    return in_jpki("yamada-taro")


def test_the_application_answers_to_its_name_and_to_its_beginning() -> None:
    card = awake(card_for("yamada-taro"))
    for name in ("D392F000260100000001", "D392F00026", "D3"):
        assert send(card, f"00A4040C{len(name) // 2:02X}{name}") == "9000"
        assert send(card, file(0x000A)) == "9000"


def test_a_failed_select_leaves_the_selection_alone(card: VirtualCard) -> None:
    assert send(card, file(0x000A), "00A4040C07A0000000790100", "00A4020C020003") == "6A82"
    assert send(card, "00B0000002") == "30829000"


def test_outside_the_application_its_files_are_not_there() -> None:
    card = awake(card_for("yamada-taro"))
    assert send(card, file(0x000A)) == "6A82"
    assert send(card, SELECT_JPKI, file(0x000A)) == "9000"
    assert send(card, "00A4040C08A000000151000000", file(0x000A)) == "6A82"


def test_the_certificates_come_whole_and_without_a_pin(card: VirtualCard) -> None:
    identity = authentication_identity(persona("yamada-taro"))
    assert read_object(card, 0x000A) == identity.certificate_der
    assert read_object(card, 0x000B) == identity.ca_certificate_der
    assert len(identity.certificate_der) > 1024


def test_a_certificate_file_is_longer_than_the_certificate(card: VirtualCard) -> None:
    size = len(authentication_identity(persona("yamada-taro")).certificate_der)
    assert send(card, file(0x000A), f"00B0{size:04X}04") == "FFFFFFFF9000"
    assert send(card, f"00B0{CERTIFICATE_FILE_SIZE - 3:04X}00") == "FFFFFF9000"
    assert send(card, f"00B0{CERTIFICATE_FILE_SIZE:04X}01") == "6B00"
    assert send(card, "00B07FFF01") == "6B00"


@pytest.mark.parametrize("chunk", [1, 0xE0, 256])
def test_any_chunk_reads_the_same_file(card: VirtualCard, chunk: int) -> None:
    assert send(card, file(0x0006)) == "9000"
    found = b""
    while True:
        answer = octets(send(card, f"00B0{len(found):04X}{chunk & 0xFF:02X}"))
        if answer == b"\x6b\x00":
            break
        found += answer[:-2]
    assert len(found) == 160
    assert found.startswith(b"JPKIAPICCTOKEN2 ")


def test_the_token_information_byte_for_byte(card: VirtualCard) -> None:
    token = octets(send(card, file(0x0006), "00B0000000"))
    assert token[-2:] == b"\x90\x00"
    assert token[:32] == b"JPKIAPICCTOKEN2".ljust(32)
    assert token[32:64] == b"00000000000000000000000000000001"
    assert token[64:80] == b"E16R01NJ        "
    assert token[80:96].isdigit()
    assert token[96:160].hex().upper() == (
        "0000040D00000001000000000000000100000000"
        "0000001000000006FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF" + "30333031" + "39" * 16
    )


def test_a_short_id_reads_selects_and_takes_eight_bits_of_offset(card: VirtualCard) -> None:
    assert send(card, "00B08A0002") == "30829000"
    assert send(card, "00B08A0202") == send(card, "00B0000202")  # now the current file
    assert send(card, "00B0860010") == b"JPKIAPICCTOKEN2 ".hex().upper() + "9000"


def test_the_signature_certificate_opens_with_its_password(card: VirtualCard) -> None:
    person = persona("yamada-taro")
    assert send(card, file(0x0001), "00B0000004") == "6982"
    assert send(card, file(0x0018), verify(person.card.pin)) == "9000"
    assert send(card, file(0x0001), "00B0000004") == "6982"  # the wrong PIN for this file
    assert send(card, file(0x001B), verify(person.card.signature_password)) == "9000"
    found = read_object(card, 0x0001)
    assert found == signature_identity(person).certificate_der
    assert "JPKI for digital signature" in x509.load_der_x509_certificate(found).issuer.rfc4514_string()


def test_the_objects_of_the_whole_card_show_at_power_on() -> None:
    card = awake(card_for("yamada-taro"))
    assert send(card, "00CA00F000") == b"16202".hex() + "9000"
    assert send(card, "00CA00F200") == b"20270214".hex() + "9000"
    assert send(card, "00CA5F5100") == "E000FF8131FE45149000"
    assert send(card, "00CA5F5101") == "6700"


def test_challenges_have_the_length_asked_for_and_never_come_twice(card: VirtualCard) -> None:
    answers = [send(card, f"00840000{le:02X}") for le in (8, 8, 16, 0)]
    assert [len(answer) // 2 - 2 for answer in answers] == [8, 8, 16, 256]
    assert answers[0] != answers[1]
    other = in_jpki("tokachi-hanako")
    assert send(other, "0084000008") != answers[0]
