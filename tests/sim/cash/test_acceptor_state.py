"""What the acceptor keeps and forgets: watchdog, sorter, resets, power cuts, strings, sensors."""

from __future__ import annotations

import pytest

from tests.sim.cash.bench import ACCEPTOR, ACK, NOTHING, Bench


def test_unwatched_for_a_second_it_shuts_itself_and_a_poll_opens_it(rig: Bench) -> None:
    rig.open_acceptor()
    rig.wait(851)
    rig.box.insert(100)  # at the gate 1001 ms after the last poll
    rig.wait(149)
    assert rig.ask(ACCEPTOR, 254) == ACK  # only 229 is a credit poll
    rig.wait(1)
    assert rig.events()[1][0] == (0, 2)
    assert rig.box.metal["return_cup"] == {100: 1}
    rig.wait(400)
    rig.box.insert(100)
    rig.wait(300)
    assert rig.events()[1][0] == (3, 3)


def test_watched_to_the_second_it_stays_open(rig: Bench) -> None:
    rig.open_acceptor()
    rig.wait(850)
    rig.box.insert(100)
    rig.wait(300)
    assert rig.events()[1][0] == (3, 3)


def test_the_sorter_obeys_its_paths_until_a_reset(rig: Bench) -> None:
    rig.open_acceptor()
    assert rig.ask(ACCEPTOR, 209, 4) == (4,)
    assert rig.ask(ACCEPTOR, 210, 4, 5) == ACK
    assert rig.ask(ACCEPTOR, 210, 1, 3) == ACK  # a mistake: 10 yen coins among the 100s
    assert rig.ask(ACCEPTOR, 209, 4) == (5,)
    rig.box.insert(500)
    rig.box.insert(10)
    rig.wait(700)
    assert rig.events()[1][:2] == [(1, 3), (4, 5)]
    assert rig.box.metal["cashbox"] == {500: 1}
    assert rig.box.metal["hopper_100"] == {10: 1, 100: 50}
    rig.ask(ACCEPTOR, 1)
    rig.wait(200)
    assert rig.ask(ACCEPTOR, 209, 4) == (4,)


@pytest.mark.parametrize("data", [(210, 0, 1), (210, 17, 1), (210, 1, 0), (210, 1, 6), (209, 17), (184, 0)])
def test_a_position_or_path_that_is_not_there_is_refused(rig: Bench, data: tuple[int, ...]) -> None:
    assert rig.refuses(ACCEPTOR, *data)


def test_a_one_byte_mask_leaves_coins_9_to_16_alone(rig: Bench) -> None:
    rig.ask(ACCEPTOR, 231, 0xFF, 0xF0)
    rig.ask(ACCEPTOR, 231, 0x01)
    assert rig.ask(ACCEPTOR, 230) == (0x01, 0xF0)
    rig.ask(ACCEPTOR, 231, 1, 2, 3, 4)
    assert rig.ask(ACCEPTOR, 230) == (1, 2)


def test_reset_under_a_coin_swallows_it(rig: Bench) -> None:
    rig.open_acceptor()
    rig.box.insert(500)
    rig.wait(155)
    assert rig.ask(ACCEPTOR, 1) == ACK
    rig.wait(145)
    assert rig.events() == (1, [(0, 36), NOTHING, NOTHING, NOTHING, NOTHING])
    assert rig.box.metal["cashbox"] == {500: 1}
    assert rig.ask(ACCEPTOR, 230) == (0, 0)
    assert rig.ask(ACCEPTOR, 227) == (0,)


def test_power_cut_under_a_coin_says_nothing_of_it(rig: Bench) -> None:
    rig.open_acceptor()
    for yen in (500, 100):
        rig.box.insert(yen)
    rig.wait(155)
    rig.box.power_cycle()
    rig.wait(630)  # the second coin met a closed gate
    assert rig.events()[0] == 0
    assert rig.box.metal["cashbox"] == {500: 1}
    assert rig.box.metal["return_cup"] == {100: 1}


def test_the_audit_counters_outlive_a_power_cut(rig: Bench) -> None:
    rig.open_acceptor()
    for yen in (100, 5, 10):
        rig.box.insert(yen)
    rig.box.insert(500, on_string=True)
    rig.wait(4 * 400, poll=True)
    for _ in range(2):
        assert [rig.ask(ACCEPTOR, header) for header in (226, 225, 194, 193)] == [
            (4, 0, 0),
            (2, 0, 0),
            (1, 0, 0),
            (1, 0, 0),
        ]
        rig.box.power_cycle()
        rig.wait(700)


def test_a_coin_on_a_string_gives_no_credit(rig: Bench) -> None:
    rig.open_acceptor()
    rig.box.insert(500, on_string=True)
    rig.wait(300)
    assert rig.events()[1][0] == (0, 20)
    assert rig.box.take_coins() == {500: 1}


def test_a_blocked_credit_sensor_is_one_event_and_a_lasting_fault(rig: Bench) -> None:
    rig.open_acceptor()
    assert rig.ask(ACCEPTOR, 232) == (0, 0)
    rig.box.block_acceptor()
    rig.box.block_acceptor()
    assert rig.ask(ACCEPTOR, 232) == (3, 0)
    rig.box.insert(100)
    rig.wait(300)
    assert rig.events() == (2, [(0, 2), (0, 14), NOTHING, NOTHING, NOTHING])
    rig.box.clear_acceptor()
    assert rig.ask(ACCEPTOR, 232) == (0, 0)
    rig.wait(400, poll=True)
    rig.box.insert(100)
    rig.wait(300)
    assert rig.events()[1][0] == (3, 3)  # accepts again by itself


def test_a_coin_stuck_at_the_credit_sensor(rig: Bench) -> None:
    rig.open_acceptor()
    rig.box.insert(100)
    rig.wait(200)
    rig.box.block_acceptor()
    rig.wait(1000)
    assert rig.events()[1][:2] == [(0, 6), (0, 14)]
    assert rig.box.metal["in_flight"] == {100: 1}
    rig.box.clear_acceptor()
    assert rig.box.metal["cashbox"] == {100: 1}
    rig.box.check_metal()


def test_polling_priority_is_200_ms(rig: Bench) -> None:
    assert rig.ask(ACCEPTOR, 249) == (2, 20)


def test_after_a_reset_it_waits_for_the_first_poll(rig: Bench) -> None:
    rig.open_acceptor()
    assert rig.ask(ACCEPTOR, 1) == ACK
    rig.wait(130)
    assert rig.ask(ACCEPTOR, 231, 255, 255) == ACK
    assert rig.ask(ACCEPTOR, 228, 1) == ACK
    rig.box.insert(100)  # enabled, but not watched since
    rig.wait(150)
    assert rig.events() == (1, [(0, 2), NOTHING, NOTHING, NOTHING, NOTHING])
