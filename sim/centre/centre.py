"""The centre itself: a peripheral that answers docs/centre.md, and the acts the world has on it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from sim.centre.desk import Desk
from sim.centre.ledger import IssuedDocument, Outcome
from sim.centre.municipality import MUNICIPALITIES, Municipality, Stop
from sim.centre.press import warm_up
from sim.centre.router import Router
from sim.http import HttpFaults, HttpServer, Request
from sim.personas import Persona
from sim.wire import NS_PER_MS, Clock, Connection, HangUp, Send

BODY_LIMIT_BYTES: Final = 64 * 1024

FIXED_SECRET: Final = b"the simulated certificate centre"

THINK_MS: Final[Mapping[str, int]] = {
    "/v1/service-state": 50,
    "/v1/certificates/check": 400,
    "/v1/sessions": 300,
    "/v1/offers": 300,
    "/v1/documents": 2_500,
    "/v1/deliveries": 100,
    "/v1/scramble-keys": 100,
    "/v1/records": 200,
    "/v1/registrations/begin": 300,
    "/v1/registrations/writings": 200,
    "/v1/registrations": 800,
    "/v1/registrations/state": 300,
}
"""How long each answer takes: the centre asks the municipality's own system for all but the first."""


class Centre:
    """The certificate centre, a `sim.wire.Peripheral` that speaks HTTP.

    clock: its wall decides about validity, ages and the day of issue
    municipalities: who takes part, by JIS code
    residents: who is known, by id; all personas if not given
    residents_file: an SQLite file with residents and the centre's own record, made of `residents` if it is not
        there, kept from run to run; in memory if not given
    secret: makes challenges, sessions, ids and keys unforeseeable; random on a real wire and with a file, fixed in
        virtual time so that a run repeats
    think_ms: how long each path takes to answer; a path left out answers at once
    """

    def __init__(
        self,
        clock: Clock,
        *,
        municipalities: Mapping[str, Municipality] = MUNICIPALITIES,
        residents: Mapping[str, Persona] | None = None,
        residents_file: Path | None = None,
        secret: bytes | None = None,
        think_ms: Mapping[str, int] = THINK_MS,
    ) -> None:
        if secret is None:
            secret = FIXED_SECRET if residents_file is None else os.urandom(32)
        self._desk = Desk(clock, municipalities, residents, secret, residents_file)
        self._router = Router(self._desk.operations(), self._desk.answers)
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

    def accept_named(self, send: Send, hang_up: HangUp, name: str) -> Connection | None:
        """See `sim.wire.KnowsCallers`: this connection speaks for the terminal of that name alone."""
        return self._server.accept(send, hang_up, name)

    def next_due_ns(self) -> int | None:
        """See `sim.wire.Peripheral`."""
        return self._server.next_due_ns()

    def tick(self) -> None:
        """See `sim.wire.Peripheral`."""
        self._server.tick()

    def prepare(self) -> None:
        """Do now what the first customer would wait for: the residents, the keys of the roots, the fonts.

        Raises `TownFileError`, `FontsMissingError`, `PkiCacheError`.
        """
        self._desk.prepare()
        warm_up()

    def close(self) -> None:
        """Let the residents' file go; the next request opens it again."""
        self._desk.close()

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
        self._desk.revoke(person_id, "authentication")

    def revoke_signature(self, person_id: str) -> None:
        """Revoke the person's 署名用 certificate, as a change of name or address does."""
        self._desk.revoke(person_id, "signature")

    def lapse(self, person_id: str) -> None:
        """The person's card lapses (no 転入届 or 継続利用 in time)."""
        self._desk.lapse(person_id)

    def protect(self, person_id: str) -> None:
        """The person's household is under 支援措置, or about to move out: refused without a reason shown."""
        self._desk.shield(person_id)

    def forget_registration(self, person_id: str) -> None:
        """The person has not made the one 利用登録申請 that registers elsewhere ask for."""
        self._desk.forget_registration(person_id)

    def registration(self, person_id: str, municipality: str) -> str:
        """How far the person's application is today: `none`, `waiting`, `registered`, `refused`."""
        return self._desk.registration(person_id, municipality)

    def refuse_registration(self, person_id: str) -> None:
        """The municipality of the 本籍 refuses the person's next applications."""
        self._desk.refuse_registration(person_id)

    def fee_lies(self, kind: str, yen: int | None) -> None:
        """The centre claims another fee for a kind, everywhere; None: the right one again."""
        self._desk.lie(kind, yen)

    def mix_up(self, documents: int, person_id: str, *, own_number: bool = False) -> None:
        """The next documents have this person's pages inside, with ids, hash and signature all right.

        What happened in Kawasaki and Yokohama in 2023: a file overwritten behind the centre. own_number: instead the
        document's own pages are typeset from this person's data, under its own 発行番号.
        """
        self._desk.mix_up(documents, person_id, own_number=own_number)

    def hand_out(self, documents: int, pdf: bytes) -> None:
        """The next documents are this file (broken, locked, of another size …), all else about them right."""
        self._desk.hand_out(documents, pdf)

    def misaddress(self, answers: int) -> None:
        """The next answers repeat another request's id."""
        self._router.misaddressed = answers
