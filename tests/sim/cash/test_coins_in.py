"""Coins on their way in: slot, gate, credit sensor, hopper, cashbox, return cup."""

from __future__ import annotations

import pytest

from sim.cash import Timing
from tests.sim.cash.bench import ACCEPTOR, ACK, HOPPER_100, MS, NOTHING, Bench, make_bench


def test_a_coin_is_credited_300_ms_after_the_slot(rig: Bench) -> None:
    rig.open_acceptor()
    rig.box.insert(100)
    assert rig.box.metal["in_flight"] == {100: 1}
    rig.wait(299)
    assert rig.events()[0] == 0
    rig.wait(1)
    assert rig.events() == (1, [(3, 3), NOTHING, NOTHING, NOTHING, NOTHING])
    assert rig.box.metal["in_flight"] == {}
    assert rig.box.metal["hopper_100"] == {100: 51}


def test_a_handful_of_coins_goes_in_one_by_one_newest_first(rig: Bench) -> None:
    rig.open_acceptor()
    for yen in (10, 50, 100, 500, 10, 100):
        rig.box.insert(yen)
    assert rig.box.metal["inserted"] == {10: 1}
    rig.wait(5 * 400 + 300, poll=True)
    counter, slots = rig.events()
    assert counter == 6
    assert slots == [(3, 3), (1, 1), (4, 4), (3, 3), (2, 2)]
    assert rig.box.metal["inserted"] == {10: 2, 50: 1, 100: 2, 500: 1}
    assert rig.box.metal["return_cup"] == {}


def test_a_slow_hand_does_not_wait_for_the_slot(rig: Bench) -> None:
    rig.open_acceptor()
    rig.box.insert(10)
    rig.wait(450, poll=True)
    rig.box.insert(10)
    rig.wait(300)
    assert rig.events()[0] == 2


def test_a_host_that_comes_late_finds_the_same_world() -> None:
    worlds = []
    for steps in (1, 1000):
        rig = make_bench()
        rig.open_acceptor()
        rig.dispense(HOPPER_100, 4)
        for yen in (100, 5, 500):
            rig.box.insert(yen)
        for _ in range(steps):
            rig.clock.now_ns += 3000 * MS // steps
            rig.box.tick()
        worlds.append((rig.box.metal, rig.events(), rig.ask(HOPPER_100, 166)))
    assert worlds[0] == worlds[1]


def test_after_power_up_every_coin_falls_back(rig: Bench) -> None:
    assert rig.ask(ACCEPTOR, 230) == (0, 0)
    assert rig.ask(ACCEPTOR, 227) == (0,)
    rig.events()
    rig.box.insert(500)
    rig.wait(150)
    assert rig.events() == (1, [(0, 2), NOTHING, NOTHING, NOTHING, NOTHING])
    assert rig.box.metal["return_cup"] == {500: 1}
    assert rig.box.metal["rejected"] == {500: 1}


def test_a_coin_inhibited_by_its_own_bit_is_told_by_its_type(rig: Bench) -> None:
    rig.open_acceptor()
    assert rig.ask(ACCEPTOR, 231, 0b0000_1011, 0) == ACK
    rig.box.insert(100)
    rig.wait(300)
    assert rig.events()[1][0] == (0, 130)  # type 3
    rig.box.insert(500)
    rig.wait(400)
    assert rig.events()[1][0] == (4, 4)


@pytest.mark.parametrize("yen", [1, 5, 25, 1000])
def test_a_foreign_coin_is_rejected(rig: Bench, yen: int) -> None:
    rig.open_acceptor()
    rig.box.insert(yen)
    rig.wait(150)
    assert rig.events()[1][0] == (0, 1)
    assert rig.box.take_coins() == {yen: 1}
    assert rig.box.metal["return_cup"] == {}
    assert rig.box.metal["taken"] == {yen: 1}
    rig.box.check_metal()


def test_three_issues_of_500_yen_have_three_positions(rig: Bench) -> None:
    rig.open_acceptor()
    ids = [bytes(rig.ask(ACCEPTOR, 184, position) or ()) for position in range(1, 17)]
    assert ids[:6] == [b"JP010A", b"JP050A", b"JP100A", b"JP500A", b"JP500B", b"JP500C"]
    assert set(ids[6:]) == {b"......"}
    for mint in "BC":
        rig.box.insert(500, mint=mint)
    rig.wait(700)
    assert rig.events()[1][:2] == [(6, 4), (5, 4)]
    rig.box.insert(500, mint="Z")
    rig.wait(700)
    assert rig.events()[1][0] == (0, 1)


def test_a_coin_past_the_gate_is_credited_after_the_acceptor_was_shut(rig: Bench) -> None:
    # S2 3.117: by the time the host acts, more coins may have passed the accept gate.
    rig.open_acceptor()
    rig.box.insert(50)
    rig.wait(160)
    assert rig.ask(ACCEPTOR, 228, 0) == ACK
    rig.wait(140)
    assert rig.events()[1][0] == (2, 2)


def test_a_coin_before_the_gate_falls_back_when_the_acceptor_is_shut(rig: Bench) -> None:
    rig.open_acceptor()
    rig.box.insert(50)
    rig.wait(140)
    assert rig.ask(ACCEPTOR, 228, 0) == ACK
    rig.wait(160)
    assert rig.events()[1][0] == (0, 2)


def test_the_event_counter_goes_from_255_to_1(rig: Bench) -> None:
    for _ in range(255):
        rig.box.press_return_lever()
    assert rig.events()[0] == 255
    rig.box.press_return_lever()
    assert rig.events() == (1, [(0, 254)] * 5)


def test_the_lever_gives_back_a_coin_before_the_gate(rig: Bench) -> None:
    rig.open_acceptor()
    rig.box.insert(500)
    rig.wait(100)
    rig.box.press_return_lever()
    assert rig.box.metal["return_cup"] == {500: 1}
    rig.wait(500)
    assert rig.events() == (1, [(0, 254), NOTHING, NOTHING, NOTHING, NOTHING])


def test_the_lever_is_too_late_for_a_coin_past_the_gate(rig: Bench) -> None:
    rig.open_acceptor()
    rig.box.insert(500)
    rig.wait(200)
    rig.box.press_return_lever()
    rig.wait(100)
    assert rig.events()[1][:2] == [(4, 4), (0, 254)]


def test_a_full_hopper_sends_the_next_coin_to_the_cashbox() -> None:
    rig = make_bench(float_coins={100: 399})
    rig.open_acceptor()
    rig.box.insert(100)
    rig.box.insert(100)
    rig.wait(700)
    assert rig.events()[1][:2] == [(3, 5), (3, 3)]
    assert rig.box.metal["hopper_100"] == {100: 400}
    assert rig.box.metal["cashbox"] == {100: 1}


def test_a_hurried_box_has_faster_coins_and_the_same_wire() -> None:
    rig = make_bench(timing=Timing().hurried(10))
    rig.open_acceptor()
    rig.box.insert(100)
    rig.wait(30)
    assert rig.events()[0] == 1
    assert Timing().hurried(10).watchdog_ns == Timing().watchdog_ns
    assert Timing().hurried(10).inter_byte_ns == Timing().inter_byte_ns
    with pytest.raises(ValueError, match="factor"):
        Timing().hurried(0)


def test_a_coin_is_worth_something(rig: Bench) -> None:
    with pytest.raises(ValueError, match="worth"):
        rig.box.insert(0)
