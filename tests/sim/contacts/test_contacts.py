"""The contacts close under what lies in the trays."""

from __future__ import annotations

import pytest

from sim.contacts import INPUTS
from sim.verbs import ActError, perform
from sim.world import World
from tests.sim.http_probe import VirtualClock, run
from tests.sim.page.ipp import Client, pdf_of


def test_sheets_coins_and_somebody_elses_paper_close_their_contacts_until_they_are_taken() -> None:
    clock = VirtualClock()
    world = World.build(clock)
    assert world.contacts.closed() == frozenset()
    Client(clock, world.page).print(pdf_of("front", "back"), "t")
    run(clock, world.page, 30_000)
    assert world.contacts.closed() == {INPUTS["certificate"]}
    perform(world, "insert", 5)  # not taken: it falls into the cup
    run(clock, world.cash, 3_000)
    assert world.contacts.closed() == {INPUTS["certificate"], INPUTS["change"]}
    perform(world, "take", "coins")
    perform(world, "take", "certificate")
    assert world.contacts.closed() == frozenset()
    perform(world, "full", "page")
    assert world.contacts.closed() == {INPUTS["certificate"]}


@pytest.mark.parametrize("tray", INPUTS)
def test_a_contact_that_sticks_tells_what_it_told_until_it_is_free(tray: str) -> None:
    world = World.build(VirtualClock())
    perform(world, "stick", "contact", tray)
    perform(world, "full", "page")
    assert (INPUTS[tray] in world.contacts.closed()) is False
    perform(world, "free", "contact", tray)
    assert world.contacts.closed() == {INPUTS["certificate"]}
    with pytest.raises(ActError):
        perform(world, "take", "coins")
