"""The card is pulled, swapped or falls silent at any of its commands of a 利用登録申請; and the centre's line dies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pytest

from device.testing.inline import Inline
from device.testing.journeys import shipped
from sim.card.faults import Moment
from sim.card.jpki import SIGNATURE_PIN
from sim.world import World
from statemachine.table.states import STATES

WHO, OBIHIRO = "unregistered-rokuko", "01207"
RESTS_S = 900.0
"""Longer than idle limit and card ladder together."""


@contextmanager
def in_state(state: str) -> Iterator[Inline]:
    """A kiosk whose customer follows `register-honseki`, just as it enters a state."""
    (script,) = shipped("register-honseki")
    assert script.at is not None
    with Inline(script.at, script.setup) as kiosk:
        kiosk.world.customer.follow(script)
        assert kiosk.run_until_state(state, 300)
        yield kiosk


def ends_well(kiosk: Inline) -> str:
    """What holds whatever befell: the kiosk rests or calls, the vault is empty, a slip means an application. Its state
    at the centre."""
    kiosk.hub.run_for(RESTS_S)
    world = kiosk.world
    assert kiosk.box.loop.stopped is None
    assert STATES[kiosk.state].phase == "resting", kiosk.state
    assert repr(kiosk.box.vault) == "<Vault pin: 0>"
    state = world.centre.registration(WHO, OBIHIRO)
    if world.receipt.pieces or world.receipt.taken:
        assert state == "waiting"
    return state


COMMANDS = {"asking_registration": 1, "verifying_password": 6, "applying": 2}
"""State -> at how many of its card's commands something happens."""
MOMENTS: tuple[Moment, ...] = ("before", "during", "answering")


@pytest.mark.parametrize(
    ("state", "nth"), [(state, nth) for state, most in COMMANDS.items() for nth in range(1, most + 1)]
)
@pytest.mark.parametrize("moment", MOMENTS)
def test_the_card_is_pulled(state: str, nth: int, moment: Moment) -> None:
    with in_state(state) as kiosk:
        card = kiosk.world.card_of(WHO)
        kiosk.world.tray.faults.pull(nth, moment)
        assert ends_well(kiosk) == "none"
        assert card.pin_tries_left(SIGNATURE_PIN) == 5  # the right password costs none, shown or not


@pytest.mark.parametrize("state", ["asking_registration", "verifying_password", "applying"])
def test_another_card_answers_and_signs_nothing(state: str) -> None:
    with in_state(state) as kiosk:
        kiosk.world.swap_card(1, "waiting-susumu")
        assert ends_well(kiosk) == "none"
        assert kiosk.world.card_of("waiting-susumu").pin_tries_left(SIGNATURE_PIN) == 5


def leaving(kiosk: Inline) -> bool:
    return STATES[kiosk.state].phase == "leaving"


def cut(world: World) -> None:
    world.centre.unplug()


def refuse(world: World) -> None:
    world.centre.refuse_all()


def misaddress(world: World) -> None:
    world.centre.misaddress(9)


def truncate(world: World) -> None:
    world.centre.faults.truncate(9)


@pytest.mark.parametrize("state", ["asking_registration", "looking_up", "applying"])
@pytest.mark.parametrize("fault", [cut, refuse, misaddress, truncate])
def test_the_centre_cannot_be_asked(state: str, fault: Callable[[World], None]) -> None:
    with in_state(state) as kiosk:
        fault(kiosk.world)
        kiosk.hub.run_until(partial(leaving, kiosk), limit_s=60)
        assert kiosk.state == "card_left"  # told why, and given the card back
        ends_well(kiosk)


def test_another_hand_has_revoked_the_session_meanwhile() -> None:
    """The card was reported lost while somebody types: 403, and no application."""
    with in_state("confirming_application") as kiosk:
        kiosk.world.centre.revoke(WHO)
        assert ends_well(kiosk) == "none"
