"""Plays a journey wired: the same box as threads on real wires, in real time, hurried if one likes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from device.clock import RealClock
from device.config.kiosk import KioskConfig, load_demo
from device.run import Kiosk
from device.testing.books import books
from device.testing.inline import filled
from device.testing.journeys import SETTLE_S, Played, leave, line_of, merged
from device.testing.simulated import simulated
from device.wiring import wires_for
from sim.journeys.expect import judge
from sim.journeys.script import Script
from sim.world import World
from statemachine.delays import Delays, hurried
from statemachine.events import Event
from statemachine.machine import KioskMachine
from statemachine.rules import Rules

ANY_PORT = ("127.0.0.1", 0)
LIMIT_S = 1800.0
"""No journey takes longer than this of real time."""


def play_wired(
    script: Script,
    *,
    config: KioskConfig | None = None,
    at: datetime | None = None,
    hurry: int = 1,
    out: Path | None = None,
) -> Played:
    """Play one script on real wires and judge the world. Times in the timeline are the journey's own:
    real ones multiplied by `hurry`."""
    played = Played(script.name)
    if any(step.verb == "set_wall" for step in script.steps):
        hurry = 1  # who waits for an hour of the day cannot be hurried
    hurry = min(hurry, script.hurry_most or hurry)
    clock = RealClock()
    start = at or script.at
    assert start is not None, "a script that is run has a start of its own"
    with simulated(config or load_demo(), setup=script.setup, at=start, hurry=hurry) as simulation:
        world, reactor = simulation.world, simulation.reactor
        assert world is not None, "a journey needs simulated peripherals"
        assert reactor is not None
        clock.set_wall(start)
        world.set_wall = _both(world.set_wall, clock.set_wall)
        began_ns = clock.monotonic_ns()

        def report(event: Event, states: Mapping[str, object]) -> None:
            if event.trigger != "output_done":
                played.timeline.append(line_of(event, states, round((event.monotonic_ns - began_ns) * hurry)))

        def machine(rules: Rules) -> KioskMachine:
            return KioskMachine(replace(filled(rules, script.setup), delays=hurried(rules.delays, hurry)))

        kiosk = Kiosk(
            simulation.config,
            clock,
            lambda customer, staff: wires_for(
                simulation.config,
                clock,
                _and_to(customer, lambda message: reactor.call(partial(world.customer.receive, message))),
                _and_to(staff, lambda message: reactor.call(partial(world.attendant.receive, message))),
            ),
            screen=ANY_PORT,
            staff=ANY_PORT,
            say=lambda _line: None,
            make_machine=machine,
            report=report,
        )
        try:
            world.customer.send = kiosk.box.screen.receive
            world.attendant.send = kiosk.box.screen.receive_staff
            reactor.call(partial(world.customer.follow, script))
            if kiosk.run(_until_over(world, clock)):
                played.failures.append("the service stopped")
            if not world.customer.done:
                played.failures.append(f"the customer is still waiting after {LIMIT_S:.0f} s")
            reactor.call(world.look)
            played.virtual_s = (clock.monotonic_ns() - began_ns) / 1e9 * hurry
            reactor.call(partial(_in_the_journeys_time, world, began_ns, hurry))
            played.failures += reactor.call(partial(judge, _with_slack(script, hurry), world))
            played.failures += books(kiosk.store, world, script.expect)
            played.timeline = merged(played.timeline, world)
            if out is not None:
                leave(kiosk.store, world, played, out)
        finally:
            kiosk.close()
    return played


def _and_to(first: Callable[[bytes], None], second: Callable[[bytes], object]) -> Callable[[bytes], None]:
    def both(message: bytes) -> None:
        first(message)
        second(message)

    return both


def _both(first: Callable[[datetime], None] | None, second: Callable[[datetime], None]) -> Callable[[datetime], None]:
    def both(wall: datetime) -> None:
        if first is not None:
            first(wall)
        second(wall)

    return both


def _until_over(world: World, clock: RealClock) -> Callable[[], bool]:
    """True a moment after the customer is done, or when he takes for ever."""
    limit_ns = clock.monotonic_ns() + round(LIMIT_S * 1e9)
    over_ns: list[int] = []

    def until() -> bool:
        now_ns = clock.monotonic_ns()
        if world.customer.done and not over_ns:
            over_ns.append(now_ns + round(SETTLE_S * 1e9))
        return now_ns > limit_ns or bool(over_ns and now_ns > over_ns[0])

    return until


def _in_the_journeys_time(world: World, began_ns: int, hurry: int) -> None:
    unhurried = Delays()
    question_s = round(unhurried.idle_end_s - unhurried.idle_warning_s)
    for index, seen in enumerate(world.log):
        detail = str(question_s) if seen.what == "warning" else seen.detail
        world.log[index] = replace(seen, at_ns=round((seen.at_ns - began_ns) * hurry), detail=detail)


def _with_slack(script: Script, hurry: int) -> Script:
    """Real wires take real time, which counts `hurry` times as much: the expected times get that slack."""
    slack_s = 1.0 + 0.7 * hurry
    after = tuple(
        replace(
            a,
            at_least_s=a.at_least_s - slack_s,
            at_most_s=None if a.at_most_s is None else a.at_most_s + slack_s,
        )
        for a in script.expect.after
    )
    return replace(script, expect=replace(script.expect, after=after))
