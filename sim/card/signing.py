"""COMPUTE DIGITAL SIGNATURE's schemes: what the card does with the data before the RSA.

Source: the P1 values of `80 2A` found on a test card by the myna-card survey (src/ap/jpki.rs).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import NoDigestInfo

from sim.card import pss

SHA256_DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
"""DER up to the 32 bytes of the hash (RFC 8017 §9.2 note 1)."""

_PADDING, _VERBATIM = PKCS1v15(), NoDigestInfo()

Random = Callable[[int], bytes]
"""So many random bytes."""


@dataclass(frozen=True)
class Scheme:
    """The lengths of data it takes, how they become what is padded, and the padding: PKCS #1 v1.5 type 1, or PSS."""

    lengths: range
    payload: Callable[[bytes], bytes]
    pss: bool = False


def _hash(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


_A_HASH, _A_MESSAGE = range(32, 33), range(1, 256)

SCHEMES: dict[int, Scheme] = {
    0x00: Scheme(range(1, 246), bytes),  # verbatim: whatever PKCS #1 v1.5 leaves room for
    0x01: Scheme(_A_MESSAGE, _hash),  # the card hashes and signs the bare hash
    0x02: Scheme(_A_HASH, lambda data: SHA256_DIGEST_INFO + data),
    0x03: Scheme(_A_MESSAGE, lambda data: SHA256_DIGEST_INFO + _hash(data)),
    0x04: Scheme(_A_HASH, bytes, pss=True),
    0x05: Scheme(_A_MESSAGE, _hash, pss=True),
}


def sign(key: RSAPrivateKey, scheme: Scheme, data: bytes, random: Random) -> bytes:
    """256 bytes. What P1 00 is given is not checked for being a DigestInfo."""
    payload = scheme.payload(data)
    if scheme.pss:
        return pss.sign(key, payload, random(pss.SALT_BYTES))
    return key.sign(payload, _PADDING, _VERBATIM)
