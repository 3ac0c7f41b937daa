"""Any bytes from the line: only device errors come out, time and memory stay bounded, money is never made."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.cash import headers as h
from drivers.cash.bus import Bus, Echo
from drivers.cash.occurrences import CoinCredited, Occurrence, PayoutEnded
from drivers.errors import DeviceError
from tests.drivers.cash.line import MS, Line, VirtualClock, packet
from tests.drivers.cash.scenes import VALUES, started_device

ADDRESS = st.sampled_from([0, 1, 2, 5])
CHUNK = st.one_of(
    st.binary(max_size=300),
    st.builds(packet, ADDRESS, ADDRESS, st.integers(0, 7), st.binary(max_size=12)),
)
CHUNKS = st.lists(CHUNK, min_size=1, max_size=12)


class Noise(Line):
    """Follows its script while `quiet`; then answers everything with the next few of some chunks."""

    def __init__(self, chunks: list[bytes], *, gap_ms: float, quiet: bool = False) -> None:
        super().__init__(VirtualClock())
        self.chunks, self.gap_ms, self.quiet = chunks, gap_ms, quiet
        self.sent: list[bytes] = []

    def write(self, data: bytes, deadline_ns: int) -> None:
        if self.quiet:
            super().write(data, deadline_ns)
            return
        self.sent.append(data)
        self.writes += 100
        for n in range(3):
            chunk = self.chunks[(len(self.sent) + n) % len(self.chunks)]
            if chunk:
                self.now_arrives(chunk, (n + 1) * self.gap_ms)


def only_device_errors(act: Callable[[], object]) -> None:
    with suppress(DeviceError):
        act()


@given(CHUNKS, st.sampled_from([0.5, 20, 70]), st.sampled_from(["on", "off", "auto"]))
@settings(deadline=None, max_examples=60)
def test_a_noisy_line_from_the_first_byte(chunks: list[bytes], gap_ms: float, echo: Echo) -> None:
    line = Noise(chunks, gap_ms=gap_ms)
    clock = line.clock
    bus = Bus(line, clock, echo)
    for header, data in ((h.EVENTS, b""), (h.COIN_ID, b"\1"), (h.HOPPER_STATUS, b""), (h.DISPENSE, b"\1\2\3\4")):
        began, sent = clock.now_ns, len(line.sent)
        only_device_errors(partial(bus.ask, 2, header, data))
        assert clock.now_ns - began < 2500 * MS
        assert len(line.sent) - sent <= 2 * 3
    assert sum(request[3] == 167 for request in line.sent) <= 1


@given(CHUNKS, st.sampled_from([0.5, 20]))
@settings(deadline=None, max_examples=60)
def test_a_line_that_turns_noisy_in_a_session(chunks: list[bytes], gap_ms: float) -> None:
    noise = Noise(chunks, gap_ms=gap_ms, quiet=True)
    clock, _, device = started_device({100: 1000}, line=noise)
    noise.quiet = False
    told: list[Occurrence] = []
    only_device_errors(lambda: device.accept(VALUES))
    only_device_errors(lambda: device.begin_payout(100, 3, 1000))
    for _ in range(4):
        began = clock.now_ns
        with suppress(DeviceError):
            told += device.poll()
        assert clock.now_ns - began <= 760 * MS
        clock.pass_ms(200)
    only_device_errors(device.shut)
    only_device_errors(device.start)
    assert sum(request[3] == 167 for request in noise.sent) <= 1
    for event in told:
        assert not isinstance(event, CoinCredited) or event.yen in {5, 10, 50, 100, 500}
        assert not isinstance(event, PayoutEnded) or 0 <= event.paid <= 255
