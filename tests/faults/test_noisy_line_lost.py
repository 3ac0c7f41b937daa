"""One device of the cash box is silent: the others go on, and nobody is given a slip for what lies in his cup."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

from drivers.clock import NS_PER_S
from statemachine import events as e
from tests.faults.noisy import till as tills
from tests.faults.noisy.cut import HEADER_AT, WatchedPort
from tests.faults.noisy.rules import NS_PER_BYTE, RICH
from tests.faults.noisy.till import ACCEPTOR, VALIDATOR, Setting, Till
from tests.faults.noisy.truth import Truth

SETTING = Setting(RICH, byte_ns=NS_PER_BYTE)
HOPPER_500, EVENTS = 6, 229
SILENT_S = 59.0
"""Just before an order to pay is given up."""
PATIENCE_S = 1.0
"""An acceptor that is not polled for so long takes no coins (S1 §18.1)."""


@pytest.fixture
def till() -> Iterator[Till]:
    till = Till(SETTING)
    till.run(2.0)
    yield till
    till.close()


@pytest.fixture
def polled_s(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """When the acceptor was asked for its events."""
    asked: list[float] = []
    worlds: list[Till] = []

    class Listening(WatchedPort):
        def write(self, data: bytes, deadline_ns: int) -> None:
            if (data[0], data[HEADER_AT]) == (ACCEPTOR, EVENTS):
                asked.append(worlds[0].clock.hub.now_ns / NS_PER_S)
            super().write(data, deadline_ns)

    class Listened(Till):
        def __init__(self, setting: Setting) -> None:
            worlds.append(self)
            super().__init__(setting)

    monkeypatch.setattr(tills, "WatchedPort", Listening)
    monkeypatch.setattr("tests.faults.test_noisy_line_lost.Till", Listened)
    return asked


def pay_in(till: Till, *coins: int) -> None:
    till.arrive(4)
    till.run(1.0)
    for yen in coins:
        till.box.insert(yen)
    till.run(1.5)
    assert till.machine.desk.money.customer_yen == sum(coins)


def everything_is_out_and_nothing_is_owed(till: Till, yen: int) -> None:
    money = till.machine.desk.money
    fell = sum(value * coins for value, coins in till.box.metal["paid_out"].items())
    assert (fell, money.paid_out_yen, money.owed_yen, money.customer_yen) == (yen, yen, 0, 0)
    assert list(Truth(till.box, till.books, dict(SETTING.float_coins)).at_any_time()) == []


@pytest.mark.parametrize("address", [VALIDATOR, ACCEPTOR])
@pytest.mark.parametrize("since_s", [0.0, 0.1, 0.5, 1.5])
def test_the_coins_fall_while_acceptor_or_validator_is_silent_and_are_not_owed_too(
    till: Till, address: int, since_s: float
) -> None:
    pay_in(till, 500, 100)
    till.take(e.CancelPressed())
    till.run(since_s)
    till.box.trouble.unplug(address)
    till.run(SILENT_S)
    everything_is_out_and_nothing_is_owed(till, 600)


@pytest.mark.parametrize("since_s", [0.1, 1.0, 2.5])
def test_an_acceptor_that_dies_with_coins_inside_gives_them_back(till: Till, since_s: float) -> None:
    pay_in(till, 500)
    till.box.trouble.unplug(ACCEPTOR)
    till.run(since_s)
    till.take(e.CancelPressed())
    till.run(SILENT_S)
    everything_is_out_and_nothing_is_owed(till, 500)


def test_change_for_a_note_is_paid_although_the_validator_has_fallen_silent_since(till: Till) -> None:
    till.arrive(3)
    till.run(1.0)
    till.box.bills.insert(1000)
    assert till.run_until(lambda: till.state == "paying_change", 20.0)
    till.box.trouble.unplug(VALIDATOR)
    till.run(SILENT_S)
    everything_is_out_and_nothing_is_owed(till, 400)


def test_without_its_validator_the_kiosk_takes_coins_and_with_it_again_notes(till: Till) -> None:
    till.box.trouble.unplug(VALIDATOR)
    till.run(5.0)
    pay_in(till, 100)
    till.run(30.0)
    till.box.insert(100)
    till.run(2.0)
    assert till.machine.desk.money.customer_yen == 200
    assert till.books.flags == {"validator_lost": 1}
    till.box.trouble.plug(VALIDATOR)
    till.run(6.0)
    till.box.bills.insert(1000)
    till.run(4.0)
    assert till.machine.desk.money.inserted_yen == 1200


def test_a_kiosk_that_starts_with_a_dead_validator_serves_with_coins_alone(till: Till) -> None:
    till.box.trouble.unplug(VALIDATOR)
    till.restart()
    till.run(4.0)
    pay_in(till, 100, 50)
    till.take(e.CancelPressed())
    till.run(5.0)
    everything_is_out_and_nothing_is_owed(till, 150)
    till.box.trouble.plug(VALIDATOR)
    till.run(6.0)
    till.arrive(4)
    till.run(1.0)
    till.box.bills.insert(1000)
    till.run(4.0)
    assert till.machine.desk.money.inserted_yen == 1150


@pytest.mark.parametrize("address", [VALIDATOR, HOPPER_500])
@pytest.mark.parametrize("when", ["resting", "accepting", "refunding"])
def test_the_acceptor_is_polled_every_second_while_another_device_is_silent(
    polled_s: list[float], address: int, when: str
) -> None:
    till = Till(SETTING)
    try:
        till.run(2.0)
        if when != "resting":
            pay_in(till, 500)
        if when == "refunding":
            till.take(e.CancelPressed())
            till.run(0.1)
        polled_s.clear()
        till.box.trouble.unplug(address)
        till.run(SILENT_S)
        gaps = [after - before for before, after in pairwise(polled_s)]
        assert len(gaps) > SILENT_S / PATIENCE_S
        assert max(gaps) <= PATIENCE_S
    finally:
        till.close()


def test_a_hopper_that_is_out_of_reach_while_it_pays_is_heard_when_it_is_back(till: Till) -> None:
    """Its power went with its plug, so nothing fell: the money comes out of the others."""
    pay_in(till, 500)
    till.take(e.CancelPressed())
    till.run(1.1)
    till.box.trouble.unplug(HOPPER_500)
    till.run(20.0)
    till.box.trouble.plug(HOPPER_500)
    till.run(20.0)
    everything_is_out_and_nothing_is_owed(till, 500)
