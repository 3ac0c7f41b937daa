"""Whatever comes over the wire: an answer, never an exception, and no try spent by chance."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sim.card import VirtualCard, card_for
from sim.personas import persona
from sim.pki import authentication_identity
from tests.sim.pki_card.bench import SELECT_JPKI, awake, file, in_jpki, octets, send, verify

ANSWER_MAX = 256 + 2

anything = st.binary(max_size=300)
# Close to the truth: a known class and instruction, and lengths that mostly add up.
headers = st.tuples(
    st.sampled_from([0x00, 0x80, 0x01, 0x08, 0x10, 0xFF]),
    st.sampled_from([0x20, 0x2A, 0x84, 0xA4, 0xB0, 0xB2, 0xCA, 0x24, 0xFC]),
    st.sampled_from([0x00, 0x01, 0x02, 0x04, 0x08, 0x8A, 0x98, 0xFF]),
    st.sampled_from([0x00, 0x04, 0x0C, 0x80, 0x81, 0x8A, 0x97, 0x98, 0x9A, 0x9B, 0x9F]),
).map(bytes)
bodies = st.one_of(
    st.just(b""),
    st.binary(min_size=1, max_size=255).map(lambda data: bytes((len(data),)) + data),
    st.binary(min_size=1, max_size=255).map(lambda data: bytes((len(data),)) + data + b"\x00"),
    st.sampled_from([b"\x00", b"\x04", b"\x00\x00\x00", b"\x02\x00\x0a", b"\x02\x00\x17", b"\x02\x00\x18"]),
)
plausible = st.builds(lambda header, body: header + body, headers, bodies)
apdus = st.one_of(anything, plausible)


def ready() -> VirtualCard:
    card = in_jpki("yamada-taro")
    send(card, file(0x0018), verify("1234"))
    return card


@given(st.lists(apdus, max_size=30))
@settings(deadline=None, max_examples=150)
def test_any_bytes_get_an_answer(sequence: list[bytes]) -> None:
    card = ready()
    for apdu in sequence:
        answer = card.transmit(apdu)
        assert 2 <= len(answer) <= ANSWER_MAX
        assert answer[-2] >> 4 in (6, 9)


@given(st.lists(apdus, max_size=30))
@settings(deadline=None, max_examples=150)
def test_only_a_verify_with_data_spends_a_try(sequence: list[bytes]) -> None:
    card = ready()
    for apdu in sequence:
        before = card.pin_tries_left(0x0018), card.pin_tries_left(0x001B)
        answer = card.transmit(apdu)
        after = card.pin_tries_left(0x0018), card.pin_tries_left(0x001B)
        if before != after:
            assert apdu[:2] == b"\x00\x20"
            assert len(apdu) > 5
            assert answer[0] == 0x63 or answer == b"\x90\x00"


@given(st.lists(apdus.filter(lambda apdu: apdu[:2] != b"\x00\x20"), max_size=20))
@settings(deadline=None, max_examples=100)
def test_nothing_but_a_verify_opens_the_key(sequence: list[bytes]) -> None:
    card = in_jpki("yamada-taro")
    for apdu in sequence:
        card.transmit(apdu)
    assert send(card, SELECT_JPKI, "802A0097010000") == "6982"


@given(st.lists(apdus.filter(lambda apdu: apdu[:2] != b"\x00\x20"), max_size=20))
@settings(deadline=None, max_examples=50)
def test_nothing_but_a_verify_shows_a_phones_certificate(sequence: list[bytes]) -> None:
    phone = in_jpki("android-toko")
    certificate = authentication_identity(persona("android-toko")).certificate_der
    for apdu in sequence:
        assert certificate[:32] not in phone.transmit(apdu)
    assert send(phone, SELECT_JPKI, file(0x000A), "00B0000004") == "6982"


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=16))
@settings(deadline=None, max_examples=100)
def test_no_other_pin_is_the_right_one(guess: str) -> None:
    assume(guess != "1234")
    card = in_jpki("yamada-taro")
    assert send(card, file(0x0018), verify(guess)) == "63C2"


@given(st.integers(0, 0x7FFF), st.integers(1, 256))
@settings(deadline=None, max_examples=100)
def test_any_window_of_a_file_is_that_part_of_the_file(offset: int, wanted: int) -> None:
    card = in_jpki("yamada-taro")
    whole = octets(send(card, file(0x0006), "00B0000000"))[:-2]
    answer = octets(send(card, f"00B0{offset:04X}{wanted & 0xFF:02X}"))
    expected = whole[offset : offset + wanted] + b"\x90\x00" if offset < 160 else b"\x6b\x00"
    assert answer == expected


@given(anything)
@settings(deadline=None, max_examples=100)
def test_a_card_of_another_world_answers_too(apdu: bytes) -> None:
    card = awake(card_for("transit-card"))
    assert len(card.transmit(apdu)) >= 2


@given(apdus)
@settings(deadline=None, max_examples=100)
def test_every_command_takes_its_time(apdu: bytes) -> None:
    assert 15_000_000 < card_for("transit-card").duration_ns(apdu) < 500_000_000
