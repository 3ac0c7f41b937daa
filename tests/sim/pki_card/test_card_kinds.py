"""Cards that the kiosk cannot use, and what a strange program asks of any card."""

from __future__ import annotations

import pytest

from sim.card import VirtualCard, card_for
from sim.personas import persona, personas
from sim.pki import authentication_identity
from tests.sim.pki_card.bench import QUESTION, SELECT_JPKI, awake, file, in_jpki, octets, read_object, send, verify


def check_sum(atr: bytes) -> int:
    value = 0
    for byte in atr[1:]:
        value ^= byte
    return value


def test_a_juki_card_says_so_in_its_label_and_has_no_authentication_certificate() -> None:
    card = in_jpki("juki-rokuro")
    assert octets(send(card, file(0x0006), "00B0000020"))[:32] == b"JPKIAPICCTOKEN".ljust(32)
    assert [send(card, file(ef)) for ef in (0x000A, 0x0017, 0x0018)] == ["6A82"] * 3
    assert card.tries_left is None
    assert card.atr.hex().upper() == "3B888001000014E0B38191005E"


def test_a_transit_card_knows_nothing_of_jpki() -> None:
    card = awake(card_for("transit-card"))
    assert send(card, SELECT_JPKI) == "6A82"
    assert send(card, "00A4040C01D3") == "6A82"
    assert send(card, file(0x000A)) == "6A82"
    assert card.tries_left is None


def test_a_card_whose_certificate_was_never_set_up() -> None:
    card = in_jpki("no-certificate-goro")
    assert send(card, file(0x000A), "00B0000004") == "FFFFFFFF9000"
    assert send(card, file(0x0008), "00B0000000") == "0000009000"
    assert send(card, file(0x0006), "00B000000F") == b"JPKIAPICCTOKEN2".hex().upper() + "9000"


def test_a_childs_card_has_the_one_certificate_and_not_the_other() -> None:
    card = in_jpki("yamada-ichiro")
    assert send(card, file(0x0008), "00B0000003") == "008F009000"
    assert send(card, file(0x000A), "00B0000002") == "30829000"


def test_a_full_card_has_both() -> None:
    assert send(in_jpki("yamada-taro"), file(0x0008), "00B0000003") == "8F8F009000"


TEXT, SURFACE = "D3921000310001010408", "D3921000310001010402"
PHONES = [("android-toko", "JPKIAPGPSETOKEN", "1015"), ("iphone-toichi", "JPKIAPIOSTOKEN", "1103")]


@pytest.mark.parametrize(("who", "label", "pin"), PHONES)
def test_a_phone_shows_its_certificate_after_the_pin_alone(who: str, label: str, pin: str) -> None:
    phone = in_jpki(who)
    assert octets(send(phone, file(0x0006), "00B0000020"))[:32] == label.encode().ljust(32)
    assert send(phone, file(0x000A), "00B0000004") == "6982"
    assert send(phone, file(0x000B), "00B0000002") == "30829000"
    assert send(phone, file(0x001B), verify(persona(who).card.signature_password)) == "9000"
    assert send(phone, file(0x000A), "00B0000004") == "6982"  # the other secret opens the other one
    assert send(phone, file(0x0018), verify("0000")) == "63C2"
    assert send(phone, file(0x000A), "00B0000004") == "6982"
    assert send(phone, file(0x0018), verify(pin)) == "9000"
    assert read_object(phone, 0x000A) == authentication_identity(persona(who)).certificate_der
    assert send(phone, "802A0097 01 00 00").endswith("9000")


@pytest.mark.parametrize(("who", "label", "pin"), PHONES)
def test_a_phone_has_none_of_the_cards_other_applications(who: str, label: str, pin: str) -> None:
    phone = awake(card_for(who))
    for aid in (TEXT, SURFACE, "D3921000310001010100", "D3921000310001010401"):
        assert send(phone, f"00A4040C0A{aid}") == "6A82"
    assert send(phone, "00CA00F000") == "6A88"
    assert phone.atr.hex().upper() == "3B80800101"


def test_only_an_iphone_takes_the_notice_of_the_last_command() -> None:
    assert send(in_jpki("iphone-toichi"), "80FC0000") == "9000"
    assert send(in_jpki("android-toko"), "80FC0000") == "6700"
    assert send(in_jpki("yamada-taro"), "80FC0000") == "6700"


def test_a_card_by_face_alone_has_its_certificate_and_no_pin_that_could_be_right() -> None:
    card = in_jpki("face-only-juni")
    assert send(card, file(0x0008), "00B0000003") == "008F009000"
    assert send(card, file(0x000A), "00B0000002") == "30829000"
    for ef in (0x0018, 0x001B):
        assert send(card, file(ef), QUESTION) == "63C0"
        assert send(card, verify(persona("face-only-juni").card.pin)) == "6984"
    assert send(card, "802A0097 01 00 00") == "6982"


@pytest.mark.parametrize("persona_id", list(personas()))
def test_every_atr_has_its_check_sum(persona_id: str) -> None:
    assert check_sum(card_for(persona_id).atr) == 0


def test_two_cards_of_one_person_are_two_cards() -> None:
    first, second = in_jpki("yamada-taro"), in_jpki("yamada-taro")
    assert send(first, "00200098 04 39393939") == "63C2"
    assert second.tries_left == 3


PROBES = [  # what OpenSC 0.23 asks before it comes to its jpki driver, as traced
    "00A4040007627601FF000000",
    "00A4040006A00000000101",
    "00A404000BE82B0601040181C31F020100",
    "00A4040C0FD23300000045737445494420763335",
    "00CADF3005",
    "00CB3FFF035C017E08",
    "00A4040009A0000003080000100000",
    "00A4040C07A000000116DB0000",
    "00A4040C07A0000000791000",
    *(f"00A4040C07A00000007901{last:02X}00" for last in range(0x10)),
    "00A404000CF276A288BCFBA69D34F31001",
    "00A4040009A0000003974254465900",
    "00A4040006D27600012401",
    "00A4040006D2760001240100",
]


def test_opensc_probes_for_other_cards_fail_cleanly() -> None:
    card = awake(card_for("yamada-taro"))
    answers = {send(card, probe) for probe in PROBES}
    assert answers <= {"6A82", "6A88", "6D00"}
    assert send(card, "00A4040C0AD392F000260100000001") == "9000"


@pytest.mark.parametrize("persona_id", ["yamada-taro", "locked-jiro", "no-certificate-goro", "yamada-ichiro"])
def test_opensc_binds_a_card_in_any_state(persona_id: str) -> None:
    card = in_jpki(persona_id)
    for ef in (0x0018, 0x001B):
        assert send(card, file(ef)) == "9000"
        assert send(card, QUESTION).startswith("63C")  # anything else: "unsupported card"


def test_a_repr_shows_no_secret() -> None:
    card: VirtualCard = in_jpki("yamada-taro")
    assert "1234" not in repr(card) + repr(vars(card))
