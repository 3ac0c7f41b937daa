"""公的個人認証AP, the JPKI application: two certificates, two keys, two PINs, and what says which are there.

Source: OpenSC `card-jpki.c` and `pkcs15-jpki.c`, myna, and the myna-card survey of test cards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from sim.card.card import AUTHENTICATION_PIN, JPKI_AID
from sim.card.files import Application, Binary, File, Internal, Key, Pin, Sealed
from sim.personas import Persona
from sim.pki import Identity, authentication_identity, signature_identity

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
CONTACT_ATR = bytes.fromhex("3be000ff8131fe4514")
CONTACT_ATR_TAG = 0x5F51
CONTACT_ATR_OBJECT = CONTACT_ATR[1:]
"""As GET DATA shows it: without its first byte, TS."""

Source = Callable[[], Identity]


def application(person: Persona, token_info: bytes) -> Application:
    """As on the My Number Card."""
    card = person.card
    signature = (lambda: signature_identity(person)) if card.signature_password else None
    authentication = (lambda: authentication_identity(person)) if card.has_authentication_certificate else None
    files: dict[int, File] = {
        TOKEN_INFO: fixed(token_info),
        AVAILABILITY: fixed(bytes((_availability(signature), _availability(authentication), 0))),
        UNKNOWN_0009: Sealed(),
        KEY_REFERENCE_0010: Internal(),
        TERMINAL_CA: Internal(),
        AUTHENTICATION_CERTIFICATE: _certificate(authentication),
        AUTHENTICATION_CA: _root(authentication),
        AUTHENTICATION_KEY: _key(authentication, AUTHENTICATION_PIN),
        AUTHENTICATION_PIN: four_digits(person, card.tries_left),
        **_signature_half(signature, card.signature_password),
    }
    return Application(JPKI_AID, files, {CONTACT_ATR_TAG: CONTACT_ATR_OBJECT})


def in_phone(person: Persona, token_info: bytes, *, hears_last_command: bool = False) -> Application:
    """スマホ用電子証明書: the same AID and commands, and the authentication certificate too behind its PIN."""
    as_on_card = application(person, token_info)
    behind_pin = _certificate(lambda: authentication_identity(person), AUTHENTICATION_PIN)
    files = {**as_on_card.files, AUTHENTICATION_CERTIFICATE: behind_pin}
    return replace(as_on_card, files=files, objects={}, hears_last_command=hears_last_command)


def on_juki_card(token_info: bytes) -> Application:
    """住民基本台帳カード: the signature half alone, long expired and erased. 利用者証明用 certificates began
    with the My Number Card, so that their files are not there at all."""
    return Application(JPKI_AID, {TOKEN_INFO: fixed(token_info), **_signature_half(None, "")})


def fixed(data: bytes) -> Binary:
    """A file that is exactly as long as what is in it."""
    return Binary(len(data), lambda: data)


def four_digits(person: Persona, tries_left: int = AUTHENTICATION_TRIES) -> Pin:
    """A PIN of four digits; a 顔認証マイナンバーカード has none to compare with, and no try."""
    if person.card.face_only:
        return Pin(b"", AUTHENTICATION_TRIES, 0)
    return Pin(person.card.pin.encode("ascii"), AUTHENTICATION_TRIES, tries_left)


def _signature_half(identity: Source | None, password: str) -> dict[int, File]:
    """Without a certificate the PIN shows as locked (children under 15)."""
    tries_left = SIGNATURE_TRIES if password else 0
    return {
        SIGNATURE_CERTIFICATE: _certificate(identity, SIGNATURE_PIN),
        SIGNATURE_CA: _root(identity),
        SIGNATURE_KEY: _key(identity, SIGNATURE_PIN),
        SIGNATURE_PIN: Pin(password.encode("ascii"), SIGNATURE_TRIES, tries_left),
    }


def _availability(identity: Source | None) -> int:
    return ABSENT if identity is None else PRESENT


def _certificate(identity: Source | None, *pins: int) -> Binary:
    return Binary(CERTIFICATE_FILE_SIZE, lambda: b"" if identity is None else identity().certificate_der, pins)


def _root(identity: Source | None) -> Binary:
    return Binary(CERTIFICATE_FILE_SIZE, lambda: b"" if identity is None else identity().ca_certificate_der)


def _key(identity: Source | None, pin: int) -> Key:
    def load() -> RSAPrivateKey | None:
        return None if identity is None else identity().private_key

    return Key(load, pin)
