"""The ccTalk frame with the 16-bit CRC, for devices set to it (S1 7.2, S3 Appendix 9).

    [destination][number of data bytes][CRC low][header][data 1..n][CRC high]

CRC-CCITT: polynomial x^16 + x^12 + x^5 + 1, register 0 at the start, over everything but itself. There is
no source address: an answer always goes to address 1, and both kinds of frame have the same length, so
that devices of both kinds share a bus.
"""

from __future__ import annotations

from binascii import crc_hqx
from typing import Final

HOST_ADDRESS: Final = 1


def crc16(data: bytes) -> int:
    """CRC-CCITT with a register of 0 at the start, 0..65535."""
    return crc_hqx(data, 0)


def crc_frame(destination: int, header: int, data: bytes = b"") -> bytes:
    """One frame with its CRC, 5..260 bytes."""
    crc = crc16(bytes((destination, len(data), header)) + data)
    return bytes((destination, len(data), crc & 0xFF, header)) + data + bytes((crc >> 8,))


def crc_checks(raw: bytes) -> bool:
    """Whether a whole frame's CRC is right."""
    return crc16(raw[:2] + raw[3:-1]) == raw[2] | raw[-1] << 8
