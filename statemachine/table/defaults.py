"""What every state does with an event unless its phase or itself says otherwise."""

from __future__ import annotations

from statemachine import upkeep
from statemachine.actions import reporting
from statemachine.actions.leave import call_attendant, lower_flag
from statemachine.actions.notes import return_note
from statemachine.actions.paying import put_debt_on_paper
from statemachine.commands import CallAttendant
from statemachine.desk import Desk
from statemachine.events import CashUncertain, DeviceRemarked, Event, Topic
from statemachine.money import UNKNOWN_NOTE_STACKED
from statemachine.table.cell import Row, defer, ignore, refuse, stay
from statemachine.table.states import STATES
from statemachine.table.triggers import EVENTS, TRIGGERS


def _note_late_copy(desk: Desk, _event: Event) -> None:
    desk.note("copy_answer_out_of_turn")


_RESETS = frozenset({"acceptor_was_reset", "validator_was_reset"})
"""A device that started anew has lost nothing by that alone; what it did lose is told by a cause of its own."""


def note_uncertain_cash(desk: Desk, event: Event) -> None:
    """Into the journal, and staff hear of it. The customer of the visit is told too where nothing of it is on record,
    but for an alarm: that may be about himself."""
    assert isinstance(event, CashUncertain)
    desk.note(f"cash_uncertain:{event.cause}")
    if event.cause in _RESETS:
        return
    desk.give(CallAttendant(cause=event.cause))
    if event.cause.endswith("_alarm") or STATES[desk.state].phase == "resting":
        return
    known = event.cause == UNKNOWN_NOTE_STACKED or (event.cause == "note_swallowed" and desk.money.escrow_yen)
    desk.session.money_unsure |= not known


_RUNS_SHORT = frozenset({"paper_low", "output_nearly_full", "toner_low"})
"""Remarks that staff hear at once, so that they come before the device stops."""


def _note_remark(desk: Desk, event: Event) -> None:
    assert isinstance(event, DeviceRemarked)
    desk.note(f"{event.device}:{event.remark}")
    if event.remark in _RUNS_SHORT:
        desk.give(CallAttendant(cause=f"{event.device}_{event.remark}"))


def _note_failure(desk: Desk, event: Event) -> None:
    desk.note(event.trigger)


_NOT_HERE = refuse("not on this screen")
_ABANDONED = ignore("belongs to the state that asked; abandoned with it, a late one never gets here")
_STOPPED = ignore("stopped on leaving its state; a stale expiry never gets here")

BASE: Row = {
    **{trigger: _NOT_HERE for trigger in TRIGGERS if trigger in EVENTS and EVENTS[trigger].topic is Topic.CUSTOMER},
    **{trigger: _ABANDONED for trigger in TRIGGERS if trigger in EVENTS and EVENTS[trigger].topic is Topic.ANSWER},
    **{trigger: _STOPPED for trigger in TRIGGERS if trigger.endswith("_due")},
    **{trigger: _ABANDONED for trigger in TRIGGERS if trigger.endswith("_failed")},
    # the customer
    "mute_pressed": stay("音声停止: quiets the alarm for a minute", upkeep.mute),
    # the card: presence is always taken down, the ladder minds it
    "card_placed": stay("taken down; a card that should not lie here is asked for at once"),
    "card_removed": stay("taken down; the ladder stops"),
    "card_unknown": stay("taken down; what was last seen on the tray still counts"),
    "card_voice_due": stay("the ladder runs in whatever state the card lies", upkeep.card_voice),
    "card_alarm_due": stay("the ladder runs in whatever state the card lies", upkeep.card_alarm),
    "card_attendant_due": stay("3 minutes: the attendant", upkeep.card_attendant),
    # money: always booked
    "cash_credited": stay("booked as the customer's; given back when he leaves"),
    "note_held": stay("nobody asked for it: it goes back", return_note),
    "note_stacked": stay("booked; what is the customer's is given back when he leaves"),
    "note_returned": stay("booked: so much less is inside"),
    "note_intake_changed": stay("taken down; coins go on without notes"),
    "note_refused": stay("the validator gave it back; nothing came in"),
    "stack_note_failed": stay("it goes back", _note_failure, return_note),
    "return_note_failed": stay("it stays inside, and is owed when the customer leaves", _note_failure),
    "coin_returned": stay("the acceptor gave it back; nothing came in"),
    "return_lever_pressed": stay("nothing of his is inside to give back here"),
    "cash_uncertain": stay(
        "money may be inside without a credit: into the journal, and staff hear of it at once",
        note_uncertain_cash,
    ),
    "hoppers_counted": stay("the hoppers' own counters are taken down"),
    "coins_dispensed": stay("booked out of what was his, or of what was owed"),
    "dispense_failed": stay("that hopper is not asked again", _note_failure, put_debt_on_paper),
    "shut_cash_failed": stay("the device's own status tells; coins are still polled for", _note_failure),
    # paper
    "copy_printed": stay("a sheet nobody waits for is inside", _note_late_copy, call_attendant("paper")),
    "copy_failed": stay("the printer wants looking at", _note_late_copy, call_attendant("paper")),
    "print_copy_failed": stay("the printer wants looking at", _note_late_copy, call_attendant("paper")),
    "tray_filled": stay("taken down: never idle while sheets lie in the output tray"),
    "tray_emptied": stay("taken down"),
    "change_voice_due": stay("the coins still lie in the cup", upkeep.remind_of_change),
    "receipt_printed": stay("it names nobody; nothing to do"),
    "claim_slip_printed": stay("the debt stands in the ledger; the slip is only its paper"),
    "registration_slip_printed": stay("it names nobody; nothing to do"),
    "print_registration_slip_failed": stay("into the journal for staff", _note_failure),
    "print_receipt_failed": stay("into the journal for staff", _note_failure),
    "print_claim_slip_failed": stay("the debt stands in the ledger; the attendant is called", _note_failure),
    # answers that may come in any state
    "output_done": ignore("a screen, voice or alarm was served; nothing follows from it"),
    "document_prepared": stay("its customer has gone: the centre is told that it is void", reporting.void_unwanted),
    "issue_document_failed": ignore("its customer has gone, and nothing was made out"),
    "document_unwanted": stay("not what was confirmed: the centre is told that it is void", reporting.void_unwanted),
    "copy_reported": stay("the centre has it on record; the next word follows", reporting.report_acknowledged),
    "report_copy_failed": stay("owed still: told again after a while, also by the next boot", reporting.report_failed),
    "report_again_due": stay("the centre is told again", reporting.report_again),
    "cash_shut": stay("the acceptor is shut"),
    "cash_opened": stay("the acceptor is open"),
    "release_card_failed": stay("a card that is gone has no power either", _note_failure),
    **{
        f"{output}_failed": ignore("the screen's own status tells")
        for output in ("show", "speak", "sound_alarm", "call_attendant")
    },
    # devices and time
    "device_ready": stay("taken down; looked at when it is needed"),
    "device_unready": stay("taken down; looked at when it is needed"),
    "service_state_heard": stay("taken down; what is closed is looked at where it is chosen"),
    "device_remarked": stay("into the journal; staff are told of what runs short", _note_remark),
    "kiosk_started": ignore("the first event of a boot comes once, in `starting`"),
    "hours_due": defer("looked at in the resting state after this customer"),
    "stop_requested": defer("the box ends when this customer is done"),
    "attendant_cleared": stay("the flag is lowered", lower_flag),
}
