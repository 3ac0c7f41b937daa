"""Whatever the line loses, doubles, delays or damages: every coin and note is told once, and paid once.

A small acceptor, a small validator and a small hopper obey the packets they understand; Hypothesis spoils
the line.
"""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.cash.acceptor import CoinAcceptor
from drivers.cash.bus import Bus
from drivers.cash.hopper import Hopper, Payout
from drivers.cash.occurrences import (
    CoinCredited,
    CreditsLost,
    NoteCredited,
    NoteInEscrow,
    NoteReturned,
    NoteSwallowed,
    PayoutEnded,
    ValidatorEvent,
)
from drivers.cash.validator import BillValidator
from drivers.errors import DeviceError, Refused
from tests.drivers.cash.line import Line, VirtualClock, packet
from tests.drivers.cash.small_devices import Bezel, Slot, Tube

FAULT = st.sampled_from(["none", "none", "none", "deaf", "lost", "damaged", "doubled", "late", "foreign"])
FAULTS = st.lists(FAULT, max_size=120)


class SpoiltLine(Line):
    """Carries every packet to the device unless it is deaf to it, and spoils what comes back."""

    def __init__(self, device: Slot | Bezel | Tube, faults: list[str]) -> None:
        super().__init__(VirtualClock())
        self.device, self.faults, self.sent = device, list(faults), list[int]()

    def write(self, data: bytes, deadline_ns: int) -> None:
        self.writes += 100
        self.sent.append(data[3])
        fault = self.faults.pop(0) if self.faults else "none"
        if fault == "deaf":
            return
        answer = self.device.hears(data[3], data[4:-1])
        if fault == "damaged":
            answer = answer[:-1] + bytes([answer[-1] ^ 0x10])
        if fault == "foreign":
            self.now_arrives(packet(1, 9, 0, b"\1\2\3\4"), 3)
        if fault != "lost":
            self.now_arrives(answer, 130 if fault == "late" else 8)
        if fault == "doubled":
            self.now_arrives(answer, 8)


@given(FAULTS, st.lists(st.lists(st.integers(1, 4), max_size=7), min_size=1, max_size=60))
@settings(deadline=None, max_examples=60)
def test_every_coin_is_credited_once(faults: list[str], batches: list[list[int]]) -> None:
    slot = Slot()
    line = SpoiltLine(slot, [])
    acceptor = CoinAcceptor(Bus(line, line.clock, "off"))
    acceptor.start()
    line.faults = list(faults)
    inserted = credited = lost = unread = 0
    for batch in [*batches, [], []]:
        for position in batch:
            slot.takes(position)
        inserted += len(batch)
        unread += len(batch)
        line.faults = line.faults if batch else []  # the last polls are on a clean line
        with suppress(DeviceError):
            for event in acceptor.poll():
                credited += isinstance(event, CoinCredited)
                lost += event.count if isinstance(event, CreditsLost) else 0
            unread = 0
        if unread > 200:
            return  # a gap of 255 events cannot be seen, by anybody
        line.clock.pass_ms(200)
    assert credited + lost == inserted


@given(FAULTS, st.lists(st.booleans(), min_size=1, max_size=12))
@settings(deadline=None, max_examples=150)
def test_every_note_goes_where_its_customer_wants_and_is_credited_if_stacked(
    faults: list[str], wishes: list[bool]
) -> None:
    """The customer pushes in the next note at once: an order must never hit another note than was meant."""
    bezel = Bezel(len(wishes))
    line = SpoiltLine(bezel, [])
    validator = BillValidator(Bus(line, line.clock, "off"))
    validator.start()
    line.faults = list(faults)
    told: list[ValidatorEvent] = []
    for _ in range(200):
        bezel.takes()
        with suppress(DeviceError):
            told += validator.poll()
        notes = sum(isinstance(event, NoteInEscrow) for event in told)
        if validator.escrow.yen:
            with suppress(DeviceError):
                (validator.stack_note if wishes[notes - 1] else validator.return_note)()
            bezel.takes()
        line.clock.pass_ms(200)
    assert bezel.stacked == [note for note, wish in enumerate(wishes, 1) if wish]
    assert bezel.returned == [note for note, wish in enumerate(wishes, 1) if not wish]
    assert sum(isinstance(event, NoteCredited) for event in told) == len(bezel.stacked)
    assert sum(isinstance(event, NoteReturned) for event in told) == len(bezel.returned)
    assert not any(isinstance(event, NoteSwallowed) for event in told)
    assert line.sent.count(228) <= 3  # it is never opened again without a reason


@given(FAULTS, st.integers(1, 12), st.integers(0, 12), st.booleans())
@settings(deadline=None, max_examples=150)
def test_what_fell_is_what_is_told_and_the_order_goes_out_once(
    faults: list[str], asked: int, held: int, nak: bool
) -> None:
    tube = Tube(held, nak=nak)
    line = SpoiltLine(tube, faults)
    bus = Bus(line, line.clock, "off")
    payout = Payout(Hopper(bus, 5), 100, asked, 5000, line.clock)
    told: PayoutEnded | None = None
    try:
        payout.prepare()
    except DeviceError:
        assert tube.fallen == 0
        assert 167 not in line.sent
        return
    try:
        payout.order()
    except Refused:
        assert tube.fallen == tube.remaining == 0
        return
    except DeviceError:
        pass  # unknown: it stays watched
    for _ in range(200):
        with suppress(DeviceError):
            told = payout.look()
        if told is not None:
            break
        line.clock.pass_ms(100)
    assert told is not None
    assert told.paid == tube.fallen == min(asked, held) * (tube.counter > 0)
    assert told.count_after == 5000 + tube.fallen
    assert (told.fault is None) == (told.paid == asked)
    assert line.sent.count(167) <= 1
    assert tube.remaining == 0
