"""The whole cash device: starting, and a customer's coins."""

from __future__ import annotations

import pytest

from drivers.cash import headers as h
from drivers.cash.counter import Mark
from drivers.cash.device import CashDevice
from drivers.cash.hopper import Level
from drivers.cash.inventory import Marks
from drivers.cash.occurrences import CoinCredited
from drivers.errors import BadAnswer, NoAnswer
from tests.drivers.cash.line import Line, VirtualClock
from tests.drivers.cash.scenes import (
    HOPPERS,
    VALUES,
    acceptor_starts,
    count,
    events,
    hopper_starts,
    is_opened,
    is_shut,
    meets,
    started_device,
)


@pytest.mark.parametrize("echo", [True, False])
def test_it_takes_stock_of_acceptor_and_hoppers(echo: bool) -> None:
    clock = VirtualClock()
    line = Line(clock, echo=echo)
    device = CashDevice(line, clock)
    line.expect(2, h.SIMPLE_POLL).ack()  # finds out about the echo
    acceptor_starts(line)
    for yen, (paid, level) in {10: (7, 0x31), 50: (0, 0x30), 100: (0xABCDEF, 0x32), 500: (1, 0x00)}.items():
        hopper_starts(line, yen, paid, level)
    inventory = device.start()
    line.finish()
    assert inventory.values == {5, 10, 50, 100, 500}
    assert inventory.counts == {10: 7, 50: 0, 100: 0xABCDEF, 500: 1}
    assert inventory.levels == {10: Level.LOW, 50: Level.OK, 100: Level.HIGH, 500: Level.UNKNOWN}
    assert inventory.faults == {}
    assert [identity.address for identity in inventory.identities] == [2, 3, 4, 5, 6]
    assert device.marks == Marks(acceptor=Mark(0x302012, 0))
    assert inventory.earlier == ()
    assert not inventory.has_escrow


def test_a_jam_that_a_reset_does_not_clear_is_in_the_inventory() -> None:
    clock = VirtualClock()
    line = Line(clock)
    device = CashDevice(line, clock, hoppers={500: 6}, echo="off")
    acceptor_starts(line)
    meets(line, 6, "Payout")
    line.expect(6, h.HOPPER_COIN).reply("JP500B")
    line.expect(6, h.HOPPER_STATUS).reply([0, 0, 0, 0])
    line.expect(6, h.DISPENSE_COUNT).reply(count(3))
    line.expect(6, h.LEVEL).reply([0])
    line.expect(6, h.TEST_HOPPER).reply([0x08])
    line.expect(6, h.RESET).ack()
    line.expect(6, h.SIMPLE_POLL).ack()
    line.expect(6, h.TEST_HOPPER).reply([0x88])
    assert device.start().faults == {500: "exit blocked while idle"}
    line.finish()


def test_a_hopper_on_the_wrong_address_switch_is_noticed_before_it_pays() -> None:
    clock = VirtualClock()
    line = Line(clock)
    device = CashDevice(line, clock, hoppers={10: 3}, echo="off")
    acceptor_starts(line)
    meets(line, 3, "Payout")
    line.expect(3, h.HOPPER_COIN).reply("JP500A")
    with pytest.raises(BadAnswer, match=r"10 yen hopper at test line, address 3.*programmed for 500 yen"):
        device.start()
    line.finish()


def test_a_missing_hopper_is_named() -> None:
    clock = VirtualClock()
    line = Line(clock)
    device = CashDevice(line, clock, hoppers={10: 3}, echo="off")
    acceptor_starts(line)
    for _ in range(3):
        line.expect(3, h.SIMPLE_POLL).silent()
    with pytest.raises(NoAnswer, match="10 yen hopper"):
        device.start()
    line.finish()


def test_a_customer_pays_with_two_coins() -> None:
    _, line, device = started_device()
    is_opened(line)
    device.accept(VALUES)
    for counter, slots in ((0, ()), (1, ((3, 0),)), (1, ((3, 0),)), (2, ((5, 0), (3, 0)))):
        line.expect(2, h.EVENTS).reply(events(counter, *slots))
    assert [device.poll() for _ in range(4)] == [(), (CoinCredited(100, 0),), (), (CoinCredited(500, 0),)]
    is_shut(line)
    device.shut()
    line.finish()
    assert device.marks == Marks(acceptor=Mark(0x302012, 2))
    assert not device.paying_out


def test_the_hoppers_are_started_in_the_order_of_their_values() -> None:
    clock = VirtualClock()
    line = Line(clock)
    device = CashDevice(line, clock, hoppers=dict(reversed(HOPPERS.items())), echo="off")
    acceptor_starts(line)
    for yen in HOPPERS:
        hopper_starts(line, yen)
    device.start()
    line.finish()
