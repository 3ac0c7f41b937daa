"""Devices with the CRC on the same line as devices with the simple checksum."""

from __future__ import annotations

import pytest

from drivers.cash import headers as h
from drivers.cash.bus import Bus
from drivers.cash.codec import CRC
from drivers.errors import BadAnswer, Refused
from tests.drivers.cash.line import Line, VirtualClock, packet, packet_crc
from tests.drivers.cash.scenes import VALIDATOR, events

POLL = events(3, (1, 0))


def mixed_bus(*, echo: bool = False) -> tuple[Line, Bus]:
    line = Line(VirtualClock(), echo=echo)
    return line, Bus(line, line.clock, "on" if echo else "off", {VALIDATOR: CRC})


@pytest.mark.parametrize("echo", [True, False])
def test_each_device_is_spoken_to_in_its_own_way(echo: bool) -> None:
    line, bus = mixed_bus(echo=echo)
    line.expect_crc(VALIDATOR, h.BILL_EVENTS).raw(packet_crc(1, 0, POLL))
    line.expect(2, h.EVENTS).reply(events(9))
    line.expect_crc(VALIDATOR, h.ROUTE_BILL, [1]).raw(packet_crc(1, 0))
    assert bus.ask(VALIDATOR, h.BILL_EVENTS) == POLL
    assert bus.ask(2, h.EVENTS) == events(9)
    assert bus.ask(VALIDATOR, h.ROUTE_BILL, b"\1") == b""
    line.finish()


def test_a_line_of_crc_devices_alone_finds_out_about_its_echo() -> None:
    for echo in (True, False):
        line = Line(VirtualClock(), echo=echo)
        bus = Bus(line, line.clock, "auto", {VALIDATOR: CRC})
        line.expect_crc(VALIDATOR, h.SIMPLE_POLL).raw(packet_crc(1, 0))
        line.expect_crc(VALIDATOR, h.BILL_MODE).raw(packet_crc(1, 0, b"\3"))
        assert bus.ask(VALIDATOR, h.BILL_MODE) == b"\3"
        assert bus.echo is echo
        line.finish()


def test_a_late_reply_with_the_other_checksum_is_passed_over() -> None:
    line, bus = mixed_bus()
    line.expect_crc(VALIDATOR, h.BILL_EVENTS).raw(packet(1, 2, 0, events(8)), 3).raw(packet_crc(1, 0, POLL), 12)
    line.expect(2, h.EVENTS).raw(packet_crc(1, 0, POLL), 3).reply(events(8), 12)
    assert bus.ask(VALIDATOR, h.BILL_EVENTS) == POLL
    assert bus.ask(2, h.EVENTS) == events(8)
    line.finish()


def test_a_damaged_crc_is_asked_for_again_and_a_nak_is_a_nak() -> None:
    line, bus = mixed_bus()
    line.expect_crc(VALIDATOR, h.BILL_EVENTS).raw(packet_crc(1, 0, POLL)).corrupt()
    line.expect_crc(VALIDATOR, h.BILL_EVENTS).raw(packet_crc(1, 0, POLL))
    assert bus.ask(VALIDATOR, h.BILL_EVENTS) == POLL
    line.expect_crc(VALIDATOR, h.SET_BILL_MODE, [3]).raw(packet_crc(1, 5))
    with pytest.raises(Refused):
        bus.ask(VALIDATOR, h.SET_BILL_MODE, b"\3")
    line.finish()


def test_a_device_set_to_the_other_checksum_is_noticed() -> None:
    line = Line(VirtualClock())
    bus = Bus(line, line.clock, "off")
    for _ in range(3):
        line.expect(VALIDATOR, h.BILL_MODE).raw(packet_crc(1, 0, b"\3"))
    with pytest.raises(BadAnswer, match="wrong checksum"):
        bus.ask(VALIDATOR, h.BILL_MODE)
    line.finish()
