"""What holds in every journey, whatever its script expects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from sim.wire import NS_PER_S

if TYPE_CHECKING:
    from sim.world import World

NOTICING_NS: Final = 1 * NS_PER_S
"""A card laid on an idle kiosk's tray need not be known to it sooner."""

_INDISCREET: Final = {
    "warning": "a name stayed on the screen when the kiosk asked whether somebody is there",
    "voice": "the voice spoke a name or a kind of certificate",
}


def _followed(world: World) -> Iterator[str]:
    failure = world.customer.failure
    if failure is not None:
        yield failure
    elif not world.customer.done:
        yield "the customer is not done yet"


def _staff_understood(world: World) -> Iterator[str]:
    if world.attendant.failure is not None:
        yield world.attendant.failure


def _metal_adds_up(world: World) -> Iterator[str]:
    try:
        world.check()
    except AssertionError as error:
        yield f"the metal does not add up: {error}"


def _never_idle_with_a_card(world: World) -> Iterator[str]:
    laid_ns: int | None = None
    for seen in world.log:
        if seen.what == "card":
            laid_ns = seen.at_ns if seen.detail == "laid" else None
        elif seen.matches("screen:idle") and laid_ns is not None and seen.at_ns - laid_ns > NOTICING_NS:
            yield "the kiosk went to idle with a card on the tray"
            return


def _discreet(world: World) -> Iterator[str]:
    for where in sorted({seen.detail for seen in world.log if seen.what == "indiscreet"}):
        yield _INDISCREET[where]


def _alarm_ends(world: World) -> Iterator[str]:
    """An alarm that goes on over an idle screen calls for something that is not there."""
    senses = world.customer.senses
    if senses.alarm and senses.screen is not None and senses.screen.name == "idle":
        yield "the alarm is still on although the kiosk is idle"


ALWAYS: Final[tuple[Callable[[World], Iterator[str]], ...]] = (
    _followed,
    _staff_understood,
    _metal_adds_up,
    _never_idle_with_a_card,
    _discreet,
    _alarm_ends,
)
"""Judged after every journey; a sentence for each thing that is not so."""
