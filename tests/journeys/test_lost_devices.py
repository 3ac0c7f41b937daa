"""A device that goes while nobody is served, and comes back: the kiosk closes, says which, and opens again."""

from __future__ import annotations

from datetime import datetime

import pytest

from device.clock import TOKYO
from device.testing.inline import Inline
from sim.verbs import perform

WORKDAY = datetime(2026, 11, 24, 10, 0, tzinfo=TOKYO)
NAMES = {
    "cash": "コインベンダ",
    "receipt": "領収書プリンター",
    "page": "証明書プリンター",
    "centre": "証明書交付センター",
    "card": "カードリーダー",
}


@pytest.mark.parametrize("plug", NAMES)
def test_a_device_that_is_unplugged_is_named_and_its_return_opens_the_kiosk(plug: str) -> None:
    with Inline(WORKDAY) as kiosk:
        assert kiosk.run_until_state("idle", 30)
        perform(kiosk.world, "unplug", plug)
        assert kiosk.run_until_state("out_of_service", 400)
        kiosk.hub.run_for(1)
        screen = kiosk.world.customer.senses.screen
        assert screen is not None
        assert NAMES[plug] in [row[0] for row in screen.table]
        perform(kiosk.world, "plug", plug)
        assert kiosk.run_until_state("idle", 60)


def test_paper_that_runs_out_and_is_filled() -> None:
    with Inline(WORKDAY) as kiosk:
        assert kiosk.run_until_state("idle", 30)
        kiosk.world.page.empty_tray()
        assert kiosk.run_until_state("out_of_service", 60)
        kiosk.world.page.fill_tray(100)
        assert kiosk.run_until_state("idle", 60)
