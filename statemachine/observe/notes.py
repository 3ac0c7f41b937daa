"""Notes: held in escrow, stacked, returned, stuck."""

from __future__ import annotations

from statemachine.commands import CallAttendant
from statemachine.desk import Desk
from statemachine.events import CashUncertain, NoteHeld, NoteIntakeChanged, NoteReturned, NoteStacked
from statemachine.money import ESCROW, STACKER, UNKNOWN_NOTE_STACKED
from statemachine.observe.ledger import debt_shrinks, money_in
from statemachine.observe.registry import take_down


@take_down.register
def _(event: NoteHeld, desk: Desk) -> None:
    """A note lies in escrow: inside, and the customer's."""
    _escrow_was_empty(desk)
    money_in(desk, ESCROW, event.yen, "note in escrow")
    desk.escrow_visit = desk.session.number
    desk.session.note_owed = False
    desk.remember("escrow_visit", desk.escrow_visit)


def _escrow_was_empty(desk: Desk) -> None:
    """There is room for one note: where another stood in the book, nobody had said that it was taken out."""
    yen = desk.money.escrow_yen
    if yen:
        desk.money.till[ESCROW, yen] -= 1
        desk.book("difference", f"cash:{ESCROW}", yen, value_yen=yen, coins=1, note="note gone from escrow unseen")
        desk.note("escrow_note_missing")


@take_down.register
def _(event: NoteStacked, desk: Desk) -> None:
    """The note went from escrow into the stacker; whose it is does not change by that."""
    if desk.money.till.get((ESCROW, event.yen)):
        _into_stacker(desk, event.yen)
    else:
        money_in(desk, STACKER, event.yen, "note stacked that nobody had seen held", earlier=event.earlier)


def _into_stacker(desk: Desk, yen: int) -> None:
    till = desk.money.till
    till[ESCROW, yen] -= 1
    till[STACKER, yen] = till.get((STACKER, yen), 0) + 1
    desk.book(f"cash:{STACKER}", f"cash:{ESCROW}", yen, value_yen=yen, coins=1, note="note stacked")


@take_down.register
def _(event: CashUncertain, desk: Desk) -> None:
    """A note that was stuck behind the escrow lies in the stacker now; the validator does not know which."""
    if event.cause == UNKNOWN_NOTE_STACKED and desk.money.escrow_yen:
        _into_stacker(desk, desk.money.escrow_yen)


@take_down.register
def _(event: NoteIntakeChanged, desk: Desk) -> None:
    """Coins go on alone; the attendant hears why, once."""
    if event.cause is not None and event.cause != desk.note_trouble:
        desk.give(CallAttendant(cause=event.cause))
    desk.note_trouble = event.cause


@take_down.register
def _(event: NoteReturned, desk: Desk) -> None:
    """The note is out of escrow: the customer has it, or it paid what was owed for it."""
    if event.fraud:
        desk.note("note_pulled_out")
        desk.give(CallAttendant(cause="validator_alarm"))
    money, session = desk.money, desk.session
    yen = money.escrow_yen if event.yen is None else event.yen
    if not yen:
        return  # it had not been held: a note that was refused is out again
    if not money.till.get((ESCROW, yen)):
        desk.note("unknown_note_returned")
        return
    account = _note_was_of(desk, yen)
    money.till[ESCROW, yen] -= 1
    money.paid_out_yen += yen
    if desk.escrow_visit == session.number:
        session.inserted[yen] = session.inserted.get(yen, 0) - 1
    desk.book(account, f"cash:{ESCROW}", yen, value_yen=yen, coins=1, note="note returned")


def _note_was_of(desk: Desk, yen: int) -> str:
    """Whose claim the note in escrow was, which is so much less from now on; its account."""
    money = desk.money
    if desk.held_note_yen == yen and money.customer_yen >= yen:
        money.customer_yen -= yen
        return desk.customer_account
    if money.owed_yen < yen:  # the debt of an earlier boot
        money.brought_in_yen += yen
        money.owed_yen += yen
    return debt_shrinks(desk, desk.escrow_visit, yen)
