"""Personas' cards: which applications, files, PINs and keys are in which kind of card."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from sim.card import token
from sim.card.card import AUTHENTICATION_PIN, VirtualCard
from sim.card.files import Application, Binary, CardContent, File, Internal, Key, Pin, Sealed
from sim.personas import CardKind, Persona, persona
from sim.pki import Identity, authentication_identity, signature_identity

ATR: dict[CardKind, bytes] = {
    # Contactless, type B: what a reader makes of the ATQB. The last bytes are check sums.
    "my_number": bytes.fromhex("3b888001000005e0b381a1007f"),
    "juki": bytes.fromhex("3b888001000014e0b38191005e"),
    # A FeliCa card, named by the PC/SC registered identifier A000000306 (PC/SC part 3 §3.1.3.2.3).
    "foreign": bytes.fromhex("3b8f8001804f0ca00000030611003b0000000042"),
}
CONTACT_ATR = bytes.fromhex("3be000ff8131fe4514")

ISSUER_AID = bytes.fromhex("a000000151000000")
"""The GlobalPlatform issuer security domain, current at power-on."""
JPKI_AID = bytes.fromhex("d392f000260100000001")

SIGNATURE_CERTIFICATE, SIGNATURE_CA = 0x0001, 0x0002
TOKEN_INFO, AVAILABILITY, UNKNOWN_0009 = 0x0006, 0x0008, 0x0009
AUTHENTICATION_CERTIFICATE, AUTHENTICATION_CA = 0x000A, 0x000B
KEY_REFERENCE_0010, TERMINAL_CA = 0x0010, 0x0016
AUTHENTICATION_KEY = 0x0017
SIGNATURE_KEY, SIGNATURE_PIN = 0x001A, 0x001B

CERTIFICATE_FILE_SIZE = 3808
AUTHENTICATION_TRIES, SIGNATURE_TRIES = 3, 5
PRESENT, ABSENT = 0x8F, 0x00
"""In EF 0008, a byte for each certificate."""


def card_for(persona_id: str) -> VirtualCard:
    """A new card as this persona carries it, untouched. Raises `UnknownPersonaError`, a `KeyError`."""
    return VirtualCard(content_for(persona(persona_id)))


def content_for(person: Persona) -> CardContent:
    """What is on this person's card. Keys and certificates are fetched when first read."""
    digest = hashlib.sha256(person.id.encode()).digest()
    serial = f"00000000{int.from_bytes(digest[:4], 'big') % 10**8:08d}"
    applications = {"my_number": _my_number, "juki": _juki, "foreign": _foreign}[person.card.kind]
    return CardContent(ATR[person.card.kind], applications(person, serial), digest)


def _my_number(person: Persona, serial: str) -> tuple[Application, ...]:
    card = person.card
    signs, authenticates = card.signature_password != "", card.has_authentication_certificate
    files: dict[int, File] = {
        TOKEN_INFO: _fixed(token.token_info(token.MY_NUMBER_CARD, serial)),
        AVAILABILITY: _fixed(bytes((PRESENT if signs else ABSENT, PRESENT if authenticates else ABSENT, 0))),
        UNKNOWN_0009: Sealed(),
        KEY_REFERENCE_0010: Internal(),
        TERMINAL_CA: Internal(),
        AUTHENTICATION_PIN: Pin(card.pin.encode("ascii"), AUTHENTICATION_TRIES, card.tries_left),
        SIGNATURE_PIN: _signature_pin(card.signature_password),
    }
    authentication = (lambda: authentication_identity(person)) if authenticates else None
    signature = (lambda: signature_identity(person)) if signs else None
    files[AUTHENTICATION_CERTIFICATE], files[AUTHENTICATION_CA] = _certificates(authentication, None)
    files[AUTHENTICATION_KEY] = _key(authentication, AUTHENTICATION_PIN)
    files[SIGNATURE_CERTIFICATE], files[SIGNATURE_CA] = _certificates(signature, SIGNATURE_PIN)
    files[SIGNATURE_KEY] = _key(signature, SIGNATURE_PIN)
    return _issuer(person, serial), Application(JPKI_AID, files, {0x5F51: CONTACT_ATR[1:]})


def _juki(person: Persona, serial: str) -> tuple[Application, ...]:
    """住民基本台帳カード: the JPKI application with the signature half alone. 利用者証明用 certificates
    began with the My Number Card, so that their files are not there at all."""
    files: dict[int, File] = {
        TOKEN_INFO: _fixed(token.token_info(token.JUKI_CARD, serial)),
        SIGNATURE_KEY: _key(None, SIGNATURE_PIN),
        SIGNATURE_PIN: _signature_pin(person.card.signature_password),
    }
    files[SIGNATURE_CERTIFICATE], files[SIGNATURE_CA] = _certificates(None, SIGNATURE_PIN)
    return _issuer(person, serial), Application(JPKI_AID, files)


def _foreign(person: Persona, serial: str) -> tuple[Application, ...]:  # noqa: ARG001 - nothing of them is on it
    return (Application(b"", {}),)


def _issuer(person: Persona, serial: str) -> Application:
    """The objects that GET DATA shows at power-on: card number, municipality, expiry."""
    objects = {
        0x0045: serial.encode("ascii"),
        0x00F0: person.municipality.encode("ascii"),
        0x00F2: f"{person.card.expires:%Y%m%d}".encode("ascii"),
        0x5F51: CONTACT_ATR[1:],  # without its first byte, TS
    }
    return Application(ISSUER_AID, {}, objects)


def _fixed(data: bytes) -> Binary:
    """A file that is exactly as long as what is in it."""
    return Binary(len(data), lambda: data)


def _signature_pin(password: str) -> Pin:
    """Without a signature certificate the PIN shows as locked (children under 15)."""
    return Pin(password.encode("ascii"), SIGNATURE_TRIES, SIGNATURE_TRIES if password else 0)


def _certificates(identity: Callable[[], Identity] | None, pin: int | None) -> tuple[Binary, Binary]:
    """The holder's certificate, behind `pin`, and the root above it, which is free to read."""
    if identity is None:
        return Binary(CERTIFICATE_FILE_SIZE, bytes, pin), Binary(CERTIFICATE_FILE_SIZE, bytes)
    return (
        Binary(CERTIFICATE_FILE_SIZE, lambda: identity().certificate_der, pin),
        Binary(CERTIFICATE_FILE_SIZE, lambda: identity().ca_certificate_der),
    )


def _key(identity: Callable[[], Identity] | None, pin: int) -> Key:
    def load() -> RSAPrivateKey | None:
        return None if identity is None else identity().private_key

    return Key(load, pin)
