"""The contacts' worker: each change told once, everything anew after the port was lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from device.testing.contacts import InlineLines
from device.workers.contacts import ContactsWorker
from drivers.contacts import TrayContacts
from sim.contacts import INPUTS
from sim.world import World
from statemachine import events as e
from statemachine.events import Event
from tests.device.stand import Stand

READY = e.DeviceReady(device="contacts")


class Trays:
    def __init__(self, stand: Stand) -> None:
        self.stand, self.world = stand, World.build(stand.hub)
        contacts = TrayContacts(lambda: InlineLines(self.world.contacts), INPUTS, stand.hub)
        stand.start(ContactsWorker(stand.desk(), contacts))


@pytest.fixture
def stand() -> Iterator[Stand]:
    stand = Stand()
    yield stand
    stand.hub.close()


def empty() -> list[Event]:
    return [e.TrayEmptied(tray=tray) for tray in INPUTS]


def test_every_tray_is_told_at_the_start_and_then_only_what_changes(stand: Stand) -> None:
    trays = Trays(stand)
    assert stand.said == [*empty(), READY]
    assert stand.heard(10) == []
    trays.world.page.fill_output()
    assert stand.heard(0.5) == [e.TrayFilled(tray="certificate")]
    trays.world.page.take_sheets()
    assert stand.heard(0.5) == [e.TrayEmptied(tray="certificate")]


def test_a_lost_port_is_told_and_what_it_says_when_it_is_back(stand: Stand) -> None:
    trays = Trays(stand)
    trays.world.contacts.unplug()
    (lost,) = stand.heard(3)
    assert isinstance(lost, e.DeviceUnready)
    assert (lost.device, lost.cause) == ("contacts", "unreachable")
    trays.world.page.fill_output()
    trays.world.contacts.plug()
    back = stand.heard(10)
    assert back == [e.TrayFilled(tray="certificate"), *empty()[1:], READY]


def test_a_cable_that_is_missing_from_the_start_is_found_later(stand: Stand) -> None:
    world = World.build(stand.hub)
    world.contacts.unplug()
    contacts = TrayContacts(lambda: InlineLines(world.contacts), INPUTS, stand.hub)
    stand.start(ContactsWorker(stand.desk(), contacts))
    assert [type(event) for event in stand.said] == [e.DeviceUnready]
    world.contacts.plug()
    assert stand.heard(10) == [*empty(), READY]
