"""COMPUTE DIGITAL SIGNATURE's schemes: what the card does with the data before the RSA.

Source: the P1 values of `80 2A` found on a test card by the myna-card survey (src/ap/jpki.rs). P1 04 and
05, RSASSA-PSS, are left out: they are random by nature and no kiosk asks for them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import NoDigestInfo

SIGNATURE_BYTES = 256
SHA256_DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
"""DER up to the 32 bytes of the hash (RFC 8017 §9.2 note 1)."""

_PADDING, _VERBATIM = PKCS1v15(), NoDigestInfo()


@dataclass(frozen=True)
class Scheme:
    """The lengths of data it takes, and how they become what is padded."""

    lengths: range
    payload: Callable[[bytes], bytes]


def _hash(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


SCHEMES: dict[int, Scheme] = {
    0x00: Scheme(range(1, 246), bytes),  # verbatim: whatever PKCS #1 v1.5 leaves room for
    0x01: Scheme(range(1, 256), _hash),  # the card hashes and signs the bare hash
    0x02: Scheme(range(32, 33), lambda data: SHA256_DIGEST_INFO + data),
    0x03: Scheme(range(1, 256), lambda data: SHA256_DIGEST_INFO + _hash(data)),
}


def sign(key: RSAPrivateKey, scheme: Scheme, data: bytes) -> bytes:
    """256 bytes: PKCS #1 v1.5 block type 1 over the payload, which is not checked for being a DigestInfo."""
    return key.sign(scheme.payload(data), _PADDING, _VERBATIM)
