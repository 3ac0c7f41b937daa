"""One worker at work in virtual time: its mailbox on one side, a driver on a simulated device on the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from device.clock import TOKYO
from device.hub import Hub, Participant
from device.mailbox import HubMailbox
from device.vault import Vault
from device.workers.base import Desk, Worker
from drivers.clock import Clock
from statemachine.commands import Command
from statemachine.delays import Delays
from statemachine.events import Event

MORNING = datetime(2026, 11, 24, 10, 0, tzinfo=TOKYO)


class Stand:
    """Everything a worker is given, and everything it said."""

    def __init__(self) -> None:
        self.hub, self.vault, self.said = Hub(MORNING), Vault(), list[Event]()
        self.mailbox = HubMailbox(self.hub)

    def desk(self, clock: Clock | None = None) -> Desk:
        return Desk(self.said.append, self.mailbox, clock or self.hub, self.vault, Delays())

    def start(self, worker: Worker, *world: Participant) -> None:
        """The worker runs, and the device it drives."""
        for participant in world:
            self.hub.join(participant)
        self.hub.spawn(worker.run)
        self.hub.run_for(0.5)

    def order(self, command: Command, seconds: float = 5.0) -> list[Event]:
        """Give a command; what was said since, after some time."""
        before = len(self.said)
        self.mailbox.put(command)
        self.hub.run_for(seconds)
        return self.said[before:]

    def heard(self, seconds: float) -> list[Event]:
        """What is said in some time."""
        before = len(self.said)
        self.hub.run_for(seconds)
        return self.said[before:]

    def answer(self, command: Command, seconds: float = 5.0) -> Event:
        """Give a command; its one and only answer."""
        (answer,) = [event for event in self.order(command, seconds) if event.answers == command.id]
        return answer


class Skewed:
    """The hub's clock with a wall that is some seconds off."""

    def __init__(self, hub: Hub, off_s: float) -> None:
        self._hub, self.off_s = hub, off_s
        self.monotonic_ns: Callable[[], int] = hub.monotonic_ns
        self.wait_until: Callable[[int], None] = hub.wait_until

    def wall(self) -> datetime:
        return self._hub.wall() + timedelta(seconds=self.off_s)
