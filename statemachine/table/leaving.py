"""Phase leaving: nothing of the customer's stays in the machine."""

from __future__ import annotations

from statemachine.actions import leave, notes, paying
from statemachine.table.cell import Branch, Cell, Row, go, handle, otherwise, refuse, stay, when

PHASE: Row = {
    "cancel_pressed": refuse("it is ending already"),
}


def paying_on() -> tuple[Branch, ...]:
    """While there is money to pay: await the payout or the note under way, order the next, put the rest on
    paper."""
    return (
        when(paying.paying_out, None),
        when(notes.note_moving, None),
        when(paying.payout_possible, None, paying.pay_on),
        when(paying.owing, None, paying.owe),
    )


_REFUNDED = (*paying_on(), when(leave.card_on_tray, "card_left"), otherwise("saying_sorry"))


def _refunding_on(reason: str) -> Cell:
    return handle(reason, *_REFUNDED)


def _late_money(reason: str) -> Row:
    return {trigger: go("refunding", reason) for trigger in ("cash_credited", "note_held")}


STATES: dict[str, Row] = {
    "refunding": {
        "cash_shut": stay("shut: wait for coins past the gate", paying.drain_again),
        "shut_cash_failed": stay("not heard: wait for coins all the same", paying.drain_again),
        "cash_credited": stay("a late coin goes back too", paying.drain_again),
        "note_held": stay("a late note goes back too", notes.return_note, paying.drain_again),
        "note_stacked": stay("it was on its way: coins go back for it", paying.drain_again),
        "note_returned": stay("the note is back", paying.drain_again),
        "stack_note_failed": stay("then it goes back", notes.return_note, paying.drain_again),
        "return_note_failed": stay("the note stays inside: what it is worth is owed", paying.drain_again),
        "drain_due": handle(
            "all coins and notes are counted",
            when(paying.unsettled, None, paying.drain_again),
            *_REFUNDED,
        ),
        "coins_dispensed": _refunding_on("a payout has ended"),
        "dispense_failed": _refunding_on("a hopper did not pay"),
        "claim_slip_printed": _refunding_on("the debt is on paper"),
        "print_claim_slip_failed": _refunding_on("the debt is on record"),
    },
    "card_left": {
        "card_removed": handle(
            "the card is taken",
            when(leave.money_held, "refunding"),
            otherwise("saying_sorry"),
        ),
        "card_attendant_due": handle(
            "3 minutes: the attendant; the alarm goes on", *leave.to_attention(leave.call_attendant("card"))
        ),
        **_late_money("a late coin or note goes back first"),
    },
    "saying_sorry": {
        "sorry_end_due": leave.rest("the message was readable"),
        **_late_money("a late coin or note goes back"),
    },
}
