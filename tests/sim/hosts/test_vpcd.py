"""A card behind vpcd: the reader's side is played here by hand, frame by frame."""

from __future__ import annotations

import socket
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.card.faults import Moment
from sim.hosts import Reactor, VpcdCard
from sim.hosts.vpcd_wire import FRAME_MAX_BYTES, Frames, TooMuch, frame
from sim.verbs import ActError, perform
from sim.world import World
from tests.sim.hosts.reading import exactly

WAIT_S = 5.0
Keep = Callable[..., Any]

POWER_OFF, POWER_ON, RESET, GET_ATR = bytes.fromhex("000100"), bytes.fromhex("000101"), b"\0\1\2", b"\0\1\4"
SELECT_JPKI = bytes.fromhex("00A4040C0A D392F000260100000001")
SELECT_PIN = bytes.fromhex("00A4020C020018")
TRIES_LEFT = bytes.fromhex("00200080")


class Reader:
    """vpcd: listens, has one card at a time."""

    def __init__(self, keep: Keep, port: int = 0) -> None:
        self._keep = keep
        self._server: socket.socket = keep(socket.create_server(("127.0.0.1", port), backlog=0))
        self._server.settimeout(WAIT_S)
        self.port: int = self._server.getsockname()[1]
        self.card: socket.socket

    def meet(self) -> None:
        """A card is laid."""
        self.card, _ = self._server.accept()
        self._keep(self.card)
        self.card.settimeout(WAIT_S)

    def stop(self) -> None:
        """pcscd is not up."""
        self._server.close()

    def nobody_else(self) -> bool:
        self._server.settimeout(0.05)
        try:
            self._server.accept()[0].close()
        except TimeoutError:
            return True
        finally:
            self._server.settimeout(WAIT_S)
        return False

    def hear(self) -> bytes:
        return exactly(self.card, int.from_bytes(exactly(self.card, 2), "big"))

    def ask(self, apdu: bytes) -> bytes:
        """As vpcd 0.8 does: length and payload in two pieces."""
        self.card.sendall(len(apdu).to_bytes(2, "big"))
        self.card.sendall(apdu)
        return self.hear()

    def atr(self) -> bytes:
        self.card.sendall(GET_ATR)
        return self.hear()

    def power_on(self) -> None:
        """The first command after it is thrown away: the real card fails it."""
        self.card.sendall(POWER_ON)
        assert self.ask(SELECT_JPKI) == b"\x6f\x00"

    def gone(self) -> bool:
        try:
            return self.card.recv(1) == b""
        except ConnectionResetError:
            return True


@pytest.fixture
def reader(reactor: Reactor, world: World, keep: Keep) -> Reader:
    """A reader, and the card's side of it; the tray is empty."""
    made = Reader(keep)
    VpcdCard(reactor, world.tray, "127.0.0.1", made.port, hurry=world.hurry)
    return made


def _lay(reactor: Reactor, world: World, whose: str = "yamada-taro") -> None:
    card = world.card_of(whose)
    reactor.call(lambda: world.tray.lay(card))


def _tries_left(reader: Reader) -> bytes:
    assert reader.ask(SELECT_JPKI) == b"\x90\x00"
    assert reader.ask(SELECT_PIN) == b"\x90\x00"
    return reader.ask(TRIES_LEFT)


def test_a_laid_card_shows_its_atr_and_answers_apdus(reactor: Reactor, world: World, reader: Reader) -> None:
    assert reader.nobody_else()
    _lay(reactor, world)
    reader.meet()
    assert reader.atr() == world.card_of("yamada-taro").atr
    reader.power_on()
    assert _tries_left(reader) == b"\x63\xc3"


def test_looking_whether_the_card_is_there_disturbs_nothing(reactor: Reactor, world: World, reader: Reader) -> None:
    _lay(reactor, world)
    reader.meet()
    reader.power_on()
    assert reader.ask(SELECT_JPKI) == b"\x90\x00"
    atr = reader.atr()
    assert reader.ask(SELECT_PIN) == b"\x90\x00"
    assert reader.atr() == atr
    assert reader.ask(TRIES_LEFT) == b"\x63\xc3"


def test_power_off_forgets_the_selection_and_a_card_without_power_says_nothing(
    reactor: Reactor, world: World, reader: Reader
) -> None:
    _lay(reactor, world)
    reader.meet()
    reader.power_on()
    assert _tries_left(reader) == b"\x63\xc3"
    reader.card.sendall(POWER_OFF)
    assert reader.ask(SELECT_JPKI) == b""
    reader.power_on()
    assert reader.ask(TRIES_LEFT) != b"\x63\xc3"
    reader.card.sendall(RESET)
    assert _tries_left(reader) == b"\x63\xc3"


def test_to_take_the_card_is_to_close_the_connection(reactor: Reactor, world: World, reader: Reader) -> None:
    _lay(reactor, world)
    reader.meet()
    reader.power_on()
    reactor.call(world.tray.take)
    assert reader.gone()
    assert reader.nobody_else()
    assert not world.card_of("yamada-taro").powered


def test_a_swapped_card_is_seen_to_go_and_come(reactor: Reactor, world: World, reader: Reader) -> None:
    _lay(reactor, world)
    reader.meet()
    other = world.card_of("juki-rokuro")

    def swap() -> None:
        world.tray.take()
        world.tray.lay(other)

    reactor.call(swap)
    assert reader.gone()
    reader.meet()
    assert reader.atr() == other.atr
    assert reader.nobody_else()


def test_a_pulled_reader_cable_takes_the_card_away_and_brings_it_back(
    reactor: Reactor, world: World, reader: Reader
) -> None:
    _lay(reactor, world)
    reader.meet()
    reactor.call(world.tray.unplug)
    assert reader.gone()
    reactor.call(world.tray.plug)
    reader.meet()
    assert reader.atr()


def test_a_reader_that_starts_late_or_starts_again_finds_the_card(
    reactor: Reactor, world: World, keep: Keep
) -> None:
    before = Reader(keep)
    before.stop()
    VpcdCard(reactor, world.tray, "127.0.0.1", before.port)
    _lay(reactor, world)
    late = Reader(keep, before.port)
    late.meet()
    late.power_on()
    late.card.close()  # pcscd is restarted: the field is gone
    late.meet()
    assert not reactor.call(lambda: world.card_of("yamada-taro").powered)
    assert late.atr() == world.card_of("yamada-taro").atr


def test_a_card_takes_its_time_and_the_others_do_not_wait_for_it(reactor: Reactor, world: World, keep: Keep) -> None:
    reader = Reader(keep)
    VpcdCard(reactor, world.tray, "127.0.0.1", reader.port)
    _lay(reactor, world)
    reader.meet()
    reader.card.sendall(POWER_ON)
    began_ns = reactor.clock.monotonic_ns()
    reader.card.sendall(frame(SELECT_JPKI))
    reactor.call(lambda: None)
    asked_ns = reactor.clock.monotonic_ns()
    reader.hear()
    took_ns = reactor.clock.monotonic_ns() - began_ns
    assert took_ns >= world.card_of("yamada-taro").duration_ns(SELECT_JPKI)
    assert asked_ns - began_ns < took_ns


def test_a_card_taken_while_it_thinks_gives_no_answer(reactor: Reactor, world: World, keep: Keep) -> None:
    reader = Reader(keep)
    VpcdCard(reactor, world.tray, "127.0.0.1", reader.port, hurry=0.001)
    _lay(reactor, world)
    reader.meet()
    reader.card.sendall(POWER_ON + frame(SELECT_JPKI))
    while not reactor.call(lambda: world.tray.faults.commands):
        pass
    reactor.call(world.tray.take)
    assert reader.gone()
    assert world.card_of("yamada-taro").apdus == 0


@pytest.mark.parametrize(("moment", "carried_out"), [("before", 1), ("during", 1), ("answering", 2), ("after", 2)])
def test_a_hand_between_card_and_reader_leaves_no_answer_or_comes_behind_it(
    reactor: Reactor, world: World, reader: Reader, moment: Moment, carried_out: int
) -> None:
    _lay(reactor, world)
    reader.meet()
    reader.power_on()
    reactor.call(lambda: world.tray.faults.pull(1, moment))
    reader.card.sendall(frame(SELECT_JPKI))
    if moment == "after":
        assert reader.hear() == b"\x90\x00"
    assert reader.gone()
    assert world.card_of("yamada-taro").apdus == carried_out
    assert reader.nobody_else()


def test_a_card_swapped_at_a_command_never_hears_it(reactor: Reactor, world: World, reader: Reader) -> None:
    other = world.card_of("juki-rokuro")
    _lay(reactor, world)
    reader.meet()
    reader.power_on()
    reactor.call(lambda: world.tray.faults.swap(1, other))
    reader.card.sendall(frame(SELECT_JPKI))
    assert reader.gone()
    reader.meet()
    assert reader.atr() == other.atr
    assert other.apdus == 0


def test_a_mute_card_leaves_the_reader_waiting_until_it_speaks_again(
    reactor: Reactor, world: World, reader: Reader
) -> None:
    _lay(reactor, world)
    reader.meet()
    reader.power_on()
    for question, late in ((frame(SELECT_JPKI), b"\x6f\x00"), (GET_ATR, world.card_of("yamada-taro").atr)):
        reactor.call(world.tray.faults.mute)
        reader.card.sendall(question)
        reader.card.settimeout(0.1)
        with pytest.raises(TimeoutError):
            reader.card.recv(1)
        reader.card.settimeout(WAIT_S)
        reactor.call(world.tray.faults.unmute)
        assert reader.hear() == late
    assert world.card_of("yamada-taro").apdus == 1  # what was asked in silence was never heard
    assert _tries_left(reader) == b"\x63\xc3"


def test_a_mute_card_that_is_taken_frees_the_reader(reactor: Reactor, world: World, reader: Reader) -> None:
    reactor.call(world.tray.faults.mute)
    _lay(reactor, world)
    reader.meet()
    reader.card.sendall(GET_ATR)
    reactor.call(world.tray.take)
    assert reader.gone()


def test_the_service_belongs_to_whoever_runs_it(reactor: Reactor, world: World, keep: Keep) -> None:
    turned: list[str] = []
    switches = (lambda: turned.append("stop"), lambda: turned.append("start"))
    VpcdCard(reactor, world.tray, "127.0.0.1", Reader(keep).port, service=switches)
    for act in ("stop", "stop", "start", "start"):
        reactor.call(partial(perform, world, act, "reader_service"))
    assert turned == ["stop", "start"]
    VpcdCard(reactor, world.tray, "127.0.0.1", Reader(keep).port)
    with pytest.raises(ActError, match="does not belong"):
        reactor.call(partial(perform, world, "stop", "reader_service"))


@settings(deadline=None, max_examples=100)
@given(st.lists(st.binary(max_size=300), max_size=8), st.integers(1, 50))
def test_frames_come_out_as_they_went_in_however_they_are_cut(payloads: list[bytes], step: int) -> None:
    wire, frames, found = b"".join(map(frame, payloads)), Frames(), []
    for start in range(0, len(wire), step):
        frames.feed(wire[start : start + step])
        while (payload := frames.take()) is not None:
            found.append(payload)
    assert found == payloads


def test_a_vpcd_that_never_waits_for_an_answer_is_too_much() -> None:
    frames = Frames()
    frames.feed(bytes(2 * FRAME_MAX_BYTES))
    with pytest.raises(TooMuch):
        frames.feed(b"\x00")
