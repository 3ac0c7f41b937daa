"""Who comes in: the certificate is checked, its key proves itself, a session opens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sim.centre.authentication import Refused, check
from sim.centre.certificates import signed_by
from sim.centre.fields import Fields, WireError
from sim.centre.kinds import KINDS
from sim.centre.office import Office, in_base64
from sim.centre.router import Operation

CERTIFICATE_MAX_BYTES: Final = 4096
CHALLENGE_BYTES: Final = 32
SIGNATURE_MAX_BYTES: Final = 512
MUNICIPALITY_DIGITS: Final = 5

IN_FIRST_EDITION: Final[Mapping[str, str]] = {"not_served": "protected"}
"""Reasons by what the first edition of the wire's words calls them."""


class Entrance:
    """`/v1/certificates/check`, `/v1/sessions`"""

    def __init__(self, office: Office) -> None:
        self._office = office

    def operations(self) -> Mapping[str, Operation]:
        """By path."""
        return {"/v1/certificates/check": self._check, "/v1/sessions": self._open}

    def _check(self, fields: Fields) -> Mapping[str, Any]:
        office, edition = self._office, fields.edition()
        certificate = fields.binary("certificate", CERTIFICATE_MAX_BYTES)
        now = office.now()
        verdict = check(certificate, office.town, now)
        if isinstance(verdict, Refused):
            reason = IN_FIRST_EDITION.get(verdict.reason, verdict.reason) if edition == 1 else verdict.reason
            return {"verdict": "refused", "reason": reason}
        home = verdict.household.municipality
        known = None if edition > 1 else tuple(KINDS)
        return {
            "verdict": "ok",
            "home": home,
            "challenge": in_base64(office.sessions.challenge(verdict.holder.id, certificate, fields.terminal())),
            "ends": verdict.ends.isoformat(),
            "stops": list(office.stops.told(now, known, municipality=home)),
        }

    def _open(self, fields: Fields) -> Mapping[str, Any]:
        sessions = self._office.sessions
        certificate = fields.binary("certificate", CERTIFICATE_MAX_BYTES)
        challenge = fields.binary("challenge", CHALLENGE_BYTES)
        signature = fields.binary("signature", SIGNATURE_MAX_BYTES)
        municipality = fields.text("municipality", MUNICIPALITY_DIGITS)
        if municipality not in self._office.municipalities:
            raise WireError(400, "unknown_municipality")
        holder = sessions.redeem(challenge, certificate, fields.terminal())
        if holder is None:
            return {"verdict": "refused", "reason": "stale_challenge"}
        if not signed_by(certificate, challenge, signature):
            return {"verdict": "refused", "reason": "bad_signature"}
        return {"verdict": "ok", "session": sessions.open(holder, municipality, fields.terminal(), certificate)}
