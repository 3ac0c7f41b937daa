"""Hoppers in trouble: miscounts, exits blocked or lit, motors that cannot turn."""

from __future__ import annotations

import pytest

from tests.sim.cash.bench import ACCEPTOR, HOPPER_50, HOPPER_100, Bench, make_bench, serial

MAX_CURRENT, BLOCKED_IN_IDLE, LIT_IN_IDLE, BLOCKED_IN_PAYOUT, POWER_UP, DISABLED = 0x01, 0x08, 0x10, 0x20, 0x40, 0x80

LIT_IN_PAYOUT = 0x01


def test_a_coin_that_falls_unseen_is_one_too_many(rig: Bench) -> None:
    rig.box.trouble.lie(100, 1)
    rig.dispense(HOPPER_100, 3)
    rig.wait(1000)
    assert rig.ask(HOPPER_100, 166) == (1, 0, 3, 0)
    assert rig.dispensed(HOPPER_100) == 3
    assert rig.box.take_coins() == {100: 4}
    assert rig.box.conserved()


def test_a_coin_that_is_seen_and_does_not_fall_is_one_too_few(rig: Bench) -> None:
    rig.box.trouble.lie(100, -1)
    rig.dispense(HOPPER_100, 3)
    rig.wait(1000)
    assert rig.ask(HOPPER_100, 166) == (1, 0, 3, 0)
    assert rig.dispensed(HOPPER_100) == 3
    assert rig.box.take_coins() == {100: 2}
    assert rig.box.metal["hopper_100"] == {100: 48}


def test_an_empty_hopper_that_lies_pays_air() -> None:
    rig = make_bench(float_coins={})
    rig.box.trouble.lie(50, -2)
    rig.dispense(HOPPER_50, 2)
    rig.wait(500)
    assert rig.ask(HOPPER_50, 166) == (1, 0, 2, 0)
    assert rig.box.metal["return_cup"] == {}


@pytest.mark.parametrize(("act", "flag"), [("block_exit", BLOCKED_IN_IDLE), ("light_exit", LIT_IN_IDLE)])
def test_something_before_the_exit_at_rest_keeps_the_hopper_from_paying(rig: Bench, act: str, flag: int) -> None:
    getattr(rig.box.trouble, act)(50)
    assert rig.ask(HOPPER_50, 163) == (POWER_UP | DISABLED | flag, 0, 0)
    rig.ask(HOPPER_50, 164, 165)
    assert rig.refuses(HOPPER_50, 167, *serial(rig, HOPPER_50), 1)
    rig.ask(HOPPER_50, 1)
    rig.wait(130)
    assert rig.ask(HOPPER_50, 163) == (DISABLED | flag, 0, 0)  # it is still there
    rig.box.clear_jam(50)
    rig.ask(HOPPER_50, 164, 165)
    assert rig.refuses(HOPPER_50, 167, *serial(rig, HOPPER_50), 1)
    rig.ask(HOPPER_50, 1)
    rig.wait(130)
    assert rig.dispense(HOPPER_50, 1) == 1


@pytest.mark.parametrize(
    ("act", "flags"),
    [
        ("block_exit", (POWER_UP | BLOCKED_IN_PAYOUT, 0, 0)),
        ("light_exit", (POWER_UP, LIT_IN_PAYOUT, 0)),
        ("overload", (POWER_UP | MAX_CURRENT, 0, 0)),
    ],
)
def test_trouble_in_a_payout_ends_it_and_needs_a_reset(rig: Bench, act: str, flags: tuple[int, ...]) -> None:
    rig.dispense(HOPPER_50, 5)
    rig.wait(450)
    getattr(rig.box.trouble, act)(50)
    rig.wait(1000)
    assert rig.ask(HOPPER_50, 166) == (1, 0, 2, 3)
    assert rig.ask(HOPPER_50, 163) == flags
    rig.box.clear_jam(50)
    assert rig.refuses(HOPPER_50, 167, *serial(rig, HOPPER_50), 3)
    rig.ask(HOPPER_50, 1)
    rig.wait(130)
    assert rig.dispense(HOPPER_50, 3) == 1
    rig.wait(700)
    assert rig.box.take_coins() == {50: 5}


def test_a_motor_that_cannot_turn_gives_up_at_its_first_turn(rig: Bench) -> None:
    rig.box.trouble.overload(50)
    rig.dispense(HOPPER_50, 2)
    rig.wait(200)
    assert rig.ask(HOPPER_50, 166) == (1, 0, 0, 2)
    assert rig.ask(HOPPER_50, 163) == (POWER_UP | MAX_CURRENT, 0, 0)


def test_one_device_loses_its_supply_and_the_others_do_not_notice(rig: Bench) -> None:
    rig.box.press_return_lever()
    assert rig.box.trouble.coin_events == 1
    rig.dispense(HOPPER_50, 2)
    rig.box.trouble.restart(ACCEPTOR)
    assert rig.box.trouble.coin_events == 0
    assert rig.ask(HOPPER_50, 254) == ()
    rig.wait(700)
    assert rig.ask(ACCEPTOR, 229) == (0,) * 11
    assert rig.box.take_coins() == {50: 2}
    with pytest.raises(ValueError, match="no device"):
        rig.box.trouble.restart(99)


def test_there_is_no_hopper_for_5_yen(rig: Bench) -> None:
    with pytest.raises(ValueError, match="no hopper for 5 yen"):
        rig.box.trouble.lie(5, 1)
