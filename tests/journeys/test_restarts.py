"""The kiosk's computer stops with money in, and starts again: the ledger says where every coin and note is, and
whose it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from device.store import Store
from device.testing.books import books
from device.testing.inline import Inline
from device.testing.journeys import shipped
from sim.journeys.expectations import Expect
from sim.journeys.script import Script

AWAY_S = 20.0
"""Longer than acceptor and validator stay open when nobody polls them."""


class Restarting:
    """A kiosk whose customer pays for six copies, and whose computer can stop."""

    def __init__(self, file: Path) -> None:
        (script,) = shipped("note-returned-from-escrow")
        self.file, self.script = file, script
        assert script.at is not None
        self.kiosk = Inline(script.at, script.setup, store=Store.open(file))

    def a_note_is_held_and_a_coin_is_in(self) -> None:
        """The customer goes so far, and stands there: 1,100 of 1,200 yen."""
        steps = self.script.steps
        last = next(index for index, step in enumerate(steps) if step.verb == "wait_row")
        self.follow(replace(self.script, steps=steps[: last + 1]))

    def follow(self, script: Script) -> None:
        self.kiosk.world.customer.follow(script)
        assert self.kiosk.hub.run_until(lambda: self.kiosk.world.customer.done, limit_s=300)
        assert self.kiosk.world.customer.failure is None

    def until(self, happened: Callable[[], bool]) -> None:
        assert self.kiosk.hub.run_until(happened, limit_s=30)

    def stops_and_starts(self, away_s: float = AWAY_S) -> None:
        self.kiosk.cut_power()
        self.kiosk.hub.run_for(away_s)
        self.kiosk.start_again(Store.open(self.file))
        self.kiosk.hub.run_for(20)

    def owes(self, yen: int) -> None:
        """The ledger is right about every place, and owes so much."""
        assert books(self.kiosk.store, self.kiosk.world, Expect(owed_yen=yen)) == []
        assert not self.kiosk.store.balances("customer:")
        assert self.kiosk.state == "attention"

    @property
    def attendant(self) -> list[str]:
        return [seen.detail for seen in self.kiosk.world.log if seen.what == "attendant"]


@pytest.fixture
def paying(tmp_path: Path) -> Iterator[Restarting]:
    restarting = Restarting(tmp_path / "kiosk.db")
    yield restarting
    restarting.kiosk.close()


def test_the_note_in_escrow_has_come_out_when_the_kiosk_is_back_and_the_coin_is_owed(paying: Restarting) -> None:
    paying.a_note_is_held_and_a_coin_is_in()
    paying.stops_and_starts()
    assert paying.kiosk.world.cash.notes["mouth"] == {1000: 1}
    paying.owes(100)
    assert "owed" in paying.attendant


def test_a_computer_that_is_back_at_once_gives_the_note_back_itself(paying: Restarting) -> None:
    paying.a_note_is_held_and_a_coin_is_in()
    paying.stops_and_starts(away_s=0.5)
    assert paying.kiosk.world.cash.notes["mouth"] == {1000: 1}
    paying.owes(100)


def test_a_coin_that_was_past_the_gate_when_the_computer_stopped_is_owed(paying: Restarting) -> None:
    paying.a_note_is_held_and_a_coin_is_in()
    world = paying.kiosk.world
    world.cash.insert(50)
    paying.kiosk.hub.run_for(0.29)  # credited in 10 ms
    paying.stops_and_starts()
    assert world.cash.metal["hopper_50"] == {50: 1}
    paying.owes(150)


def test_a_note_that_was_on_its_way_into_the_stacker_lies_there_and_is_owed(paying: Restarting) -> None:
    paying.a_note_is_held_and_a_coin_is_in()
    world = paying.kiosk.world
    world.cash.insert(100)
    paying.until(lambda: paying.kiosk.state == "settling")
    paying.until(lambda: bool(world.cash.notes["transport"]))
    paying.stops_and_starts()
    assert world.cash.notes["stacker"] == {1000: 1}
    paying.owes(1200)


def test_the_box_loses_its_power_too_and_the_note_on_its_way_to_the_stacker_is_known_all_the_same(
    paying: Restarting,
) -> None:
    world = paying.kiosk.world
    paying.until(lambda: paying.kiosk.state == "idle")
    world.cash.bills.fail(49)  # events, so that the counter after the power cut is not by chance what it was
    world.cash.bills.clear()
    world.cash.bills.remove_stacker()
    world.cash.bills.insert_stacker()
    paying.a_note_is_held_and_a_coin_is_in()
    world.cash.insert(100)
    paying.until(lambda: bool(world.cash.notes["transport"]))
    world.cash.power_cycle()
    paying.stops_and_starts()
    assert world.cash.notes["stacker"] == {1000: 1}
    paying.owes(1200)


def test_coins_that_fell_while_nobody_listened_are_owed_no_more(paying: Restarting) -> None:
    paying.a_note_is_held_and_a_coin_is_in()
    world = paying.kiosk.world
    world.customer.press("cancel")
    paying.until(lambda: world.cash.metal["paid_out"] == {100: 1})
    assert paying.kiosk.box.machine.desk.money.customer_yen == 100, "the kiosk does not know yet"
    paying.stops_and_starts()
    assert books(paying.kiosk.store, world, Expect()) == []


def test_the_next_customer_after_a_restart_pays_with_a_note_and_gets_all_his_change(paying: Restarting) -> None:
    paying.a_note_is_held_and_a_coin_is_in()
    paying.stops_and_starts()
    paying.owes(100)
    world = paying.kiosk.world
    world.cash.bills.take()
    world.attendant.clear()
    (script,) = shipped("pay-with-a-note")
    paying.follow(script)
    assert books(paying.kiosk.store, world, Expect(owed_yen=100)) == []
    assert world.cash.metal["taken"] == {100: 4}
