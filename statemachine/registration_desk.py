"""The 利用登録申請 in the making on the desk, and which municipalities take one now (rule book §1)."""

from __future__ import annotations

from statemachine.desk import Desk
from statemachine.registration import Registration
from statemachine.rules import REGISTRATION


def registration_of(desk: Desk) -> Registration:
    """What is being applied for, in a visit for that."""
    registration = desk.session.registration
    assert registration is not None, "a visit for something else"
    return registration


def why_not(desk: Desk, code: str) -> str:
    """Why nobody can apply to this municipality now, as a note for a screen; empty where they can."""
    if code == desk.session.home:
        return "lives_here"
    rule = desk.rules.municipalities.get(code)
    if rule is None:
        return "no_service"
    if not rule.takes_registration:
        return "registration_not_taken"
    return rule.closed(REGISTRATION, desk.wall)
