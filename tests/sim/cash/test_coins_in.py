"""Coins on their way in: slot, gate, credit sensor, hopper, cashbox, return cup."""

from __future__ import annotations

import pytest

from sim.cash import Timing
from tests.sim.cash.bench import ACCEPTOR, ACK, HOPPER_100, MS, Bench, make_bench

NOTHING = (0, 0)


def test_a_coin_is_credited_300_ms_after_the_slot(bench: Bench) -> None:
    bench.open_acceptor()
    bench.box.insert(100)
    assert bench.box.metal["in_flight"] == {100: 1}
    bench.wait(299)
    assert bench.events()[0] == 0
    bench.wait(1)
    assert bench.events() == (1, [(3, 3), NOTHING, NOTHING, NOTHING, NOTHING])
    assert bench.box.metal["in_flight"] == {}
    assert bench.box.metal["hopper_100"] == {100: 51}


def test_a_handful_of_coins_goes_in_one_by_one_newest_first(bench: Bench) -> None:
    bench.open_acceptor()
    for yen in (10, 50, 100, 500, 10, 100):
        bench.box.insert(yen)
    assert bench.box.metal["inserted"] == {10: 1}
    bench.wait(5 * 400 + 300, poll=True)
    counter, slots = bench.events()
    assert counter == 6
    assert slots == [(3, 3), (1, 1), (4, 4), (3, 3), (2, 2)]
    assert bench.box.metal["inserted"] == {10: 2, 50: 1, 100: 2, 500: 1}
    assert bench.box.metal["return_cup"] == {}


def test_a_slow_hand_does_not_wait_for_the_slot(bench: Bench) -> None:
    bench.open_acceptor()
    bench.box.insert(10)
    bench.wait(450, poll=True)
    bench.box.insert(10)
    bench.wait(300)
    assert bench.events()[0] == 2


def test_a_host_that_comes_late_finds_the_same_world() -> None:
    worlds = []
    for steps in (1, 1000):
        bench = make_bench()
        bench.open_acceptor()
        bench.dispense(HOPPER_100, 4)
        for yen in (100, 5, 500):
            bench.box.insert(yen)
        for _ in range(steps):
            bench.clock.now_ns += 3000 * MS // steps
            bench.box.tick()
        worlds.append((bench.box.metal, bench.events(), bench.ask(HOPPER_100, 166)))
    assert worlds[0] == worlds[1]


def test_after_power_up_every_coin_falls_back(bench: Bench) -> None:
    assert bench.ask(ACCEPTOR, 230) == (0, 0)
    assert bench.ask(ACCEPTOR, 227) == (0,)
    bench.events()
    bench.box.insert(500)
    bench.wait(150)
    assert bench.events() == (1, [(0, 2), NOTHING, NOTHING, NOTHING, NOTHING])
    assert bench.box.metal["return_cup"] == {500: 1}
    assert bench.box.metal["rejected"] == {500: 1}


def test_a_coin_inhibited_by_its_own_bit_is_told_by_its_type(bench: Bench) -> None:
    bench.open_acceptor()
    assert bench.ask(ACCEPTOR, 231, 0b0000_1011, 0) == ACK
    bench.box.insert(100)
    bench.wait(300)
    assert bench.events()[1][0] == (0, 130)  # type 3
    bench.box.insert(500)
    bench.wait(400)
    assert bench.events()[1][0] == (4, 4)


@pytest.mark.parametrize("yen", [1, 5, 25, 1000])
def test_a_foreign_coin_is_rejected(bench: Bench, yen: int) -> None:
    bench.open_acceptor()
    bench.box.insert(yen)
    bench.wait(150)
    assert bench.events()[1][0] == (0, 1)
    assert bench.box.take_coins() == {yen: 1}
    assert bench.box.metal["return_cup"] == {}
    assert bench.box.metal["taken"] == {yen: 1}
    bench.box.check_metal()


def test_three_issues_of_500_yen_have_three_positions(bench: Bench) -> None:
    bench.open_acceptor()
    ids = [bytes(bench.ask(ACCEPTOR, 184, position) or ()) for position in range(1, 17)]
    assert ids[:6] == [b"JP010A", b"JP050A", b"JP100A", b"JP500A", b"JP500B", b"JP500C"]
    assert set(ids[6:]) == {b"......"}
    for mint in "BC":
        bench.box.insert(500, mint=mint)
    bench.wait(700)
    assert bench.events()[1][:2] == [(6, 4), (5, 4)]
    bench.box.insert(500, mint="Z")
    bench.wait(700)
    assert bench.events()[1][0] == (0, 1)


def test_a_coin_past_the_gate_is_credited_after_the_acceptor_was_shut(bench: Bench) -> None:
    # S2 3.117: by the time the host acts, more coins may have passed the accept gate.
    bench.open_acceptor()
    bench.box.insert(50)
    bench.wait(160)
    assert bench.ask(ACCEPTOR, 228, 0) == ACK
    bench.wait(140)
    assert bench.events()[1][0] == (2, 2)


def test_a_coin_before_the_gate_falls_back_when_the_acceptor_is_shut(bench: Bench) -> None:
    bench.open_acceptor()
    bench.box.insert(50)
    bench.wait(140)
    assert bench.ask(ACCEPTOR, 228, 0) == ACK
    bench.wait(160)
    assert bench.events()[1][0] == (0, 2)


def test_unwatched_for_a_second_it_shuts_itself_and_a_poll_opens_it(bench: Bench) -> None:
    bench.open_acceptor()
    bench.wait(851)
    bench.box.insert(100)  # at the gate 1001 ms after the last poll
    bench.wait(149)
    assert bench.ask(ACCEPTOR, 254) == ACK  # only 229 is a credit poll
    bench.wait(1)
    assert bench.events()[1][0] == (0, 2)
    assert bench.box.metal["return_cup"] == {100: 1}
    bench.wait(400)
    bench.box.insert(100)
    bench.wait(300)
    assert bench.events()[1][0] == (3, 3)


def test_watched_to_the_second_it_stays_open(bench: Bench) -> None:
    bench.open_acceptor()
    bench.wait(850)
    bench.box.insert(100)
    bench.wait(300)
    assert bench.events()[1][0] == (3, 3)


def test_the_event_counter_goes_from_255_to_1(bench: Bench) -> None:
    for _ in range(255):
        bench.box.press_return_lever()
    assert bench.events()[0] == 255
    bench.box.press_return_lever()
    assert bench.events() == (1, [(0, 254)] * 5)


def test_the_lever_gives_back_a_coin_before_the_gate(bench: Bench) -> None:
    bench.open_acceptor()
    bench.box.insert(500)
    bench.wait(100)
    bench.box.press_return_lever()
    assert bench.box.metal["return_cup"] == {500: 1}
    bench.wait(500)
    assert bench.events() == (1, [(0, 254), NOTHING, NOTHING, NOTHING, NOTHING])


def test_the_lever_is_too_late_for_a_coin_past_the_gate(bench: Bench) -> None:
    bench.open_acceptor()
    bench.box.insert(500)
    bench.wait(200)
    bench.box.press_return_lever()
    bench.wait(100)
    assert bench.events()[1][:2] == [(4, 4), (0, 254)]


def test_a_full_hopper_sends_the_next_coin_to_the_cashbox() -> None:
    bench = make_bench(float_coins={100: 399})
    bench.open_acceptor()
    bench.box.insert(100)
    bench.box.insert(100)
    bench.wait(700)
    assert bench.events()[1][:2] == [(3, 5), (3, 3)]
    assert bench.box.metal["hopper_100"] == {100: 400}
    assert bench.box.metal["cashbox"] == {100: 1}


def test_the_sorter_obeys_its_paths_until_a_reset(bench: Bench) -> None:
    bench.open_acceptor()
    assert bench.ask(ACCEPTOR, 209, 4) == (4,)
    assert bench.ask(ACCEPTOR, 210, 4, 5) == ACK
    assert bench.ask(ACCEPTOR, 210, 1, 3) == ACK  # a mistake: 10 yen coins among the 100s
    assert bench.ask(ACCEPTOR, 209, 4) == (5,)
    bench.box.insert(500)
    bench.box.insert(10)
    bench.wait(700)
    assert bench.events()[1][:2] == [(1, 3), (4, 5)]
    assert bench.box.metal["cashbox"] == {500: 1}
    assert bench.box.metal["hopper_100"] == {10: 1, 100: 50}
    bench.ask(ACCEPTOR, 1)
    bench.wait(200)
    assert bench.ask(ACCEPTOR, 209, 4) == (4,)


@pytest.mark.parametrize("data", [(210, 0, 1), (210, 17, 1), (210, 1, 0), (210, 1, 6), (209, 17), (184, 0)])
def test_a_position_or_path_that_is_not_there_is_refused(bench: Bench, data: tuple[int, ...]) -> None:
    assert bench.refuses(ACCEPTOR, *data)


def test_a_one_byte_mask_leaves_coins_9_to_16_alone(bench: Bench) -> None:
    bench.ask(ACCEPTOR, 231, 0xFF, 0xF0)
    bench.ask(ACCEPTOR, 231, 0x01)
    assert bench.ask(ACCEPTOR, 230) == (0x01, 0xF0)
    bench.ask(ACCEPTOR, 231, 1, 2, 3, 4)
    assert bench.ask(ACCEPTOR, 230) == (1, 2)


def test_reset_under_a_coin_swallows_it(bench: Bench) -> None:
    bench.open_acceptor()
    bench.box.insert(500)
    bench.wait(155)
    assert bench.ask(ACCEPTOR, 1) == ACK
    bench.wait(145)
    assert bench.events() == (1, [(0, 36), NOTHING, NOTHING, NOTHING, NOTHING])
    assert bench.box.metal["cashbox"] == {500: 1}
    assert bench.ask(ACCEPTOR, 230) == (0, 0)
    assert bench.ask(ACCEPTOR, 227) == (0,)


def test_power_cut_under_a_coin_says_nothing_of_it(bench: Bench) -> None:
    bench.open_acceptor()
    for yen in (500, 100):
        bench.box.insert(yen)
    bench.wait(155)
    bench.box.power_cycle()
    bench.wait(630)  # the second coin met a closed gate
    assert bench.events()[0] == 0
    assert bench.box.metal["cashbox"] == {500: 1}
    assert bench.box.metal["return_cup"] == {100: 1}


def test_the_audit_counters_outlive_a_power_cut(bench: Bench) -> None:
    bench.open_acceptor()
    for yen in (100, 5, 10):
        bench.box.insert(yen)
    bench.box.insert(500, on_string=True)
    bench.wait(4 * 400, poll=True)
    for _ in range(2):
        assert [bench.ask(ACCEPTOR, header) for header in (226, 225, 194, 193)] == [
            (4, 0, 0),
            (2, 0, 0),
            (1, 0, 0),
            (1, 0, 0),
        ]
        bench.box.power_cycle()
        bench.wait(700)


def test_a_coin_on_a_string_gives_no_credit(bench: Bench) -> None:
    bench.open_acceptor()
    bench.box.insert(500, on_string=True)
    bench.wait(300)
    assert bench.events()[1][0] == (0, 20)
    assert bench.box.take_coins() == {500: 1}


def test_a_blocked_credit_sensor_is_one_event_and_a_lasting_fault(bench: Bench) -> None:
    bench.open_acceptor()
    assert bench.ask(ACCEPTOR, 232) == (0, 0)
    bench.box.block_acceptor()
    bench.box.block_acceptor()
    assert bench.ask(ACCEPTOR, 232) == (3, 0)
    bench.box.insert(100)
    bench.wait(300)
    assert bench.events() == (2, [(0, 2), (0, 14), NOTHING, NOTHING, NOTHING])
    bench.box.clear_acceptor()
    assert bench.ask(ACCEPTOR, 232) == (0, 0)
    bench.wait(400, poll=True)
    bench.box.insert(100)
    bench.wait(300)
    assert bench.events()[1][0] == (3, 3)  # accepts again by itself


def test_a_coin_stuck_at_the_credit_sensor(bench: Bench) -> None:
    bench.open_acceptor()
    bench.box.insert(100)
    bench.wait(200)
    bench.box.block_acceptor()
    bench.wait(1000)
    assert bench.events()[1][:2] == [(0, 6), (0, 14)]
    assert bench.box.metal["in_flight"] == {100: 1}
    bench.box.clear_acceptor()
    assert bench.box.metal["cashbox"] == {100: 1}
    bench.box.check_metal()


def test_polling_priority_is_200_ms(bench: Bench) -> None:
    assert bench.ask(ACCEPTOR, 249) == (2, 20)


def test_a_hurried_box_has_faster_coins_and_the_same_wire() -> None:
    bench = make_bench(timing=Timing().hurried(10))
    bench.open_acceptor()
    bench.box.insert(100)
    bench.wait(30)
    assert bench.events()[0] == 1
    assert Timing().hurried(10).watchdog_ns == Timing().watchdog_ns
    assert Timing().hurried(10).inter_byte_ns == Timing().inter_byte_ns
    with pytest.raises(ValueError, match="factor"):
        Timing().hurried(0)


def test_a_coin_is_worth_something(bench: Bench) -> None:
    with pytest.raises(ValueError, match="worth"):
        bench.box.insert(0)


def test_after_a_reset_it_waits_for_the_first_poll(bench: Bench) -> None:
    bench.open_acceptor()
    assert bench.ask(ACCEPTOR, 1) == ACK
    bench.wait(130)
    assert bench.ask(ACCEPTOR, 231, 255, 255) == ACK
    assert bench.ask(ACCEPTOR, 228, 1) == ACK
    bench.box.insert(100)  # enabled, but not watched since
    bench.wait(150)
    assert bench.events() == (1, [(0, 2), NOTHING, NOTHING, NOTHING, NOTHING])
