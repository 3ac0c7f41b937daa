"""Each cell about money, card and paper, in a live kiosk: brought by the wire wherever a hand can bring it.

After that the customer walks away and nobody helps: no yen may be lost, no card forgotten, and the kiosk
must come to rest or call for a person.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from statemachine import events as e
from statemachine.events import CommandFailed, Event, Topic
from statemachine.table.states import STATES
from statemachine.table.triggers import TRIGGERS, topic_of
from tests.journeys.cells import ACTS, AFTERWARDS_S, LEADS_S, Live, on_the_way, stay_in

VALUABLE = [t for t in TRIGGERS if topic_of(t) in (Topic.MONEY, Topic.CARD, Topic.PAPER)]

# answers of commands that outlive their state: late words, which no hand can bring about at will
LATE: dict[str, Event] = {
    "hoppers_counted": e.HoppersCounted(counts=()),
    "coins_dispensed": e.CoinsDispensed(yen=100, asked=1, paid=0, count_after=0, fault="late"),
    "copy_printed": e.CopyPrinted(copy=9),
    "copy_failed": e.CopyFailed(copy=9, cause="late", settled=True),
    "certificate_taken": e.CertificateTaken(),
    "receipt_printed": e.ReceiptPrinted(),
    "claim_slip_printed": e.ClaimSlipPrinted(),
}


def late(trigger: str) -> Event:
    """The event as it comes when nobody waits for it any more."""
    if trigger in LATE:
        return LATE[trigger]
    return CommandFailed(command=trigger.removesuffix("_failed"), outcome="unknown", cause="late")


def comes_to_a_good_end(live: Live) -> None:
    """What must hold when everybody has left."""
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
    held = -sum(kiosk.store.balances(prefix) != {} for prefix in ("customer:", "pending:"))
    assert not held, "money of the customer's is neither paid back nor owed"


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("trigger", sorted(set(ACTS)))
def test_a_hand_does_it_at_the_wire(state: str, trigger: str) -> None:
    if (state, trigger) in NOT_BY_HAND:
        pytest.skip(NOT_BY_HAND[state, trigger])
    began_ns, ended_ns = stay_in(state)
    middle_ns = (began_ns + ended_ns) // 2
    for lead_s in LEADS_S:
        with on_the_way(state) as live:
            hub = live.kiosk.hub
            hub.run_for(max(0.0, middle_ns / 1e9 - lead_s))
            ACTS[trigger](live.world)
            hub.run_until(lambda live=live: live.has_handled(trigger, state), limit_s=4)  # type: ignore[misc]
            if live.has_handled(trigger, state):
                comes_to_a_good_end(live)
                return
    pytest.fail(f"{trigger} never came in {state}: say in NOT_BY_HAND why, or bring it")


NOT_BY_HAND: dict[tuple[str, str], str] = {}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("trigger", [t for t in VALUABLE if t not in ACTS])
def test_a_late_word_comes_when_nobody_waits_for_it(state: str, trigger: str) -> None:
    began_ns, ended_ns = stay_in(state)
    with on_the_way(state) as live:
        live.kiosk.hub.run_for((began_ns + ended_ns) / 2e9)
        live.kiosk.box.loop.post(replace(late(trigger)))
        live.kiosk.hub.run_until(lambda: live.has_handled(trigger, state), limit_s=1)
        assert live.has_handled(trigger, state)
        comes_to_a_good_end(live)
