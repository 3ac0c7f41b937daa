"""Everything about a generation of cards that another generation may have otherwise, in one object.

次期個人番号カード (P-384, merged applications, fewer PINs) has no public AID, file list or APDU yet: when it
has, it is another `Profile`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from drivers.card.outcomes import CardKind
from drivers.card.secret import SecretRule


class Use(Enum):
    """What a certificate on the card is for; each has a key and a secret of its own."""

    AUTHENTICATION = "authentication"
    """利用者証明用: who stands here. Its certificate holds neither name nor address."""
    SIGNATURE = "signature"
    """署名用: a declaration in the holder's name. Its certificate holds name, address, birth and sex."""


@dataclass(frozen=True)
class KeyType:
    """How a challenge becomes what the card's key signs, and what comes back.

    hash_name: for `hashlib.new`. digest_info_prefix: the DER that stands before the digest (RFC 8017
    §9.2 note 1), nothing where a key signs the bare digest. signature_bytes: the exact length of a
    signature.
    """

    name: str
    hash_name: str
    digest_info_prefix: bytes
    signature_bytes: int


RSA_2048_SHA_256 = KeyType(
    name="RSA-2048 with SHA-256",
    hash_name="sha256",
    digest_info_prefix=bytes.fromhex("3031300D060960864801650304020105000420"),
    signature_bytes=256,
)


@dataclass(frozen=True)
class Credential:
    """One certificate, its private key and the secret before the key: their EF ids, and the secret's rules.

    tries: wrong secrets in a row that the card takes before it locks this one.
    """

    certificate_ef: int
    key_ef: int
    pin_ef: int
    secret: SecretRule
    tries: int


@dataclass(frozen=True)
class Profile:
    """Where things are on the card. EF ids are two-byte file ids under the application `aid`.

    short_ids: EF ids 0001 to 001E may also be named by their five low bits inside READ BINARY. A card
    that turns out not to know them is asked in the long way.
    """

    aid: bytes
    short_ids: bool
    token_ef: int
    label_bytes: int
    labels: Mapping[bytes, CardKind]
    credentials: Mapping[Use, Credential]
    certificate_bytes_max: int
    key_type: KeyType


_DIGITS = b"0123456789"
_CAPITALS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"

JPKI = Profile(
    # OpenSC jpki.h, myna, jsapdu: the same AID on card and phones.
    aid=bytes.fromhex("D392F000260100000001"),
    # JICSAP 2.0 §4.2 (2); seen on a test card by the myna-card survey.
    short_ids=True,
    # EF 0006 is a serialised CK_TOKEN_INFO; its first 32 bytes are the label, padded with spaces.
    token_ef=0x0006,
    label_bytes=32,
    labels=MappingProxyType(
        {
            b"JPKIAPICCTOKEN2": CardKind.MY_NUMBER,
            b"JPKIAPICCTOKEN": CardKind.JUKI,
            b"JPKIAPGPSETOKEN": CardKind.ANDROID,
            b"JPKIAPIOSTOKEN": CardKind.IPHONE,
        }
    ),
    # Files: OpenSC jpki.h and pkcs15-jpki.c, myna jpki.rs, the myna-card survey. Tries: OpenSC jpki.h.
    credentials=MappingProxyType(
        {
            # The certificate is free to read on the card, and behind this PIN on a phone.
            Use.AUTHENTICATION: Credential(
                certificate_ef=0x000A,
                key_ef=0x0017,
                pin_ef=0x0018,
                secret=SecretRule("a PIN is 4 ASCII digits", 4, 4, _DIGITS),
                tries=3,
            ),
            # The certificate is behind this password everywhere. The card compares capitals (myna jpki.rs).
            Use.SIGNATURE: Credential(
                certificate_ef=0x0001,
                key_ef=0x001A,
                pin_ef=0x001B,
                secret=SecretRule(
                    "a signature password is 6 to 16 ASCII letters and digits", 6, 16, _CAPITALS + _DIGITS, True
                ),
                tries=5,
            ),
        }
    ),
    # The file is allocated at 3808 bytes on the measured card; certificates are about 1600.
    certificate_bytes_max=4096,
    key_type=RSA_2048_SHA_256,
)
"""The My Number Card in use since 2016, and the phones that carry its certificates."""
