"""Payouts that end early: power cuts, emergency stops, resets, cables, lost answers."""

from __future__ import annotations

from tests.sim.cash.bench import ACK, DISABLED, HOPPER_10, HOPPER_50, HOPPER_100, POWER_UP, Bench, serial

POWER_DOWN = 0x01


def test_power_cut_during_a_payout_keeps_the_books(rig: Bench) -> None:
    # SCH2 manual, p. 22: 10 asked, 3 paid; counter 0, paid 3, unpaid 7, and it does not resume.
    rig.dispense(HOPPER_10, 10)
    rig.wait(650)
    rig.box.power_cycle()
    rig.wait(5000)
    assert rig.ask(HOPPER_10, 166) == (0, 0, 3, 7)
    assert rig.dispensed(HOPPER_10) == 3
    assert rig.ask(HOPPER_10, 163) == (POWER_UP | DISABLED, 0, POWER_DOWN)
    assert rig.box.take_coins() == {10: 3}


def test_after_a_power_cut_it_pays_the_rest_only_after_a_reset(rig: Bench) -> None:
    rig.dispense(HOPPER_10, 10)
    rig.wait(650)
    for _ in range(2):  # the flag outlives a second cut
        rig.box.power_cycle()
        rig.wait(700)
    rig.ask(HOPPER_10, 164, 165)
    assert rig.refuses(HOPPER_10, 167, *serial(rig, HOPPER_10), 7)
    assert rig.ask(HOPPER_10, 1) == ACK
    rig.wait(130)
    assert rig.ask(HOPPER_10, 163) == (DISABLED, 0, 0)
    assert rig.ask(HOPPER_10, 166) == (0, 0, 3, 7)
    assert rig.dispense(HOPPER_10, 7) == 1
    rig.wait(1400)
    assert rig.dispensed(HOPPER_10) == 10


def test_a_power_cut_at_rest_is_no_power_cut_in_a_payout(rig: Bench) -> None:
    rig.dispense(HOPPER_10, 1)
    rig.wait(200)
    rig.ask(HOPPER_10, 1)
    rig.box.power_cycle()
    rig.wait(630)
    assert rig.ask(HOPPER_10, 163) == (POWER_UP | DISABLED, 0, 0)
    assert rig.ask(HOPPER_10, 166) == (0, 0, 1, 0)


def test_emergency_stop_between_two_coins(rig: Bench) -> None:
    rig.dispense(HOPPER_50, 10)
    rig.wait(650)
    assert rig.ask(HOPPER_50, 172) == (7,)
    assert rig.ask(HOPPER_50, 166) == (1, 0, 3, 7)
    rig.wait(1000)
    assert rig.ask(HOPPER_50, 166) == (1, 0, 3, 7)
    assert rig.refuses(HOPPER_50, 167, *serial(rig, HOPPER_50), 7)  # disabled by the stop
    assert rig.dispense(HOPPER_50, 7) == 2


def test_emergency_stop_with_a_coin_nearly_out(rig: Bench) -> None:
    # SCH2 manual, p. 24: told 7, true 6.
    rig.dispense(HOPPER_50, 10)
    rig.wait(750)
    assert rig.ask(HOPPER_50, 172) == (7,)
    assert rig.ask(HOPPER_50, 172) == (0,)
    assert rig.ask(HOPPER_50, 166) == (1, 0, 3, 7)
    rig.wait(100)
    assert rig.ask(HOPPER_50, 166) == (1, 0, 4, 6)
    assert rig.dispensed(HOPPER_50) == 4
    rig.wait(1000)
    assert rig.box.take_coins() == {50: 4}


def test_what_a_stop_left_unpaid_is_forgotten_without_power(rig: Bench) -> None:
    rig.dispense(HOPPER_50, 10)
    rig.wait(650)
    assert rig.ask(HOPPER_50, 172) == (7,)
    rig.box.power_cycle()
    rig.wait(630)
    assert rig.ask(HOPPER_50, 166) == (0, 0, 3, 0)
    assert rig.ask(HOPPER_50, 163) == (POWER_UP | DISABLED, 0, 0)
    assert rig.dispensed(HOPPER_50) == 3


def test_emergency_stop_at_rest_stops_nothing(rig: Bench) -> None:
    rig.ask(HOPPER_50, 164, 165)
    assert rig.ask(HOPPER_50, 172) == (0,)
    assert rig.ask(HOPPER_50, 167, *serial(rig, HOPPER_50), 1) == (1,)


def test_a_reset_ends_a_payout(rig: Bench) -> None:
    rig.dispense(HOPPER_50, 10)
    rig.wait(650)
    assert rig.ask(HOPPER_50, 1) == ACK
    rig.wait(2000)
    assert rig.ask(HOPPER_50, 166) == (0, 0, 3, 7)
    assert rig.ask(HOPPER_50, 163) == (DISABLED, 0, 0)


def test_with_the_cable_out_a_payout_goes_on(rig: Bench) -> None:
    rig.dispense(HOPPER_100, 5)
    rig.wait(300)
    rig.box.unplug()
    rig.wait(2000)
    rig.box.plug()
    rig.plug_in()
    assert rig.ask(HOPPER_100, 166) == (1, 0, 5, 0)


def test_a_lost_answer_to_a_dispense_has_paid_all_the_same(rig: Bench) -> None:
    rig.ask(HOPPER_100, 164, 165)
    code = serial(rig, HOPPER_100)
    rig.box.faults.drop(1)
    assert rig.ask(HOPPER_100, 167, *code, 2) is None
    rig.wait(400)
    assert rig.ask(HOPPER_100, 166) == (1, 0, 2, 0)
