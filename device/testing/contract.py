"""The bench of a contract test: drivers on one side, the world on the other, whatever the grade."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from device.clock import TOKYO, RealClock
from device.config.kiosk import load_demo
from device.hub import Hub
from device.ports.opening import reader_for
from device.testing.inline_port import opener
from device.testing.inline_reader import InlineReader, InlineWatch
from device.testing.remote import Remote
from device.testing.simulated import simulated
from device.wiring import wires_for
from drivers.card.reader import Link, Presence, Reader, ReaderWatch, Sight
from drivers.cash.device import CashDevice
from drivers.centre import CentreClient
from drivers.clock import NS_PER_S, Clock
from drivers.http import HttpClient
from drivers.page import PagePrinter
from drivers.port import OpenPort, Port
from drivers.receipt import ReceiptPrinter
from sim.card import card_for
from sim.journeys.setup import Setup
from sim.world import World

WORKDAY = datetime(2026, 11, 24, 10, 0, tzinfo=TOKYO)
TERMINAL = "BENCH-1"
HURRY = 10
"""Of the wired grade's mechanics."""


@dataclass(frozen=True)
class Bench:
    """One of each driver, not started, and the world they speak to.

    pass_s: let so many seconds pass, for what physics has to do in between (wired: hurried).
    world: wired, every touch of it is made in the reactor's thread; glance: the bench's own look at
    the tray.
    """

    grade: str
    clock: Clock
    world: World
    reader: Reader
    watch: ReaderWatch
    glance: ReaderWatch
    cash: CashDevice
    receipt: ReceiptPrinter
    page: PagePrinter
    centre: CentreClient
    pass_s: Callable[[float], None]
    close: Callable[[], None]

    def lay(self, person: str) -> Link:
        """Lay the card of a resident on the tray and connect to it, once the reader has seen it."""
        self._until(Presence.ABSENT)
        self.world.tray.lay(card_for(person))
        self._until(Presence.PRESENT)
        return self.reader.connect()

    def _until(self, presence: Presence) -> None:
        limit_ns = self.clock.monotonic_ns() + 5 * NS_PER_S
        sight = Sight(Presence.UNKNOWN, -1)
        while sight.presence is not presence and self.clock.monotonic_ns() < limit_ns:
            sight = self.glance.next_sight(sight, limit_ns)


def inline_bench() -> Bench:
    """In process and in virtual time; drivers are called by the test itself."""
    hub = Hub(WORKDAY)
    world = World.build(hub, Setup())
    for participant in world.participants:
        hub.join(participant)
    return Bench(
        grade="inline",
        clock=hub,
        world=world,
        reader=InlineReader(hub, world.tray),
        watch=InlineWatch(hub, world.tray),
        glance=InlineWatch(hub, world.tray),
        cash=CashDevice(opener(hub, "sim://cash", world.cash)(), hub),
        receipt=ReceiptPrinter(opener(hub, "sim://receipt", world.receipt)(), hub),
        page=PagePrinter(
            HttpClient("page printer", "page", opener(hub, "sim://page", world.page), hub), "ipp://page/ipp/print", hub
        ),
        centre=CentreClient(
            HttpClient("certificate centre", "centre", opener(hub, "sim://centre", world.centre), hub), TERMINAL, hub
        ),
        pass_s=hub.run_for,
        close=hub.close,
    )


def wired_bench() -> Bench:
    """On real wires and in real time, mechanics hurried."""
    stack = ExitStack()
    simulation = stack.enter_context(simulated(replace(load_demo(), terminal_id=TERMINAL), at=WORKDAY, hurry=HURRY))
    config, reactor = simulation.config, simulation.reactor
    assert reactor is not None
    clock = RealClock()
    clock.set_wall(WORKDAY)
    wires = wires_for(config, clock, _nobody, _nobody)
    _, glance = reader_for(config.card_reader)
    stack.callback(wires.watch.close)
    stack.callback(glance.close)
    page = HttpClient("page printer", "page", wires.page, clock)
    centre = HttpClient("certificate centre", "centre", wires.centre, clock)
    return Bench(
        grade="wired",
        clock=clock,
        world=cast(World, Remote(reactor, simulation.world)),
        reader=_KeptReader(wires.reader, stack),
        watch=wires.watch,
        glance=glance,
        cash=CashDevice(_held(stack, wires.cash), clock),
        receipt=ReceiptPrinter(_held(stack, wires.receipt), clock),
        page=PagePrinter(page, config.page_uri, clock),
        centre=CentreClient(centre, TERMINAL, clock),
        pass_s=lambda seconds: clock.wait_until(clock.monotonic_ns() + round(seconds / HURRY * NS_PER_S)),
        close=stack.close,
    )


class _KeptReader:
    """Releases at the bench's end whatever link a test has left open: it would lock out the next one."""

    def __init__(self, reader: Reader, stack: ExitStack) -> None:
        self._reader, self._stack = reader, stack

    @property
    def name(self) -> str:
        """The reader's own name."""
        return self._reader.name

    def connect(self) -> Link:
        """As `Reader.connect`."""
        link = self._reader.connect()
        self._stack.callback(link.release)
        return link


def _held(stack: ExitStack, open_port: OpenPort) -> Port:
    port = open_port()
    stack.callback(port.close)
    return port


def _nobody(_message: bytes) -> None:
    """Nobody looks at the screen of a bench."""


BENCHES: Mapping[str, Callable[[], Bench]] = {"inline": inline_bench, "wired": wired_bench}
