"""Phase paying: ⑫."""

from __future__ import annotations

from statemachine import upkeep
from statemachine.actions import delivering, leave, paying
from statemachine.desk import Desk
from statemachine.events import DeviceUnready, Event
from statemachine.table.cell import Branch, Row, handle, ignore, otherwise, refuse, stay, when


def _needed(_desk: Desk, event: Event) -> bool:
    return isinstance(event, DeviceUnready) and event.device in ("cash", "page")


def no_coin_can_be_taken() -> tuple[Branch, ...]:
    """Before ⑫ and in it: neither change nor a refund could be paid for any coin."""
    return leave.leave_if(
        paying.nothing_acceptable, "cash_unavailable", delivering.void_document, leave.tell_attendant("no_change")
    )


PHASE: Row = {}

STATES: dict[str, Row] = {
    "accepting_cash": {
        "cash_credited": handle(
            "a coin is in",
            when(paying.paid_in_full, "settling"),
            *no_coin_can_be_taken(),
            otherwise(None, paying.credit_rose),
        ),
        "cancel_pressed": leave.leave("終了する: the money goes back", "cancelled", delivering.void_document),
        "return_lever_pressed": leave.leave("the lever is a cancel", "cancelled", delivering.void_document),
        "idle_warning_due": stay("4:30: still there?", upkeep.warn_idle),
        "idle_end_due": leave.leave("5 minutes without an operation", "timed_out", delivering.void_document),
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
        "hours_due": leave.at_closing_time("closing time, not settled: refund", delivering.void_document),
    },
    "settling": {
        "cancel_pressed": refuse("the price is paid"),
        "idle_end_due": ignore("stopped: money moves"),
        "cash_shut": stay("shut: wait for coins past the gate", paying.drain_again),
        "shut_cash_failed": stay("not heard: wait for coins all the same", paying.drain_again),
        "cash_credited": stay("a late coin is counted; wait for the next", paying.drain_again),
        "drain_due": handle(
            "no coin for a second after shutting: settled",
            when(paying.shutting, None, paying.drain_again),
            otherwise("printing", paying.claim_fee),
        ),
    },
}
