"""Everything about a generation of cards that another generation may have otherwise, in one object.

次期個人番号カード (P-384, merged applications, fewer PINs) has no public AID, file list or APDU yet: when it
has, it is another `Profile`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from drivers.card.outcomes import CardKind


@dataclass(frozen=True)
class KeyType:
    """How a challenge becomes what the card's key signs, and what comes back.

    hash_name: for `hashlib.new`. digest_info_prefix: the DER that stands before the digest (RFC 8017
    §9.2 note 1). signature_bytes: the exact length of a signature.
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
class Profile:
    """Where things are on the card. EF ids are two-byte file ids under the application `aid`."""

    aid: bytes
    token_ef: int
    token_sfi: int
    label_bytes: int
    labels: Mapping[bytes, CardKind]
    auth_certificate_ef: int
    auth_key_ef: int
    auth_pin_ef: int
    auth_pin_digits: int
    auth_pin_tries: int
    certificate_bytes_max: int
    key_type: KeyType


JPKI = Profile(
    # OpenSC jpki.h, myna, jsapdu: the same AID on card and phones.
    aid=bytes.fromhex("D392F000260100000001"),
    # EF 0006 is a serialised CK_TOKEN_INFO; its first 32 bytes are the label, padded with spaces.
    token_ef=0x0006,
    token_sfi=0x06,
    label_bytes=32,
    labels=MappingProxyType(
        {
            b"JPKIAPICCTOKEN2": CardKind.MY_NUMBER,
            b"JPKIAPICCTOKEN": CardKind.JUKI,
            b"JPKIAPGPSETOKEN": CardKind.ANDROID,
            b"JPKIAPIOSTOKEN": CardKind.IPHONE,
        }
    ),
    # 利用者証明用: certificate (free on the card, behind the PIN on a phone), private key, PIN.
    auth_certificate_ef=0x000A,
    auth_key_ef=0x0017,
    auth_pin_ef=0x0018,
    auth_pin_digits=4,
    auth_pin_tries=3,
    # The file is allocated at 3808 bytes on the measured card; certificates are about 1600.
    certificate_bytes_max=4096,
    key_type=RSA_2048_SHA_256,
)
"""The My Number Card in use since 2016, and the phones that carry its certificates."""
