"""本籍地利用登録申請: once, for registers at the 本籍, signed with the 署名用 certificate."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from sim.centre import writings
from sim.centre.business_days import business_days_after
from sim.centre.certificates import Genuine, examine, signed_by
from sim.centre.fields import Fields, WireError
from sim.centre.kinds import REGISTRATION
from sim.centre.office import Office, in_base64
from sim.centre.operations.entrance import CERTIFICATE_MAX_BYTES, CHALLENGE_BYTES, SIGNATURE_MAX_BYTES
from sim.centre.router import Operation
from sim.centre.sessions import Session
from sim.centre.tokens import Purpose
from sim.centre.town import Application, FamilyRegister
from sim.centre.town.build_cards import EXAMINED_DAYS

DOMICILE_CHARS_MAX: Final = 100
NAME_CHARS_MAX: Final = 100
TELEPHONE_CHARS_MAX: Final = 15
READING_CHARS_MAX: Final = 40
APPLICATION_CHARS: Final = 12
"""Of a reception number: people write it down, and read it out on the telephone."""


class Registration:
    """`/v1/registrations/begin`, `/v1/registrations/writings`, `/v1/registrations`, `/v1/registrations/state`

    refusing: holders whose application the municipality refuses, whatever they write
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self.refusing: set[str] = set()

    def operations(self) -> Mapping[str, Operation]:
        """By path."""
        return {
            "/v1/registrations/begin": self._begin,
            "/v1/registrations/writings": self._writings,
            "/v1/registrations": self._apply,
            "/v1/registrations/state": self._state,
        }

    def _begin(self, fields: Fields) -> Mapping[str, Any]:
        """Before the password of the 署名用 certificate is asked for: may this person apply here at all?"""
        office, session = self._office, self._office.session(fields)
        refusal = self._refusal(session)
        if refusal is not None:
            return refusal
        challenge = office.sessions.registration_challenge(session.person, session.municipality, session.terminal)
        return {"verdict": "ok", "challenge": in_base64(challenge)}

    def _writings(self, fields: Fields) -> Mapping[str, Any]:
        """What may be written so: from a register of readings, never from the holder's own 戸籍."""
        office, session = self._office, self._office.session(fields)
        of, reading = fields.text("of", 4), fields.words("reading", READING_CHARS_MAX)
        parts = unicodedata.normalize("NFKC", reading).split()
        if of not in ("town", "name") or not parts:
            raise WireError(400, "bad_reading")
        db = office.town.db
        if of == "name":
            return {"parts": [{"writings": writings.names(db, part)} for part in parts]}
        place = office.municipality(session).full_name
        return {"parts": [{"writings": writings.towns(db, place, session.municipality, "".join(parts))}]}

    def _apply(self, fields: Fields) -> Mapping[str, Any]:
        office, session = self._office, self._office.session(fields)
        certificate = fields.binary("certificate", CERTIFICATE_MAX_BYTES)
        challenge = fields.binary("challenge", CHALLENGE_BYTES)
        signature = fields.binary("signature", SIGNATURE_MAX_BYTES)
        domicile = fields.words("domicile", DOMICILE_CHARS_MAX)
        register_head = fields.words("register_head", NAME_CHARS_MAX)
        telephone = fields.digits("telephone", TELEPHONE_CHARS_MAX)
        refusal = self._refusal(session)
        if refusal is not None:
            return refusal
        if not office.sessions.redeem_registration(
            challenge, session.person, session.municipality, session.terminal
        ):
            return _refused("stale_challenge")
        flaw = self._flaw(certificate, session)
        if flaw is not None:
            return _refused(flaw)
        said = statement(fields.request_id(), challenge, session.municipality, domicile, register_head, telephone)
        if not signed_by(certificate, said, signature):
            return _refused("bad_signature")
        application = self._examined(session, domicile, register_head)
        office.town.apply(application, telephone)
        return {"verdict": "ok", "application": application.id, **_days(application)}

    def _state(self, fields: Fields) -> Mapping[str, Any]:
        office, session = self._office, self._office.session(fields)
        application = office.town.application(session.person, session.municipality)
        if application is None:
            return {"state": "none"}
        state = application.state(office.today())
        reason = {"reason": application.reason} if state == "refused" else {}
        return {"state": state, "application": application.id, **_days(application), **reason}

    def state_of(self, holder: str, municipality: str) -> str:
        """How far a holder's latest application is today; `none` without one."""
        application = self._office.town.application(holder, municipality)
        return "none" if application is None else application.state(self._office.today())

    def _refusal(self, session: Session) -> Mapping[str, Any] | None:
        """Why this person cannot apply to this municipality now. Raises `WireError` 503 while it is stopped."""
        office, municipality = self._office, self._office.municipality(session)
        if not municipality.takes_registrations:
            return _refused("not_taken")
        if office.stops.stopped(municipality.code, REGISTRATION, office.now()) is not None:
            raise WireError(503, "stopped")
        if not municipality.hours_of(REGISTRATION).cover(office.now()):
            raise WireError(503, "closed")
        roll = office.roll(session)
        if roll.is_resident and roll.household.municipality == municipality.code:
            return _refused("not_needed")
        before = office.town.application(session.person, municipality.code)
        if before is None:
            return None
        state = before.state(office.today())
        if state == "refused":  # may be tried again, with the right particulars
            return None
        return {**_refused("already_registered" if state == "registered" else "already_applied"), **_days(before)}

    def _flaw(self, certificate: bytes, session: Session) -> str | None:
        """What is wrong with the 署名用 certificate."""
        found = examine(certificate, "signature", self._office.town, self._office.now())
        if not isinstance(found, Genuine):
            return f"signature_{found}"
        record = found.record
        if record is None:
            return "signature_unknown_issuer"
        if record.revoked is not None and record.revoked <= self._office.today():
            return "signature_revoked"
        return None if record.holder == session.person else "signature_of_another"

    def _examined(self, session: Session, domicile: str, register_head: str) -> Application:
        """The municipality compares what was written with its registers, some days later."""
        today = self._office.today()
        reason = _differs(self._office.roll(session).register, session.municipality, domicile, register_head)
        if session.person in self.refusing:
            reason = "other"
        return Application(
            id=self._office.tokens.make(Purpose.APPLICATION).hex().upper()[:APPLICATION_CHARS],
            holder=session.person,
            municipality=session.municipality,
            applied=today,
            due=business_days_after(today, EXAMINED_DAYS),
            approved=reason == "",
            reason=reason,
        )


def statement(
    request_id: str, challenge: bytes, municipality: str, domicile: str, register_head: str, telephone: str
) -> bytes:
    """What the 署名用 key signs: one line each, in UTF-8, so that nothing of it can be exchanged (docs/centre.md)."""
    lines = ("registration", request_id, in_base64(challenge), municipality, domicile, register_head, telephone)
    return "\n".join(lines).encode()


def _differs(register: FamilyRegister | None, municipality: str, domicile: str, register_head: str) -> str:
    """Why a municipality refuses; empty when it does not."""
    if register is None or register.municipality != municipality:
        return "no_register"
    if not _alike(register.domicile).endswith(_alike(domicile)):  # prefecture and municipality may be left out
        return "domicile_differs"
    return "" if _alike(register.head) == _alike(register_head) else "head_differs"


def _alike(text: str) -> str:
    """Without what people write in different ways: width, blanks, variation selectors."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if not c.isspace() and not "\U000e0100" <= c <= "\U000e01ef")


def _refused(reason: str) -> dict[str, Any]:
    return {"verdict": "refused", "reason": reason}


def _days(application: Application) -> dict[str, str]:
    return {"applied": application.applied.isoformat(), "due": application.due.isoformat()}
