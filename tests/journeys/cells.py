"""Brings a live kiosk into any state, does something at a wire there, and lets the world go on alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache

from device.testing.inline import Inline
from device.testing.journeys import shipped
from sim.world import World
from statemachine.events import Event
from statemachine.table.build import TABLE
from statemachine.table.states import STATES

WAYS: Mapping[str, str] = {
    "closed": "closed-at-night",
    "out_of_service": "takaoka-juminhyo-3",
    "attention": "forgotten-card",
    "card_left": "forgotten-card",
    "refunding": "cancel-with-money-in",
    "saying_sorry": "cancel-with-money-in",
    **{state.name: "register-honseki" for state in STATES.values() if state.phase == "registering"},
}
"""The journey that passes a state; `takaoka-juminhyo-3` passes all others."""

ACT_S: Mapping[str, float] = {"menu": 2.0}
"""Where the customer of the journey is too quick for what a hand needs some time for."""

AFTERWARDS_S = 600.0
"""Longer than any ladder: by then the kiosk rests, or has called for a person."""


class Live:
    """A kiosk on its way, with what it was seen to handle."""

    def __init__(self, kiosk: Inline, handled: list[tuple[str, str, int]]) -> None:
        self.kiosk, self.handled = kiosk, handled

    @property
    def world(self) -> World:
        return self.kiosk.world

    def has_handled(self, trigger: str, state: str) -> bool:
        """Whether the event was handled in that state."""
        return any((trigger, state) == (t, s) for t, s, _ in self.handled)

    def walk_away(self) -> None:
        """The customer goes, and leaves everything as it is."""
        self.kiosk.hub.leave(self.world.customer)
        self.world.customer.send = lambda _message: None


@contextmanager
def on_the_way(state: str) -> Iterator[Live]:
    """A kiosk whose customer is on his way to `state`."""
    script = shipped(WAYS.get(state, "takaoka-juminhyo-3"))[0]
    handled: list[tuple[str, str, int]] = []

    def report(event: Event, states: Mapping[str, object]) -> None:
        handled.append((event.trigger, str(states["from"]), event.monotonic_ns))

    assert script.at is not None
    with Inline(script.at, script.setup, report=report) as kiosk:
        if state == "out_of_service":
            kiosk.world.page.unplug()
        if state == "starting":
            kiosk.world.centre.faults.delay(1, 60_000)  # silent until its limit: the kiosk goes on starting
        if state not in ("starting", "idle"):
            kiosk.world.customer.follow(replace(script, act_s=ACT_S.get(state, script.act_s)))
        yield Live(kiosk, handled)


@cache
def stay_in(state: str) -> tuple[int, int]:
    """When the undisturbed kiosk is in `state`, in nanoseconds: from, until."""
    with on_the_way(state) as live:
        kiosk = live.kiosk
        assert kiosk.run_until_state(state, 900), f"no journey reaches {state}"
        began_ns = kiosk.hub.now_ns
        live.kiosk.hub.run_until(lambda: kiosk.state != state, limit_s=5)
        return began_ns, kiosk.hub.now_ns


def alike(state: str, other: str, triggers: Sequence[str]) -> bool:
    """Whether two states of a phase do the very same with all of these events, and wait for the same."""
    one, another = STATES[state], STATES[other]
    same_kind = (one.phase, one.waits_for_customer) == (another.phase, another.waits_for_customer)
    return same_kind and all(TABLE[state][trigger] is TABLE[other][trigger] for trigger in triggers)


def tried(triggers: Sequence[str]) -> list[str]:
    """Every state but those of the registration that are like another one: its keyboards are many."""
    found: list[str] = []
    for state in STATES:
        if STATES[state].phase != "registering" or not any(alike(state, other, triggers) for other in found):
            found.append(state)
    return found


def bystander_coin(world: World) -> None:
    """A coin through a gate that hangs open: it is credited although nothing may come in."""
    world.cash.stick_gate()
    world.cash.insert(100)


def coin_on_a_string(world: World) -> None:
    world.cash.stick_gate()
    world.cash.insert(100, on_string=True)


def bystander_note(world: World) -> None:
    """A note through a slot that nobody opened: it is held, and what becomes of it is the kiosk's to say."""
    world.cash.bills.stick()
    world.cash.bills.insert(1000)


def note_of_2000_yen(world: World) -> None:
    """Drawn in, refused, and out again."""
    world.cash.bills.stick()
    world.cash.bills.insert(2000)


def lay_a_card(world: World) -> None:
    if world.tray.card is not None:
        world.tray.take()
    world.lay_card()


def take_the_card(world: World) -> None:
    if world.tray.card is None:
        world.lay_card()
    world.tray.take()


ACTS: Mapping[str, Callable[[World], None]] = {
    "cash_credited": bystander_coin,
    "coin_returned": lambda world: world.cash.insert(5),
    "return_lever_pressed": lambda world: world.cash.press_return_lever(),
    "cash_uncertain": coin_on_a_string,
    "note_held": bystander_note,
    "note_refused": note_of_2000_yen,
    "note_returned": note_of_2000_yen,
    "note_intake_changed": lambda world: world.cash.bills.fill_stacker(),
    "card_placed": lay_a_card,
    "card_removed": take_the_card,
    "card_unknown": lambda world: world.tray.unplug(),
}
"""What a hand can do so that the wire brings this event."""

LEADS_S = (0.0, 0.15, 0.35, 0.6, 0.9, 1.2, 0.02, 0.3)
"""How long before the middle of a short state the hand must act; the wire takes its time."""

NOTE_LEADS_S = (1.4, 1.7, 2.0, 1.25, 1.55, 1.85, 2.3, 2.6)
"""A note takes 1.2 s to the escrow, and as long to be refused as the rollers need to turn back."""


def leads_s(trigger: str) -> tuple[float, ...]:
    """As above, for what a hand brings about."""
    return NOTE_LEADS_S if trigger in ("note_held", "note_refused", "note_returned") else LEADS_S
