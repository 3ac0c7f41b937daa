"""What lies on a card beside JPKI, as far as programs of the field look at it."""

from __future__ import annotations

from sim.card import VirtualCard, card_for
from tests.sim.pki_card.bench import QUESTION, awake, file, octets, send, verify

TEXT, SURFACE = "00A4040C0AD3921000310001010408", "00A4040C0AD3921000310001010402"
REGISTER, COMMON = "00A4040C0AD3921000310001010401", "00A4040C0AD3921000310001010100"
JPKI = "00A4040C0AD392F000260100000001"
NUMBER = "900000000105"
CODE_B_BEGINS = "5502142027"  # born 昭和55-02-14, card to 2027


def card(select: str, persona_id: str = "yamada-taro") -> VirtualCard:
    made = awake(card_for(persona_id))
    assert send(made, select) == "9000"
    return made


def fields(data: bytes) -> dict[int, tuple[int, bytes]]:
    """BER objects with tags of two bytes: where each begins in the file, and its value."""
    found, at = {}, 0
    while at < len(data) and (data[at] != 0xFF or data[at + 1] == 0x20):
        tag, length, start = int.from_bytes(data[at : at + 2], "big"), data[at + 2], at + 3
        if length > 0x80:
            count = length & 0x7F
            length, start = int.from_bytes(data[start : start + count], "big"), start + count
        found[tag] = at, data[start : start + length]
        at = start if tag == 0xFF20 else start + length
    return found


def test_the_counters_that_pin_status_asks_for() -> None:
    asked = [(TEXT, 0x11), (TEXT, 0x14), (TEXT, 0x15), (SURFACE, 0x13), (SURFACE, 0x12), (JPKI, 0x18), (JPKI, 0x1B)]
    made = awake(card_for("yamada-taro"))
    found = [send(made, select, file(ef), QUESTION) for select, ef in asked]
    assert found == ["63C3", "63CA", "63CA", "63CA", "63CA", "63C3", "63C5"]
    assert send(made, TEXT, file(0x12), QUESTION) == "63C0"  # blocked on every card that was looked at


def test_the_number_opens_with_the_pin_or_with_itself() -> None:
    expected = (octets("FF100C") + NUMBER.encode() + b"\xff\xff").hex().upper() + "9000"
    made = card(TEXT)
    assert send(made, file(0x0001), "00B0000000") == "6982"
    assert send(made, file(0x0011), verify("1234")) == "9000"
    assert send(made, file(0x0001), "00B0000000") == expected
    made = card(TEXT)
    assert send(made, file(0x0014), verify(NUMBER)) == "9000"
    assert send(made, file(0x0001), "00B0000000") == expected
    assert send(made, file(0x0002), "00B0000000") == "6982"  # the number does not open the rest


def test_the_four_basic_facts_and_where_each_begins() -> None:
    made = card(TEXT)
    assert send(made, file(0x0011), verify("1234"), file(0x0002)) == "9000"
    data = octets(send(made, "00B0000000"))[:-2]
    found = fields(data)
    assert found[0xDF22][1].decode() == "山田\u3000太郎"
    assert found[0xDF23][1].decode() == "富山県高岡市見本町１丁目２番３号"
    assert (found[0xDF24][1], found[0xDF25][1]) == (b"19800214", b"1")
    table = found[0xDF21][1]
    begins = [int.from_bytes(table[index : index + 2], "big") for index in range(0, 8, 2)]
    assert begins == [found[tag][0] for tag in (0xDF22, 0xDF23, 0xDF24, 0xDF25)]


def test_every_application_has_counters_of_its_own() -> None:
    made = awake(card_for("yamada-taro"))
    for select, ef in ((TEXT, 0x0011), (REGISTER, 0x001C), (COMMON, 0x001C)):
        assert send(made, select, file(ef), verify("9999")) == "63C2"
    assert send(made, SURFACE, file(0x0013), verify(NUMBER)) == "9000"
    assert send(made, file(0x0011), verify(CODE_B_BEGINS[:6])) == "9000"
    assert made.tries_left == 3
    assert send(made, JPKI, "802A0097 01 00 00") == "6982"  # nor does any of them open JPKI's keys


def test_the_record_that_says_which_card_it_is() -> None:
    said = octets(send(card(COMMON), "00B2010C00"))
    assert said[:2] == b"\x01\x1c"
    assert said[2:17].isdigit()
    assert said[17:] == b"16202" + b"20270214" + b"\x90\x00"


def test_the_pins_of_a_card_by_face_alone_are_all_without_a_try() -> None:
    made = awake(card_for("face-only-juni"))
    asked = ((TEXT, 0x0011), (REGISTER, 0x001C), (COMMON, 0x001C))
    assert [send(made, select, file(ef), QUESTION) for select, ef in asked] == ["63C0"] * 3
