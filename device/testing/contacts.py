"""The trays' contacts of a simulated world: in its box's configuration, and as input lines in virtual time."""

from __future__ import annotations

from dataclasses import replace

from device.config.kiosk import Contacts as Wiring
from device.config.kiosk import KioskConfig
from drivers.errors import Disconnected
from sim.contacts import INPUTS, Contacts
from sim.journeys.setup import Setup

PORT = "sim://contacts"


def with_contacts(config: KioskConfig, setup: Setup) -> KioskConfig:
    """The box with the contacts that the setup's has; its own where the setup names none."""
    if not setup.contacts:
        return config
    wired = {tray: INPUTS[tray] if tray in setup.contacts else None for tray in INPUTS}
    return replace(config, contacts=Wiring(PORT, wired["certificate"], wired["receipt"], wired["change"]))


class InlineLines:
    """`InputLines` in this process. Raises `Disconnected` while the cable is out."""

    name = PORT

    def __init__(self, contacts: Contacts) -> None:
        self._contacts = contacts
        self.closed()

    def closed(self) -> frozenset[str]:
        """The contacts as they are now."""
        if not self._contacts.plugged:
            raise Disconnected(PORT, "read its inputs", "the port is gone", "check its cable")
        return self._contacts.closed()

    def close(self) -> None:
        """Nothing is held."""
