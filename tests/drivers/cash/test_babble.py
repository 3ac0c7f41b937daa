"""Devices that answer in perfect packets whatever they like: only device errors come out, each names its device,
and nothing is paid twice, however little of it makes sense."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.cash import headers as h
from drivers.cash.codec import CRC
from drivers.cash.counter import Mark
from drivers.cash.device import CashDevice
from drivers.cash.inventory import Marks
from drivers.cash.occurrences import CoinCredited, NoteCredited, PayoutEnded
from drivers.errors import DeviceError
from tests.drivers.cash.line import MS, Line, VirtualClock, packet, packet_crc
from tests.drivers.cash.scenes import ACCEPTOR, COINS, HOPPERS, NOTES, VALIDATOR, VALUES

CATEGORIES = {ACCEPTOR: b"Coin Acceptor", VALIDATOR: b"Bill Validator", **dict.fromkeys(HOPPERS.values(), b"Payout")}
YEN = {address: yen for yen, address in HOPPERS.items()}
YEN = {address: yen for yen, address in HOPPERS.items()}
NAK, BUSY, SILENCE = 5, 6, None
MESSAGE_MAX = 400
PROGRAMMED: dict[int, Callable[..., bytes]] = {
    h.CATEGORY.number: lambda address: CATEGORIES[address],
    h.COIN_ID.number: lambda _address, position: COINS[position % len(COINS)].encode(),
    h.BILL_ID.number: lambda _address, bill_type: NOTES[bill_type % len(NOTES)].encode(),
    h.HOPPER_COIN.number: lambda address: f"JP{YEN[address]:03}A".encode(),
    h.SCALING.number: lambda *_: b"\1\0\0",
}
"""By header: what a device is programmed for."""


class Babble(Line):
    """Every request has its reply, of a length that its command allows; what stands in it is anybody's guess.

    sense: how often it makes sense all the same, from 0 to 1; at 1 no reply is refused, delayed or missing either
    """

    def __init__(self, chance: Random, sense: float, crc: frozenset[int]) -> None:
        super().__init__(VirtualClock())
        self.chance, self.sense, self.crc = chance, sense, crc
        self.sent: Counter[int] = Counter()

    def write(self, data: bytes, deadline_ns: int) -> None:
        self.writes += 100
        address, header = data[0], data[3]
        self.sent[header] += 1
        sober = self.chance.random() < self.sense
        kind = 0 if sober else self.chance.choice((0, 0, 0, 0, 0, 0, 0, NAK, BUSY, SILENCE))
        if kind is SILENCE:
            return
        body = b"" if kind else self.body(address, header, data[4:-1], sober=sober)
        crc = address in self.crc
        self.now_arrives(packet_crc(1, kind, body) if crc else packet(1, address, kind, body), 5)

    def body(self, address: int, header: int, asked: bytes, *, sober: bool) -> bytes:
        lengths = h.HEADERS[header].reply
        if not sober:
            return self.chance.randbytes(self.chance.choice(lengths))
        if header in PROGRAMMED:
            return PROGRAMMED[header](address, *asked)
        return bytes(lengths[0])


def session(device: CashDevice, line: Babble) -> Iterator[Callable[[], object]]:
    """All that a host may ask for, polls in between."""
    for step in (
        lambda: device.accept(VALUES | {1_000}),
        device.self_check,
        device.levels,
        lambda: device.begin_payout(100, 3, 0),
        device.hold_note,
        device.stack_note,
        device.return_note,
        device.shut,
        lambda: device.drain(line.clock.now_ns + 3_000 * MS),
        device.start,
    ):
        yield step
        yield from [device.poll] * 4


def told_by(act: Callable[[], object]) -> tuple[str, tuple[object, ...]]:
    """What an act told, or the words of its error."""
    try:
        told = act()
    except DeviceError as error:
        return str(error), ()
    return "", told if isinstance(told, tuple) else ()


SEEDS = st.integers(0, 2**32)
CRCS = st.sampled_from((frozenset[int](), frozenset(CATEGORIES)))


def box(seed: int, sense: float, crc: frozenset[int]) -> tuple[Babble, CashDevice]:
    line = Babble(Random(seed), sense, crc)
    return line, CashDevice(
        line, line.clock, validator=VALIDATOR, echo="off", checksums=dict.fromkeys(crc, CRC)
    )


@given(SEEDS, st.sampled_from((0.0, 0.5, 0.9)), CRCS)
@settings(deadline=None, max_examples=100)
def test_devices_that_are_met_for_the_first_time(seed: int, sense: float, crc: frozenset[int]) -> None:
    line, device = box(seed, sense, crc)
    for _ in range(3):
        words, _ = told_by(lambda: device.start(marks=Marks(Mark(7, 3), Mark(8, 255))))
        assert not words or ("test line, address" in words and len(words) < MESSAGE_MAX)
        line.clock.pass_ms(200)


@given(SEEDS, st.sampled_from((0.0, 0.3, 0.8, 0.95)), CRCS)
@settings(deadline=None, max_examples=150)
def test_devices_that_lose_their_minds_in_a_session(seed: int, sense: float, crc: frozenset[int]) -> None:
    line, device = box(seed, 1.0, crc)
    device.start()
    line.sense = sense
    for act in session(device, line):
        words, told = told_by(act)
        assert not words or ("test line, address" in words and len(words) < MESSAGE_MAX)
        for event in told:
            assert not isinstance(event, CoinCredited) or event.yen in {5, 10, 50, 100, 500}
            assert not isinstance(event, NoteCredited) or event.yen in {1_000, 2_000, 5_000}
            assert not isinstance(event, PayoutEnded) or 0 <= event.paid <= 255
        line.clock.pass_ms(200)
    assert line.sent[h.DISPENSE.number] <= 1
    line.sense = 1.0
    line.clock.pass_ms(700)
    device.start()
    device.shut()
    line.clock.pass_ms(700)
    told_by(device.poll)  # what was still to be told of the time before
    device.poll()
