"""RSASSA-PSS with SHA-256 (RFC 8017 §8.1.1, §9.1.1), for a salt that is given: a world played again signs alike."""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

SALT_BYTES = 32
"""As long as the hash, as nearly everywhere; the survey of the card does not tell."""
_HASH_BYTES = 32
_TRAILER = b"\xbc"


def sign(key: RSAPrivateKey, digest: bytes, salt: bytes) -> bytes:
    """The signature over a SHA-256 digest, as long as the key's modulus."""
    numbers = key.private_numbers()
    n = numbers.public_numbers.n
    block = int.from_bytes(_encode(digest, salt, n.bit_length() - 1), "big")
    by_p, by_q = pow(block, numbers.dmp1, numbers.p), pow(block, numbers.dmq1, numbers.q)
    signature = by_q + numbers.q * ((by_p - by_q) * numbers.iqmp % numbers.p)  # §5.1.2, the second form
    return signature.to_bytes((n.bit_length() + 7) // 8, "big")


def _encode(digest: bytes, salt: bytes, bits: int) -> bytes:
    size = (bits + 7) // 8
    hashed = hashlib.sha256(bytes(8) + digest + salt).digest()
    block = (b"\x01" + salt).rjust(size - _HASH_BYTES - len(_TRAILER), b"\x00")
    masked = bytearray(a ^ b for a, b in zip(block, _mask(hashed, len(block)), strict=True))
    masked[0] &= 0xFF >> (8 * size - bits)
    return bytes(masked) + hashed + _TRAILER


def _mask(seed: bytes, size: int) -> bytes:
    """MGF1 (§B.2.1)."""
    blocks = -(-size // _HASH_BYTES)
    return b"".join(hashlib.sha256(seed + i.to_bytes(4, "big")).digest() for i in range(blocks))[:size]
