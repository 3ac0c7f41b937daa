"""EF 0006, the token information: a CK_TOKEN_INFO of PKCS #11 in 160 bytes, integers big-endian.

Source: the myna-card survey of a test card (src/ap/jpki.rs, TokenInfo).
"""

from __future__ import annotations

import struct

SIZE = 160
MY_NUMBER_CARD = "JPKIAPICCTOKEN2"
JUKI_CARD = "JPKIAPICCTOKEN"
ANDROID = "JPKIAPGPSETOKEN"
IPHONE = "JPKIAPIOSTOKEN"

MANUFACTURER = "0" * 29 + "001"
MODEL = "E16R01NJ"
FLAGS = 0x0000_040D
"""RNG, LOGIN_REQUIRED, USER_PIN_INITIALIZED, TOKEN_INITIALIZED."""
SESSIONS = (1, 0, 1, 0)
"""Most and open sessions, most and open read/write sessions."""
PIN_LENGTHS = (16, 6)
UNAVAILABLE = 0xFFFF_FFFF
HARDWARE, FIRMWARE = b"03", b"01"
"""ASCII on the real card, not the two numbers of CK_VERSION."""
UTC_TIME = b"9" * 16


def token_info(label: str, serial: str) -> bytes:
    """The 160 bytes for a label (at most 32 characters) and a serial number (16)."""
    integers = (FLAGS, *SESSIONS, *PIN_LENGTHS, *(UNAVAILABLE,) * 4)
    return b"".join(
        (
            label.encode("ascii").ljust(32),
            MANUFACTURER.encode("ascii"),
            MODEL.encode("ascii").ljust(16),
            serial.encode("ascii").ljust(16),
            struct.pack(">11I", *integers),
            HARDWARE,
            FIRMWARE,
            UTC_TIME,
        )
    )
