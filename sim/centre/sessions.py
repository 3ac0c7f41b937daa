"""Challenges and sessions: both bounded in number and in time, and tied to whom they were made for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from sim.centre.tokens import Purpose, Tokens
from sim.wire import NS_PER_S, Clock

CHALLENGE_LIFE_S: Final = 600
"""Good for 10 minutes and one use (docs/centre.md)."""

SESSION_LIFE_S: Final = 3600
"""Longer than any customer stays; the kiosk ends an idle one after five minutes."""

OPEN_MAX: Final = 1024
"""Of each kind; beyond, the oldest is dropped."""


class _Timed(Protocol):
    @property
    def person(self) -> str: ...

    @property
    def ends_ns(self) -> int: ...


K = TypeVar("K")
T = TypeVar("T", bound=_Timed)


@dataclass(frozen=True, slots=True)
class Challenge:
    """Made for one person's certificate at one terminal."""

    person: str
    fingerprint: bytes
    terminal: str
    ends_ns: int


@dataclass(frozen=True, slots=True)
class Session:
    """A person who has proven to hold the card, asking one municipality at one terminal.

    certificate: SHA-256 in hex of the certificate that proved it; empty where none is asked about
    """

    person: str
    municipality: str
    terminal: str
    ends_ns: int
    certificate: str = ""


class _Open(Generic[K, T]):
    """Things that end, oldest first."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._held: dict[K, T] = {}

    def add(self, key: K, thing: T) -> None:
        while self._held and (len(self._held) >= OPEN_MAX or not self._live(next(iter(self._held.values())))):
            del self._held[next(iter(self._held))]
        self._held[key] = thing

    def get(self, key: K) -> T | None:
        thing = self._held.get(key)
        return thing if thing is not None and self._live(thing) else None

    def take(self, key: K) -> T | None:
        thing = self.get(key)
        self._held.pop(key, None)
        return thing

    def drop(self, person: str) -> None:
        self._held = {key: thing for key, thing in self._held.items() if thing.person != person}

    def _live(self, thing: T) -> bool:
        return self._clock.monotonic_ns() < thing.ends_ns


class Sessions:
    """Opens sessions by challenge; counts them. `opened`: how many there ever were."""

    def __init__(self, clock: Clock, tokens: Tokens) -> None:
        self._clock, self._tokens = clock, tokens
        self._challenges: _Open[bytes, Challenge] = _Open(clock)
        self._sessions: _Open[str, Session] = _Open(clock)
        self._registrations: _Open[bytes, Session] = _Open(clock)
        self.opened = 0

    def challenge(self, person: str, certificate: bytes, terminal: str) -> bytes:
        """32 bytes for the holder of the certificate to sign."""
        made = self._tokens.make(Purpose.CHALLENGE)
        ends_ns = self._clock.monotonic_ns() + CHALLENGE_LIFE_S * NS_PER_S
        self._challenges.add(made, Challenge(person, _fingerprint(certificate), terminal, ends_ns))
        return made

    def redeem(self, challenge: bytes, certificate: bytes, terminal: str) -> str | None:
        """The person the challenge was made for, once; None when it is stale or another's."""
        found = self._challenges.take(challenge)
        if found is None or (found.fingerprint, found.terminal) != (_fingerprint(certificate), terminal):
            return None
        return found.person

    def registration_challenge(self, person: str, municipality: str, terminal: str) -> bytes:
        """32 bytes for the holder to sign an application with."""
        made = self._tokens.make(Purpose.REGISTRATION)
        ends_ns = self._clock.monotonic_ns() + CHALLENGE_LIFE_S * NS_PER_S
        self._registrations.add(made, Session(person, municipality, terminal, ends_ns))
        return made

    def redeem_registration(self, challenge: bytes, person: str, municipality: str, terminal: str) -> bool:
        """Whether it was made for this application, once; False when it is stale or another's."""
        found = self._registrations.take(challenge)
        return found is not None and (found.person, found.municipality, found.terminal) == (
            person,
            municipality,
            terminal,
        )

    def open(self, person: str, municipality: str, terminal: str, certificate: bytes) -> str:
        """A new session's token, for whom this certificate proved."""
        token = self._tokens.make(Purpose.SESSION).hex()[:48]
        ends_ns = self._clock.monotonic_ns() + SESSION_LIFE_S * NS_PER_S
        fingerprint = _fingerprint(certificate).hex()
        self._sessions.add(token, Session(person, municipality, terminal, ends_ns, fingerprint))
        self.opened += 1
        return token

    def find(self, token: str, terminal: str) -> Session | None:
        """The session; None when it is unknown, over, or another terminal's."""
        session = self._sessions.get(token)
        return session if session is not None and session.terminal == terminal else None

    def end(self, person: str) -> None:
        """All of a person's challenges and sessions are over."""
        self._challenges.drop(person)
        self._registrations.drop(person)
        self._sessions.drop(person)


def _fingerprint(certificate: bytes) -> bytes:
    return hashlib.sha256(certificate).digest()
