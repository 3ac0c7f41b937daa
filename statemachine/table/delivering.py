"""Phase delivering: ⑬–⑮. What was paid is delivered or given back; nobody cancels here."""

from __future__ import annotations

from statemachine.actions import choosing, delivering, leave
from statemachine.table.cell import Cell, Row, go, handle, otherwise, refuse, stay, when
from statemachine.table.leaving import paying_on

PHASE: Row = {
    "cancel_pressed": refuse("paid: it is being delivered"),
}


def _no_more_copies(reason: str) -> Cell:
    return handle(
        reason,
        when(delivering.other_copy, None, leave.call_attendant("paper")),
        when(
            delivering.nothing_printed,
            "refunding",
            leave.say_farewell("cannot_print_refund"),
            delivering.give_up_printing,
        ),
        otherwise("paying_change", delivering.give_up_printing),
    )


def _paying_on(reason: str) -> Cell:
    return handle(reason, *paying_on(), otherwise("waiting_for_certificate"))


STATES: dict[str, Row] = {
    "printing": {
        "copy_printed": handle(
            "one copy is out",
            when(delivering.other_copy, None, leave.call_attendant("paper")),
            when(delivering.more_copies, None, delivering.take_copy, delivering.next_copy),
            when(leave.money_held, "paying_change", delivering.take_copy),
            otherwise("waiting_for_certificate", delivering.take_copy),
        ),
        "copy_failed": _no_more_copies("the printer gave up this copy"),
        "print_copy_failed": _no_more_copies("nobody knows what became of this copy"),
        "device_unready": handle(
            "the printer waits for a person: staff are called while the copy can still come",
            when(delivering.stops("page"), None, delivering.call_for_printer),
            otherwise(None),
        ),
        "device_ready": handle(
            "the printer prints on", when(delivering.goes_on("page"), None, delivering.stop_waiting), otherwise(None)
        ),
    },
    "paying_change": {
        "coins_dispensed": _paying_on("a payout has ended"),
        "dispense_failed": _paying_on("a hopper did not pay"),
        "note_returned": _paying_on("a late note is back"),
        "note_stacked": _paying_on("a late note lies in the stacker: coins go back for it"),
        "return_note_failed": _paying_on("a late note stays inside: what it is worth is owed"),
        "claim_slip_printed": _paying_on("the debt is on paper"),
        "print_claim_slip_failed": _paying_on("the debt is on record"),
    },
    "waiting_for_certificate": {
        "taken_pressed": handle(
            "取りました; not while a contact sees the sheets",
            when(delivering.certificate_lies, None, choosing.show_again),
            otherwise("printing_receipt", delivering.certificate_taken),
        ),
        "tray_emptied": handle(
            "the contact says so",
            when(delivering.not_out_of("certificate"), None),
            otherwise("printing_receipt", delivering.certificate_taken),
        ),
        "take_look_due": handle(
            "taken while the rest was still under way",
            when(delivering.taken_early, "printing_receipt", delivering.certificate_taken),
            otherwise(None),
        ),
        "take_voice_due": stay("10 s: the voice", delivering.remind_by_voice),
        "take_alarm_due": stay("30 s: the alarm", delivering.remind_by_alarm),
        "take_end_due": handle(
            "3 minutes: a time-out never counts as taken",
            *leave.if_so(
                delivering.certificate_lies,
                *leave.to_attention(
                    delivering.certificate_left, leave.call_attendant("certificate"), delivering.remind_by_alarm
                ),
            ),
            *leave.rest_branches(delivering.certificate_left, leave.tell_attendant("certificate_left")),
        ),
    },
    "printing_receipt": {
        "receipt_printed": go("waiting_for_receipt", "confirmed by the printer"),
        "print_receipt_failed": go("saying_sorry", "no receipt: said, and on record", delivering.receipt_missing),
        "device_unready": handle(
            "staff are called while the receipt can still come",
            when(delivering.stops("receipt"), None, delivering.call_for_printer),
            otherwise(None),
        ),
        "device_ready": handle(
            "the printer prints on", when(delivering.goes_on("receipt"), None, delivering.stop_waiting), otherwise(None)
        ),
    },
    "waiting_for_receipt": {
        "taken_pressed": handle(
            "取りました; not while a contact sees the receipt",
            when(delivering.receipt_lies, None, choosing.show_again),
            *leave.rest_branches(),
        ),
        "tray_emptied": handle(
            "the contact says so",
            when(delivering.not_out_of("receipt"), None),
            *leave.rest_branches(),
        ),
        "receipt_voice_due": stay("10 s: the voice once more", delivering.remind_of_receipt),
        "receipt_end_due": leave.rest("it names nobody; a time-out never counts as taken", delivering.receipt_left),
    },
}
