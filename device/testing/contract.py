"""The bench of a contract test: drivers on one side, the world on the other, whatever the grade."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from device.clock import TOKYO
from device.hub import Hub
from device.testing.inline_port import opener
from device.testing.inline_reader import InlineReader, InlineWatch
from drivers.card.reader import Reader, ReaderWatch
from drivers.cash.device import CashDevice
from drivers.centre import CentreClient
from drivers.clock import Clock
from drivers.http import HttpClient
from drivers.page import PagePrinter
from drivers.receipt import ReceiptPrinter
from sim.journeys.setup import Setup
from sim.world import World

WORKDAY = datetime(2026, 11, 24, 10, 0, tzinfo=TOKYO)
TERMINAL = "BENCH-1"


@dataclass(frozen=True)
class Bench:
    """One of each driver, not started, and the world they speak to.

    pass_s: let so many seconds pass, for what physics has to do in between.
    """

    grade: str
    clock: Clock
    world: World
    reader: Reader
    watch: ReaderWatch
    cash: CashDevice
    receipt: ReceiptPrinter
    page: PagePrinter
    centre: CentreClient
    pass_s: Callable[[float], None]
    close: Callable[[], None]


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


BENCHES: Mapping[str, Callable[[], Bench]] = {"inline": inline_bench}
