"""The order to pay: sent once, whatever is lost of it."""

from __future__ import annotations

import pytest

from drivers.cash import headers as h
from drivers.cash.occurrences import PayoutEnded
from drivers.errors import Disconnected, NoAnswer, Refused
from tests.drivers.cash.scenes import (
    count,
    started_device,
)
from tests.drivers.cash.till import BEFORE, HOPPER, counted, is_ordered, paying, polls, prepares, shows


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


def test_a_value_without_a_hopper_is_a_mistake() -> None:
    _, _, device = started_device()
    with pytest.raises(ValueError, match="no hopper for 5 yen"):
        device.begin_payout(5, 1, 0)
