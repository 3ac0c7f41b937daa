"""The adapter hands back what was sent: counted off, compared, found out about."""

from __future__ import annotations

import pytest

from drivers.cash import headers as h
from drivers.cash.bus import Bus, Echo
from drivers.errors import Disconnected, NoAnswer
from tests.drivers.cash.line import Line, VirtualClock, packet
from tests.drivers.cash.scenes import POLL, quiet_bus


def echoing_bus(echo: Echo) -> tuple[Line, Bus]:
    clock = VirtualClock()
    line = Line(clock, echo=True)
    return line, Bus(line, clock, echo)


def test_the_echo_is_counted_off_and_compared() -> None:
    line, bus = echoing_bus("on")
    line.expect(2, h.EVENTS).reply(POLL)
    assert bus.ask(2, h.EVENTS) == POLL
    # a collision: what comes back is not what was sent
    line.expect(2, h.EVENTS).without_echo().raw(packet(2, 1, 228), 1).reply(POLL)
    line.expect(2, h.EVENTS).reply(POLL)
    assert bus.ask(2, h.EVENTS) == POLL
    line.finish()


def test_a_reply_from_before_the_echo_is_not_believed() -> None:
    line, bus = echoing_bus("on")
    line.expect(2, h.COIN_ID, [2]).after_foreign(packet(1, 2, 0, b"JP500A")).deliveries[0] = (
        0,
        packet(1, 2, 0, b"JP500A"),
    )
    line.expect(2, h.COIN_ID, [2]).reply("JP010A")
    assert bus.ask(2, h.COIN_ID, b"\x02") == b"JP010A"
    line.finish()


def test_not_even_the_echo_points_at_the_adapter() -> None:
    line, bus = echoing_bus("on")
    for _ in range(3):
        line.expect(2, h.EVENTS).without_echo().silent()
    with pytest.raises(NoAnswer, match="not even the sent bytes came back"):
        bus.ask(2, h.EVENTS)
    line.finish()


@pytest.mark.parametrize("echo", [True, False])
def test_auto_finds_out_by_one_simple_poll(echo: bool) -> None:
    clock = VirtualClock()
    line = Line(clock, echo=echo)
    bus = Bus(line, clock, "auto")
    line.expect(2, h.SIMPLE_POLL).ack()
    line.expect(2, h.EVENTS).reply(POLL)
    line.expect(2, h.EVENTS).reply(POLL)
    assert bus.echo is None
    assert bus.ask(2, h.EVENTS) == POLL
    assert bus.echo is echo
    assert bus.ask(2, h.EVENTS) == POLL
    line.finish()


def test_auto_learns_the_echo_even_from_a_dead_device() -> None:
    line, bus = echoing_bus("auto")
    line.expect(2, h.SIMPLE_POLL).silent()
    for _ in range(3):
        line.expect(2, h.EVENTS).silent()
    with pytest.raises(NoAnswer, match="no reply"):
        bus.ask(2, h.EVENTS)
    assert bus.echo is True
    line.finish()


def test_auto_stays_open_on_a_dead_line() -> None:
    _, line, _ = quiet_bus()
    bus = Bus(line, line.clock, "auto")
    for _ in range(3):
        line.expect(2, h.SIMPLE_POLL).silent()
    with pytest.raises(NoAnswer, match="simple poll"):
        bus.ask(2, h.DISPENSE, bytes([1, 2, 3, 4]))  # above all, this was not sent
    assert bus.echo is None
    line.finish()


def test_auto_survives_noise_before_the_first_echo() -> None:
    line, bus = echoing_bus("auto")
    line.expect(2, h.SIMPLE_POLL).without_echo().raw(b"\xff\x00\x00\x00\x00\x00", 1)
    line.expect(2, h.SIMPLE_POLL).ack()
    line.expect(2, h.EVENTS).reply(POLL)
    assert bus.ask(2, h.EVENTS) == POLL
    assert bus.echo is True
    line.finish()


def test_an_unplugged_adapter_is_named_as_the_device_behind_it() -> None:
    _, line, bus = quiet_bus()
    bus.name(2, "coin acceptor")
    line.expect(2, h.EVENTS).unplugged()
    with pytest.raises(Disconnected, match=r"coin acceptor at test line, address 2: read buffered.*gone; plug it in"):
        bus.ask(2, h.EVENTS)
    with pytest.raises(Disconnected):
        bus.ask(2, h.EVENTS)


def test_an_adapter_that_takes_no_bytes() -> None:
    _, line, bus = quiet_bus()
    line.stuck = True
    with pytest.raises(NoAnswer, match="the port takes no bytes"):
        bus.ask(2, h.EVENTS)
