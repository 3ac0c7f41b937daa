"""Coins going out: what was ordered, what fell, and what the hopper says about it."""

from __future__ import annotations

from drivers.cash import headers as h
from drivers.cash.occurrences import PayoutEnded
from tests.drivers.cash.scenes import (
    events,
    started_device,
)
from tests.drivers.cash.till import BEFORE, HOPPER, counted, is_ordered, paying, polls, prepares, shows


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
