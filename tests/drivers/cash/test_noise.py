"""Any bytes from the line: only device errors come out, time and memory stay bounded, money is never made."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.cash import headers as h
from drivers.cash.bus import Bus, Echo
from drivers.cash.codec import CRC
from drivers.cash.occurrences import CoinCredited, NoteCredited, Occurrence, PayoutEnded
from drivers.errors import DeviceError
from tests.drivers.cash.line import MS, Line, VirtualClock, packet, packet_crc
from tests.drivers.cash.scenes import VALUES, started_device

ADDRESS = st.sampled_from([0, 1, 2, 5, 40])
CHUNK = st.one_of(
    st.binary(max_size=300),
    st.builds(packet, ADDRESS, ADDRESS, st.integers(0, 7), st.binary(max_size=12)),
    st.builds(packet, st.just(1), st.sampled_from([2, 5, 40]), st.just(0), st.binary(min_size=11, max_size=11)),
    st.builds(packet_crc, st.just(1), st.integers(0, 7), st.binary(max_size=12)),
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
    bus = Bus(line, clock, echo, {40: CRC})
    requests = (
        (2, h.EVENTS, b""),
        (2, h.COIN_ID, b"\1"),
        (5, h.HOPPER_STATUS, b""),
        (5, h.DISPENSE, b"\1\2\3\4"),
        (40, h.BILL_EVENTS, b""),
        (40, h.ROUTE_BILL, b"\1"),
    )
    for address, header, data in requests:
        began, sent, trouble = clock.now_ns, len(line.sent), None
        try:
            bus.ask(address, header, data)
        except DeviceError as error:
            trouble = str(error)
        assert trouble is None or (f"address {address}" in trouble and len(trouble) < 400)
        assert clock.now_ns - began < 2500 * MS
        assert len(line.sent) - sent <= 2 * 3
    for header_number in (167, 154):
        assert sum(request[3] == header_number for request in line.sent) <= 1


@given(CHUNKS, st.sampled_from([0.5, 20]), st.booleans())
@settings(deadline=None, max_examples=100)
def test_a_line_that_turns_noisy_in_a_session(chunks: list[bytes], gap_ms: float, with_notes: bool) -> None:
    noise = Noise(chunks, gap_ms=gap_ms, quiet=True)
    clock, _, device = started_device({100: 1000}, line=noise, with_notes=with_notes)
    noise.quiet = False
    told: list[Occurrence] = []
    only_device_errors(lambda: device.accept(VALUES | {1_000}))
    only_device_errors(lambda: device.begin_payout(100, 3, 1000))
    only_device_errors(device.levels)
    only_device_errors(device.self_check)
    if with_notes:
        for order in (device.hold_note, device.stack_note, device.return_note):
            only_device_errors(order)
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
        assert not isinstance(event, NoteCredited) or event.yen in {1_000, 2_000, 5_000}
        assert not isinstance(event, PayoutEnded) or 0 <= event.paid <= 255
