"""The cash worker and notes: where each one went answers the order, whatever happens on the wire in between."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from device.ports.reopening import ReopeningPort
from device.testing.inline_port import opener
from device.workers.cash import CashWorker
from device.workers.cash_events import marks_in
from drivers.cash.device import CashDevice
from sim.cash import CashBox
from statemachine import commands as c
from statemachine import events as e
from statemachine.events import Event, MoneyEvent
from statemachine.money import UNKNOWN_NOTE_STACKED
from tests.device.stand import Stand

STACK, RETURN = c.StackNote(id="stack"), c.ReturnNote(id="return")
ACCEPT = c.AcceptCash(id="open", values=(10, 50, 100, 500, 1000))


class Till:
    """A cash box, and the worker that minds it."""

    def __init__(self) -> None:
        self.stand = Stand()
        self.box = CashBox(self.stand.hub)
        self.stand.hub.join(self.box)
        self.boot()
        self.stand.order(ACCEPT, 0.5)

    def boot(self, memory: dict[str, int | str] | None = None) -> None:
        port = ReopeningPort("sim://cash", opener(self.stand.hub, "sim://cash", self.box))
        cash = CashDevice(port, self.stand.hub, validator=40)
        self.worker = CashWorker(self.stand.desk(), cash, marks_in(memory or {}))
        self.stand.start(self.worker)
        self.stand.hub.run_for(2)

    def power_off(self) -> dict[str, int | str]:
        """The worker is gone; what the journal would have remembered of what it said."""
        self.stand.hub.end_tasks()
        marks = [event.mark for event in self.stand.said if isinstance(event, MoneyEvent) and event.mark]
        return {f"mark_{device}": f"{serial}:{counter}" for device, serial, counter in marks}

    def hold_a_note(self) -> None:
        self.box.bills.insert(1000)
        (held,) = self.heard(3)
        assert isinstance(held, e.NoteHeld)

    def heard(self, seconds: float) -> list[Event]:
        return self.stand.heard(seconds)

    def order(self, command: c.Command, seconds: float = 5.0) -> list[Event]:
        return self.stand.order(command, seconds)


@pytest.fixture
def till() -> Iterator[Till]:
    till = Till()
    yield till
    till.stand.hub.close()


def essence(said: list[Event]) -> list[tuple[str, object]]:
    """Trigger and what matters of each event."""
    return [
        (event.trigger, next((getattr(event, name) for name in ("yen", "cause", "code") if hasattr(event, name)), None))
        for event in said
    ]


@pytest.mark.parametrize(
    ("order", "answer", "place"),
    [(STACK, ("note_stacked", 1000), "stacker"), (RETURN, ("note_returned", 1000), "mouth")],
)
def test_where_the_note_went_answers_the_order(
    till: Till, order: c.Command, answer: tuple[str, int], place: str
) -> None:
    till.hold_a_note()
    assert till.order(order, 0.5) == [], "not before it is there"
    (event,) = till.heard(3)
    assert (event.answers, *essence([event])) == (order.id, answer)
    assert till.box.notes[place] == {1000: 1}


def test_a_note_is_held_for_as_long_as_the_customer_takes(till: Till) -> None:
    till.hold_a_note()
    assert till.heard(300) == []
    assert till.box.notes["escrow"] == {1000: 1}


def test_shutting_leaves_the_held_note_where_it_is(till: Till) -> None:
    till.hold_a_note()
    assert essence(till.order(c.ShutCash(id="shut"), 60)) == [("cash_shut", None)]
    assert till.box.notes["escrow"] == {1000: 1}
    assert essence(till.order(STACK)) == [("note_stacked", 1000)]


@pytest.mark.parametrize("order", [STACK, RETURN], ids=lambda order: order.id)
@pytest.mark.parametrize("lost", range(1, 8))
@pytest.mark.parametrize("fault", ["drop", "deafen", "corrupt"])
def test_replies_and_requests_get_lost_and_the_note_goes_once(
    till: Till, order: c.Command, lost: int, fault: str
) -> None:
    till.hold_a_note()
    getattr(till.box.faults, fault)(lost)
    said = till.order(order, 12)
    answers = [event for event in said if event.answers == order.id]
    assert len(answers) == 1
    till.heard(60)
    till.box.check_metal()
    booked = [event for event in till.stand.said if isinstance(event, e.NoteStacked | e.NoteReturned)]
    inside = sum(isinstance(event, e.NoteStacked) for event in booked)
    assert len(booked) <= 1
    assert till.box.notes["stacker"].get(1000, 0) == inside


def test_ordered_to_the_stacker_when_it_is_on_its_way_back_the_order_is_answered_by_that(till: Till) -> None:
    till.hold_a_note()
    till.box.bills.fill_stacker()  # it inhibits itself, and lets go of the note
    said = till.order(STACK, 3)
    (answer,) = [event for event in said if event.answers == STACK.id]
    assert essence([answer]) == [("note_returned", 1000)]
    assert not any(isinstance(event, e.DeviceUnready) for event in said)


def test_a_note_that_sticks_on_its_way_is_uncertain_and_when_freed_lies_in_the_stacker_unknown(till: Till) -> None:
    till.hold_a_note()
    till.box.bills.jam()
    said = till.order(STACK, 4)
    assert essence(said)[:2] == [("cash_uncertain", "note_swallowed"), ("stack_note_failed", "NoteSwallowed")]
    assert ("note_intake_changed", "validator_fault") in essence(said)
    till.box.bills.clear()
    assert ("cash_uncertain", UNKNOWN_NOTE_STACKED) in essence(till.heard(5))
    assert till.box.notes["stacker"] == {1000: 1}


def test_a_note_that_sticks_on_its_way_back_comes_out_when_freed(till: Till) -> None:
    till.hold_a_note()
    till.box.bills.jam()
    (answer,) = [event for event in till.order(RETURN, 4) if event.answers == RETURN.id]
    assert isinstance(answer, e.CommandFailed)
    assert answer.outcome == "unknown"
    till.box.bills.clear()
    assert ("note_returned", None) in essence(till.heard(5))


def test_a_note_pulled_out_while_it_is_stacked_answers_the_order_at_once(till: Till) -> None:
    till.box.bills.insert(1000, flaw="string")
    till.heard(3)
    (event,) = till.order(STACK, 2)
    assert isinstance(event, e.NoteReturned)
    assert (event.answers, event.yen, event.fraud) == (STACK.id, 1000, True)
    assert till.box.notes["taken"] == {1000: 1}
    assert till.heard(40) == [], "nothing is asked of it, and nothing told of it any more"


def test_a_note_of_2000_yen_is_refused_and_then_out(till: Till) -> None:
    till.box.bills.insert(2000)
    assert essence(till.heard(5)) == [("note_refused", 2), ("note_returned", None)]


def test_the_stackers_trouble_has_one_name_whoever_tells_of_it(till: Till) -> None:
    till.box.bills.fill_stacker()
    assert {cause for trigger, cause in essence(till.heard(5))} == {"stacker_full"}
    till.box.bills.remove_stacker()
    till.box.bills.insert_stacker()
    assert essence(till.heard(5))[-1] == ("note_intake_changed", None)
    till.box.bills.insert(1000)
    assert ("note_held", 1000) in essence(till.heard(8)), "it is opened again"


def test_a_box_that_loses_its_power_for_a_moment_is_not_said_to_be_lost(till: Till) -> None:
    till.box.insert(100)
    till.heard(2)
    till.box.power_cycle()
    assert essence(till.heard(4)) == [("cash_uncertain", "acceptor_was_reset")]
    till.box.insert(100)
    till.box.bills.insert(1000)
    assert essence(till.heard(4)) == [("cash_credited", 100), ("note_held", 1000)]


def test_a_box_that_stays_silent_is_lost(till: Till) -> None:
    for address in (2, 40):
        till.box.trouble.unplug(address)
    assert essence(till.heard(3)) == [("device_unready", "unreachable")]


@pytest.mark.parametrize("fault", ["corrupt", "truncate", "junk", "duplicate"])
def test_a_box_that_talks_nonsense_is_marked_by_name_and_serves_again_when_it_stops(till: Till, fault: str) -> None:
    getattr(till.box.faults, fault)(100_000)
    till.box.insert(100)
    said = till.heard(30)
    till.box.faults.clear()
    said += till.heard(10)
    assert [event.yen for event in said if isinstance(event, e.CashCredited)] == [100]
    marked = [(event.trigger, event.device) for event in said if isinstance(event, e.DeviceUnready | e.DeviceReady)]
    assert marked == ([] if fault == "duplicate" else [("device_unready", "cash"), ("device_ready", "cash")])
    till.stand.order(ACCEPT, 2)
    till.box.insert(50)
    assert ("cash_credited", 50) in essence(till.heard(3))


def test_what_became_of_the_note_while_nobody_listened_is_told_by_the_next_boot(till: Till) -> None:
    till.hold_a_note()
    till.stand.order(STACK, 0.1)
    memory = till.power_off()
    till.stand.hub.run_for(10)
    before = len(till.stand.said)
    till.boot(memory)
    stacked = [event for event in till.stand.said[before:] if isinstance(event, e.NoteStacked)]
    assert [(event.yen, event.earlier) for event in stacked] == [(1000, True)]


def test_a_note_still_in_escrow_is_given_back_by_the_next_boot(till: Till) -> None:
    till.hold_a_note()
    memory = till.power_off()
    before = len(till.stand.said)
    till.boot(memory)
    assert ("note_returned", None) in essence(till.stand.said[before:])
    assert till.box.notes["mouth"] == {1000: 1}
