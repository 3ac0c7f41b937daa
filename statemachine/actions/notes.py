"""The note in escrow: held, stacked, given back. A held note is the customer's until a fee claims it."""

from __future__ import annotations

from collections import Counter

from statemachine.acceptance import acceptable
from statemachine.actions.credit import credit, may_be_taken
from statemachine.commands import ReturnNote, StackNote
from statemachine.desk import Desk
from statemachine.events import Event, NoteHeld
from statemachine.rules import NOTE_VALUES_YEN

_MOVES = ("stack_note", "return_note")


def note_moving(desk: Desk, _event: Event | None = None) -> bool:
    """The validator was told to stack or to return and has not yet said how it ended."""
    return any(command.kind in _MOVES for command, _ in desk.open.values())


def hold_note(desk: Desk, _event: Event) -> None:
    """Not enough yet: this very note can still go back for a moment, then it makes room for the next."""
    desk.start_timer("note_hold", desk.delays.note_hold_s)


def stack_note(desk: Desk, _event: Event | None = None) -> None:
    """Take the held note for good, if there is one and nothing moves it yet."""
    if desk.held_note_yen and not note_moving(desk):
        desk.give(StackNote())


def return_note(desk: Desk, _event: Event | None = None) -> None:
    """Give the held note back, if there is one and nothing moves it yet."""
    if desk.held_note_yen and not note_moving(desk):
        desk.give(ReturnNote())


def note_unwanted(desk: Desk, event: Event) -> bool:
    """Without this note the price is paid already, or with it neither change nor a refund could be."""
    assert isinstance(event, NoteHeld)
    others = Counter(credit(desk))
    others[event.yen] -= 1
    return event.yen not in acceptable(desk.session.price_yen, +others, desk.money.payable(), desk.cash_values)


def room_wanted(desk: Desk, _event: Event) -> bool:
    """A further note could be taken once this one is stacked."""
    wanted = may_be_taken(desk)
    return any(value in wanted for value in NOTE_VALUES_YEN)


def return_if_troubled(desk: Desk, event: Event) -> None:
    """A validator that takes no notes stacks none: the held one goes back while it can."""
    if desk.note_trouble is not None:
        return_note(desk, event)


def paid_without_note(desk: Desk, _event: Event) -> bool:
    """The price is paid by what is inside for good."""
    return desk.money.customer_yen - desk.held_note_yen >= desk.session.price_yen
