"""The centre itself: a peripheral that answers docs/centre.md, and the acts the world has on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from sim.centre.desk import Desk
from sim.centre.ledger import IssuedDocument, Outcome
from sim.centre.municipality import MUNICIPALITIES, Municipality, Stop
from sim.centre.router import Router
from sim.http import HttpFaults, HttpServer, Request
from sim.personas import Persona, personas
from sim.wire import NS_PER_MS, Clock, Connection, HangUp, Send

BODY_LIMIT_BYTES: Final = 64 * 1024

THINK_MS: Final[Mapping[str, int]] = {
    "/v1/service-state": 50,
    "/v1/certificates/check": 400,
    "/v1/sessions": 300,
    "/v1/offers": 300,
    "/v1/documents": 2_500,
    "/v1/deliveries": 100,
}
"""How long each answer takes: the centre asks the municipality's own system for all but the first."""


class Centre:
    """The certificate centre, a `sim.wire.Peripheral` that speaks HTTP.

    clock: its wall decides about validity, ages and the day of issue
    municipalities: who takes part, by JIS code
    residents: who is known, by id; all personas if not given
    secret: makes challenges, sessions, ids and keys unforeseeable; random on a real wire, fixed in
        virtual time so that a run repeats
    think_ms: how long each path takes to answer; a path left out answers at once
    """

    def __init__(
        self,
        clock: Clock,
        *,
        municipalities: Mapping[str, Municipality] = MUNICIPALITIES,
        residents: Mapping[str, Persona] | None = None,
        secret: bytes = b"the simulated certificate centre",
        think_ms: Mapping[str, int] = THINK_MS,
    ) -> None:
        known = personas() if residents is None else residents
        self._desk = Desk(clock, municipalities, known, secret)
        self._router = Router(self._desk.operations())
        think_ns = {path: ms * NS_PER_MS for path, ms in think_ms.items()}

        def thinking(request: Request) -> int:
            return think_ns.get(request.path, 0)

        self._server = HttpServer(
            self._router.handle, clock, think_ns=thinking, body_limit_bytes=BODY_LIMIT_BYTES
        )

    # ------------------------------------------------------------------------------- the wire

    def accept(self, send: Send, hang_up: HangUp) -> Connection | None:
        """See `sim.wire.Peripheral`."""
        return self._server.accept(send, hang_up)

    def next_due_ns(self) -> int | None:
        """See `sim.wire.Peripheral`."""
        return self._server.next_due_ns()

    def tick(self) -> None:
        """See `sim.wire.Peripheral`."""
        self._server.tick()

    # -------------------------------------------------------------- what the world may look at

    @property
    def documents(self) -> Mapping[str, IssuedDocument]:
        """Every document issued, by id, in the order of issue."""
        return self._desk.ledger.documents

    @property
    def deliveries(self) -> Mapping[tuple[str, int], Outcome]:
        """What the kiosk reported of each copy, by document id and copy (1..10)."""
        return self._desk.ledger.deliveries

    @property
    def sessions_opened(self) -> int:
        """How often somebody has proven to hold a card."""
        return self._desk.sessions.opened

    # ---------------------------------------------------------------------------- the world's acts

    @property
    def faults(self) -> HttpFaults:
        """What goes wrong on the way: delay, drop, refuse, truncate, answer_with, clear."""
        return self._server.faults

    def unplug(self) -> None:
        """The line to the centre is cut: every connection ends."""
        self._server.unplug()

    def plug(self) -> None:
        """The line is back."""
        self._server.plug()

    def refuse_all(self) -> None:
        """Every request is answered 503 `not_now`, with no effect, until `accept_all`."""
        self._router.refusing = True

    def accept_all(self) -> None:
        """Requests are answered again."""
        self._router.refusing = False

    def stop(
        self, kinds: Iterable[str], start: datetime, end: datetime, *, municipality: str | None = None
    ) -> None:
        """Announce a maintenance stop of some kinds, at one municipality or at all.

        start (included) and end (not) carry an offset. Raises KeyError for an unknown municipality,
        ValueError for an unknown kind or an end before the start.
        """
        self._desk.stops.add(Stop(frozenset(kinds), start, end), municipality)

    def revoke(self, person_id: str) -> None:
        """Revoke the person's certificate; challenges and sessions of that person are over."""
        self._desk.strike(person_id, self._desk.authentication.revoked)

    def lapse(self, person_id: str) -> None:
        """The person's card lapses (no 転入届 or 継続利用 in time)."""
        self._desk.strike(person_id, self._desk.authentication.lapsed)

    def protect(self, person_id: str) -> None:
        """The person's household is under 支援措置, or about to move out: refused without a reason shown."""
        self._desk.strike(person_id, self._desk.authentication.shielded)

    def forget_registration(self, person_id: str) -> None:
        """The person has not made the one 利用登録申請 that registers elsewhere ask for."""
        self._desk.unregister(person_id)

    def fee_lies(self, kind: str, yen: int | None) -> None:
        """The centre claims another fee for a kind, everywhere; None: the right one again."""
        self._desk.lie(kind, yen)

    def mix_up(self, documents: int, person_id: str) -> None:
        """The next documents have this person's pages inside, with ids, hash and signature all right.

        What happened in Kawasaki and Yokohama in 2023: a file overwritten behind the centre.
        """
        self._desk.mix_up(documents, person_id)

    def misaddress(self, answers: int) -> None:
        """The next answers repeat another request's id."""
        self._router.misaddressed = answers
