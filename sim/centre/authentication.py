"""Whose card is it, and may that person be served: the checks behind `/v1/certificates/check`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from sim.centre.dates import age_on
from sim.centre.residents import JST, Residents
from sim.personas import Persona
from sim.pki import authority

GENERATIONS: Final = (3, 2, 1)
"""Generations of the root, the newest first. All bear one name, so the signature tells, never the name."""

AGE_MIN: Final = 15
"""Under 15 nobody is served (Takaoka's guide)."""


@dataclass(frozen=True, slots=True, repr=False)
class Accepted:
    """The certificate is good: its holder, and the last day it is valid."""

    person: Persona
    ends: date


@dataclass(frozen=True, slots=True)
class Refused:
    """The certificate, or its holder, is refused; `reason` as docs/centre.md names it."""

    reason: str


class Authentication:
    """Checks certificates and signatures against the residents and what has become of them.

    revoked, lapsed, shielded: ids of people; the world adds to them.
    """

    def __init__(self, residents: Residents) -> None:
        self._residents = residents
        self.revoked: set[str] = set()
        self.lapsed: set[str] = set()
        self.shielded: set[str] = set()

    def check(self, der: bytes, now: datetime) -> Accepted | Refused:
        """Judge a certificate at a moment of the wall clock. Bytes that are none have an unknown issuer."""
        try:
            certificate = x509.load_der_x509_certificate(der)
            issuer = _issuer(certificate)
        except (ValueError, TypeError, x509.InvalidVersion, UnsupportedAlgorithm):
            return Refused("unknown_issuer")
        if issuer is None:
            return Refused("unknown_issuer")
        if not all(_valid(each, now) for each in (certificate, issuer)):
            return Refused("expired")
        person = self._residents.holder_of(certificate, der)
        if person is None:  # a good certificate of somebody who is not in the residents' register
            return Refused("lapsed")
        today = now.astimezone(JST).date()
        for reason, applies in self._refusals:
            if applies(self, person, today):
                return Refused(reason)
        return Accepted(person, certificate.not_valid_after_utc.astimezone(JST).date())

    def _is_shielded(self, person: Persona) -> bool:
        """支援措置, or a household with somebody about to move out: the whole household, strictly."""
        return any(other.protected or other.id in self.shielded for other in self._residents.housemates(person))

    _refusals: Final[tuple[tuple[str, Callable[[Authentication, Persona, date], bool]], ...]] = (
        ("revoked", lambda self, person, _: person.id in self.revoked),
        ("lapsed", lambda self, person, _: person.id in self.lapsed),
        ("protected", lambda self, person, _: self._is_shielded(person)),
        ("under_age", lambda _, person, today: age_on(person.birth, today) < AGE_MIN),
        ("issued_today", lambda _, person, today: person.card.issued == today),
    )


def signed_by(der: bytes, challenge: bytes, signature: bytes) -> bool:
    """Whether the certificate's key signed the challenge (RSASSA-PKCS1-v1_5, SHA-256, RFC 8017 §8.2)."""
    key = x509.load_der_x509_certificate(der).public_key()
    if not isinstance(key, RSAPublicKey):
        return False
    try:
        key.verify(signature, challenge, PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True


def _issuer(certificate: x509.Certificate) -> x509.Certificate | None:
    """The root whose key signed the certificate; None when it is no root of ours."""
    for generation in GENERATIONS:
        root = authority(generation).certificate
        try:
            certificate.verify_directly_issued_by(root)
        except (InvalidSignature, ValueError, TypeError):
            continue
        return root
    return None


def _valid(certificate: x509.Certificate, now: datetime) -> bool:
    return certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc
