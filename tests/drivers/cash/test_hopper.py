"""What a hopper says of itself."""

from __future__ import annotations

import pytest

from drivers.cash import headers as h
from drivers.cash.hopper import Hopper, HopperStatus, Level, Ready
from drivers.cash.hopper.flags import SCH2, STANDARD, describe, flags_in
from drivers.errors import NoAnswer
from tests.drivers.cash.line import MS
from tests.drivers.cash.scenes import count, meets, quiet_bus


def ready(security: bytes) -> Ready:
    return Ready(HopperStatus(0, 0, 0, 0), 0, security)


def test_it_says_what_it_holds_and_has_paid() -> None:
    _, line, bus = quiet_bus()
    hopper = Hopper(bus, 5)
    line.expect(5, h.SERIAL).reply([0xDF, 0xD7, 0x0A])
    line.expect(5, h.HOPPER_COIN).reply("JP100B")
    line.expect(5, h.HOPPER_COIN).reply("------")
    line.expect(5, h.DISPENSE_COUNT).reply([0x01, 0x02, 0x03])
    line.expect(5, h.HOPPER_STATUS).reply([8, 0, 5, 0])
    assert hopper.serial() == hopper.serial() == bytes([0xDF, 0xD7, 0x0A])
    assert hopper.coin_value() == 100
    assert hopper.coin_value() is None
    assert hopper.count() == 0x030201
    assert hopper.status() == HopperStatus(counter=8, remaining=0, paid=5, unpaid=0)
    line.finish()


@pytest.mark.parametrize(
    ("bits", "level"),
    [
        (0x30, Level.OK),
        (0x31, Level.LOW),
        (0x32, Level.HIGH),
        (0x11, Level.LOW),
        (0x10, Level.OK),
        (0x22, Level.HIGH),
        (0x21, Level.OK),  # the low sensor is not fitted, its bit says nothing
        (0x12, Level.OK),
        (0x00, Level.UNKNOWN),
        (0x03, Level.UNKNOWN),
    ],
)
def test_levels(bits: int, level: Level) -> None:
    _, line, bus = quiet_bus()
    line.expect(5, h.LEVEL).reply([bits])
    assert Hopper(bus, 5).level() is level


def test_the_dispense_packet_of_the_flow_manual() -> None:
    """Flow v0.6: 03 04 01 A7 DF D7 0A 01 90, answered by 01 01 03 00 01 FA."""
    _, line, bus = quiet_bus()
    hopper = Hopper(bus, 3)
    exchange = line.expect(3, h.DISPENSE, [0xDF, 0xD7, 0x0A, 1]).raw(bytes.fromhex("01 01 03 00 01 FA"))
    assert exchange.request == bytes.fromhex("03 04 01 A7 DF D7 0A 01 90")
    assert hopper.dispense(1, ready(b"\xdf\xd7\x0a")) is True
    line.finish()


def test_an_old_hopper_acknowledges_without_a_counter() -> None:
    _, line, bus = quiet_bus()
    hopper = Hopper(bus, 3)
    line.expect(3, h.DISPENSE, [1, 2, 3, 255]).ack()
    assert hopper.dispense(255, ready(b"\1\2\3")) is True
    line.finish()


@pytest.mark.parametrize("coins", [0, -1, 256])
def test_orders_that_fit_no_byte_are_a_mistake(coins: int) -> None:
    _, _, bus = quiet_bus()
    with pytest.raises(ValueError, match="1 to 255"):
        Hopper(bus, 3).dispense(coins, ready(b"\1\2\3"))


def test_flags_of_one_two_and_three_registers() -> None:
    assert describe(flags_in(b"\xc2", STANDARD)) == "payout timeout, probably empty"
    assert describe(flags_in(b"\xc0\x92", STANDARD)) == "motor reverse limit reached, probably jammed"
    assert describe(flags_in(b"\xc0\x00\x01", STANDARD)) == "power-down during payout"
    assert describe(flags_in(b"\xc4\x02\x10", STANDARD)) == ""
    assert flags_in(b"\xff\xff\xff", STANDARD) == STANDARD
    assert describe(flags_in(b"\x00\x10", SCH2)) == "checksum C error"


def test_the_second_register_of_an_sch2_has_its_own_meaning() -> None:
    _, line, bus = quiet_bus()
    hopper = Hopper(bus, 3)
    meets(line, 3, "Payout", "SCH2-NOENCRYPT")
    hopper.identify()
    line.expect(3, h.TEST_HOPPER).reply([0, 0x40])
    assert describe(hopper.test()) == "power failed during NV memory write"
    line.finish()


def test_a_latched_jam_is_cleared_by_a_reset_and_warnings_are_left_alone() -> None:
    clock, line, bus = quiet_bus()
    hopper = Hopper(bus, 3)
    line.expect(3, h.TEST_HOPPER).reply([0xC6, 0, 0])
    assert describe(hopper.clear_faults()) == "payout timeout, probably empty"
    line.expect(3, h.TEST_HOPPER).reply([0xA0, 0x10, 0])
    line.expect(3, h.RESET).reply(after_ms=90)
    line.expect(3, h.SIMPLE_POLL).ack()
    line.expect(3, h.TEST_HOPPER).reply([0x80, 0, 0])
    began = clock.now_ns
    assert describe(hopper.clear_faults()) == ""
    assert clock.now_ns - began > 300 * MS
    line.finish()


def test_a_hopper_that_restarts_slowly_is_waited_for_and_a_dead_one_is_not() -> None:
    clock, line, bus = quiet_bus()
    hopper = Hopper(bus, 3)
    line.expect(3, h.RESET).ack()
    for _ in range(3):
        line.expect(3, h.SIMPLE_POLL).silent()
    line.expect(3, h.SIMPLE_POLL).ack()
    hopper.reset()
    line.expect(3, h.RESET).ack()
    for _ in range(15):
        line.expect(3, h.SIMPLE_POLL).silent()
    began = clock.now_ns
    with pytest.raises(NoAnswer):
        hopper.reset()
    assert clock.now_ns - began < 4000 * MS
    line.finish()


def test_count_helper_is_least_significant_byte_first() -> None:
    assert count(0x030201) == bytes([1, 2, 3])
