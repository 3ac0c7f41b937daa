"""From a front to the bytes of its scramble image and back: AES-256-GCM under the document's own key.

A key encrypts one document, and within it each sheet once: the nonce is the sheet's number, and the document's id and
the sheet's number are authenticated with it. The tag makes a forged field as improbable as a guessed key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from device.press.full.field import PAYLOAD_BYTES

if TYPE_CHECKING:
    from device.press.full.label import Label

_TAG_BYTES: Final = 16
_LENGTH_BYTES: Final = 4
_NONCE_BYTES: Final = 12
PICTURE_BYTES_MAX: Final = PAYLOAD_BYTES - _TAG_BYTES - _LENGTH_BYTES


class WrongKey(Exception):
    """Raised when the key is not the one that this was encrypted with, or something was changed since."""


def scrambled(picture: bytes, key: bytes, label: Label) -> bytes:
    """`PAYLOAD_BYTES` bytes for the field. picture: at most `PICTURE_BYTES_MAX` bytes. key: 32 bytes."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    room = PAYLOAD_BYTES - _TAG_BYTES
    plain = (len(picture).to_bytes(_LENGTH_BYTES, "big") + picture).ljust(room, b"\0")
    return AESGCM(key).encrypt(_nonce(label), plain, _bound(label))


def unscrambled(payload: bytes, key: bytes, label: Label) -> bytes:
    """The picture again. Raises `WrongKey`."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        plain = AESGCM(key).decrypt(_nonce(label), payload, _bound(label))
    except InvalidTag:
        raise WrongKey from None
    length = int.from_bytes(plain[:_LENGTH_BYTES], "big")
    return plain[_LENGTH_BYTES : _LENGTH_BYTES + length]


def noise(payload: bytes, key: bytes, label: Label) -> bytes:
    """What a wrong key makes of it: as many bytes, all noise."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    # GCM's own key stream: CTR from the nonce's second counter value (NIST SP 800-38D §7.1)
    counter = _nonce(label) + (2).to_bytes(4, "big")
    decryptor = Cipher(algorithms.AES256(key), modes.CTR(counter)).decryptor()
    return decryptor.update(payload[:-_TAG_BYTES])


def _nonce(label: Label) -> bytes:
    return label.sheet.to_bytes(_NONCE_BYTES, "big")


def _bound(label: Label) -> bytes:
    return f"{label.document}|{label.sheet}|{label.sheets}".encode("ascii")
