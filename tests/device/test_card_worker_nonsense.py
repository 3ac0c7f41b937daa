"""The card's worker when the card talks nonsense, or in its own way, at every command of a visit."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statemachine import events as e
from tests.device.card_visit import AT, RIGHT, WRONG, Visit, commands, failed
from tests.drivers.card.virtual import VirtualLink, answered_with, cut_to

STATUS_WORDS = st.one_of(
    st.integers(0x6100, 0x6FFF),
    st.integers(0x9000, 0x90FF),
    st.sampled_from((0x9000, 0x6282, 0x6300, 0x63C0, 0x63C1, 0x6982, 0x6983, 0x6984, 0x6A82, 0x6A86, 0x6B00, 0x6F00)),
)


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(st.sampled_from(AT), st.tuples(STATUS_WORDS, st.booleans()), min_size=1, max_size=3),
       st.sampled_from((RIGHT, WRONG)))  # fmt: skip
def test_any_status_word_at_any_command(words: dict[int, tuple[int, bool]], pin: str) -> None:
    troubles = {at: answered_with(sw.to_bytes(2, "big"), carried_out=done) for at, (sw, done) in words.items()}
    Visit(troubles, pin).check(pin)


@settings(deadline=None, max_examples=100)
@given(st.dictionaries(st.sampled_from(AT), st.binary(max_size=300), min_size=1, max_size=3), st.booleans())
def test_garbage_at_any_command(garbage: dict[int, bytes], done: bool) -> None:
    Visit({at: answered_with(raw, carried_out=done) for at, raw in garbage.items()}, WRONG).check(WRONG)


@pytest.mark.parametrize("size", [0, 1, 2])
@pytest.mark.parametrize("at", AT)
def test_an_answer_cut_short_at_any_command(at: int, size: int) -> None:
    visit = Visit({at: cut_to(size)}, WRONG)
    visit.check(WRONG)
    if at < commands(WRONG) and size < 2 and at:  # what the first command says is thrown away
        assert failed(visit.read) or failed(visit.verified)


class InParts:
    """From the n-th command on answers come in parts, and only for the exact length: T=0, or a reader of that kind."""

    def __init__(self) -> None:
        self._rest = b""

    def __call__(self, link: VirtualLink, apdu: bytes) -> bytes:
        if apdu[1] == 0xC0:
            wanted = apdu[4] or 256
            part, self._rest = self._rest[:wanted], self._rest[wanted:]
            return part + (bytes((0x61, min(len(self._rest), 255))) if self._rest else b"\x90\x00")
        raw = link.carry_out(apdu)
        if len(raw) == 2:
            return raw
        self._rest = raw[:-2]
        return bytes((0x61, min(len(self._rest), 255)))


class ExactLength:
    """Says 6Cxx to each command that expects data, until it names the length that the card would have given."""

    def __init__(self) -> None:
        self._told: bytes | None = None

    def __call__(self, link: VirtualLink, apdu: bytes) -> bytes:
        if apdu == self._told or apdu[1] not in (0xB0, 0x2A):
            return link.carry_out(apdu)
        self._told = apdu
        return bytes((0x6C, apdu[-1]))


@pytest.mark.parametrize("habit", [InParts, ExactLength])
def test_a_reader_that_gives_answers_in_parts_or_wants_the_exact_length(habit: type[InParts | ExactLength]) -> None:
    visit = Visit(dict.fromkeys(range(60), habit()))
    visit.check()
    assert visit.verified == e.PinAccepted(answers="K-2")


@pytest.mark.parametrize("word", ["6105", "6100", "6C04", "6C00"])
@pytest.mark.parametrize("pin", [RIGHT, WRONG], ids=["right", "wrong"])
def test_a_verify_that_is_answered_by_61xx_or_6cxx_is_not_sent_again(word: str, pin: str) -> None:
    at = commands(WRONG) - 1
    visit = Visit({at: answered_with(bytes.fromhex(word), carried_out=True)}, pin)
    visit.check(pin)
    assert failed(visit.verified)
    assert visit.link.secrets_shown_to == [visit.card]
