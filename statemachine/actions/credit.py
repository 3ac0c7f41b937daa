"""The credit: what is inside and the customer's, and what may be taken on top of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from statemachine import acceptance
from statemachine.desk import Desk
from statemachine.events import Event


def leaving_note_yen(desk: Desk) -> int:
    """The note that was ordered out of escrow and is not yet heard to be out; 0 for none."""
    ordered = any(command.kind == "return_note" for command, _ in desk.open.values())
    return desk.held_note_yen if ordered else 0


def credit(desk: Desk) -> Mapping[int, int]:
    """Coins and notes by value in yen. A note on its way back counts no more: it will not pay anything."""
    inside = Counter(desk.session.not_returned)
    inside[leaving_note_yen(desk)] -= 1
    return +inside


def credit_yen(desk: Desk) -> int:
    """What the credit is worth."""
    return desk.money.customer_yen - leaving_note_yen(desk)


def missing_yen(desk: Desk) -> int:
    """What the price still wants."""
    return max(0, desk.session.price_yen - credit_yen(desk))


def paid_in_full(desk: Desk, _event: Event | None = None) -> bool:
    """The credit has reached the price."""
    return not missing_yen(desk)


def may_be_taken(desk: Desk) -> tuple[int, ...]:
    """The values in yen, coins and notes, that may come next."""
    return acceptance.acceptable(
        desk.session.price_yen, credit(desk), desk.money.payable(), desk.cash_values
    )


def exact_only(desk: Desk) -> bool:
    """No more than what is missing can be taken: there is no change for it."""
    return acceptance.exact_only(missing_yen(desk), desk.money.payable(), desk.cash_values)
