"""Certificates by themselves: whose root signed them, whether they are valid, what their key has signed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from sim.centre.dates import JST
from sim.centre.town import CertificateRecord, Town
from sim.centre.town.model import Purpose
from sim.pki import Authority, authority, signature_authority

GENERATIONS: Final = (3, 2, 1)
"""Generations of the root, the newest first. All bear one name, so the signature tells, never the name."""

_ROOTS: Final[Mapping[Purpose, Callable[[int], Authority]]] = {
    "authentication": authority,
    "signature": signature_authority,
}

Flaw = Literal["unknown_issuer", "expired"]


@dataclass(frozen=True, slots=True, repr=False)
class Genuine:
    """A certificate of one of our roots, valid at the moment asked about. record: None for a serial nobody has."""

    ends: date
    record: CertificateRecord | None


def examine(der: bytes, purpose: Purpose, town: Town, now: datetime) -> Genuine | Flaw:
    """Chain and validity of a certificate. Bytes that are none have an unknown issuer."""
    try:
        certificate = x509.load_der_x509_certificate(der)
        found = _issuer(certificate, purpose)
    except (ValueError, TypeError, x509.InvalidVersion, UnsupportedAlgorithm):
        return "unknown_issuer"
    if found is None:
        return "unknown_issuer"
    generation, issuer = found
    if not all(each.not_valid_before_utc <= now <= each.not_valid_after_utc for each in (certificate, issuer)):
        return "expired"
    return Genuine(
        certificate.not_valid_after_utc.astimezone(JST).date(),
        town.certificate(purpose, generation, certificate.serial_number),
    )


def signed_by(der: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the certificate's key signed the message (RSASSA-PKCS1-v1_5, SHA-256, RFC 8017 §8.2)."""
    key = x509.load_der_x509_certificate(der).public_key()
    if not isinstance(key, RSAPublicKey):
        return False
    try:
        key.verify(signature, message, PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True


def _issuer(certificate: x509.Certificate, purpose: Purpose) -> tuple[int, x509.Certificate] | None:
    """The root whose key signed the certificate; None when it is no root of ours."""
    for generation in GENERATIONS:
        root = _ROOTS[purpose](generation).certificate
        try:
            certificate.verify_directly_issued_by(root)
        except (InvalidSignature, ValueError, TypeError):
            continue
        return generation, root
    return None
