"""The centre's signature over a document: it vouches for these very bytes, under this id and 発行番号, for this
request.

The public key is given to the kiosk beforehand and never taken from an answer (docs/centre.md).
"""

from __future__ import annotations

from pathlib import Path

from drivers.centre import Document
from drivers.errors import BadAnswer, KioskError


class SigningKeyError(KioskError):
    """Raised for a file that holds no Ed25519 public key."""


def load_key(path: Path | None) -> bytes:
    """The 32 bytes of an Ed25519 public key in a PEM file. Raises `SigningKeyError`."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    hint = "put the centre's public key (Ed25519, PEM) there: [centre] signing_key"
    if path is None:
        raise SigningKeyError(f"the centre's signing key is not configured; {hint}")
    try:
        key = load_pem_public_key(path.read_bytes())
    except OSError as error:
        raise SigningKeyError(f"{path}: it cannot be read ({error.strerror}); {hint}") from None
    except ValueError:
        raise SigningKeyError(f"{path}: it holds no public key; {hint}") from None
    if not isinstance(key, Ed25519PublicKey):
        raise SigningKeyError(f"{path}: its key is of another kind; {hint}")
    return key.public_bytes_raw()


def holds(signature: bytes, signed: bytes, key: bytes) -> bool:
    """Whether the centre has signed this (Ed25519; key: 32 bytes)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, signed)
    except InvalidSignature:
        return False
    return True


def words(document: str, request: str, sha256: str, bundle: str) -> bytes:
    """What the centre signs of a document (docs/centre.md)."""
    return f"{document}|{request}|{sha256}|{bundle}".encode("ascii")


def is_bound(document: Document, request: str, key: bytes) -> bool:
    """Whether the centre has made this document out for this request."""
    return holds(document.signature, words(document.id, request, document.sha256, document.bundle), key)


def check(document: Document, request: str, key: bytes) -> None:
    """Raise `BadAnswer`, with both ids, unless the centre has signed this document for this request."""
    if is_bound(document, request, key):
        return
    raise BadAnswer(
        "certificate centre",
        f"verify document {document.id} for request {request}",
        "the centre's signature does not bind the two",
        "report it to the centre with both ids",
    )
