"""`hurry` divides what machines and people take their time for, and nothing of a wire's."""

from __future__ import annotations

import pytest

from sim.journeys.script import parse
from sim.wire import NS_PER_MS, NS_PER_S
from sim.world import World
from tests.sim.http_probe import VirtualClock, run


def test_a_hurried_coin_falls_twenty_times_as_fast() -> None:
    for hurry, ms in ((1, 300), (20, 15)):
        clock = VirtualClock()
        world = World.build(clock, hurry=hurry)
        world.cash.insert(100)
        run(clock, world.cash, ms - 1)
        assert "cashbox" not in {place for place, coins in world.cash.metal.items() if coins}
        run(clock, world.cash, 1)
        assert world.cash.next_due_ns() is None or world.cash.metal["in_flight"] == {}


def test_a_hurried_customer_pauses_less_and_has_as_much_patience() -> None:
    script = parse(
        {
            "title": "a pause",
            "at": "2025-10-08T10:00:00+09:00",
            "step": [
                {"pause_s": 10},
                {"hands_off_s": 100},
                {"wait": "never", "within_s": 30},
            ],
            "expect": {},
        }
    )
    clock = VirtualClock()
    world = World.build(clock, hurry=20)
    began_ns = clock.now_ns
    world.customer.follow(script)
    dues_s = []
    while (due_ns := world.customer.next_due_ns()) is not None:
        clock.now_ns = due_ns
        dues_s.append((due_ns - began_ns) / NS_PER_S)
        world.customer.tick()
    assert dues_s == [0.5, 5, 35]


def test_the_wires_time_outs_stay() -> None:
    world = World.build(VirtualClock(), hurry=1000)
    timing = world.page._core.engine.timing
    assert timing.document_wait_ms == 120_000
    assert timing.sheet_ms == 3
    slow = World.build(VirtualClock())
    assert slow.page._core.engine.timing.sheet_ms == 3_000
    assert slow.hurry == 1
    assert slow.cash._bus._receiver._inter_byte_ns == world.cash._bus._receiver._inter_byte_ns == 50 * NS_PER_MS


@pytest.mark.parametrize("hurry", [0, -1, 1.5])
def test_a_hurry_that_is_none(hurry: float) -> None:
    with pytest.raises(ValueError, match="whole number"):
        World.build(VirtualClock(), hurry=hurry)
