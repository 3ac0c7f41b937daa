"""Phase paying: ⑫."""

from __future__ import annotations

from statemachine import upkeep
from statemachine.actions import choosing, credit, delivering, leave, notes, paying, stopping
from statemachine.desk import Desk
from statemachine.events import DeviceUnready, Event
from statemachine.table import defaults
from statemachine.table.cell import Action, Branch, Cell, Row, handle, ignore, otherwise, refuse, stay, when


def _needed(_desk: Desk, event: Event) -> bool:
    return isinstance(event, DeviceUnready) and event.device in ("cash", "page")


def no_coin_can_be_taken() -> tuple[Branch, ...]:
    """Before ⑫ and in it: neither change nor a refund could be paid for any coin or note."""
    return leave.leave_if(
        paying.nothing_acceptable, "cash_unavailable", delivering.void_document, leave.tell_attendant("no_change")
    )


def _cancel(reason: str) -> Cell:
    return leave.leave(reason, "cancelled", delivering.void_document, leave.count_cancel)


_CANNOT_MOVE_NOTE = leave.leave("the validator is stuck", "cash_unavailable", delivering.void_document)


def _other_money_wanted(reason: str, *actions: Action) -> Cell:
    return handle(reason, *no_coin_can_be_taken(), otherwise(None, *actions))


def _note_stuck(reason: str, *actions: Action) -> Cell:
    return handle(
        reason,
        when(notes.paid_without_note, None, *actions, paying.drain_again),
        *leave.leave_branches(leave.say_farewell("cash_unavailable"), delivering.void_document),
    )


PHASE: Row = {}

STATES: dict[str, Row] = {
    "accepting_cash": {
        "cash_credited": handle(
            "a coin is in",
            when(credit.paid_in_full, "settling"),
            *no_coin_can_be_taken(),
            otherwise(None, paying.credit_changed),
        ),
        "note_held": handle(
            "a note is in escrow",
            when(notes.note_unwanted, None, notes.return_note),
            when(credit.paid_in_full, "settling"),
            *no_coin_can_be_taken(),
            otherwise(None, notes.hold_note, paying.credit_changed),
        ),
        "note_hold_due": handle(
            "it makes room for the next one",
            when(notes.room_wanted, None, notes.stack_note),
            otherwise(None),
        ),
        "note_stacked": handle(
            "the note is taken",
            when(credit.paid_in_full, "settling"),
            *no_coin_can_be_taken(),
            otherwise(None, paying.credit_changed),
        ),
        "note_returned": _other_money_wanted("the note went back: so much less is in", paying.note_came_back),
        "note_intake_changed": _other_money_wanted(
            "a held note goes back while it can; coins go on", notes.return_if_troubled, paying.credit_changed
        ),
        "note_refused": stay("the validator gives it back", paying.note_came_back),
        "cash_uncertain": stay(
            "money may be inside without a credit: said on the screen, and to staff",
            defaults.note_uncertain_cash,
            choosing.show_again,
        ),
        "attendant_cleared": stay(
            "hoppers may be asked again: more may be taken", leave.lower_flag, paying.credit_changed
        ),
        "stack_note_failed": _CANNOT_MOVE_NOTE,
        "return_note_failed": _CANNOT_MOVE_NOTE,
        "cancel_pressed": _cancel("終了する: the money goes back"),
        "return_lever_pressed": _cancel("the lever is a cancel"),
        "idle_warning_due": stay("4:30: still there?", upkeep.warn_idle),
        "idle_end_due": leave.leave(
            "5 minutes without an operation", "timed_out", delivering.void_document, leave.count_cancel
        ),
        "stay_pressed": stay("still there"),
        "stop_requested": leave.leave(
            "the box shall end: the money goes back", "service_ending", delivering.void_document
        ),
        "accept_cash_failed": leave.leave("the acceptor does not open", "cash_unavailable", delivering.void_document),
        "device_unready": handle(
            "without cash device or page printer nothing can be sold",
            *leave.leave_if(_needed, "cash_unavailable", delivering.void_document),
            otherwise(None),
        ),
        "hours_due": stopping.at_closing_time("closing time or a stop, not settled: refund", delivering.void_document),
    },
    "settling": {
        "cancel_pressed": refuse("the price is paid"),
        "idle_end_due": ignore("stopped: money moves"),
        "cash_shut": stay("shut: wait for coins past the gate", paying.drain_again),
        "shut_cash_failed": stay("not heard: wait for coins all the same", paying.drain_again),
        "cash_credited": stay("a late coin is counted; wait for the next", paying.drain_again),
        "note_held": handle(
            "a note that was past the gate: taken if it is needed",
            when(notes.paid_without_note, None, notes.return_note, paying.drain_again),
            otherwise(None, notes.stack_note, paying.drain_again),
        ),
        "note_stacked": stay("the note is taken; wait for late coins", paying.drain_again),
        "note_returned": handle(
            "the note went back",
            when(credit.paid_in_full, None, paying.drain_again),
            otherwise("accepting_cash", paying.say_note_came_back),
        ),
        "stack_note_failed": _note_stuck("the note cannot be stacked: the customer gets it back", notes.return_note),
        "return_note_failed": _note_stuck("the note stays inside: what it is worth is owed"),
        "drain_due": handle(
            "no coin for a second after shutting: settled",
            when(paying.unsettled, None, paying.drain_again),
            otherwise("printing", paying.claim_fee),
        ),
    },
}
