"""Status words (ISO/IEC 7816-4 §5.6, JICSAP 2.0 §7.3.1), as the two bytes on the wire."""

from __future__ import annotations

from typing import Final

OK: Final = b"\x90\x00"
MEMORY_FAILURE: Final = b"\x65\x81"
"""A counter could not be written."""
WRONG_LENGTH: Final = b"\x67\x00"
CHANNEL_NOT_SUPPORTED: Final = b"\x68\x81"
SECURE_MESSAGING_NOT_SUPPORTED: Final = b"\x68\x82"
CHAINING_NOT_SUPPORTED: Final = b"\x68\x84"
WRONG_FILE_STRUCTURE: Final = b"\x69\x81"
SECURITY_NOT_SATISFIED: Final = b"\x69\x82"
PIN_BLOCKED: Final = b"\x69\x84"
"""VERIFY on a PIN that was blocked before; the try that exhausts the counter still answers 63C0."""
CONDITIONS_NOT_SATISFIED: Final = b"\x69\x85"
NO_CURRENT_FILE: Final = b"\x69\x86"
SECURE_MESSAGING_REFUSED: Final = b"\x69\xfc"
"""Seen for CLA 08 in the JPKI application, which has no secure messaging that could be reached."""
FILE_NOT_FOUND: Final = b"\x6a\x82"
RECORD_NOT_FOUND: Final = b"\x6a\x83"
WRONG_P1_P2: Final = b"\x6a\x86"
OBJECT_NOT_FOUND: Final = b"\x6a\x88"
WRONG_OFFSET: Final = b"\x6b\x00"
WRONG_INS: Final = b"\x6d\x00"
WRONG_CLA: Final = b"\x6e\x00"
NO_DIAGNOSIS: Final = b"\x6f\x00"


def tries_left(count: int) -> bytes:
    """63Cx: x tries left."""
    return bytes((0x63, 0xC0 | count))


def wrong_le(length: int) -> bytes:
    """6Cxx: ask again with this Le (256 is 00)."""
    return bytes((0x6C, length & 0xFF))
