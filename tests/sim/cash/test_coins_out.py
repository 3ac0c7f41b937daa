"""Coins on their way out: payouts, refusals, jams, levels."""

from __future__ import annotations

import pytest

from sim.cash.agenda import Agenda
from sim.cash.bowl import Bowl
from sim.cash.hopper import Hopper
from sim.cash.metal import Metal
from sim.cash.timing import Timing
from tests.sim.cash.bench import (
    ACK,
    DISABLED,
    HOPPER_10,
    HOPPER_50,
    HOPPER_100,
    HOPPER_500,
    POWER_UP,
    Bench,
    make_bench,
    serial,
)

TIMEOUT, REVERSED = 0x02, 0x04

REVERSE_LIMIT = 0x10


@pytest.mark.parametrize(("address", "coin"), [(3, b"JP010A"), (4, b"JP050A"), (5, b"JP100A"), (6, b"JP500A")])
def test_a_hopper_names_its_coin(rig: Bench, address: int, coin: bytes) -> None:
    assert bytes(rig.ask(address, 171) or ()) == coin


def test_three_coins_fall_one_every_200_ms(rig: Bench) -> None:
    assert rig.dispense(HOPPER_100, 3) == 1
    seen = []
    for _ in range(4):
        seen.append(rig.ask(HOPPER_100, 166))
        rig.wait(200)
    assert seen == [(1, 3, 0, 0), (1, 2, 1, 0), (1, 1, 2, 0), (1, 0, 3, 0)]
    assert rig.dispensed(HOPPER_100) == 3
    assert rig.box.metal["return_cup"] == {100: 3}
    assert rig.box.metal["paid_out"] == {100: 3}
    assert rig.box.metal["hopper_100"] == {100: 47}
    assert rig.box.next_due_ns() is None


def test_it_stays_enabled_after_a_payout(rig: Bench) -> None:
    assert rig.dispense(HOPPER_10, 1) == 1
    rig.wait(200)
    assert rig.ask(HOPPER_10, 167, *serial(rig, HOPPER_10), 1) == (2,)


def test_hoppers_pay_side_by_side(rig: Bench) -> None:
    rig.dispense(HOPPER_10, 4)
    rig.wait(50)
    rig.dispense(HOPPER_500, 1)
    rig.wait(800)
    assert rig.box.take_coins() == {10: 4, 500: 1}


def test_not_enabled_it_refuses_and_does_not_count(rig: Bench) -> None:
    code = serial(rig, HOPPER_50)
    assert rig.refuses(HOPPER_50, 167, *code, 1)
    assert rig.ask(HOPPER_50, 164, 164) == ACK
    assert rig.refuses(HOPPER_50, 167, *code, 1)
    assert rig.ask(HOPPER_50, 166) == (0, 0, 0, 0)
    assert rig.ask(HOPPER_50, 164, 165) == ACK
    assert rig.ask(HOPPER_50, 167, *code, 1) == (1,)


def test_with_another_hoppers_serial_number_it_refuses(rig: Bench) -> None:
    rig.ask(HOPPER_50, 164, 165)
    assert rig.refuses(HOPPER_50, 167, *serial(rig, HOPPER_10), 1)
    assert rig.refuses(HOPPER_50, 167, *serial(rig, HOPPER_50), 0, 1)


def test_paying_already_it_refuses_and_goes_on(rig: Bench) -> None:
    rig.dispense(HOPPER_50, 3)
    rig.wait(250)
    assert rig.refuses(HOPPER_50, 167, *serial(rig, HOPPER_50), 3)
    rig.wait(1000)
    assert rig.ask(HOPPER_50, 166) == (1, 0, 3, 0)


def test_no_coins_are_paid_and_counted_as_a_payout(rig: Bench) -> None:
    rig.dispense(HOPPER_10, 2)
    rig.wait(500)
    assert rig.ask(HOPPER_10, 167, *serial(rig, HOPPER_10), 0) == (2,)
    assert rig.ask(HOPPER_10, 166) == (2, 0, 0, 0)
    assert rig.dispensed(HOPPER_10) == 2


def test_the_payout_counter_goes_from_255_to_1(rig: Bench) -> None:
    rig.ask(HOPPER_10, 164, 165)
    code = serial(rig, HOPPER_10)
    counters = [rig.ask(HOPPER_10, 167, *code, 0) for _ in range(256)]
    assert counters[-2:] == [(255,), (1,)]


def test_the_dispense_count_has_24_bits() -> None:
    agenda, metal, timing = Agenda(), Metal(), Timing()
    bowl = Bowl("hopper_10", metal)
    bowl.fill(10, 2)
    hopper = Hopper(10, HOPPER_10, agenda, timing, bowl)
    hopper.motor.dispensed = 0xFFFFFF
    assert hopper.answer(168, b"", 0) == b"\xff\xff\xff"
    hopper.motor.pay(1, 0)
    agenda.run(timing.coin_drop_ns)
    assert hopper.answer(168, b"", 0) == b"\x00\x00\x00"


def test_running_empty_ends_two_seconds_after_the_last_coin() -> None:
    rig = make_bench(float_coins={500: 2})
    rig.dispense(HOPPER_500, 5)
    rig.wait(400 + 1999)
    assert rig.ask(HOPPER_500, 166) == (1, 3, 2, 0)
    rig.wait(1)
    assert rig.ask(HOPPER_500, 166) == (1, 0, 2, 3)
    assert rig.ask(HOPPER_500, 163) == (POWER_UP | TIMEOUT, 0, 0)
    rig.box.fill(500, 10)
    assert rig.dispense(HOPPER_500, 3) == 2  # a warning: no reset needed
    assert rig.ask(HOPPER_500, 163) == (POWER_UP, 0, 0)


def test_filled_up_in_time_it_goes_on() -> None:
    rig = make_bench(float_coins={})
    rig.dispense(HOPPER_10, 2)
    rig.wait(1500)
    rig.box.fill(10, 10)
    rig.wait(500)
    assert rig.ask(HOPPER_10, 166) == (1, 0, 2, 0)


def test_a_jam_stalls_the_motor_and_needs_a_reset(rig: Bench) -> None:
    rig.dispense(HOPPER_100, 5)
    rig.wait(400)
    rig.box.jam(100)
    rig.wait(200)
    assert rig.ask(HOPPER_100, 163) == (POWER_UP | REVERSED, 0, 0)
    rig.wait(1800)
    assert rig.ask(HOPPER_100, 166) == (1, 0, 2, 3)
    assert rig.ask(HOPPER_100, 163) == (POWER_UP | TIMEOUT | REVERSED, REVERSE_LIMIT, 0)
    rig.box.clear_jam(100)
    assert rig.refuses(HOPPER_100, 167, *serial(rig, HOPPER_100), 3)
    assert rig.ask(HOPPER_100, 1) == ACK
    rig.wait(130)
    assert rig.ask(HOPPER_100, 163) == (DISABLED, 0, 0)
    assert rig.ask(HOPPER_100, 166) == (0, 0, 2, 3)
    assert rig.dispense(HOPPER_100, 3) == 1
    rig.wait(600)
    assert rig.box.take_coins() == {100: 5}


def test_a_jam_that_gives_way_is_only_a_warning(rig: Bench) -> None:
    rig.dispense(HOPPER_100, 2)
    rig.box.jam(100)
    rig.wait(1000)
    rig.box.clear_jam(100)
    rig.wait(400)
    assert rig.ask(HOPPER_100, 166) == (1, 0, 2, 0)
    assert rig.ask(HOPPER_100, 163) == (POWER_UP | REVERSED, 0, 0)


@pytest.mark.parametrize(("coins", "level"), [(9, 0x31), (10, 0x30), (349, 0x30), (350, 0x32), (400, 0x32)])
def test_level_sensors(coins: int, level: int) -> None:
    assert make_bench(float_coins={100: coins}).ask(HOPPER_100, 217) == (level,)


def test_coins_in_the_wrong_hopper_are_paid_out_as_the_right_ones(rig: Bench) -> None:
    rig.box.empty(100)
    rig.open_acceptor()
    rig.ask(2, 210, 1, 3)
    rig.box.insert(10)
    rig.box.insert(100)
    rig.wait(700)
    rig.dispense(HOPPER_100, 1)
    rig.wait(200)
    assert rig.box.take_coins() == {10: 1}  # first in, first out
    rig.box.check_metal()


def test_the_attendant_empties_and_fills(rig: Bench) -> None:
    rig.box.empty(10)
    assert rig.box.metal["hopper_10"] == {}
    assert rig.box.metal["emptied"] == {10: 50}
    rig.box.fill(10, 400)
    with pytest.raises(ValueError, match="room for 0"):
        rig.box.fill(10, 1)
    with pytest.raises(ValueError, match="no hopper for 5 yen"):
        rig.box.fill(5, 1)
    rig.box.check_metal()
