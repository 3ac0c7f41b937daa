"""Reading the certificate, and knowing the card again by it."""

from __future__ import annotations

import pytest

from drivers.card import JpkiCard, PinNeeded
from drivers.errors import BadAnswer, Refused

from .script import SELECT_CERTIFICATE, START, AnsweringLink, card, certificate, reads

HEAD = (*START, SELECT_CERTIFICATE)
READ = "00B0000000"


@pytest.mark.parametrize("size", [256, 257, 512, 1574, 1583, 1749])
def test_length_comes_from_the_certificate_not_from_the_padded_file(size: int) -> None:
    with card(*HEAD, *reads(certificate(size))) as it:
        assert it.read_certificate() == certificate(size)


def test_certificate_smaller_than_a_chunk() -> None:
    with card(*HEAD, (READ, certificate(200).ljust(256, b"\xff").hex() + "9000")) as it:
        assert it.read_certificate() == certificate(200)


def test_card_that_gives_less_than_asked_for() -> None:
    whole = certificate(300)
    steps = (
        (READ, whole[:100].hex() + "6282"),
        ("00B00064C8", whole[100:250].hex() + "9000"),
        ("00B000FA32", whole[250:].hex() + "9000"),
    )
    with card(*HEAD, *steps) as it:
        assert it.read_certificate() == whole


@pytest.mark.parametrize("answer", ["FF" * 256 + "9000", "00" * 256 + "9000", "6282", "9000", "6B00"])
def test_card_without_a_certificate_holds_padding_only(answer: str) -> None:
    with card(*HEAD, (READ, answer)) as it:
        assert it.read_certificate() is None


def test_card_without_the_file() -> None:
    with card(*START, (SELECT_CERTIFICATE[0], "6A82")) as it:
        assert it.read_certificate() is None


def test_phone_wants_the_pin_before_the_certificate() -> None:
    with card(*HEAD, (READ, "6982")) as it, pytest.raises(PinNeeded, match="the PIN is needed first"):
        it.read_certificate()


def test_phone_may_say_so_when_the_file_is_selected() -> None:
    with card(*START, (SELECT_CERTIFICATE[0], "6982")) as it, pytest.raises(PinNeeded):
        it.read_certificate()


def test_refusal_in_the_middle_is_no_certificate() -> None:
    steps = (*reads(certificate())[:3], ("00B0030000", "6982"))
    with card(*HEAD, *steps) as it, pytest.raises(PinNeeded):
        it.read_certificate()


@pytest.mark.parametrize(
    "answer",
    [
        "3080" + "00" * 20 + "9000",  # no two-byte length
        "308205" + "9000",  # ends inside the header
        "3082FFFF" + "00" * 100 + "9000",  # longer than any file of the card
        "04820100" + "00" * 100 + "9000",  # no SEQUENCE
    ],
)
def test_file_that_holds_something_else(answer: str) -> None:
    with card(*HEAD, (READ, answer)) as it, pytest.raises(BadAnswer):
        it.read_certificate()


def test_card_that_stops_giving() -> None:
    steps = (*reads(certificate())[:2], ("00B0020000", "9000"))
    with card(*HEAD, *steps) as it, pytest.raises(BadAnswer, match="0 bytes, 1071 are missing"):
        it.read_certificate()


def test_card_that_gives_one_byte_at_a_time_is_given_up() -> None:
    whole = certificate()

    def answer(apdu: bytes) -> bytes:
        if apdu[1] != 0xB0:
            return b"\x90\x00"
        offset = int.from_bytes(apdu[2:4], "big")
        return whole[offset : offset + (1 if offset else 4)] + b"\x90\x00"

    link = AnsweringLink(answer)
    with pytest.raises(BadAnswer, match="32 reads"):
        JpkiCard(link).read_certificate()
    assert link.sent < 40


def test_no_application_is_a_refusal_with_the_status_word_of_the_card() -> None:
    with card(START[0], (START[1][0], "6A81")) as it, pytest.raises(Refused, match="SW 6A81"):
        it.read_certificate()


def test_same_card_laid_down_again() -> None:
    whole = certificate()
    with card(*HEAD, reads(whole)[0]) as it:
        assert it.same_card(whole)


def test_another_card_laid_down() -> None:
    other = bytearray(certificate())
    other[13] ^= 1
    with card(*HEAD, reads(bytes(other))[0]) as it:
        assert not it.same_card(certificate())


@pytest.mark.parametrize("answer", ["FF" * 256 + "9000", "9000", "3082062B6282"])
def test_card_without_that_certificate_is_another_card(answer: str) -> None:
    with card(*HEAD, (READ, answer)) as it:
        assert not it.same_card(certificate())


def test_card_without_the_file_is_another_card() -> None:
    with card(*START, (SELECT_CERTIFICATE[0], "6A82")) as it:
        assert not it.same_card(certificate())


def test_phone_laid_down_again_cannot_be_compared_without_its_pin() -> None:
    with card(*HEAD, (READ, "6982")) as it, pytest.raises(PinNeeded):
        it.same_card(certificate())


def test_comparing_with_nothing_is_a_mistake() -> None:
    with card() as it, pytest.raises(ValueError, match="no certificate"):
        it.same_card(b"")
