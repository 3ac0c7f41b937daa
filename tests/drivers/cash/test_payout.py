"""Coins going out: what was ordered, what fell, and what the hopper says about it."""

from __future__ import annotations

import pytest

from drivers.cash import headers as h
from drivers.cash.device import CashDevice
from drivers.cash.hopper import hopper
from drivers.cash.occurrences import CoinCredited, PayoutEnded
from drivers.errors import Disconnected, NoAnswer, Refused
from tests.drivers.cash.line import MS, Exchange, Line, VirtualClock
from tests.drivers.cash.scenes import (
    HOPPERS,
    acceptor_starts,
    count,
    events,
    hopper_starts,
    meets,
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


def test_three_coins_fall() -> None:
    _, line, device = paying()
    polls(line, 5, 3, 0, 0)
    assert device.poll() == ()
    polls(line, 5, 1, 2, 0)
    assert device.poll() == ()
    polls(line, 5, 0, 3, 0)
    counted(line, BEFORE + 3)
    assert device.poll() == (PayoutEnded(100, 3, 3, BEFORE + 3, None),)
    assert not device.paying_out
    line.expect(2, h.EVENTS).reply(events(0))
    assert device.poll() == ()
    line.finish()


def test_the_count_goes_over_its_top() -> None:
    _, line, device = started_device({100: 0xFFFFFE})
    prepares(line, counted=0xFFFFFE)
    is_ordered(line, 5).reply([5])
    device.begin_payout(100, 5, 0xFFFFFE)
    polls(line, 5, 0, 5, 0)
    counted(line, 3)
    assert device.poll() == (PayoutEnded(100, 5, 5, 3, None),)
    line.finish()


def test_a_hopper_that_runs_empty_pays_what_it_had() -> None:
    _, line, device = paying(10)
    polls(line, 5, 0, 4, 6)
    counted(line, BEFORE + 4)
    shows(line, 0x42)
    assert device.poll() == (PayoutEnded(100, 10, 4, BEFORE + 4, "payout timeout, probably empty"),)
    line.finish()


def test_coins_moved_that_nobody_booked_so_nothing_is_ordered() -> None:
    _, line, device = started_device({100: BEFORE})
    line.expect(HOPPER, h.DISPENSE_COUNT).reply(count(BEFORE + 1))
    with pytest.raises(Refused, match=r"100 yen hopper.*count is 1001, but 1000 was expected"):
        device.begin_payout(100, 3, BEFORE)
    assert not device.paying_out
    line.finish()


def test_a_hopper_that_still_runs_gets_no_second_order() -> None:
    _, line, device = started_device({100: BEFORE})
    line.expect(HOPPER, h.DISPENSE_COUNT).reply(count(BEFORE))
    line.expect(HOPPER, h.HOPPER_STATUS).reply([4, 2, 1, 0])
    with pytest.raises(Refused, match="still paying 2 coins"):
        device.begin_payout(100, 3, BEFORE)
    assert not device.paying_out
    line.finish()


def test_one_payout_at_a_time() -> None:
    _, line, device = paying()
    with pytest.raises(Refused, match="another payout has not ended"):
        device.begin_payout(500, 1, 0)
    line.finish()


def test_a_nak_is_refused_with_the_reason() -> None:
    _, line, device = started_device({100: BEFORE})
    prepares(line)
    is_ordered(line, 3).nak()
    line.expect(HOPPER, h.HOPPER_STATUS).reply([5, 0, 2, 0])  # the Flow hopper counts refused orders too
    counted(line, BEFORE)
    shows(line, 0x20)
    with pytest.raises(Refused, match=r"NAK.*exit blocked during payout"):
        device.begin_payout(100, 3, BEFORE)
    assert not device.paying_out
    line.finish()


def test_a_nak_from_a_hopper_that_runs_is_not_believed() -> None:
    _, line, device = started_device({100: BEFORE})
    prepares(line)
    is_ordered(line, 3).nak()
    line.expect(HOPPER, h.HOPPER_STATUS).reply([5, 3, 0, 0])
    device.begin_payout(100, 3, BEFORE)
    assert device.paying_out
    line.finish()


@pytest.mark.parametrize("fault", ["silent", "corrupt", "truncated"])
def test_lost_reply_the_hopper_took_the_order_and_it_is_not_sent_again(fault: str) -> None:
    _, line, device = started_device({100: BEFORE})
    prepares(line)
    getattr(is_ordered(line, 3).reply([5]), fault)()
    line.expect(HOPPER, h.HOPPER_STATUS).reply([5, 3, 0, 0])
    device.begin_payout(100, 3, BEFORE)
    polls(line, 5, 0, 3, 0)
    counted(line, BEFORE + 3)
    assert device.poll() == (PayoutEnded(100, 3, 3, BEFORE + 3, None),)
    line.finish()


def test_lost_reply_and_the_hopper_had_already_paid_everything() -> None:
    _, line, device = started_device({100: BEFORE})
    prepares(line)
    is_ordered(line, 1).silent()
    line.expect(HOPPER, h.HOPPER_STATUS).reply([5, 0, 1, 0])
    device.begin_payout(100, 1, BEFORE)
    polls(line, 5, 0, 1, 0)
    counted(line, BEFORE + 1)
    assert device.poll() == (PayoutEnded(100, 1, 1, BEFORE + 1, None),)
    line.finish()


def test_lost_order_it_never_reached_the_hopper_and_is_still_not_sent_again() -> None:
    _, line, device = started_device({100: BEFORE})
    prepares(line, (4, 0, 2, 0))
    is_ordered(line, 3).silent()
    line.expect(HOPPER, h.HOPPER_STATUS).reply([4, 0, 2, 0])
    counted(line, BEFORE)
    device.begin_payout(100, 3, BEFORE)
    polls(line, 4, 0, 2, 0)
    counted(line, BEFORE)
    assert device.poll() == (PayoutEnded(100, 3, 0, BEFORE, "the order did not reach the hopper"),)
    assert not device.paying_out
    line.finish()


def test_lost_nak_of_a_hopper_that_counts_refused_orders() -> None:
    """The counter moved, nothing else: booked is what the count says, and that the figures disagree."""
    clock, line, device = started_device({100: BEFORE})
    prepares(line, (4, 0, 2, 0))
    is_ordered(line, 3).nak().corrupt()
    line.expect(HOPPER, h.HOPPER_STATUS).reply([5, 0, 2, 0])
    device.begin_payout(100, 3, BEFORE)
    polls(line, 5, 0, 2, 0)
    counted(line, BEFORE)
    assert device.poll() == ()
    clock.pass_ms(500)
    polls(line, 5, 0, 2, 0)
    counted(line, BEFORE)
    shows(line, 0x80)
    (end,) = device.poll()
    assert isinstance(end, PayoutEnded)
    assert (end.paid, end.count_after) == (0, BEFORE)
    assert end.fault is not None
    assert "paid 2, unpaid 0" in end.fault
    line.finish()


@pytest.mark.parametrize("taken", [True, False])
def test_lost_reply_and_a_hopper_that_cannot_be_asked_stays_watched(taken: bool) -> None:
    _, line, device = started_device({100: BEFORE})
    prepares(line)
    is_ordered(line, 3).silent()
    for _ in range(3):
        line.expect(HOPPER, h.HOPPER_STATUS).silent()
    with pytest.raises(NoAnswer):
        device.begin_payout(100, 3, BEFORE)
    assert device.paying_out
    polls(line, 5 if taken else 4, 0, 3 if taken else 2, 0)
    counted(line, BEFORE + (3 if taken else 0))
    (end,) = device.poll()
    assert isinstance(end, PayoutEnded)
    assert end.paid == (3 if taken else 0)
    assert (end.fault is None) == taken
    assert not device.paying_out
    line.finish()


def test_a_hopper_that_dies_before_the_order_has_none() -> None:
    _, line, device = started_device({100: BEFORE})
    line.expect(HOPPER, h.DISPENSE_COUNT).reply(count(BEFORE))
    line.expect(HOPPER, h.HOPPER_STATUS).reply([0, 0, 0, 0])
    for _ in range(3):
        line.expect(HOPPER, h.ENABLE_HOPPER, [165]).silent()
    with pytest.raises(NoAnswer):
        device.begin_payout(100, 3, BEFORE)
    assert not device.paying_out
    line.finish()


def test_a_cable_pulled_in_the_order_leaves_it_open() -> None:
    _, line, device = started_device({100: BEFORE})
    prepares(line)
    is_ordered(line, 3).unplugged()
    with pytest.raises(Disconnected):
        device.begin_payout(100, 3, BEFORE)
    assert device.paying_out
    line.finish()


def test_a_jam_stands_still_for_three_seconds_and_is_stopped() -> None:
    clock, line, device = paying()
    polls(line, 5, 2, 1, 0)
    assert device.poll() == ()
    clock.pass_ms(2800)
    polls(line, 5, 2, 1, 0)
    assert device.poll() == ()
    clock.pass_ms(200)
    polls(line, 5, 2, 1, 0)
    line.expect(HOPPER, h.STOP).reply([2])
    assert device.poll() == ()
    # the coin that still fell after the stop is counted
    polls(line, 5, 0, 1, 2)
    counted(line, BEFORE + 1)
    assert device.poll() == ()
    clock.pass_ms(500)
    polls(line, 5, 0, 2, 1)
    counted(line, BEFORE + 2)
    shows(line, 0xC0, 0x10, 0)
    fault = "stood still for 3 s; motor reverse limit reached, probably jammed"
    assert device.poll() == (PayoutEnded(100, 3, 2, BEFORE + 2, fault),)
    line.finish()


def test_slow_coins_are_not_taken_for_a_jam() -> None:
    clock, line, device = paying()
    for paid in range(3):
        polls(line, 5, 3 - paid, paid, 0)
        assert device.poll() == ()
        clock.pass_ms(2800)
    polls(line, 5, 0, 3, 0)
    counted(line, BEFORE + 3)
    assert device.poll() == (PayoutEnded(100, 3, 3, BEFORE + 3, None),)
    line.finish()


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


def test_one_coin_too_many_is_booked_as_it_fell() -> None:
    clock, line, device = paying()
    polls(line, 5, 0, 3, 0)
    counted(line, BEFORE + 4)
    assert device.poll() == ()
    clock.pass_ms(500)
    polls(line, 5, 0, 3, 0)
    counted(line, BEFORE + 4)
    shows(line, 0)
    (end,) = device.poll()
    assert isinstance(end, PayoutEnded)
    assert end.paid == 4
    assert end.fault is not None
    assert "moved by 4" in end.fault
    line.finish()


def test_a_count_that_jumps_wildly_is_not_booked() -> None:
    clock, line, device = paying()
    polls(line, 5, 0, 3, 0)
    counted(line, BEFORE - 7)
    assert device.poll() == ()
    clock.pass_ms(500)
    polls(line, 5, 0, 3, 0)
    counted(line, BEFORE - 7)
    shows(line, 0x80, 0x40, 0)
    (end,) = device.poll()
    assert isinstance(end, PayoutEnded)
    assert end.paid == 3
    assert end.fault is not None
    assert "NV memory checksum error" in end.fault
    line.finish()


def test_a_hopper_that_does_not_answer_the_test_still_ends() -> None:
    _, line, device = paying(10)
    polls(line, 5, 0, 4, 6)
    counted(line, BEFORE + 4)
    for _ in range(3):
        line.expect(HOPPER, h.TEST_HOPPER).silent()
    assert device.poll() == (PayoutEnded(100, 10, 4, BEFORE + 4, "no answer to the test"),)
    line.finish()


def test_a_coin_that_comes_in_while_the_hopper_is_silent_is_told_first() -> None:
    _, line, device = paying()
    line.expect(2, h.EVENTS).reply(events(1, (3, 0)))
    for _ in range(3):
        line.expect(HOPPER, h.HOPPER_STATUS).silent()
    assert device.poll() == (CoinCredited(100, 0),)
    line.expect(2, h.EVENTS).reply(events(1, (3, 0)))
    for _ in range(3):
        line.expect(HOPPER, h.HOPPER_STATUS).silent()
    with pytest.raises(NoAnswer, match="100 yen hopper"):
        device.poll()
    assert device.paying_out
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


def test_a_value_without_a_hopper_is_a_mistake() -> None:
    _, _, device = started_device()
    with pytest.raises(ValueError, match="no hopper for 5 yen"):
        device.begin_payout(5, 1, 0)
