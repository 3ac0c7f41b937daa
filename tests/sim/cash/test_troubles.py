"""Coins in trouble: every error a coin can meet, faults, gates, limits."""

from __future__ import annotations

import pytest

from sim.cash.coin_errors import FATES, Fate
from sim.cash.self_check import OF_ACCEPTOR
from tests.sim.cash.bench import ACCEPTOR, ACK, Bench


@pytest.mark.parametrize("code", sorted(FATES))
def test_a_coin_meets_each_error_of_the_table(rig: Bench, code: int) -> None:
    rig.open_acceptor()
    rig.box.trouble.trouble(code)
    rig.box.insert(500)
    rig.wait(300)
    counter, slots = rig.events()
    assert (0, code) in slots
    where = {Fate.RETURNED: "return_cup", Fate.CAUGHT: "in_flight"}.get(FATES[code], "cashbox")
    assert rig.box.metal[where] == {500: 1}
    assert [pair for pair in slots if pair[0]] == ([(4, 4)] if FATES[code] is Fate.SORTED_WRONG else [])
    assert counter == len([pair for pair in slots if pair != (0, 0)])
    rig.box.insert(100)
    rig.wait(700, poll=True)
    caught = FATES[code] is Fate.CAUGHT
    assert (rig.events()[1][0] == (3, 3)) is not caught  # the next coin is a coin again


def test_a_caught_coin_catches_those_behind_it_until_the_lever_frees_them(rig: Bench) -> None:
    rig.open_acceptor()
    rig.box.trouble.trouble(5)
    for yen in (100, 500, 10):
        rig.box.insert(yen)
    rig.wait(1200, poll=True)
    assert rig.box.metal["in_flight"] == {100: 1, 500: 1, 10: 1}
    rig.box.press_return_lever()
    assert rig.box.take_coins() == {100: 1, 500: 1, 10: 1}
    rig.wait(300, poll=True)
    rig.box.insert(100)
    rig.wait(300)
    assert rig.events()[1][0] == (3, 3)


def test_an_error_behind_the_gate_waits_for_a_coin_that_is_accepted(rig: Bench) -> None:
    rig.open_acceptor()
    rig.ask(ACCEPTOR, 228, 0)
    rig.box.trouble.trouble(17)
    rig.box.insert(100)
    rig.wait(300)
    assert rig.events()[1][0] == (0, 2)
    rig.ask(ACCEPTOR, 228, 1)
    rig.box.insert(100)
    rig.wait(500)
    assert rig.events()[1][0] == (0, 17)
    assert rig.ask(ACCEPTOR, 193) == (1, 0, 0)


def test_a_swallowed_coin_is_inside_without_credit_though_the_acceptor_was_shut(rig: Bench) -> None:
    rig.box.trouble.trouble(36)
    rig.box.insert(500)
    rig.wait(300)
    assert rig.events()[1][0] == (0, 36)
    assert rig.box.metal["cashbox"] == {500: 1}


def test_no_coin_meets_an_error_that_is_none_of_a_coins(rig: Bench) -> None:
    for code in (0, 14, 40, 130, 254):
        with pytest.raises(ValueError, match="no error"):
            rig.box.trouble.trouble(code)


def test_a_gate_that_hangs_open_swallows_foreign_coins_and_is_then_known(rig: Bench) -> None:
    rig.box.stick_gate()
    assert rig.ask(ACCEPTOR, 232) == (0, 0)
    rig.box.insert(100)
    rig.box.insert(25)
    rig.wait(700)
    assert rig.events()[1][:2] == [(0, 36), (3, 3)]
    assert rig.box.metal["cashbox"] == {25: 1}
    assert rig.ask(ACCEPTOR, 232) == (42, 0)
    rig.box.free_gate()
    assert rig.ask(ACCEPTOR, 232) == (0, 0)


def test_a_gate_that_does_not_open_lets_every_coin_fall_back(rig: Bench) -> None:
    rig.open_acceptor()
    rig.box.stick_gate("closed")
    rig.box.insert(100)
    rig.wait(300)
    assert rig.events()[1][:2] == [(0, 30), (0, 30)]  # the fault, and the coin
    assert rig.ask(ACCEPTOR, 232) == (43, 0)
    assert rig.box.metal["return_cup"] == {100: 1}
    rig.box.free_gate()
    rig.box.insert(100)
    rig.wait(500)
    assert rig.events()[1][0] == (3, 3)
    with pytest.raises(ValueError, match="open or closed"):
        rig.box.stick_gate("ajar")


@pytest.mark.parametrize("fault", sorted(OF_ACCEPTOR))
def test_every_fault_is_one_event_and_keeps_coins_out_until_it_is_mended(rig: Bench, fault: int) -> None:
    rig.open_acceptor()
    rig.box.trouble.fail_acceptor(fault)
    rig.box.trouble.fail_acceptor(fault)
    assert rig.events() == (1, [(0, OF_ACCEPTOR[fault]), *[(0, 0)] * 4])
    assert rig.ask(ACCEPTOR, 232) == (fault, 0)
    rig.box.insert(100)
    rig.wait(300)
    assert rig.box.metal["return_cup"] == {100: 1}
    rig.box.clear_acceptor()
    assert rig.ask(ACCEPTOR, 232) == (0, 0)
    rig.box.insert(100)
    rig.wait(500)
    assert rig.events()[1][0] == (3, 3)


def test_of_several_faults_the_first_is_told_until_it_is_fixed(rig: Bench) -> None:
    rig.box.stick_gate("closed")
    rig.box.block_acceptor()
    assert rig.ask(ACCEPTOR, 232) == (43, 0)
    rig.box.free_gate()
    assert rig.ask(ACCEPTOR, 232) == (3, 0)
    with pytest.raises(ValueError, match="no such fault"):
        rig.box.trouble.fail_acceptor(45)


def test_the_lever_and_a_string_show_in_the_status(rig: Bench) -> None:
    rig.open_acceptor()
    assert rig.ask(ACCEPTOR, 248) == (0,)
    rig.box.press_return_lever()
    assert rig.ask(ACCEPTOR, 248) == (1,)
    rig.box.insert(100)
    rig.wait(200)
    assert rig.box.take_coins() == {100: 1}  # through the open flight deck
    assert rig.events()[0] == 1
    rig.wait(200)
    assert rig.ask(ACCEPTOR, 248) == (0,)
    rig.box.insert(100, on_string=True)
    rig.wait(400)
    assert rig.ask(ACCEPTOR, 248) == (2,)
    rig.wait(1000)
    assert rig.ask(ACCEPTOR, 248) == (0,)


def test_an_accept_limit_lets_so_many_coins_in_and_no_more(rig: Bench) -> None:
    rig.open_acceptor()
    assert rig.ask(ACCEPTOR, 135, 2) == ACK
    for _ in range(4):
        rig.box.insert(10)
    rig.wait(1600, poll=True)
    assert rig.events()[1][:4] == [(0, 2), (0, 2), (1, 1), (1, 1)]
    assert rig.ask(ACCEPTOR, 135, 0) == ACK
    rig.box.insert(10)
    rig.wait(400)
    assert rig.events()[1][0] == (1, 1)


def test_coin_by_coin_the_next_one_is_inhibited_until_it_is_asked_for(rig: Bench) -> None:
    rig.open_acceptor()
    for _ in range(2):
        assert rig.ask(ACCEPTOR, 162, 255, 255, 0b1_1111, 0, 0, 0) == ACK
        rig.box.insert(100)
        rig.box.insert(100)
        rig.wait(800, poll=True)
        assert rig.events()[1][:2] == [(0, 130), (3, 3)]  # the next one's override is not yet this one's


def test_an_overridden_path_leads_to_the_default_one(rig: Bench) -> None:
    rig.open_acceptor()
    assert rig.ask(ACCEPTOR, 188) == (5,)
    assert rig.ask(ACCEPTOR, 222, 0b1111_1011) == ACK  # path 3: the 100 yen hopper
    assert rig.ask(ACCEPTOR, 221) == (0b1111_1011,)
    rig.box.insert(100)
    rig.wait(400)
    assert rig.events()[1][0] == (3, 5)
    assert rig.ask(ACCEPTOR, 189, 4) == ACK
    rig.box.insert(100)
    rig.wait(400)
    assert rig.events()[1][0] == (3, 4)
    assert rig.box.metal["hopper_500"] == {500: 20, 100: 1}
    assert rig.refuses(ACCEPTOR, 189, 6)
    rig.ask(ACCEPTOR, 1)
    rig.wait(200)
    assert (rig.ask(ACCEPTOR, 221), rig.ask(ACCEPTOR, 188)) == ((255,), (5,))


def test_a_credit_code_is_a_position(rig: Bench) -> None:
    assert rig.ask(ACCEPTOR, 213) == (0,)
    assert rig.ask(ACCEPTOR, 212, 1) == (1, 0)
    assert rig.ask(ACCEPTOR, 212, 16) == (0, 128)
    assert rig.ask(ACCEPTOR, 212, 17) == (0, 0)


def test_six_events_between_two_polls_leave_a_gap(rig: Bench) -> None:
    rig.open_acceptor()
    for _ in range(6):
        rig.box.insert(5)
    rig.wait(6 * 400)
    assert rig.events() == (6, [(0, 1)] * 5)


def test_the_event_counter_goes_from_255_to_1(rig: Bench) -> None:
    rig.open_acceptor()
    for _ in range(256):
        rig.box.press_return_lever()
    assert rig.events()[0] == 1


# Hoppers
