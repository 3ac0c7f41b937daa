"""The other applications on a My Number Card, as far as programs of the field look at them: PINs with their
counters, 個人番号, the four basic facts, the card's own number.

Their signed records, images and card-verifiable certificates are not made: those files stay closed.
Source: myna, and the myna-card survey of test cards (src/ap/{text,surface,juki,common}.rs, src/mf.rs).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sim.card.files import Application, Binary, File, Internal, Pin, Records, Sealed
from sim.card.jpki import AUTHENTICATION_TRIES, CONTACT_ATR_OBJECT, CONTACT_ATR_TAG, four_digits
from sim.personas import Persona
from sim.personas.eras import era_of
from sim.pki.profile import PLACES, SEX_DIGIT

ISSUER_AID = bytes.fromhex("a000000151000000")
"""The GlobalPlatform issuer security domain, current at power-on."""
COMMON_AID = bytes.fromhex("d3921000310001010100")
RESIDENT_REGISTER_AID = bytes.fromhex("d3921000310001010401")
SURFACE_AID = bytes.fromhex("d3921000310001010402")
TEXT_AID = bytes.fromhex("d3921000310001010408")

CODE_TRIES = 10
"""Of 照合番号A and B (?)."""
MY_NUMBER, BASICS = 0x0001, 0x0002
BASICS_SIZE = 1024
"""(?) An address has at most 200 characters of three bytes, a name fewer."""
TEXT_PIN, TEXT_BLOCKED, TEXT_CODE_A, TEXT_CODE_B = 0x0011, 0x0012, 0x0014, 0x0015
SURFACE_BIRTH, SURFACE_CODE_B, SURFACE_CODE_A = 0x0011, 0x0012, 0x0013
INTERNAL_AUTHENTICATION_KEY, REGISTER_PIN = 0x0019, 0x001C


def issuer(person: Persona, serial: str) -> Application:
    """The objects that GET DATA shows at power-on: card number, municipality, expiry, contact ATR."""
    objects = {
        0x0045: serial.encode("ascii"),
        0x00F0: person.municipality.encode("ascii"),
        0x00F2: f"{person.card.expires:%Y%m%d}".encode("ascii"),
        CONTACT_ATR_TAG: CONTACT_ATR_OBJECT,
    }
    return Application(ISSUER_AID, {}, objects)


def text(person: Persona, serial: str) -> Application:
    """券面事項入力補助AP: what is printed on the card, to be copied. The PIN opens all, A the number, B the rest."""
    files: dict[int, File] = {
        # Two bytes longer than its object, as on the card.
        MY_NUMBER: Binary(17, lambda: _tlv(0xFF10, person.my_number.encode("ascii")), (TEXT_PIN, TEXT_CODE_A)),
        BASICS: Binary(BASICS_SIZE, lambda: _basics(person), (TEXT_PIN, TEXT_CODE_B)),
        **dict.fromkeys(range(0x0003, 0x0009), Sealed()),
        TEXT_PIN: four_digits(person),
        TEXT_BLOCKED: Pin(b"", AUTHENTICATION_TRIES, 0),
        TEXT_CODE_A: _code(code_a(person)),
        TEXT_CODE_B: _code(code_b(person, serial)),
    }
    return Application(TEXT_AID, files)


def surface(person: Persona, serial: str) -> Application:
    """券面事項確認AP: images of the card's face, which are not made."""
    files: dict[int, File] = {
        **dict.fromkeys(range(0x0001, 0x0007), Sealed()),
        SURFACE_BIRTH: _code(_birth_digits(person)),
        SURFACE_CODE_B: _code(code_b(person, serial)),
        SURFACE_CODE_A: _code(code_a(person)),
    }
    return Application(SURFACE_AID, files)


def resident_register(person: Persona) -> Application:
    """住基AP."""
    return Application(RESIDENT_REGISTER_AID, {REGISTER_PIN: four_digits(person)})


def common(person: Persona, serial: str) -> Application:
    """共通カードAP: one record, `01 1C` and 28 digits: number (15), municipality, expiry."""
    digits = f"{serial[-15:]}{person.municipality}{person.card.expires:%Y%m%d}".encode("ascii")
    files: dict[int, File] = {
        0x0001: Records((bytes((0x01, len(digits))) + digits,)),
        INTERNAL_AUTHENTICATION_KEY: Internal(),
        REGISTER_PIN: four_digits(person),
    }
    return Application(COMMON_AID, files)


def code_a(person: Persona) -> str:
    """照合番号A: the 個人番号."""
    return person.my_number


def code_b(person: Persona, serial: str) -> str:
    """照合番号B: birth (YYMMDD, year of the era), year of the card's expiry, security code."""
    security_code = int.from_bytes(hashlib.sha256(f"security code:{serial}".encode()).digest()[:4], "big") % 10**4
    return f"{_birth_digits(person)}{person.card.expires.year}{security_code:04d}"


def _birth_digits(person: Persona) -> str:
    return f"{era_of(person.birth)[1]:02d}{person.birth:%m%d}"


def _code(digits: str) -> Pin:
    return Pin(digits.encode("ascii"), CODE_TRIES, CODE_TRIES)


def _basics(person: Persona) -> bytes:
    """FF20: where in the file each field begins (DF21), then name, address, birth, sex."""
    place = PLACES[person.municipality]
    fields = [
        _tlv(0xDF22, person.name.replace(" ", "\u3000").encode()),
        _tlv(0xDF23, f"{place.prefecture}{place.name}{person.address}".encode()),
        _tlv(0xDF24, f"{person.birth:%Y%m%d}".encode("ascii")),
        _tlv(0xDF25, SEX_DIGIT[person.sex].encode("ascii")),
    ]
    table = _tlv(0xDF21, bytes(2 * len(fields)))
    size = len(table) + sum(map(len, fields))
    return _tlv(0xFF20, _tlv(0xDF21, _offsets(len(_header(0xFF20, size)) + len(table), fields)) + b"".join(fields))


def _offsets(first: int, fields: Sequence[bytes]) -> bytes:
    starts = [first + sum(map(len, fields[:index])) for index in range(len(fields))]
    return b"".join(start.to_bytes(2, "big") for start in starts)


def _tlv(tag: int, value: bytes) -> bytes:
    return _header(tag, len(value)) + value


def _header(tag: int, size: int) -> bytes:
    """A tag of two bytes and a BER length (ISO/IEC 7816-4 §5.2.2)."""
    count = 0 if size < 0x80 else (size.bit_length() + 7) // 8
    length = bytes((0x80 | count,)) + size.to_bytes(count, "big") if count else bytes((size,))
    return tag.to_bytes(2, "big") + length
