"""The counter: what is on offer, and a document made out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.centre.fields import DOCUMENT_ID_MAX, Fields, WireError
from sim.centre.issuing import Issuing, Order
from sim.centre.kinds import COPIES_MAX
from sim.centre.offers import Asked, OfferedKind, offers, withholds
from sim.centre.office import Office
from sim.centre.router import Operation
from sim.centre.sessions import Session
from sim.centre.town import PersonKey


class Counter:
    """`/v1/offers`, `/v1/documents`"""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._fee_lies: dict[str, int] = {}
        self.issuing = Issuing(office)

    def operations(self) -> Mapping[str, Operation]:
        """By path."""
        return {"/v1/offers": self._offer, "/v1/documents": self._issue}

    def lie(self, kind: str, yen: int | None) -> None:
        """Claim another fee for a kind; None: the right one again. Raises KeyError."""
        if not any(kind in each.kinds for each in self._office.municipalities.values()):
            raise KeyError(kind)
        self._fee_lies.pop(kind, None)
        if yen is not None:
            self._fee_lies[kind] = yen

    def _offer(self, fields: Fields) -> Mapping[str, Any]:
        session, edition = self._office.session(fields), fields.edition()
        asked = self._asked(session, edition)
        offered, roll = offers(asked), asked.roll
        named = {roll.holder.key, *(key for each in offered.values() for key in each.people)}
        return {
            "municipality": session.municipality,
            "people": [
                {
                    "handle": handle,
                    "name": roll.names[key],
                    "birth": roll.births[key].isoformat(),
                    "self": key == roll.holder.key,
                }
                for key, handle in roll.handles.items()
                if key in named
            ],
            "kinds": [
                {
                    "kind": each.kind,
                    "fee_yen": self._fee_lies.get(each.kind, asked.municipality.fees_yen[each.kind]),
                    "scopes": list(each.scopes),
                    "items": list(each.items),
                    "people": [roll.handles[key] for key in each.people],
                }
                for each in offered.values()
            ],
            "withheld": [{"kind": each.kind, "reason": each.reason} for each in withholds(asked)],
        }

    def _issue(self, fields: Fields) -> Mapping[str, Any]:
        office, session, edition = self._office, self._office.session(fields), fields.edition()
        asked = self._asked(session, edition)
        offered = offers(asked).get(fields.text("kind", DOCUMENT_ID_MAX))
        if offered is None:
            raise WireError(400, "not_offered")
        scope = fields.text("scope", DOCUMENT_ID_MAX)
        if scope not in offered.scopes:
            raise WireError(400, "bad_scope")
        people = _subjects(asked, offered, scope, fields.handles("people"))
        items = fields.flags("items", offered.items)
        copies = fields.integer("copies", 1, COPIES_MAX)
        now = office.now()
        if office.stops.stopped(session.municipality, offered.kind, now) is not None:
            raise WireError(503, "stopped")
        if edition > 1 and not asked.municipality.hours_of(offered.kind).cover(now):
            raise WireError(503, "closed")
        order = Order(
            request_id=fields.request_id(),
            session=session,
            roll=asked.roll,
            municipality=asked.municipality,
            kind=offered.kind,
            scope=scope,
            people=people,
            items=items,
            copies=copies,
        )
        return {"document": self.issuing.issue(order, now)}

    def _asked(self, session: Session, edition: int) -> Asked:
        office = self._office
        application = office.town.application(session.person, session.municipality)
        return Asked(
            roll=office.roll(session),
            municipality=office.municipality(session),
            registration="none" if application is None else application.state(office.today()),
            edition=edition,
        )


def _subjects(asker: Asked, offered: OfferedKind, scope: str, asked: tuple[str, ...]) -> tuple[PersonKey, ...]:
    """Who the document is about, in the register's order. Raises `WireError` 400 `bad_people`.

    A scope that says it all may leave the handles out; if they are there, they have to agree.
    """
    roll = asker.roll
    kind, handles = asker.municipality.kinds[offered.kind], roll.handles
    implied: tuple[PersonKey, ...] | None = None
    if scope == kind.alone:
        implied = (roll.holder.key,)
    elif scope == kind.whole:
        implied = offered.people
    if implied is not None and (not asked or set(asked) == {handles[key] for key in implied}):
        return implied
    if implied is not None or not asked or not set(asked) <= {handles[key] for key in offered.people}:
        raise WireError(400, "bad_people")
    return tuple(key for key in offered.people if handles[key] in asked)
