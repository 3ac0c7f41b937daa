"""Notes that come back: unknown, bad, inhibited, or shut out; and a validator that nobody watches."""

from __future__ import annotations

import pytest

from tests.sim.cash.bench import ACK, EMPTY, NOTHING, VALIDATOR, Bench, paper


def test_after_power_up_a_note_is_not_drawn_in(rig: Bench) -> None:
    assert rig.ask(VALIDATOR, 230) == (0, 0)
    assert rig.ask(VALIDATOR, 227) == (0,)
    rig.box.bills.insert(1000)
    rig.wait(5000)
    assert paper(rig, "mouth") == {1000: 1}
    assert rig.bill_events()[0] == 0
    rig.open_validator()  # it still lies there
    rig.wait(1200)
    assert paper(rig, "escrow") == {1000: 1}


def test_a_note_inhibited_by_its_own_bit_comes_back(rig: Bench) -> None:
    rig.open_validator()
    rig.ask(VALIDATOR, 231, 0b01, 0)
    rig.box.bills.insert(1000)
    rig.wait(1700)
    assert rig.bill_events() == (2, [(0, 1), (0, 4), NOTHING, NOTHING, NOTHING])
    assert paper(rig, "mouth") == {1000: 1}


@pytest.mark.parametrize("yen", [2000, 5000, 10_000])
def test_a_larger_note_is_unknown_and_comes_back(rig: Bench, yen: int) -> None:
    rig.open_validator()
    rig.box.bills.insert(yen)
    rig.wait(1700)
    assert rig.bill_events()[1][:2] == [(0, 1), (0, 2)]
    assert rig.box.bills.take() == {yen: 1}


@pytest.mark.parametrize(("flaw", "code"), [("fake", 2), ("crumpled", 3), ("tampered", 9)])
def test_a_bad_note_comes_back_with_its_reason(rig: Bench, flaw: str, code: int) -> None:
    rig.open_validator()
    rig.box.bills.insert(1000, flaw=flaw)
    rig.wait(1700)
    assert rig.bill_events()[1][:2] == [(0, 1), (0, code)]
    assert rig.ask(VALIDATOR, 149, code) == (1, 0, 0)
    assert paper(rig, "mouth") == {1000: 1}


def test_shut_while_a_note_is_drawn_in_it_comes_back(rig: Bench) -> None:
    rig.open_validator()
    rig.box.bills.insert(1000)
    rig.wait(1000)  # past the sensors, not yet in escrow
    assert rig.ask(VALIDATOR, 228, 0) == ACK
    rig.wait(1000)
    assert rig.bill_events()[1][:2] == [(0, 1), (0, 4)]
    assert paper(rig, "mouth") == {1000: 1}


def test_shut_with_a_note_in_escrow_it_comes_back(rig: Bench) -> None:
    rig.escrow_a_note()
    assert rig.ask(VALIDATOR, 228, 0) == ACK
    assert rig.ask(VALIDATOR, 154, 1) == EMPTY
    rig.wait(800)
    assert rig.bill_events()[1][:2] == [(0, 1), (2, 1)]


def test_shut_while_it_is_stacked_a_note_is_credited_all_the_same(rig: Bench) -> None:
    rig.escrow_a_note()
    rig.ask(VALIDATOR, 154, 1)
    rig.wait(500)
    assert rig.ask(VALIDATOR, 228, 0) == ACK
    rig.wait(500)
    assert rig.bill_events()[1][0] == (2, 0)


def test_unwatched_for_5_seconds_it_shuts_itself_and_a_poll_does_not_open_it(rig: Bench) -> None:
    rig.open_validator()
    rig.wait(4000)
    rig.bill_events()
    rig.wait(5000)
    assert rig.ask(VALIDATOR, 227) == (1,)
    rig.wait(1)
    assert rig.bill_events() == (1, [NOTHING] * 5)
    assert rig.ask(VALIDATOR, 227) == (0,)
    rig.box.bills.insert(1000)
    rig.wait(2000)
    assert paper(rig, "mouth") == {1000: 1}


def test_a_dead_host_gives_the_customer_the_note_back(rig: Bench) -> None:
    rig.escrow_a_note()
    rig.wait(6000)
    assert paper(rig, "mouth") == {1000: 1}
    assert rig.bill_events()[1][:3] == [(0, 1), (0, 0), (2, 1)]


def test_polling_for_hours_makes_one_appointment_at_a_time(rig: Bench) -> None:
    rig.open_validator()
    for _ in range(2000):
        rig.wait(200)
        rig.bill_events()
    assert rig.ask(VALIDATOR, 227) == (1,)
    rig.wait(6000)
    assert rig.box.next_due_ns() is None


def test_a_validator_whose_inhibits_stick_takes_a_note_that_nobody_asked_for(rig: Bench) -> None:
    rig.box.bills.insert(1000)
    rig.wait(2000)
    assert paper(rig, "mouth") == {1000: 1}
    rig.box.bills.stick()
    rig.wait(1200)
    assert rig.bill_events()[1][0] == (2, 1)
    assert rig.ask(VALIDATOR, 154, 0) == ACK
    rig.wait(800)
    rig.box.bills.take()
    rig.box.bills.clear()
    rig.box.bills.insert(1000)
    rig.wait(2000)
    assert paper(rig, "mouth") == {1000: 1}
