"""The six operations of docs/centre.md, over residents, sessions, offers and the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sim.centre.authentication import Authentication, Refused, signed_by
from sim.centre.fields import DOCUMENT_ID_MAX, SESSION_MAX, Fields, WireError
from sim.centre.issuing import Issuing, Order, in_base64
from sim.centre.kinds import COPIES_MAX, KINDS
from sim.centre.ledger import Ledger, Outcome
from sim.centre.municipality import Municipality
from sim.centre.offers import Asked, OfferedKind, offers
from sim.centre.residents import JST, Residents, own_entry, people_of
from sim.centre.router import Operation
from sim.centre.sessions import Session, Sessions
from sim.centre.stops import Stops
from sim.centre.tokens import Tokens
from sim.personas import Persona
from sim.wire import Clock

CERTIFICATE_MAX_BYTES: Final = 4096
SIGNATURE_MAX_BYTES: Final = 512
MUNICIPALITY_DIGITS: Final = 5

_OUTCOMES: Final[Mapping[str, Outcome]] = {"delivered": "delivered", "void": "void"}


class Desk:
    """Does what the kiosk asks. Its parts are open to `Centre`, which hands the world's acts in."""

    def __init__(
        self,
        clock: Clock,
        municipalities: Mapping[str, Municipality],
        residents: Mapping[str, Persona],
        secret: bytes,
    ) -> None:
        self._clock, self._municipalities = clock, municipalities
        self._residents = Residents(residents)
        self._tokens = Tokens(secret)
        self.authentication = Authentication(self._residents)
        self.sessions = Sessions(clock, self._tokens)
        self.stops = Stops(municipalities)
        self.ledger = Ledger()
        self._unregistered: set[str] = set()
        self._fee_lies: dict[str, int] = {}
        self._issuing = Issuing(self._tokens, self.ledger, self._municipalities)

    def operations(self) -> Mapping[str, Operation]:
        """By path."""
        return {
            "/v1/service-state": self._service_state,
            "/v1/certificates/check": self._check,
            "/v1/sessions": self._open_session,
            "/v1/offers": self._offer,
            "/v1/documents": self._issue,
            "/v1/deliveries": self._deliver,
        }

    # --------------------------------------------------------------------------- the world's acts

    def strike(self, person_id: str, group: set[str]) -> None:
        """Enter a person among the revoked, lapsed or shielded. Raises KeyError for nobody's id."""
        group.add(self._residents[person_id].id)
        self.sessions.end(person_id)

    def unregister(self, person_id: str) -> None:
        self._unregistered.add(self._residents[person_id].id)

    def lie(self, kind: str, yen: int | None) -> None:
        if kind not in KINDS:
            raise KeyError(kind)
        self._fee_lies.pop(kind, None)
        if yen is not None:
            self._fee_lies[kind] = yen

    def mix_up(self, documents: int, person_id: str) -> None:
        self._issuing.mix_up(documents, self._residents[person_id])

    # ------------------------------------------------------------------------------- the operations

    def _service_state(self, _: Fields) -> Mapping[str, Any]:
        now = self._now()
        return {"time": now.isoformat(timespec="seconds"), "stops": list(self.stops.told(now))}

    def _check(self, fields: Fields) -> Mapping[str, Any]:
        certificate = fields.binary("certificate", CERTIFICATE_MAX_BYTES)
        verdict = self.authentication.check(certificate, self._now())
        if isinstance(verdict, Refused):
            return {"verdict": "refused", "reason": verdict.reason}
        person = verdict.person
        return {
            "verdict": "ok",
            "home": person.municipality,
            "challenge": in_base64(self.sessions.challenge(person.id, certificate, fields.terminal())),
            "ends": verdict.ends.isoformat(),
        }

    def _open_session(self, fields: Fields) -> Mapping[str, Any]:
        certificate = fields.binary("certificate", CERTIFICATE_MAX_BYTES)
        challenge = fields.binary("challenge", 32)
        signature = fields.binary("signature", SIGNATURE_MAX_BYTES)
        municipality = fields.text("municipality", MUNICIPALITY_DIGITS)
        if municipality not in self._municipalities:
            raise WireError(400, "unknown_municipality")
        person = self.sessions.redeem(challenge, certificate, fields.terminal())
        if person is None:
            return {"verdict": "refused", "reason": "stale_challenge"}
        if not signed_by(certificate, challenge, signature):
            return {"verdict": "refused", "reason": "bad_signature"}
        return {"verdict": "ok", "session": self.sessions.open(person, municipality, fields.terminal())}

    def _offer(self, fields: Fields) -> Mapping[str, Any]:
        session = self._session(fields)
        person, municipality = self._asked(session)
        own = own_entry(person)
        return {
            "municipality": session.municipality,
            "people": [
                {"handle": handle, "name": member.name, "self": member is own}
                for handle, member in people_of(person).items()
            ],
            "kinds": [
                {
                    "kind": offered.kind,
                    "fee_yen": self._fee_lies.get(offered.kind, municipality.fees_yen[offered.kind]),
                    "scopes": list(offered.scopes),
                    "items": list(offered.items),
                    "people": list(offered.people),
                }
                for offered in self._offers(session).values()
            ],
        }

    def _issue(self, fields: Fields) -> Mapping[str, Any]:
        session = self._session(fields)
        offered = self._offers(session).get(fields.text("kind", DOCUMENT_ID_MAX))
        if offered is None:
            raise WireError(400, "not_offered")
        scope = fields.text("scope", DOCUMENT_ID_MAX)
        if scope not in offered.scopes:
            raise WireError(400, "bad_scope")
        handles = self._subjects(session, offered, scope, fields.handles("people"))
        items = fields.flags("items", offered.items)
        copies = fields.integer("copies", 1, COPIES_MAX)
        if self.stops.stopped(session.municipality, offered.kind, self._now()):
            raise WireError(503, "stopped")
        person, municipality = self._asked(session)
        order = Order(
            request_id=fields.request_id(),
            session=session,
            person=person,
            municipality=municipality,
            kind=offered.kind,
            scope=scope,
            handles=handles,
            items=items,
            copies=copies,
        )
        return {"document": self._issuing.issue(order, self._now().date())}

    def _deliver(self, fields: Fields) -> Mapping[str, Any]:
        outcome = _OUTCOMES.get(fields.text("outcome", DOCUMENT_ID_MAX))
        if outcome is None:
            raise WireError(400, "bad_outcome")
        copy = fields.integer("copy", 1, COPIES_MAX)
        self.ledger.deliver(fields.text("document", DOCUMENT_ID_MAX), fields.terminal(), copy, outcome)
        return {"recorded": True}

    # --------------------------------------------------------------------------------------- parts

    def _now(self) -> datetime:
        return self._clock.wall().astimezone(JST)

    def _session(self, fields: Fields) -> Session:
        session = self.sessions.find(fields.text("session", SESSION_MAX), fields.terminal())
        if session is None:
            raise WireError(403, "unknown_session")
        return session

    def _asked(self, session: Session) -> tuple[Persona, Municipality]:
        return self._residents[session.person], self._municipalities[session.municipality]

    def _offers(self, session: Session) -> Mapping[str, OfferedKind]:
        person, municipality = self._asked(session)
        return offers(Asked(person, municipality, registered=person.id not in self._unregistered))

    def _subjects(
        self, session: Session, offered: OfferedKind, scope: str, asked: tuple[str, ...]
    ) -> tuple[str, ...]:
        """Who the document is about, in the register's order. Raises `WireError` 400 `bad_people`.

        A scope that says it all may leave the handles out; if they are there, they have to agree.
        """
        kind, person = KINDS[offered.kind], self._residents[session.person]
        own = own_entry(person)
        implied: tuple[str, ...] | None = None
        if scope == kind.alone:
            implied = tuple(handle for handle, member in people_of(person).items() if member is own)
        elif scope == kind.whole:
            implied = offered.people
        if implied is not None and (not asked or set(asked) == set(implied)):
            return implied
        if implied is not None or not asked or not set(asked) <= set(offered.people):
            raise WireError(400, "bad_people")
        return tuple(handle for handle in offered.people if handle in asked)
