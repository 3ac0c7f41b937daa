"""The line about money that may be inside without having been credited."""

from __future__ import annotations

from statemachine.desk import Desk


def money_unsure(desk: Desk) -> tuple[str, ...]:
    """A message for every screen from the payment on, once it has happened in this visit."""
    return ("money_unsure",) if desk.session.money_unsure else ()
