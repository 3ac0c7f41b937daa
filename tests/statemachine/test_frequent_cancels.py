"""A false coin in and a real one out: who does it again and again is found, also who walks away."""

from __future__ import annotations

from dataclasses import replace

from statemachine import events as e
from statemachine.events import Event
from tests.statemachine.worlds import Driven

NS_PER_MIN = 60_000_000_000


def _coin_in_and_out(kiosk: Driven, visit: int, ending: Event) -> None:
    kiosk.to_paying(3)
    kiosk.pay(100)
    kiosk.take(replace(ending, monotonic_ns=visit * 4 * NS_PER_MIN))
    kiosk.settle()
    kiosk.answer("dispense", e.CoinsDispensed(yen=100, asked=1, paid=1, count_after=visit))
    kiosk.take(e.TimerExpired(timer="sorry_end"))


def test_who_walks_away_from_his_coin_until_it_comes_out_counts_as_one_who_cancels() -> None:
    kiosk = Driven()
    kiosk.start()
    for visit, ending in enumerate((e.TimerExpired(timer="idle_end"), e.CancelPressed(), e.CancelPressed()), 1):
        assert kiosk.state == "idle"
        _coin_in_and_out(kiosk, visit, ending)
    assert kiosk.state == "attention"
    assert kiosk.machine.desk.causes == {"frequent_cancels"}
