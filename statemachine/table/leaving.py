"""Phase leaving: nothing of the customer's stays in the machine."""

from __future__ import annotations

from statemachine.actions import leave, paying
from statemachine.table.cell import Row, go, handle, otherwise, refuse, stay, when

PHASE: Row = {
    "cancel_pressed": refuse("it is ending already"),
}

_PAID_BACK = (when(leave.card_on_tray, "card_left"), otherwise("saying_sorry"))

STATES: dict[str, Row] = {
    "refunding": {
        "cash_shut": stay("shut: wait for coins past the gate", paying.drain_again),
        "shut_cash_failed": stay("not heard: wait for coins all the same", paying.drain_again),
        "cash_credited": handle(
            "a late coin goes back too",
            when(paying.paying_out, None),
            otherwise(None, paying.drain_again),
        ),
        "drain_due": handle(
            "all coins are counted",
            when(paying.shutting, None, paying.drain_again),
            when(paying.paying_out, None),
            when(paying.payout_possible, None, paying.pay_on),
            when(paying.owing, None, paying.owe),
            *_PAID_BACK,
        ),
        "coins_dispensed": handle(
            "a payout has ended",
            when(paying.payout_possible, None, paying.pay_on),
            when(paying.owing, None, paying.owe),
            *_PAID_BACK,
        ),
        "dispense_failed": handle(
            "a hopper did not pay",
            when(paying.payout_unknown, None, paying.owe),
            when(paying.payout_possible, None, paying.pay_on),
            when(paying.owing, None, paying.owe),
            *_PAID_BACK,
        ),
        "claim_slip_printed": handle("the debt is on paper", *_PAID_BACK),
        "print_claim_slip_failed": handle("the debt is on record", *_PAID_BACK),
    },
    "card_left": {
        "card_removed": handle(
            "the card is taken",
            when(leave.money_held, "refunding", leave.card_was_taken),
            otherwise("saying_sorry", leave.card_was_taken),
        ),
        "card_attendant_due": go(
            "attention", "3 minutes: the attendant; the alarm goes on", leave.call_attendant("card")
        ),
        "cash_credited": go("refunding", "a late coin goes back first"),
    },
    "saying_sorry": {
        "sorry_end_due": leave.rest("the message was readable"),
        "cash_credited": go("refunding", "a late coin goes back"),
    },
}
