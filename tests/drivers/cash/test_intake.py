"""Coins and notes together: which are let in, and when everything that was on its way has been told."""

from __future__ import annotations

import pytest

from drivers.cash import headers as h
from drivers.cash.counter import Mark
from drivers.cash.device import CashDevice
from drivers.cash.hopper import Level
from drivers.cash.inventory import CashCheck, CashStatus, Marks
from drivers.cash.occurrences import CoinCredited, NoteCredited, NoteInEscrow, Stacker
from drivers.errors import NoAnswer, Refused
from tests.drivers.cash.line import MS, Line, VirtualClock
from tests.drivers.cash.scenes import (
    ACCEPTOR,
    ALL_OPEN,
    HOPPERS,
    THOUSANDS,
    VALIDATOR,
    VALUES,
    acceptor_starts,
    events,
    hopper_starts,
    is_opened,
    is_shut,
    serial,
    started_device,
    validator_starts,
)

WITH_NOTES = VALUES | {1_000}


def both(hoppers: dict[int, int] | None = None) -> tuple[VirtualClock, Line, CashDevice]:
    """Acceptor and validator, started."""
    clock = VirtualClock()
    line = Line(clock)
    device = CashDevice(line, clock, hoppers=hoppers or {}, validator=VALIDATOR, echo="off")
    acceptor_starts(line)
    validator_starts(line)
    for yen in hoppers or {}:
        hopper_starts(line, yen)
    inventory = device.start()
    assert inventory.values == {5, 10, 50, 100, 500, 1_000, 2_000, 5_000}
    assert inventory.has_escrow
    line.finish()
    return clock, line, device


def opened() -> tuple[VirtualClock, Line, CashDevice]:
    clock, line, device = both()
    is_opened(line, THOUSANDS, VALIDATOR)
    is_opened(line)
    assert device.accept(WITH_NOTES) == WITH_NOTES
    line.finish()
    return clock, line, device


def polled(line: Line, coins: bytes, notes: bytes) -> None:
    line.expect(ACCEPTOR, h.EVENTS).reply(coins)
    line.expect(VALIDATOR, h.BILL_EVENTS).reply(notes)


def shuts(line: Line) -> None:
    is_shut(line)
    is_shut(line, VALIDATOR)


def test_notes_stay_shut_when_there_is_no_change_for_them() -> None:
    _, line, device = opened()
    is_shut(line, VALIDATOR)
    is_opened(line)
    assert device.accept(VALUES) == VALUES
    line.finish()


def test_only_notes() -> None:
    _, line, device = both()
    is_opened(line, THOUSANDS, VALIDATOR)
    is_shut(line)
    assert device.accept(frozenset({1_000})) == {1_000}
    line.finish()


def test_all_issues_of_a_value_are_opened_and_no_other() -> None:
    _, line, device = both()
    is_shut(line, VALIDATOR)
    is_opened(line, [0b11000, 0])  # the 500 yen coin has two positions
    assert device.accept(frozenset({500})) == {500}
    line.finish()


def test_without_a_validator_wanted_notes_are_simply_not_there() -> None:
    _, line, device = started_device()
    is_opened(line)
    assert device.accept(WITH_NOTES) == VALUES
    line.finish()
    with pytest.raises(ValueError, match="no bill validator"):
        device.stack_note()


def test_nothing_that_is_wanted_can_be_taken() -> None:
    """What was open before is shut by the next poll: whoever asked believes that nothing is taken."""
    _, line, device = opened()
    with pytest.raises(Refused, match="programmed for 5, 10, 50, 100, 500, 1000, 2000, 5000"):
        device.accept(frozenset({1, 5, 2_000, 10_000}))
    assert device.status().open_values == frozenset()
    for address, header in ((ACCEPTOR, h.EVENTS), (VALIDATOR, h.BILL_EVENTS)):
        line.expect(address, header).reply(events(0))
        line.expect(address, h.SET_MASTER_INHIBIT, [0]).ack()
        line.expect(address, h.SET_INHIBITS, [0, 0]).ack()
    assert device.poll() == ()
    line.finish()


def test_a_validator_that_does_not_open_leaves_the_coins_open_alone() -> None:
    _, line, device = both()
    for _ in range(3):
        line.expect(VALIDATOR, h.SET_INHIBITS, THOUSANDS).silent()
    is_opened(line)
    assert device.accept(WITH_NOTES) == VALUES
    assert "bill validator" in (device.status().validator_lost or "")
    line.finish()


def test_an_acceptor_that_does_not_open_leaves_the_notes_shut_too() -> None:
    _, line, device = both()
    is_opened(line, THOUSANDS, VALIDATOR)
    for _ in range(3):
        line.expect(ACCEPTOR, h.SET_INHIBITS, ALL_OPEN).silent()
    with pytest.raises(NoAnswer, match="coin acceptor"):
        device.accept(WITH_NOTES)
    assert device.status().open_values == frozenset()
    line.finish()


def test_a_lost_validator_is_left_alone_until_it_is_asked_who_it_is_and_goes_on_where_it_was() -> None:
    clock, line, device = opened()
    for _ in range(2):
        line.expect(ACCEPTOR, h.EVENTS).reply(events(0))
        for _ in range(3):
            line.expect(VALIDATOR, h.BILL_EVENTS).silent()
        assert device.poll() == ()
    assert device.status().open_values == VALUES
    line.expect(ACCEPTOR, h.EVENTS).reply(events(1, (3, 0)))
    assert device.poll() == (CoinCredited(100, 0),)
    assert device.revive() == ()  # not yet
    clock.pass_ms(2_000)
    line.expect(VALIDATOR, h.SERIAL).reply(serial(VALIDATOR))
    assert device.revive() == ()
    assert device.status().validator_lost is None
    polled(line, events(1, (3, 0)), events(1, (1, 1)))
    line.expect(VALIDATOR, h.SET_BILL_MODE, [3]).ack()
    line.expect(VALIDATOR, h.BILL_MODE).reply([3])
    line.expect(VALIDATOR, h.SET_INHIBITS, [0, 0]).ack()
    assert device.poll() == (NoteInEscrow(1_000),)
    line.finish()


def test_a_validator_that_is_dead_from_the_first_is_started_while_no_coin_is_taken() -> None:
    """What it has stacked since the mark is told then, once."""
    clock = VirtualClock()
    line = Line(clock)
    device = CashDevice(line, clock, hoppers={}, validator=VALIDATOR, echo="off")
    acceptor_starts(line)
    for _ in range(3):
        line.expect(VALIDATOR, h.SIMPLE_POLL).silent()
    device.start(marks=Marks(validator=Mark(int.from_bytes(serial(VALIDATOR), "little"), 11)))
    is_opened(line)
    assert device.accept(WITH_NOTES) == VALUES
    clock.pass_ms(2_000)
    assert device.revive() == ()
    is_shut(line)
    device.shut()
    clock.pass_ms(2_000)
    validator_starts(line, 12, (1, 0), (1, 1))
    (happening,) = device.revive()
    assert happening.occurrence == NoteCredited(1_000)
    assert device.revive() == ()
    line.finish()


def test_shutting_tries_both() -> None:
    _, line, device = opened()
    for _ in range(3):
        line.expect(ACCEPTOR, h.SET_MASTER_INHIBIT, [0]).silent()
    is_shut(line, VALIDATOR)
    with pytest.raises(NoAnswer, match="coin acceptor"):
        device.shut()
    assert not device.status().drained
    line.finish()


def test_a_late_coin_and_a_late_note_are_told_before_it_is_drained() -> None:
    clock, line, device = opened()
    shuts(line)
    device.shut()
    began = clock.now_ns
    coin, note = (events(1, (3, 0)), events(1, (1, 1)))
    for step in range(40):
        polled(line, coin if step >= 3 else events(0), note if step >= 5 else events(0))
    told = device.drain(began + 2_000 * MS)
    assert told == (CoinCredited(100, 0), NoteInEscrow(1_000))
    assert not device.status().drained  # the note waits
    assert device.status().note_yen == 1_000
    line.script.clear()
    line.expect(VALIDATOR, h.BILL_EVENTS).reply(note)
    line.expect(VALIDATOR, h.ROUTE_BILL, [1]).ack()
    device.stack_note()
    stacked = events(2, (1, 0), (1, 1))
    for step in range(40):
        polled(line, coin, stacked if step >= 2 else note)
    assert device.drain(clock.now_ns + 5_000 * MS) == (NoteCredited(1_000),)
    assert device.status() == CashStatus(
        open_values=frozenset(), note_yen=None, stacker=Stacker.UNKNOWN, paying_yen=None, drained=True
    )
    assert line.script  # it did not use up its time


def test_a_device_that_nobody_polls_is_not_drained_by_waiting() -> None:
    clock, line, device = opened()
    shuts(line)
    device.shut()
    clock.pass_ms(10_000)
    assert not device.status().drained
    polled(line, events(0), events(0))
    device.poll()
    assert device.status().drained


def test_a_drain_tells_what_it_has_before_it_tells_the_trouble() -> None:
    clock, line, device = opened()
    shuts(line)
    device.shut()
    polled(line, events(1, (3, 0)), events(0))
    for _ in range(2):
        for _ in range(3):
            line.expect(ACCEPTOR, h.EVENTS).silent()
        line.expect(VALIDATOR, h.BILL_EVENTS).reply(events(0))
    deadline = clock.now_ns + 5_000 * MS
    assert device.drain(deadline) == (CoinCredited(100, 0),)
    with pytest.raises(NoAnswer):
        device.drain(deadline)
    line.finish()


def test_a_dead_validator_does_not_keep_a_coin_back_nor_hold_up_the_acceptor() -> None:
    clock, line, device = opened()
    line.expect(ACCEPTOR, h.EVENTS).reply(events(1, (3, 0)))
    for _ in range(3):
        line.expect(VALIDATOR, h.BILL_EVENTS).silent()
    began = clock.now_ns
    assert device.poll() == (CoinCredited(100, 0),)
    assert clock.now_ns - began <= 750 * MS
    line.finish()


def test_three_dead_devices_take_no_longer_than_two() -> None:
    clock, line, device = both({100: HOPPERS[100]})
    line.expect(5, h.DISPENSE_COUNT).reply([0, 0, 0])
    line.expect(5, h.HOPPER_STATUS).reply([0, 0, 0, 0])
    line.expect(5, h.ENABLE_HOPPER, [165]).ack()
    line.expect(5, h.DISPENSE, [0x15, 0x20, 0x30, 1]).reply([1])
    device.begin_payout(100, 1, 0)
    assert device.status().paying_yen == 100
    for address, header in ((ACCEPTOR, h.EVENTS), (VALIDATOR, h.BILL_EVENTS), (5, h.HOPPER_STATUS)):
        for _ in range(2):
            line.expect(address, header).silent()
    began = clock.now_ns
    with pytest.raises(NoAnswer, match="coin acceptor"):
        device.poll()
    assert clock.now_ns - began <= 750 * MS
    line.finish()


def test_levels_and_self_check() -> None:
    _, line, device = both({10: 3, 500: 6})
    line.expect(3, h.LEVEL).reply([0x31])
    line.expect(6, h.LEVEL).reply([0x00])
    assert device.levels() == {10: Level.LOW, 500: Level.UNKNOWN}
    line.expect(ACCEPTOR, h.SELF_CHECK).reply([3, 0])
    line.expect(VALIDATOR, h.SELF_CHECK).reply([45])
    line.expect(ACCEPTOR, h.STATUS).reply([1])
    line.expect(3, h.TEST_HOPPER).reply([0xC0, 0, 0])
    line.expect(6, h.TEST_HOPPER).reply([0x08])
    assert device.self_check() == CashCheck(
        acceptor="fault on credit sensor; coin return mechanism activated (flight deck open)",
        validator="stacker full",
        hoppers={500: "exit blocked while idle"},
    )
    line.finish()


def test_status_asks_nobody() -> None:
    _, line, device = opened()
    status = device.status()
    assert status.open_values == WITH_NOTES
    assert not status.drained
    line.finish()


def test_the_acceptor_alone_may_be_opened_for_all_it_takes() -> None:
    _, line, device = both()
    is_shut(line, VALIDATOR)
    is_opened(line, ALL_OPEN)
    assert device.accept(VALUES | {10_000}) == VALUES  # this validator has no 10000 yen note
    line.finish()
