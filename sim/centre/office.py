"""What every operation of the centre works with: the time, the residents, sessions, stops, the record."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from sim.centre.answers import Answers
from sim.centre.certificates import GENERATIONS
from sim.centre.dates import JST
from sim.centre.fields import SESSION_MAX, Fields, WireError
from sim.centre.ledger import Ledger
from sim.centre.municipality import MUNICIPALITIES, Municipality
from sim.centre.roll import Roll, roll_of
from sim.centre.sessions import Session, Sessions
from sim.centre.stops import Stops
from sim.centre.tokens import Tokens
from sim.centre.town import Town
from sim.centre.town.build import build
from sim.personas import Persona, personas
from sim.pki import authority, centre_signing_key
from sim.wire import Clock


class Office:
    """The centre's rooms, shared by its operations.

    residents: who is known, by id; all personas if None. file: where residents and record are kept, made when
    first needed; None keeps them in memory
    """

    def __init__(
        self,
        clock: Clock,
        municipalities: Mapping[str, Municipality],
        residents: Mapping[str, Persona] | None,
        secret: bytes,
        file: Path | None,
    ) -> None:
        self._clock, self.municipalities = clock, municipalities
        self._residents, self._file = residents, file
        self._town: Town | None = None
        self._began = self.today()
        self.tokens = Tokens(secret)
        self.sessions = Sessions(clock, self.tokens)
        self.stops = Stops(municipalities)
        self.ledger = Ledger(lambda: self.town.db)
        self.answers = Answers(lambda: self.town.db)

    @property
    def town(self) -> Town:
        """The residents. What the table counts in days counts from the day on which the world began.

        Raises `TownFileError` where the file cannot be had.
        """
        if self._town is None:
            self._town = self._open()
        return self._town

    def prepare(self) -> None:
        """Open the file, and the keys that every customer needs. Raises `TownFileError`, `PkiCacheError`."""
        self.town.db.execute("SELECT 1")
        centre_signing_key()
        for generation in GENERATIONS:
            authority(generation)

    def close(self) -> None:
        """Let the residents' file go."""
        if self._town is not None:
            self._town.close()
            self._town = None

    def now(self) -> datetime:
        """The wall clock, Japan's time."""
        return self._clock.wall().astimezone(JST)

    def today(self) -> date:
        """The day in Japan."""
        return self.now().date()

    def session(self, fields: Fields) -> Session:
        """The session that a request names. Raises `WireError` 403."""
        session = self.sessions.find(fields.text("session", SESSION_MAX), fields.terminal())
        if session is None:
            raise WireError(403, "unknown_session")
        return session

    def roll(self, session: Session) -> Roll:
        """The people of a session's holder, as they are today."""
        return roll_of(self.town, session.person, self.today())

    def municipality(self, session: Session) -> Municipality:
        """Whom a session asks."""
        return self.municipalities[session.municipality]

    def _open(self) -> Town:
        today, municipalities = self._began, self.municipalities
        if self._residents is None and self._file is None and municipalities is MUNICIPALITIES:
            return Town.from_image(_everybody(today))
        known = personas() if self._residents is None else self._residents
        return Town.open(self._file, lambda db: build(db, known.values(), municipalities, today))


@lru_cache(maxsize=8)
def _everybody(today: date) -> bytes:
    """The file with all personas in it, as it is at the beginning of a day's world: worlds are made by the thousand."""
    town = Town.open(None, lambda db: build(db, personas().values(), MUNICIPALITIES, today))
    try:
        return town.db.serialize()
    finally:
        town.close()


def in_base64(data: bytes) -> str:
    """As binary values stand on the wire."""
    return base64.b64encode(data).decode("ascii")
