"""The kiosk of the demo: inline, and what the customer is shown is heard by one more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from device.box import Box
from device.config.kiosk import load_demo
from device.testing.inline import Inline
from sim.customer.customer import Customer
from sim.verbs import perform
from sim.world import World

Heard = Callable[[bytes, int], None]
"""Gets a message of the screen's wire, and the virtual time at which it came."""


class WatchedCustomer(Customer):
    """A customer over whose shoulder somebody looks."""

    def __init__(self, world: World, heard: Heard) -> None:
        super().__init__(world.clock, world.see, lambda verb, arguments: perform(world, verb, *arguments))
        self._world, self._heard = world, heard

    def receive(self, message: bytes) -> None:
        """As the customer perceives it, and as it is."""
        super().receive(message)
        self._heard(message, self._world.clock.monotonic_ns())


class DemoKiosk(Inline):
    """One kiosk and its world in this thread; `heard` gets what comes for the customer."""

    def __init__(self, at: datetime, heard: Heard) -> None:
        self._heard = heard
        super().__init__(at, config=load_demo())

    def _assemble(self) -> Box:
        self.world.customer = WatchedCustomer(self.world, self._heard)
        return super()._assemble()
