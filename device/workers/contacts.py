"""The tray contacts' worker: what comes into a tray and what is taken out of it, each told once."""

from __future__ import annotations

from device.workers.base import Desk, Worker
from drivers.contacts import TrayContacts
from drivers.errors import DeviceError
from statemachine import events


class ContactsWorker(Worker):
    """Owns the port with the trays' contacts. It is given no commands."""

    device = "contacts"

    def __init__(self, desk: Desk, contacts: TrayContacts) -> None:
        super().__init__(desk)
        self._contacts = contacts
        self._told: dict[str, bool] = {}

    def start(self) -> None:
        """Every tray's state is told anew: while nobody looked it may have changed."""
        self._told.clear()
        self.poll()

    def poll(self) -> None:
        """What has changed."""
        try:
            trays = self._contacts.look()
        except DeviceError:
            self._told.clear()
            raise
        for tray, lies in trays.items():
            if self._told.get(tray) is not lies:
                self._told[tray] = lies
                self.post(events.TrayFilled(tray=tray) if lies else events.TrayEmptied(tray=tray))
        self.ready()

    def poll_interval_s(self) -> float:
        """A hand is slower."""
        return self.delays.contacts_poll_s
