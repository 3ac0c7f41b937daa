"""The kiosk's computer stops while somebody applies, and starts again: nobody knows of her, and the centre does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from device.store import Store
from device.testing.inline import Inline
from device.testing.journeys import shipped

WHO, OBIHIRO = "unregistered-rokuko", "01207"


@pytest.fixture
def applying(tmp_path: Path) -> Iterator[Inline]:
    """A kiosk whose customer follows `register-honseki`."""
    (script,) = shipped("register-honseki")
    assert script.at is not None
    kiosk = Inline(script.at, script.setup, store=Store.open(tmp_path / "kiosk.db"))
    kiosk.world.customer.follow(script)
    yield kiosk
    kiosk.close()


def stops_and_starts(kiosk: Inline, store: Path) -> None:
    kiosk.cut_power()
    kiosk.hub.leave(kiosk.world.customer)  # she does not stand there waiting for it
    kiosk.hub.run_for(20)
    kiosk.start_again(Store.open(store))
    kiosk.hub.run_for(20)


@pytest.mark.parametrize("state", ["entering_password", "choosing_head", "confirming_application"])
def test_before_it_was_sent_nothing_was_applied_for_and_the_card_is_asked_back(
    applying: Inline, tmp_path: Path, state: str
) -> None:
    assert applying.run_until_state(state, 300)
    stops_and_starts(applying, tmp_path / "kiosk.db")
    assert applying.world.centre.registration(WHO, OBIHIRO) == "none"
    assert applying.state == "card_left"
    assert repr(applying.box.vault) == "<Vault pin: 0>"
    applying.world.take_card()
    applying.hub.run_for(20)
    assert applying.state == "idle"


def test_sent_and_not_heard_of_it_lies_with_the_centre_and_no_slip_comes_by_itself(
    applying: Inline, tmp_path: Path
) -> None:
    assert applying.run_until_state("applying", 300)
    world = applying.world
    assert applying.hub.run_until(lambda: world.centre.registration(WHO, OBIHIRO) == "waiting", limit_s=20)
    assert applying.state == "applying"  # the answer is on its way
    stops_and_starts(applying, tmp_path / "kiosk.db")
    assert world.centre.registration(WHO, OBIHIRO) == "waiting"
    assert not world.receipt.pieces
    world.take_card()
    applying.hub.run_for(20)
    assert applying.state == "idle"
