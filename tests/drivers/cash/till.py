"""A hopper that pays, word for word."""

from __future__ import annotations

from drivers.cash import headers as h
from drivers.cash.device import CashDevice
from tests.drivers.cash.line import Exchange, Line, VirtualClock
from tests.drivers.cash.scenes import (
    HOPPERS,
    count,
    events,
    serial,
    started_device,
)

HOPPER = HOPPERS[100]

BEFORE = 1000


def prepares(line: Line, status: tuple[int, int, int, int] = (4, 0, 2, 0), counted: int = BEFORE) -> None:
    line.expect(HOPPER, h.DISPENSE_COUNT).reply(count(counted))
    line.expect(HOPPER, h.HOPPER_STATUS).reply(list(status))
    line.expect(HOPPER, h.ENABLE_HOPPER, [165]).ack()


def is_ordered(line: Line, coins: int) -> Exchange:
    return line.expect(HOPPER, h.DISPENSE, [*serial(HOPPER)[:3], coins])


def polls(line: Line, *status: int) -> None:
    line.expect(2, h.EVENTS).reply(events(0))
    line.expect(HOPPER, h.HOPPER_STATUS).reply(list(status))


def counted(line: Line, coins: int) -> None:
    line.expect(HOPPER, h.DISPENSE_COUNT).reply(count(coins))


def shows(line: Line, *registers: int) -> None:
    line.expect(HOPPER, h.TEST_HOPPER).reply(list(registers))


def paying(coins: int = 3) -> tuple[VirtualClock, Line, CashDevice]:
    """The hopper has taken the order."""
    clock, line, device = started_device({100: BEFORE})
    prepares(line)
    is_ordered(line, coins).reply([5])
    device.begin_payout(100, coins, BEFORE)
    line.finish()
    assert device.paying_out
    return clock, line, device
