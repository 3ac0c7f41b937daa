"""Names and keys that nobody can guess without the secret, and that a test can foresee with it."""

from __future__ import annotations

import hashlib
from enum import Enum


class Purpose(Enum):
    """What a token is for; tokens of different purposes never coincide (BLAKE2 personalisation)."""

    CHALLENGE = b"challenge"
    SESSION = b"session"
    DOCUMENT = b"document"
    SCRAMBLE_KEY = b"scramble-key"
    REGISTRATION = b"registration"
    APPLICATION = b"application"


class Tokens:
    """A keyed BLAKE2b over a counter (RFC 7693): 32 bytes each time, never the same twice.

    secret: 1 byte or more; on a real wire random, in virtual time fixed, so that a run repeats.
    """

    def __init__(self, secret: bytes) -> None:
        if not secret:
            raise ValueError("tokens need a secret")
        self._key = hashlib.blake2b(secret).digest()
        self._made = 0

    def make(self, purpose: Purpose) -> bytes:
        """The next 32 bytes."""
        self._made += 1
        counter = self._made.to_bytes(8, "big")
        return hashlib.blake2b(counter, key=self._key, person=purpose.value, digest_size=32).digest()
