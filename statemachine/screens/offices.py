"""Where to go or call, and what to bring: beside each farewell that sends people to the municipality (rule book §4)."""

from __future__ import annotations

from statemachine.desk import Desk

_ERRANDS = {
    "pin_locked": "unlock",
    "maintenance": "",
    "not_available": "",
    "cannot_issue": "",
    "password_locked": "unlock",
    "no_signature_certificate": "",
    "signature_revoked": "",
    "signature_expired": "renew",
}
"""Farewells, and what they send people to do."""


def office_rows(desk: Desk) -> tuple[tuple[str, str], ...]:
    """Of the municipality he lives in, once it is known which that is."""
    home, errand = desk.session.home, _ERRANDS.get(desk.session.farewell)
    if errand is None or home not in desk.rules.municipalities:
        return ()
    return (("ask_at", f"offices:{home}"), *((("what_to_bring", f"{errand}:{home}"),) if errand else ()))
