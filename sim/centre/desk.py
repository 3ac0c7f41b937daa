"""The operations of docs/centre.md together, and the world's acts on them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from sim.centre.answers import Answers
from sim.centre.ledger import Ledger
from sim.centre.municipality import Municipality
from sim.centre.office import Office
from sim.centre.operations.counter import Counter
from sim.centre.operations.entrance import Entrance
from sim.centre.operations.records import Records
from sim.centre.operations.registration import Registration
from sim.centre.operations.service import Service
from sim.centre.router import Operation
from sim.centre.sessions import Sessions
from sim.centre.stops import Stops
from sim.centre.town.model import Purpose
from sim.personas import Persona
from sim.wire import Clock

_EVER: Final = date.min
"""What the world revokes has been revoked whatever the wall clock says."""


class Desk:
    """Does what the kiosk asks. `Centre` hands the world's acts in."""

    def __init__(
        self,
        clock: Clock,
        municipalities: Mapping[str, Municipality],
        residents: Mapping[str, Persona] | None,
        secret: bytes,
        file: Path | None,
    ) -> None:
        self._office = Office(clock, municipalities, residents, secret, file)
        self._counter = Counter(self._office)
        self._registration = Registration(self._office)
        self._rooms = (
            Service(self._office), Entrance(self._office), self._counter, Records(self._office), self._registration
        )  # fmt: skip

    def operations(self) -> Mapping[str, Operation]:
        """By path."""
        return {path: operation for room in self._rooms for path, operation in room.operations().items()}

    def prepare(self) -> None:
        """Open the residents' file and the keys. Raises `TownFileError`, `PkiCacheError`."""
        self._office.prepare()

    def close(self) -> None:
        """Let the residents' file go."""
        self._office.close()

    @property
    def ledger(self) -> Ledger:
        """What was issued and what became of it."""
        return self._office.ledger

    @property
    def answers(self) -> Answers:
        """What was answered before."""
        return self._office.answers

    @property
    def sessions(self) -> Sessions:
        """Who is here."""
        return self._office.sessions

    @property
    def stops(self) -> Stops:
        """Of all municipalities."""
        return self._office.stops

    # --------------------------------------------------------------------------- the world's acts

    def revoke(self, holder: str, purpose: Purpose) -> None:
        """Revoke a certificate for good. Raises KeyError for nobody's id."""
        self._office.town.revoke(self._office.town.holder(holder).id, purpose, _EVER)
        self.sessions.end(holder)

    def lapse(self, holder: str) -> None:
        """The card lapses. Raises KeyError."""
        self._office.town.lapse(holder)
        self.sessions.end(holder)

    def shield(self, holder: str) -> None:
        """The household comes under 支援措置. Raises KeyError."""
        self._office.town.shield(holder)
        self.sessions.end(holder)

    def forget_registration(self, holder: str) -> None:
        """No application was ever made. Raises KeyError."""
        self._office.town.forget_applications(holder)

    def registration(self, holder: str, municipality: str) -> str:
        """How far the holder's latest application is today."""
        return self._registration.state_of(holder, municipality)

    def refuse_registration(self, holder: str) -> None:
        """The holder's next applications come out refused. Raises KeyError."""
        self._registration.refusing.add(self._office.town.holder(holder).id)

    def lie(self, kind: str, yen: int | None) -> None:
        """See `Counter.lie`."""
        self._counter.lie(kind, yen)

    def mix_up(self, documents: int, holder: str, *, own_number: bool) -> None:
        """See `Issuing.mix_up`."""
        self._counter.issuing.mix_up(documents, holder, own_number=own_number)

    def hand_out(self, documents: int, pdf: bytes) -> None:
        """See `Issuing.hand_out`."""
        self._counter.issuing.hand_out(documents, pdf)
