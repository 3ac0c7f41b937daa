"""The trace of a card's link: everything an engineer needs, and nothing to hide."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.card import CardGone, JpkiCard, Link, TracedLink, TracedReader, Use
from drivers.card.apdu import select_file, verify
from drivers.errors import NoAnswer
from sim.card import card_for
from sim.personas import persona

from .script import AnsweringLink
from .test_sign import CHALLENGE
from .virtual import VirtualLink


class Ticking:
    """A clock that goes on by 15 ms whenever it is looked at."""

    now_ns = 0

    def monotonic_ns(self) -> int:
        self.now_ns += 15_000_000
        return self.now_ns

    def wall(self) -> datetime:
        return datetime(2026, 11, 24, tzinfo=UTC)

    def wait_until(self, due_ns: int) -> None:
        self.now_ns = max(self.now_ns, due_ns)


def line_for(apdu: bytes, raw: bytes = b"\x90\x00") -> str:
    lines: list[str] = []
    assert TracedLink(AnsweringLink(lambda _: raw), lines.append, Ticking()).transmit(apdu) == raw
    (line,) = lines
    return line


def test_a_visit_as_an_engineer_reads_it() -> None:
    lines: list[str] = []
    it = JpkiCard(TracedLink(VirtualLink(card_for("yamada-taro")), lines.append, Ticking()))
    it.identify()
    it.verify(Use.AUTHENTICATION, bytearray(b"0000"))
    it.verify(Use.AUTHENTICATION, bytearray(persona("yamada-taro").card.pin.encode()))
    it.sign(Use.AUTHENTICATION, CHALLENGE)
    it.release()
    assert lines == [
        "SELECT 00 A4 04 0C, 15 bytes: 2 bytes, SW 6F00 (no precise diagnosis), 15.0 ms",
        "SELECT 00 A4 04 0C, 15 bytes: 2 bytes, SW 9000 (done), 15.0 ms",
        "READ BINARY 00 B0 86 00, 5 bytes: 34 bytes, SW 9000 (done), 15.0 ms",
        "SELECT 00 A4 02 0C, 7 bytes: 2 bytes, SW 9000 (done), 15.0 ms",
        "VERIFY ****: 2 bytes, SW 63C3 (3 tries left), 15.0 ms",
        "SELECT 00 A4 02 0C, 7 bytes: 2 bytes, SW 9000 (done), 15.0 ms",
        "VERIFY ****: 2 bytes, SW 63C2 (2 tries left), 15.0 ms",
        "SELECT 00 A4 02 0C, 7 bytes: 2 bytes, SW 9000 (done), 15.0 ms",
        "VERIFY ****: 2 bytes, SW 9000 (done), 15.0 ms",
        "SELECT 00 A4 02 0C, 7 bytes: 2 bytes, SW 9000 (done), 15.0 ms",
        "COMPUTE DIGITAL SIGNATURE 80 2A 00 80, 57 bytes: 258 bytes, SW 9000 (done), 15.0 ms",
        "power off, 15.0 ms",
    ]


def test_what_is_no_answer_is_shown_by_its_size() -> None:
    assert line_for(select_file(6), b"") == "SELECT 00 A4 02 0C, 7 bytes: 0 bytes, no status word, 15.0 ms"
    assert line_for(select_file(6), b"PIN123").endswith("6 bytes, no status word, 15.0 ms")


@pytest.mark.parametrize("error", [CardGone("1234"), NoAnswer("reader", "VERIFY 1234", "1234", "1234")])
def test_an_exchange_that_fails_is_shown_by_the_errors_name_and_the_error_goes_on(error: Exception) -> None:
    def fail(_: bytes) -> bytes:
        raise error

    lines: list[str] = []
    link = TracedLink(AnsweringLink(fail), lines.append, Ticking())
    with pytest.raises(type(error)):
        link.transmit(bytes(verify(bytearray(b"1234"))))
    assert lines == [f"VERIFY ****: {type(error).__name__}, 15.0 ms"]


SECRETS = st.text("JKQXZjkqxz12345678", min_size=4, max_size=16).map(str.encode)
"""Of characters that stand nowhere four in a row in what a line says anyway."""
HEADERS = st.one_of(
    st.sampled_from(["00200080", "0020009B", "10200080", "00240180", "80200080"]).map(bytes.fromhex),  # of PINs
    st.sampled_from(["00A4020C", "00B00100", "802A0080", "00C00000"]).map(bytes.fromhex),  # of what is shown
    st.binary(max_size=8),
)


@settings(deadline=None, max_examples=400)
@given(HEADERS, st.binary(max_size=20), SECRETS, st.binary(max_size=20))
def test_no_line_depends_on_the_pin_wherever_in_a_command_it_stands(
    header: bytes, before: bytes, secret: bytes, after: bytes
) -> None:
    other = bytes(0x41 + (byte + 7) % 26 for byte in secret)
    for head in (header.ljust(4, b"\x00"), header[:3]):  # whole, or so short that the PIN runs into it
        shown = line_for(head + before + secret + after)
        if len(head + before) >= 4:
            assert shown == line_for(head + before + other + after)
        for run in (secret[at : at + 4] for at in range(len(secret) - 3)):
            assert run.decode() not in shown
            assert run.hex().upper() not in shown.replace(" ", "").upper()


@settings(deadline=None, max_examples=200)
@given(SECRETS, SECRETS)
def test_verify_shows_neither_the_pin_nor_its_length(one: bytes, other: bytes) -> None:
    assert line_for(bytes(verify(bytearray(one)))) == line_for(bytes(verify(bytearray(other))))
    assert line_for(bytes(verify(bytearray(one)))).startswith("VERIFY ****: ")


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=256), st.binary(max_size=256))
def test_no_byte_of_an_answer_is_shown_but_its_status_word(one: bytes, other: bytes) -> None:
    other = other[: len(one)].ljust(len(one), b"\x00")
    read = bytes.fromhex("00b0010000")
    assert line_for(read, one + b"\x90\x00") == line_for(read, other + b"\x90\x00")


class OneCardReader:
    """A reader with one answering card, or with none."""

    name = "ACME Reader 00 00"

    def __init__(self, *, card: bool) -> None:
        self._card = card

    def connect(self) -> Link:
        if not self._card:
            raise CardGone("no card there")
        return AnsweringLink(lambda _: b"\x90\x00")


def test_a_traced_reader_tells_of_every_visit_and_traces_its_link() -> None:
    lines: list[str] = []
    link = TracedReader(OneCardReader(card=True), lines.append, Ticking()).connect()
    link.transmit(verify(bytearray(b"7391")))
    link.release()
    assert lines[0].startswith("ACME Reader 00 00: connect: power on, ")
    assert lines[1].startswith("VERIFY ****: 2 bytes, SW 9000")
    assert lines[2].startswith("power off, ")


def test_a_traced_reader_without_a_card_tells_what_was_raised() -> None:
    lines: list[str] = []
    with pytest.raises(CardGone):
        TracedReader(OneCardReader(card=False), lines.append, Ticking()).connect()
    assert lines[0].startswith("ACME Reader 00 00: connect: CardGone, ")
