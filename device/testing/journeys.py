"""Plays a journey inline: the scripted customer against the whole kiosk, judged by the world alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from device.config.kiosk import KioskConfig
from device.config.toml import load
from device.store import Store
from device.testing.books import books
from device.testing.inline import Inline
from sim.journeys import catalogue
from sim.journeys.everywhere import expand
from sim.journeys.expect import judge
from sim.journeys.script import Script, ScriptError, parse
from sim.world import World
from statemachine.events import Event
from statemachine.machine import KioskMachine
from statemachine.rules import Rules
from statemachine.table.states import STATES

LIMIT_S = 3 * 3600.0
"""A journey that takes longer than this of virtual time hangs."""

MakeMachine = Callable[[Rules], KioskMachine]


@dataclass
class Played:
    """How one customer's journey went. `failures` are sentences; none means that it holds."""

    name: str
    failures: list[str] = field(default_factory=list)
    timeline: list[str] = field(default_factory=list)
    virtual_s: float = 0.0


def customer_screens() -> list[str]:
    """Every state in which a customer is there, from the chart itself."""
    return [state.name for state in STATES.values() if state.phase != "resting"]


def load_scripts(path: Path) -> list[Script]:
    """The scripts of a journey's file; more than one where it is to be run from every customer state.

    Raises `ConfigError` with file, line and key for whatever is wrong in the file.
    """
    document = load(path)
    try:
        return expand(parse(document.data, name=path.stem), customer_screens())
    except ScriptError as wrong:
        raise document.error(wrong.key_path, wrong.expected) from None


def shipped_names() -> tuple[str, ...]:
    """The journeys that come with Madoguchi."""
    return catalogue.names()


def shipped(name: str) -> list[Script]:
    """The scripts of a journey that comes with Madoguchi."""
    return load_scripts(catalogue.path(name))


def play(
    script: Script,
    *,
    config: KioskConfig | None = None,
    machine: MakeMachine = KioskMachine,
    at: datetime | None = None,
    out: Path | None = None,
) -> Played:
    """Play one script to its end and judge the world; leave what can be seen in `out`."""
    played = Played(script.name)

    def report(event: Event, states: Mapping[str, object]) -> None:
        if event.trigger != "output_done":
            played.timeline.append(line_of(event, states, event.monotonic_ns))

    start = at or script.at
    assert start is not None, "a script that is run has a start of its own"
    with Inline(start, script.setup, config=config, make_machine=machine, report=report) as kiosk:
        customer = kiosk.world.customer
        customer.follow(script)
        kiosk.hub.run_until(lambda: customer.done or kiosk.box.loop.stopped is not None, limit_s=LIMIT_S)
        kiosk.hub.run_for(SETTLE_S)
        played.virtual_s = kiosk.hub.now_ns / 1e9
        if not customer.done:
            played.failures.append(f"the customer is still waiting after {LIMIT_S:.0f} s")
        played.failures += judge(script, kiosk.world)
        played.failures += books(kiosk.store, kiosk.world, script.expect)
        played.timeline = merged(played.timeline, kiosk.world)
        if out is not None:
            leave(kiosk.store, kiosk.world, played, out)
    return played


SETTLE_S = 2.0
"""A moment after the last act, so that what it set off is seen."""


def line_of(event: Event, states: Mapping[str, object], at_ns: int) -> str:
    """One line of the timeline for what the kiosk handled."""
    moved = f" {states['from']} -> {states['to']}" if states["from"] != states["to"] else f" in {states['to']}"
    return f"{at_ns / 1e9:9.3f} s  kiosk  {event.trigger}{moved}"


def merged(kiosk_lines: Sequence[str], world: World) -> list[str]:
    """The kiosk's events and what a bystander saw, in the order of time."""
    seen = [f"{s.at_ns / 1e9:9.3f} s  seen   {s.what}: {s.detail}" for s in world.log]
    return sorted([*kiosk_lines, *seen], key=lambda line: float(line.split(" s ", 1)[0]))


def leave(store: Store, world: World, played: Played, out: Path) -> None:
    """certificate.pdf, receipt.png, timeline.txt and journal.db, as far as there are any."""
    out.mkdir(parents=True, exist_ok=True)
    for name in ("certificate.pdf", "receipt.png", "timeline.txt", "journal.db"):
        (out / name).unlink(missing_ok=True)
    page, receipt = world.page, world.receipt
    sheets = [*page.taken, *page.output_tray]
    if sheets:
        (out / "certificate.pdf").write_bytes(sheets[0].pdf)
    pieces = [*receipt.taken, *receipt.presented]
    if pieces:
        pieces[0].render().save(out / "receipt.png")
    (out / "timeline.txt").write_text("\n".join(played.timeline) + "\n", encoding="utf-8")
    store.write_out(out / "journal.db")
