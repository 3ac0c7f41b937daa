"""Commands to the byte, and what may be said about them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.card import apdu


def test_commands_are_those_of_the_specification() -> None:
    assert apdu.select_file(0x0018).hex() == "00a4020c020018"
    assert apdu.read_binary(0x0600, 0x2B).hex() == "00b006002b"
    assert apdu.read_binary(0, 256).hex() == "00b0000000"
    assert apdu.read_short_file(6, 32).hex() == "00b0860020"
    assert apdu.QUERY_TRIES.hex() == "00200080"
    assert apdu.verify(bytearray(b"1234")).hex() == "002000800431323334"
    assert apdu.compute_signature(b"\xaa\xbb").hex() == "802a008002aabb00"


@pytest.mark.parametrize(("offset", "size"), [(-1, 1), (0x8000, 1), (0, 0), (0, 257)])
def test_read_outside_what_the_command_can_say(offset: int, size: int) -> None:
    with pytest.raises(ValueError, match="cannot read"):
        apdu.read_binary(offset, size)


@pytest.mark.parametrize("sfi", [0, 0x1F])
def test_short_file_id_outside_its_five_bits(sfi: int) -> None:
    with pytest.raises(ValueError, match="cannot read"):
        apdu.read_short_file(sfi, 1)


@pytest.mark.parametrize(
    ("sw", "words"),
    [
        (0x9000, "SW 9000 (done)"),
        (0x63C2, "SW 63C2 (2 tries left)"),
        (0x6100, "SW 6100 (256 bytes wait)"),
        (0x6C20, "SW 6C20 (wrong Le, 32 is right)"),
        (0x6982, "SW 6982 (security status not satisfied)"),
        (0x6FFF, "SW 6FFF (meaning unknown)"),
    ],
)
def test_status_words_in_words(sw: int, words: str) -> None:
    assert apdu.meaning(sw) == words


def test_a_command_is_shown_by_its_header_and_verify_not_even_so() -> None:
    assert apdu.describe(apdu.read_binary(256, 256)) == "READ BINARY 00 B0 01 00"
    assert apdu.describe(apdu.verify(bytearray(b"1234"))) == "VERIFY ****"
    assert apdu.describe(apdu.QUERY_TRIES) == "VERIFY ****"
    assert apdu.describe(apdu.compute_signature(b"secret")) == "COMPUTE DIGITAL SIGNATURE 80 2A 00 80"


@pytest.mark.parametrize("raw", ["", "00", "31323334", "0024018004", "10B00000", "00B000", "80200000"])
def test_a_command_that_the_driver_does_not_know_is_not_shown_at_all(raw: str) -> None:
    assert apdu.describe(bytes.fromhex(raw)).endswith(" ****")


def test_an_answer_does_not_show_its_data() -> None:
    assert repr(apdu.parse(b"secret\x90\x00")) == "Answer(sw=36864)"


@pytest.mark.parametrize(
    ("command", "again"),
    [
        (apdu.read_binary(0, 256), "00b0000010"),
        (apdu.compute_signature(b"\x01\x02"), "802a008002010210"),
        (apdu.select_file(6), None),
        (apdu.QUERY_TRIES, None),
        (bytes(apdu.verify(bytearray(b"1234"))), None),
    ],
)
def test_only_a_command_with_a_length_can_be_asked_again_with_another(command: bytes, again: str | None) -> None:
    found = apdu.with_right_size(command, 0x10)
    assert (found.hex() if found else None) == again


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=300))
def test_any_bytes_are_an_answer_or_none(raw: bytes) -> None:
    try:
        answer = apdu.parse(raw)
    except ValueError:
        assert len(raw) not in range(2, 259) or raw[-2] >> 4 not in (6, 9) or raw[-2] == 0x60
    else:
        assert answer.data + answer.sw.to_bytes(2, "big") == raw
        assert apdu.meaning(answer.sw).startswith("SW ")
