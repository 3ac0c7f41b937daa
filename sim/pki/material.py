"""What the PKI hands out, and the form of its keys on disk: PEM."""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

RSA_BITS = 2048


class NoCertificateError(LookupError):
    """Raised when the persona's card carries no such certificate."""


@dataclass(frozen=True)
class Authority:
    """A self-signed root: its certificate and the RSA-2048 key that signs with it."""

    certificate: x509.Certificate = field(repr=False)
    key: RSAPrivateKey = field(repr=False)


@dataclass(frozen=True)
class Identity:
    """A certificate on a card: its key, the certificate and the root above it (both DER)."""

    private_key: RSAPrivateKey = field(repr=False)
    certificate_der: bytes = field(repr=False)
    ca_certificate_der: bytes = field(repr=False)


def key_pem(key: RSAPrivateKey | Ed25519PrivateKey) -> bytes:
    """PKCS#8, unencrypted: the file's mode protects it, and it opens nothing but a simulation."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def open_rsa(data: bytes) -> RSAPrivateKey:
    """An RSA-2048 key from PEM. Raises `ValueError` when it is none."""
    # The full check of the primes costs more than a whole customer journey may, and the file is our own.
    key = load_pem_private_key(data, None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, RSAPrivateKey) or key.key_size != RSA_BITS:
        raise ValueError("not an RSA-2048 key")
    return key


def open_ed25519(data: bytes) -> Ed25519PrivateKey:
    """An Ed25519 key from PEM. Raises `ValueError` when it is none."""
    key = load_pem_private_key(data, None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("not an Ed25519 key")
    return key
