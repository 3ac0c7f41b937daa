"""Reading a certificate out of a file that is larger than it."""

from __future__ import annotations

import pytest

from drivers.card import JpkiCard, PinNeeded, Use
from drivers.errors import BadAnswer, Refused

from .script import READ_CERTIFICATE, SELECT_CERTIFICATE, START, AnsweringLink, Step, card, certificate, reads

READ = READ_CERTIFICATE
READ_SELECTED = "00B0000000"
IN_THE_LONG_WAY: tuple[Step, ...] = (SELECT_CERTIFICATE, *reads(certificate(), READ_SELECTED))


def read(it: JpkiCard) -> bytes | None:
    return it.read_certificate(Use.AUTHENTICATION)


@pytest.mark.parametrize("size", [256, 257, 512, 1574, 1583, 1749])
def test_length_comes_from_the_certificate_not_from_the_padded_file(size: int) -> None:
    with card(*START, *reads(certificate(size))) as it:
        assert read(it) == certificate(size)


def test_certificate_smaller_than_a_chunk() -> None:
    with card(*START, (READ, certificate(200).ljust(256, b"\xff").hex() + "9000")) as it:
        assert read(it) == certificate(200)


def test_card_that_gives_less_than_asked_for() -> None:
    whole = certificate(300)
    steps = (
        (READ, whole[:100].hex() + "6282"),
        ("00B00064C8", whole[100:250].hex() + "9000"),
        ("00B000FA32", whole[250:].hex() + "9000"),
    )
    with card(*START, *steps) as it:
        assert read(it) == whole


def test_the_signature_certificate_lies_in_another_file() -> None:
    with card(*START, *reads(certificate(1749), "00B0810000")) as it:
        assert it.read_certificate(Use.SIGNATURE) == certificate(1749)


@pytest.mark.parametrize("sw", ["6A86", "6A82", "6B00", "6986", "6981", "6D00", "6700", "6F00", "9000", "6282"])
def test_a_card_that_does_not_know_short_ids_is_asked_in_the_long_way(sw: str) -> None:
    with card(*START, (READ, sw), *IN_THE_LONG_WAY) as it:
        assert read(it) == certificate()


def test_a_card_that_knows_short_ids_and_yet_leaves_no_file_current() -> None:
    steps = (reads(certificate())[0], ("00B0010000", "6986"))
    with card(*START, *steps, *IN_THE_LONG_WAY) as it:
        assert read(it) == certificate()


def test_a_card_is_asked_by_short_ids_once_only() -> None:
    with card(*START, (READ, "6A86"), *IN_THE_LONG_WAY, *reads(certificate(), READ_SELECTED)) as it:
        assert read(it) == read(it)


@pytest.mark.parametrize("answer", ["FF" * 256 + "9000", "00" * 256 + "9000"])
def test_card_without_a_certificate_holds_padding_only(answer: str) -> None:
    with card(*START, (READ, answer)) as it:
        assert read(it) is None


@pytest.mark.parametrize("answer", ["6282", "9000", "6B00"])
def test_card_whose_certificate_file_has_no_bytes(answer: str) -> None:
    with card(*START, (READ, answer), SELECT_CERTIFICATE, (READ_SELECTED, answer)) as it:
        assert read(it) is None


def test_card_without_the_file() -> None:
    with card(*START, (READ, "6A82"), (SELECT_CERTIFICATE[0], "6A82")) as it:
        assert read(it) is None


def test_certificate_behind_the_secret() -> None:
    with card(*START, (READ, "6982")) as it, pytest.raises(PinNeeded, match="the PIN is needed first"):
        read(it)


def test_a_card_may_say_so_when_the_file_is_selected() -> None:
    with card(*START, (READ, "6A86"), (SELECT_CERTIFICATE[0], "6982")) as it, pytest.raises(PinNeeded):
        read(it)


def test_refusal_in_the_middle_is_no_certificate() -> None:
    steps = (*reads(certificate())[:3], ("00B0030000", "6982"))
    with card(*START, *steps) as it, pytest.raises(PinNeeded):
        read(it)


def test_a_file_that_can_be_read_in_neither_way() -> None:
    chunk = reads(certificate())[0]
    steps = (chunk, ("00B0010000", "6985"), SELECT_CERTIFICATE, (READ_SELECTED, chunk[1]), ("00B0010000", "6985"))
    with card(*START, *steps) as it, pytest.raises(Refused, match="SW 6985"):
        read(it)


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
    with card(*START, (READ, answer)) as it, pytest.raises(BadAnswer):
        read(it)


def test_card_that_stops_giving() -> None:
    steps = (*reads(certificate())[:2], ("00B0020000", "9000"))
    with card(*START, *steps) as it, pytest.raises(BadAnswer, match="0 bytes, 1071 are missing"):
        read(it)


def test_card_that_gives_one_byte_at_a_time_is_given_up() -> None:
    whole = certificate()

    def answer(apdu: bytes) -> bytes:
        if apdu[1] != 0xB0:
            return b"\x90\x00"
        offset = 0 if apdu[2] & 0x80 else int.from_bytes(apdu[2:4], "big")
        return whole[offset : offset + (1 if offset else 4)] + b"\x90\x00"

    link = AnsweringLink(answer)
    with pytest.raises(BadAnswer, match="32 reads"):
        read(JpkiCard(link))
    assert link.sent < 40


def test_no_application_is_a_refusal_with_the_status_word_of_the_card() -> None:
    with card(START[0], (START[1][0], "6A81")) as it, pytest.raises(Refused, match="SW 6A81"):
        read(it)
