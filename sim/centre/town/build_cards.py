"""Cards and phones with their certificates, and applications made before the world begins."""

from __future__ import annotations

from datetime import date
from typing import Final

from sim.centre.business_days import business_days_after
from sim.centre.town.model import Purpose
from sim.centre.town.rows import Rows
from sim.personas import WITH_CERTIFICATES, Day, Persona
from sim.pki.issue import serial_number

EXAMINED_DAYS: Final = 5
"""Business days from the application to the answer: 「約5営業日後」 (Obihiro's page)."""

REGISTERED_SINCE: Final = date(2019, 6, 4)
"""When those who have registered did so: the day Obihiro's service began."""


class Cards:
    """Enters holders, after their households."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, persona: Persona) -> None:
        """The persona's card."""
        card = persona.card
        handed_over = card.issued if card.handed_over is None else self._rows.resolved(card.handed_over)
        self._rows.insert(
            "holder",
            id=persona.id,
            person=self._rows.people[persona.name, persona.birth],
            issued=card.issued.isoformat(),
            handed_over=handed_over.isoformat(),
            seal_registered=persona.seal_registered,
        )
        if card.kind in WITH_CERTIFICATES and card.has_authentication_certificate:
            self._certificate(persona, "authentication", card.revoked)
        if card.kind in WITH_CERTIFICATES and card.signature_password:
            self._certificate(persona, "signature", card.signature_revoked)
        self._applied(persona)

    def _certificate(self, persona: Persona, purpose: Purpose, revoked: Day | None) -> None:
        self._rows.insert(
            "certificate",
            purpose=purpose,
            generation=persona.card.generation,
            serial=serial_number(persona, purpose),
            holder=persona.id,
            revoked=self._rows.day(revoked),
        )

    def _applied(self, persona: Persona) -> None:
        """The application of who lives elsewhere than the 本籍, as far as it is."""
        if persona.registration == "none" or persona.honseki_municipality in ("", persona.municipality):
            return
        applied = REGISTERED_SINCE if persona.registration == "registered" else self._rows.today
        self._rows.insert(
            "application",
            id=f"table-{persona.id}"[:32],
            holder=persona.id,
            municipality=persona.honseki_municipality,
            applied=applied.isoformat(),
            due=business_days_after(applied, EXAMINED_DAYS).isoformat(),
            approved=1,
            reason="",
            telephone="",
        )
