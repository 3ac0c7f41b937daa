"""Each cell about money, card and paper, in a live kiosk: brought by the wire wherever a hand can bring it.

After that the customer walks away and nobody helps: no yen may be lost, no card forgotten, and the kiosk
must come to rest or call for a person.
"""

from __future__ import annotations

from functools import partial

import pytest

from statemachine import events as e
from statemachine.events import CommandFailed, Event, Topic
from statemachine.table.states import STATES
from statemachine.table.triggers import TRIGGERS, topic_of
from tests.journeys.cells import ACTS, AFTERWARDS_S, Live, alike, leads_s, on_the_way, stay_in, tried

VALUABLE = [t for t in TRIGGERS if topic_of(t) in (Topic.MONEY, Topic.CARD, Topic.PAPER)]

LATE: dict[str, Event] = {
    "hoppers_counted": e.HoppersCounted(counts=()),
    "coins_dispensed": e.CoinsDispensed(yen=100, asked=1, paid=0, count_after=0, fault="late"),
    "copy_printed": e.CopyPrinted(copy=9),
    "copy_failed": e.CopyFailed(copy=9, cause="late", settled=True),
    "tray_filled": e.TrayFilled(tray="certificate"),
    "tray_emptied": e.TrayEmptied(tray="certificate"),
    "card_placed": e.CardPlaced(),
    "receipt_printed": e.ReceiptPrinted(),
    "registration_slip_printed": e.RegistrationSlipPrinted(),
    "claim_slip_printed": e.ClaimSlipPrinted(),
    "note_stacked": e.NoteStacked(yen=1000),
}
"""Mostly answers of commands that outlive their state: no hand can bring a late word about at will."""


def late(trigger: str) -> Event:
    """The event as it comes when nobody waits for it any more."""
    if trigger in LATE:
        return LATE[trigger]
    return CommandFailed(command=trigger.removesuffix("_failed"), outcome="unknown", cause="late")


def comes_to_a_good_end(live: Live, *, invented: bool = False) -> None:
    """What must hold when everybody has left. invented: a note was told of that there is not."""
    live.walk_away()
    kiosk, world = live.kiosk, live.world
    kiosk.hub.run_for(AFTERWARDS_S)
    assert kiosk.box.loop.stopped is None
    desk = kiosk.box.machine.desk
    assert STATES[kiosk.state].phase == "resting" or kiosk.state == "starting", kiosk.state
    if world.tray.card is not None and world.tray.plugged:
        assert kiosk.state != "idle"
        assert "card" in desk.causes
    world.check()
    kiosk.store.verify_chain()
    for yen in (10, 50, 100, 500):
        there = world.cash.metal[f"hopper_{yen}"].get(yen, 0)
        assert kiosk.store.coins(f"cash:hopper-{yen}").get(yen, 0) == there
    for place in () if invented else ("escrow", "stacker"):
        assert kiosk.store.coins(f"cash:{place}") == world.cash.notes[place]
    assert not kiosk.store.balances("customer:"), "money of the customer's is neither paid back nor owed"
    assert not kiosk.store.balances("pending:"), "money is set aside for copies that nobody waits for"


A_CARD_LIES_THERE = "a card lies there already: another one is a removal first, which ends this state"
NOT_BY_HAND = {
    ("card_placed", state): A_CARD_LIES_THERE
    for state in (
        "reading_card",
        "choosing_municipality",
        "entering_pin",
        "waiting_for_card_removal",
        "card_left",
        "attention",
        *(state.name for state in STATES.values() if state.phase == "registering" and state.name != "waiting_for_slip"),
    )
}
"""What no hand can bring; these are handed in like the late words."""

TRIED = tried(VALUABLE)
BY_HAND = [(t, s) for t in ACTS for s in TRIED if (t, s) not in NOT_BY_HAND]
BY_WORD = [
    *((t, s) for t, s in NOT_BY_HAND if s in TRIED),
    *((t, s) for t in VALUABLE if t not in ACTS for s in TRIED),
]


def test_every_cell_is_executed_one_way_or_the_other() -> None:
    """In the state itself, or in one that shares this very cell and waits for the same."""
    assert sorted(BY_HAND + BY_WORD) == sorted((t, s) for t in VALUABLE for s in TRIED)
    for state in STATES:
        assert any(alike(state, other, VALUABLE) for other in TRIED), state
    assert len(TRIED) > 30


@pytest.mark.parametrize(("trigger", "state"), BY_HAND)
def test_a_hand_does_it_at_the_wire(trigger: str, state: str) -> None:
    began_ns, ended_ns = stay_in(state)
    middle_ns = (began_ns + ended_ns) // 2
    for lead_s in leads_s(trigger):
        with on_the_way(state) as live:
            hub = live.kiosk.hub
            hub.run_for(max(0.0, middle_ns / 1e9 - lead_s))
            ACTS[trigger](live.world)
            hub.run_until(partial(live.has_handled, trigger, state), limit_s=4)
            if live.has_handled(trigger, state):
                comes_to_a_good_end(live)
                return
    pytest.fail(f"{trigger} never came in {state}")


@pytest.mark.parametrize(("trigger", "state"), BY_WORD)
def test_a_late_word_comes_when_nobody_waits_for_it(trigger: str, state: str) -> None:
    began_ns, ended_ns = stay_in(state)
    with on_the_way(state) as live:
        live.kiosk.hub.run_for((began_ns + ended_ns) / 2e9)
        live.kiosk.box.loop.post(late(trigger))
        live.kiosk.hub.run_until(partial(live.has_handled, trigger, state), limit_s=1)
        assert live.has_handled(trigger, state)
        comes_to_a_good_end(live, invented=trigger == "note_stacked")
