"""A payout is watched to its end, whatever else is the matter, and by whatever host."""

from __future__ import annotations

import pytest

from drivers.cash import headers as h
from drivers.cash.device import CashDevice
from drivers.cash.hopper import hopper
from drivers.cash.occurrences import CoinCredited, PayoutEnded
from drivers.errors import NoAnswer
from tests.drivers.cash.line import MS, Line, VirtualClock
from tests.drivers.cash.scenes import (
    HOPPERS,
    acceptor_starts,
    count,
    events,
    hopper_starts,
    meets,
)
from tests.drivers.cash.till import BEFORE, HOPPER, counted, paying, polls, shows


@pytest.mark.parametrize("after_power_up", [(0, 0, 1, 2), (0, 0, 0, 0)])
def test_power_lost_in_a_payout(after_power_up: tuple[int, int, int, int]) -> None:
    """SCH2 keeps paid and unpaid, others clear them: the count is what counts."""
    clock, line, device = paying()
    polls(line, 5, 2, 1, 0)
    assert device.poll() == ()
    polls(line, *after_power_up)
    counted(line, BEFORE + 1)
    if not after_power_up[2]:
        assert device.poll() == ()
        clock.pass_ms(500)
        polls(line, *after_power_up)
        counted(line, BEFORE + 1)
    shows(line, 0xC0, 0, 0x01)
    (end,) = device.poll()
    assert isinstance(end, PayoutEnded)
    assert (end.paid, end.count_after) == (1, BEFORE + 1)
    assert end.fault is not None
    assert end.fault.startswith("power-down during payout")
    line.finish()


def test_a_hopper_that_falls_silent_keeps_back_no_coin_and_is_looked_at_until_it_answers() -> None:
    _, line, device = paying()
    for told in ((CoinCredited(100, 0),), (), ()):
        line.expect(2, h.EVENTS).reply(events(1, (3, 0)))
        for _ in range(3):
            line.expect(HOPPER, h.HOPPER_STATUS).silent()
        assert device.poll() == told
        assert device.paying_out
    line.expect(2, h.EVENTS).reply(events(1, (3, 0)))
    line.expect(HOPPER, h.HOPPER_STATUS).reply([5, 0, 3, 0])
    counted(line, BEFORE + 3)
    assert device.poll() == (PayoutEnded(100, 3, 3, BEFORE + 3, None),)
    line.finish()


def test_a_payout_is_looked_at_alone_while_the_acceptor_cannot_even_be_started() -> None:
    _, line, device = paying()
    for _ in range(3):
        line.expect(HOPPER, h.HOPPER_STATUS).silent()
    assert device.look_at_payout() == ()
    line.expect(HOPPER, h.HOPPER_STATUS).reply([5, 0, 3, 0])
    counted(line, BEFORE + 3)
    (happening,) = device.look_at_payout()
    assert happening.occurrence == PayoutEnded(100, 3, 3, BEFORE + 3, None)
    assert not device.paying_out
    line.finish()


def test_the_payout_ends_although_the_acceptor_is_dead() -> None:
    _, line, device = paying()
    for _ in range(3):
        line.expect(2, h.EVENTS).silent()
    line.expect(HOPPER, h.HOPPER_STATUS).reply([5, 0, 3, 0])
    counted(line, BEFORE + 3)
    assert device.poll() == (PayoutEnded(100, 3, 3, BEFORE + 3, None),)
    for _ in range(3):
        line.expect(2, h.EVENTS).silent()
    with pytest.raises(NoAnswer, match="coin acceptor"):
        device.poll()
    line.finish()


def test_a_poll_of_a_dead_bus_blocks_no_longer_than_three_quarters_of_a_second() -> None:
    clock, line, device = paying()
    for _ in range(3):
        line.expect(2, h.EVENTS).silent()
    for _ in range(3):
        line.expect(HOPPER, h.HOPPER_STATUS).silent()
    began = clock.now_ns
    with pytest.raises(NoAnswer):
        device.poll()
    assert clock.now_ns - began <= 750 * MS
    line.finish()


def test_a_restart_in_a_payout_keeps_watching_and_does_not_reset_the_hopper() -> None:
    _, line, device = paying()
    acceptor_starts(line, counter=None)
    for yen, address in HOPPERS.items():
        if yen == 100:
            meets(line, address, "Payout", "FLOW")
            line.expect(address, h.HOPPER_COIN).reply("JP100A")
            line.expect(address, h.DISPENSE_COUNT).reply(count(BEFORE + 1))
            line.expect(address, h.LEVEL).reply([0x30])
        else:
            hopper_starts(line, yen)
    device.start()
    assert device.paying_out
    polls(line, 5, 0, 3, 0)
    counted(line, BEFORE + 3)
    assert device.poll() == (PayoutEnded(100, 3, 3, BEFORE + 3, None),)
    line.finish()


def test_a_new_host_waits_for_the_payout_that_the_last_one_had_ordered() -> None:
    """Its coins are in the count then; counted in the middle of it, the rest would be on no record."""
    line = Line(VirtualClock())
    device = CashDevice(line, line.clock, hoppers={100: 5}, echo="off")
    acceptor_starts(line)
    meets(line, 5, "Payout", "FLOW")
    line.expect(5, h.HOPPER_COIN).reply("JP100A")
    for left in (2, 2, 1, 0):
        line.expect(5, h.HOPPER_STATUS).reply([1, left, 3 - left, 0])
    line.expect(5, h.DISPENSE_COUNT).reply(count(BEFORE + 3))
    line.expect(5, h.LEVEL).reply([0x30])
    line.expect(5, h.TEST_HOPPER).reply([0x40, 0, 0])
    assert device.start().counts == {100: BEFORE + 3}
    assert not device.paying_out
    line.finish()


def test_a_payout_of_the_last_host_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hopper, "UNKNOWN_PAYOUT_NS", 250 * MS)
    line = Line(VirtualClock())
    device = CashDevice(line, line.clock, hoppers={100: 5}, echo="off")
    acceptor_starts(line)
    meets(line, 5, "Payout", "FLOW")
    line.expect(5, h.HOPPER_COIN).reply("JP100A")
    for _ in range(4):
        line.expect(5, h.HOPPER_STATUS).reply([1, 2, 1, 0])
    line.expect(5, h.STOP).reply([2])
    line.expect(5, h.DISPENSE_COUNT).reply(count(BEFORE + 1))
    line.expect(5, h.LEVEL).reply([0x30])
    line.expect(5, h.TEST_HOPPER).reply([0x40, 0, 0])
    assert device.start().counts == {100: BEFORE + 1}
    line.finish()
