"""Phase delivering: ⑬–⑮. What was paid is delivered or given back; nobody cancels here."""

from __future__ import annotations

from statemachine.actions import delivering, leave, paying
from statemachine.table.cell import Cell, Row, go, handle, otherwise, refuse, stay, when

PHASE: Row = {
    "cancel_pressed": refuse("paid: it is being delivered"),
}


def _no_more_copies(reason: str) -> Cell:
    return handle(
        reason,
        when(
            delivering.nothing_printed,
            "refunding",
            leave.say_farewell("cannot_print_refund"),
            delivering.give_up_printing,
        ),
        otherwise("paying_change", delivering.give_up_printing),
    )


_PAID_OUT = go("waiting_for_certificate", "what cannot be paid is on record and on paper")

STATES: dict[str, Row] = {
    "printing": {
        "copy_printed": handle(
            "one copy is out",
            when(delivering.more_copies, None, delivering.take_copy, delivering.next_copy),
            *leave.if_so(
                delivering.copy_is_due,
                when(leave.money_held, "paying_change", delivering.take_copy),
                otherwise("waiting_for_certificate", delivering.take_copy),
            ),
            otherwise(None, leave.call_attendant("paper")),
        ),
        "copy_failed": _no_more_copies("the printer gave up this copy"),
        "print_copy_failed": _no_more_copies("nobody knows what became of this copy"),
    },
    "paying_change": {
        "coins_dispensed": handle(
            "a payout has ended",
            when(paying.payout_possible, None, paying.pay_on),
            when(paying.owing, None, paying.owe),
            otherwise("waiting_for_certificate"),
        ),
        "dispense_failed": handle(
            "a hopper did not pay",
            when(paying.payout_unknown, None, paying.owe),
            when(paying.payout_possible, None, paying.pay_on),
            when(paying.owing, None, paying.owe),
            otherwise("waiting_for_certificate"),
        ),
        "claim_slip_printed": _PAID_OUT,
        "print_claim_slip_failed": _PAID_OUT,
    },
    "waiting_for_certificate": {
        "taken_pressed": go("printing_receipt", "取りました", delivering.certificate_taken),
        "certificate_taken": go("printing_receipt", "the contact says so", delivering.certificate_taken),
        "mute_pressed": stay("音声停止", delivering.mute_for_a_while),
        "take_voice_due": stay("10 s: the voice", delivering.remind_by_voice),
        "take_alarm_due": stay("30 s: the alarm", delivering.remind_by_alarm),
        "take_end_due": handle(
            "3 minutes: a time-out never counts as taken",
            when(delivering.has_contact, "attention", delivering.certificate_left, leave.call_attendant("certificate")),
            *leave.rest_branches(delivering.certificate_left, leave.tell_attendant("certificate_left")),
        ),
    },
    "printing_receipt": {
        "receipt_printed": go("waiting_for_receipt", "confirmed by the printer"),
        "print_receipt_failed": go("saying_sorry", "no receipt: said, and on record", delivering.receipt_missing),
    },
    "waiting_for_receipt": {
        "taken_pressed": leave.rest("取りました"),
        "receipt_end_due": leave.rest("it names nobody"),
    },
}
