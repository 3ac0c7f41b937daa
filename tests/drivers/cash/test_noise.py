"""Any bytes from the line: only device errors come out, time and memory stay bounded, money is never made."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.cash import headers as h
from drivers.cash.bus import Bus
from drivers.cash.device import CashDevice
from drivers.cash.occurrences import CoinCredited, PayoutEnded
from drivers.errors import DeviceError
from tests.drivers.cash.line import MS, Line, VirtualClock, packet
from tests.drivers.cash.scenes import VALUES, started_device

CHUNK = st.one_of(
    st.binary(max_size=300),
    st.builds(packet, st.sampled_from([0, 1, 2, 5]), st.sampled_from([0, 1, 2, 5]), st.integers(0, 7), st.binary(max_size=12)),
)
CHUNKS = st.lists(CHUNK, min_size=1, max_size=12)


class Noise(Line):
    """Answers everything with the next of some chunks, over and over, each a while after the request."""

    def __init__(self, clock: VirtualClock, chunks: list[bytes], *, gap_ms: float) -> None:
        super().__init__(clock)
        self.chunks, self.gap_ms, self.sent = chunks, gap_ms, list[bytes]()

    def write(self, data: bytes, deadline_ns: int) -> None:
        self.sent.append(data)
        self.writes += 100
        for n in range(3):
            chunk = self.chunks[(len(self.sent) + n) % len(self.chunks)]
            if chunk:
                self.now_arrives(chunk, (n + 1) * self.gap_ms)


def only_device_errors(act: Callable[[], object]) -> None:
    try:
        act()
    except DeviceError as error:
        assert len(str(error)) < 400


@given(CHUNKS, st.sampled_from([0.5, 20, 70]), st.sampled_from(["on", "off", "auto"]))
@settings(deadline=None, max_examples=60)
def test_a_noisy_line_from_the_first_byte(chunks: list[bytes], gap_ms: float, echo: str) -> None:
    clock = VirtualClock()
    line = Noise(clock, chunks, gap_ms=gap_ms)
    bus = Bus(line, clock, "on" if echo == "on" else "off" if echo == "off" else "auto")
    for header, data in ((h.EVENTS, b""), (h.COIN_ID, b"\1"), (h.HOPPER_STATUS, b""), (h.DISPENSE, b"\1\2\3\4")):
        began, sent = clock.now_ns, len(line.sent)
        only_device_errors(lambda header=header, data=data: bus.ask(2, header, data))  # type: ignore[misc]
        assert clock.now_ns - began < 2500 * MS
        assert len(line.sent) - sent <= 2 * 3
    assert sum(request[3] == 167 for request in line.sent) <= 1


@given(CHUNKS, st.sampled_from([0.5, 20]))
@settings(deadline=None, max_examples=60)
def test_a_line_that_turns_noisy_in_a_session(chunks: list[bytes], gap_ms: float) -> None:
    clock, quiet, device = started_device({100: 1000})
    noise = Noise(clock, chunks, gap_ms=gap_ms)
    device_of(device, noise)
    told = []
    only_device_errors(lambda: device.accept(VALUES))
    only_device_errors(lambda: device.begin_payout(100, 3, 1000))
    for _ in range(4):
        began = clock.now_ns
        try:
            told += device.poll()
        except DeviceError:
            pass
        assert clock.now_ns - began <= 760 * MS
        clock.pass_ms(200)
    only_device_errors(device.shut)
    only_device_errors(device.start)
    assert sum(request[3] == 167 for request in noise.sent) <= 1
    for event in told:
        assert not isinstance(event, CoinCredited) or event.yen in {5, 10, 50, 100, 500}
        assert not isinstance(event, PayoutEnded) or 0 <= event.paid <= 255


def device_of(device: CashDevice, line: Line) -> None:
    """Turn the device's line into another one, as interference would."""
    vars(vars(device)["_bus"])["_port"] = line
