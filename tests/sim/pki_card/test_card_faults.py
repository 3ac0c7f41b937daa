"""What goes wrong at a command on its way to the card, and on the way back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.card import Tray, card_for
from sim.card.faults import MOMENTS, Moment
from sim.card.service import ServiceError
from tests.sim.pki_card.bench import SELECT_JPKI

AUTHENTICATION_CERTIFICATE = bytes.fromhex("00A4020C02000A")
READ_100 = bytes.fromhex("00B0000064")
SELECT = bytes.fromhex(SELECT_JPKI)


class Reader:
    """The tray with a card that is awake, as a host without time of its own would ask it."""

    def __init__(self, person: str = "yamada-taro") -> None:
        self.tray = Tray()
        self.card = card_for(person)
        self.tray.lay(self.card)
        self.card.power_on()
        self.ask(SELECT)  # the one that the card fails
        self.ask(SELECT)

    def ask(self, apdu: bytes) -> bytes:
        exchange = self.tray.ask(apdu)
        if self.tray.card is not exchange.card:
            return b""
        answer = exchange.carry_out()
        if self.tray.card is not exchange.card:
            return b""
        exchange.handed_over()
        return answer

    def certificate(self) -> bytes:
        """Its first 100 bytes and their status word."""
        assert self.ask(AUTHENTICATION_CERTIFICATE) == b"\x90\x00"
        return self.ask(READ_100)


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("n", [1, 3])
def test_the_card_is_pulled_at_that_command_and_no_other(reader: Reader, moment: Moment, n: int) -> None:
    reader.tray.faults.pull(n, moment)
    before = reader.card.apdus
    answers = [reader.ask(SELECT) for _ in range(n)]
    assert answers[:-1] == [b"\x90\x00"] * (n - 1)
    assert answers[-1] == (b"\x90\x00" if moment == "after" else b"")
    assert reader.card.apdus - before == n - (moment in ("before", "during"))
    assert reader.tray.card is None
    assert not reader.card.powered


def test_a_swapped_card_lies_there_without_power_and_the_changes_count_twice(reader: Reader) -> None:
    other, count = card_for("juki-rokuro"), reader.tray.count
    reader.tray.faults.swap(2, other, "answering")
    assert reader.ask(SELECT) == b"\x90\x00"
    assert reader.ask(SELECT) == b""
    assert reader.tray.card is other
    assert not other.powered
    assert reader.tray.count == count + 2


def test_an_answer_in_place_of_the_cards_own(reader: Reader) -> None:
    before = reader.card.apdus
    reader.tray.faults.answer(1, b"\x6f\x00")
    assert reader.ask(SELECT) == b"\x6f\x00"
    assert reader.card.apdus == before


def test_nonsense_is_no_status_word_and_the_command_was_carried_out(reader: Reader) -> None:
    before = reader.card.apdus
    for apdu in (SELECT, bytes.fromhex("00200080"), bytes.fromhex("00FF0000"), bytes.fromhex("00A4020C02FFFF")):
        reader.tray.faults.corrupt(1)
        assert reader.ask(apdu)[-2] >> 4 not in (6, 9)
    assert reader.card.apdus == before + 4


def test_an_answer_that_breaks_off_and_one_that_comes_late(reader: Reader) -> None:
    whole = reader.certificate()
    reader.tray.faults.truncate(1, 7)
    reader.tray.faults.delay(1, 250)
    exchange = reader.tray.ask(READ_100)
    assert exchange.late_ns == 250_000_000
    assert exchange.carry_out() == whole[:7]
    assert reader.tray.ask(READ_100).late_ns == 0


def test_the_right_length_is_offered_and_then_answered(reader: Reader) -> None:
    whole = reader.certificate()
    reader.tray.faults.offer_length(1)
    assert reader.ask(READ_100) == b"\x6c\x64"
    assert reader.ask(READ_100) == whole
    reader.tray.faults.offer_length(1)
    assert reader.ask(SELECT) == b"\x90\x00"  # it wants no data: there is no length to be wrong


@settings(deadline=None, max_examples=50)
@given(part=st.integers(1, 256), wanted=st.integers(1, 256))
def test_an_answer_in_parts_is_whole_when_all_are_fetched(part: int, wanted: int) -> None:
    reader = _READER
    whole = reader.certificate()
    reader.tray.faults.split(1, part)
    answer, found, asked = reader.ask(READ_100), b"", 0
    assert answer == b"\x61\x64"
    while answer[-2] == 0x61:
        asked += 1
        answer = reader.ask(bytes((0, 0xC0, 0, 0, min(wanted, answer[-1] or 256) & 0xFF)))
        found += answer[:-2]
    assert found + answer[-2:] == whole
    assert asked == -(-100 // min(part, wanted))


_READER = Reader()


def test_parts_that_are_not_fetched_at_once_are_gone(reader: Reader) -> None:
    reader.certificate()
    reader.tray.faults.split(1, 50)
    reader.ask(READ_100)
    reader.ask(SELECT)
    assert reader.ask(bytes.fromhex("00C0000064")) == b"\x6d\x00"


def test_silence_begins_at_its_command_and_is_told_to_the_watchers(reader: Reader) -> None:
    heard: list[bool] = []
    reader.tray.watch(lambda: heard.append(reader.tray.faults.muted))
    count = reader.tray.count
    reader.tray.faults.mute(2)
    reader.ask(SELECT)
    assert heard == []
    reader.tray.ask(SELECT)
    reader.tray.faults.mute()
    reader.tray.faults.unmute()
    reader.tray.faults.unmute()
    assert heard == [True, False]
    assert reader.tray.count == count  # nothing has moved on the tray


def test_what_was_called_off_does_not_happen(reader: Reader) -> None:
    reader.tray.faults.pull(1, "before")
    reader.tray.faults.mute()
    reader.tray.faults.clear()
    assert reader.ask(SELECT) == b"\x90\x00"
    assert not reader.tray.faults.muted


def test_commands_that_are_over_cannot_be_hit(reader: Reader) -> None:
    with pytest.raises(ValueError, match="from 1"):
        reader.tray.faults.pull(0, "before")
    with pytest.raises(ValueError, match="negative"):
        reader.tray.faults.delay(1, -1)


def test_a_stopped_service_takes_the_power_along_and_counts(reader: Reader) -> None:
    count = reader.tray.count
    reader.tray.service.stop()
    reader.tray.service.stop()
    assert (reader.card.powered, reader.tray.count) == (False, count + 1)
    reader.tray.service.start()
    assert reader.tray.count == count + 2
    assert reader.tray.card is reader.card


def test_somebody_elses_service_is_not_stopped(reader: Reader) -> None:
    reader.tray.service.is_real(None)
    with pytest.raises(ServiceError, match="does not belong"):
        reader.tray.service.stop()
