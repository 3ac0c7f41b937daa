"""Hoppers that hold less than the book says: nothing is promised out of them, and one that is filled is used again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from statemachine import events as e
from tests.faults.noisy.till import Setting, Till


@pytest.fixture
def till() -> Iterator[Till]:
    till = Till(Setting())
    yield till
    till.close()


def _run_dry(till: Till, *values: int) -> None:
    for yen in values:
        till.box.empty(yen)


def _owed_yen(till: Till) -> int:
    return till.machine.desk.money.owed_yen


def test_empty_hoppers_that_the_book_calls_full_let_no_note_in(till: Till) -> None:
    _run_dry(till, 10, 50, 100, 500)
    till.run(2)
    till.arrive(3)
    till.run(1)
    till.box.bills.insert(1000)
    till.run(5)
    assert till.box.notes["stacker"] == {}
    assert _owed_yen(till) == 0


def test_a_coin_that_came_into_an_empty_hopper_is_paid_back_from_it(till: Till) -> None:
    _run_dry(till, 10, 50, 100, 500)
    till.run(2)
    till.arrive(3)
    till.run(1)
    till.box.insert(100)
    till.run(3)
    till.take(e.CancelPressed())
    till.run(20)
    assert till.box.metal["return_cup"] == {100: 1}
    assert _owed_yen(till) == 0


def test_a_hopper_that_runs_empty_between_customers_is_noticed_and_used_again_when_filled(till: Till) -> None:
    till.run(2)
    _run_dry(till, 100)
    till.run(25)
    assert till.machine.desk.money.payable()[100] == 0
    till.box.fill(100, 50)
    till.run(25)
    assert till.machine.desk.money.payable()[100] == 50


def test_a_hopper_that_fails_for_want_of_coins_is_not_believed_after_a_word_of_the_attendants() -> None:
    till = Till(Setting(((10, 0), (50, 0), (100, 8), (500, 0))))
    till.run(2)
    _run_dry(till, 100)
    till.arrive(3)
    till.run(1)
    till.box.insert(500)
    till.run(3)
    till.box.insert(500)
    till.run(60)
    assert _owed_yen(till) == 400
    till.take(e.AttendantCleared())
    till.run(25)
    assert till.machine.desk.money.payable()[100] == 0
    till.close()


def test_a_hopper_whose_sensor_is_covered_is_believed_when_its_jam_is_cleared(till: Till) -> None:
    till.run(2)
    till.box.jam(100)
    till.arrive(3)
    till.run(1)
    till.box.insert(100)
    till.run(3)
    till.take(e.CancelPressed())
    till.run(40)
    till.box.clear_jam(100)
    till.take(e.AttendantCleared())
    till.run(25)
    held = till.box.metal["hopper_100"][100]
    assert till.machine.desk.money.payable()[100] == held
