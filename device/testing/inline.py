"""The inline grade: one kiosk and its whole world in this process, in virtual time, on the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from typing import Self

from device.box import Box, Host, Wires
from device.config.kiosk import KioskConfig, load_demo
from device.hub import Hub
from device.mailbox import HubMailbox
from device.store import Store
from device.testing.contacts import InlineLines, with_contacts
from device.testing.inline_port import opener
from device.testing.inline_reader import InlineReader, InlineWatch
from drivers.port import OpenPort
from sim.journeys.setup import Setup
from sim.pki import centre_signing_key
from sim.receipt import Model
from sim.world import World
from statemachine.events import Event
from statemachine.machine import KioskMachine
from statemachine.rules import Rules
from statemachine.table.states import STATES

Report = Callable[[Event, Mapping[str, object]], None]


class Inline:
    """A box and its world under one hub. Use as a context manager: tasks end with it.

    at: the wall clock at the start; store: None keeps it in memory; config: None is the demo's, pressing plain.
    hub: one that others live in too; centre: the wire to another centre than the world's own.
    """

    def __init__(
        self,
        at: datetime,
        setup: Setup | None = None,
        *,
        config: KioskConfig | None = None,
        store: Store | None = None,
        make_machine: Callable[[Rules], KioskMachine] = KioskMachine,
        report: Report | None = None,
        hub: Hub | None = None,
        centre: OpenPort | None = None,
    ) -> None:
        self.hub, self._centre = hub or Hub(at), centre
        self._make_machine, self._report = make_machine, report
        self._setup = setup or Setup()
        self.config = with_contacts(config or replace(load_demo(), press_grade="plain"), self._setup)
        self.world = World.build(self.hub, self._setup, receipt_model=Model(self.config.receipt_paper_mm))
        self.world.set_wall = self.hub.set_wall
        for participant in self.world.participants:
            self.hub.join(participant)
        self.store = store or Store.open(None)
        self.box = self._assemble()

    def _assemble(self) -> Box:
        hub, world = self.hub, self.world
        wires = Wires(
            reader=InlineReader(hub, world.tray),
            watch=InlineWatch(hub, world.tray),
            cash=opener(hub, "sim://cash", world.cash),
            receipt=opener(hub, "sim://receipt", world.receipt),
            page=opener(hub, "sim://page", world.page),
            centre=self._centre or opener(hub, "sim://centre", world.centre),
            centre_key=centre_signing_key().public_key().public_bytes_raw(),
            to_customer=world.customer.receive,
            to_staff=world.attendant.receive,
            contacts=lambda: InlineLines(world.contacts),
        )
        host = Host(clock=hub, mailbox=lambda: HubMailbox(hub), spawn=hub.spawn)
        box = Box(self.config, wires, host, store=self.store, make_machine=self._machine_for, report=self._report)
        world.customer.send = box.screen.receive
        world.attendant.send = box.screen.receive_staff
        hub.join(box.loop)
        hub.at_rest = lambda: box.machine.state in RESTING
        box.start()
        return box

    def _machine_for(self, rules: Rules) -> KioskMachine:
        return self._make_machine(filled(rules, self._setup))

    @property
    def state(self) -> str:
        """The machine's situation, for tests that must reach one."""
        return self.box.machine.state

    def run_until_state(self, state: str, limit_s: float = 600.0) -> bool:
        """Let the world go on until the machine is in `state`."""
        return self.hub.run_until(lambda: self.box.machine.state == state, limit_s=limit_s)

    def cut_power(self) -> None:
        """The kiosk's computer stops in the midst of whatever it does; the world goes on without it."""
        self.hub.end_tasks()
        self.hub.leave(self.box.loop)
        self.store.close()
        self.world.customer.send = self.world.attendant.send = None

    def start_again(self, store: Store) -> None:
        """The power is back, and `store` is all that the kiosk knows of before."""
        self.store = store
        self.box = self._assemble()

    def close(self) -> None:
        """End every task and the store."""
        self.hub.close()
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()


RESTING = frozenset(state.name for state in STATES.values() if state.phase == "resting")


def filled(rules: Rules, setup: Setup) -> Rules:
    """The rules of a box in the setup's shop, into which the attendant has put the setup's coins."""
    coins = {**dict(rules.opening_float), **setup.coins}
    return replace(
        rules, opening_float=tuple(coins.items()), serves_phones=rules.serves_phones and setup.phones
    )
