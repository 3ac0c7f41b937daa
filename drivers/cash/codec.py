"""ccTalk packets: bytes in, frames out, with either checksum.

Source: ccTalk Generic Specification 4.7, S1 §7 (structure, both checksums), S3 Appendix 9 (CRC).
"""

from __future__ import annotations

from binascii import crc_hqx
from collections.abc import Callable
from typing import Final, NamedTuple

HOST_ADDRESS: Final = 1
REPLY: Final = 0  # header of every return message; without data it is the ACK (S1 §8)
NAK: Final = 5  # S1 §8.1
BUSY: Final = 6  # S1 §8.2
DATA_MAX: Final = 255
OVERHEAD: Final = 5  # destination, length, source, header, checksum
PACKET_MAX: Final = DATA_MAX + OVERHEAD


class Frame(NamedTuple):
    """One packet whose checksum was right. source is None in CRC packets: they carry none (S1 §7.2)."""

    destination: int
    source: int | None
    header: int
    data: bytes


def encode(destination: int, header: int, data: bytes = b"", source: int = HOST_ADDRESS) -> bytes:
    """A packet with the simple checksum: all its bytes add up to 0 modulo 256 (S1 §7.1, §7.10).

    Raises ValueError when `data` is longer than 255 bytes or a number does not fit a byte.
    """
    if len(data) > DATA_MAX:
        raise ValueError(f"{len(data)} bytes of data; a packet carries at most {DATA_MAX}")
    body = bytes((destination, len(data), source, header)) + data
    return body + bytes((-sum(body) & 0xFF,))


def encode_crc(destination: int, header: int, data: bytes = b"") -> bytes:
    """A packet with the CRC: its low byte stands where the source address was (S1 §7.2).

    Raises ValueError when `data` is longer than 255 bytes or a number does not fit a byte.
    """
    if len(data) > DATA_MAX:
        raise ValueError(f"{len(data)} bytes of data; a packet carries at most {DATA_MAX}")
    start = bytes((destination, len(data)))
    rest = bytes((header,)) + data
    crc = crc_ccitt(start + rest)
    return start + bytes((crc & 0xFF,)) + rest + bytes((crc >> 8,))


def crc_ccitt(data: bytes) -> int:
    """CRC-CCITT, x^16 + x^12 + x^5 + 1, register starting at 0, not reflected (S3 Appendix 9)."""
    return crc_hqx(data, 0)


def parse(packet: bytes) -> Frame | None:
    """The frame in one whole packet with the simple checksum; None when it is damaged."""
    if len(packet) < OVERHEAD or len(packet) != packet[1] + OVERHEAD or sum(packet) & 0xFF:
        return None
    return Frame(packet[0], packet[2], packet[3], packet[4:-1])


def parse_crc(packet: bytes) -> Frame | None:
    """The frame in one whole packet with the CRC; None when it is damaged."""
    if len(packet) < OVERHEAD or len(packet) != packet[1] + OVERHEAD:
        return None
    if crc_ccitt(packet[:2] + packet[3:-1]) != packet[2] | packet[-1] << 8:
        return None
    return Frame(packet[0], None, packet[3], packet[4:-1])


class Checksum(NamedTuple):
    """One of the two ways to guard a packet; a device knows one of them (S1 §7.1, §7.2).

    encode: destination, header, data to a packet of the host's; parse: a whole packet to its frame.
    """

    name: str
    encode: Callable[[int, int, bytes], bytes]
    parse: Callable[[bytes], Frame | None]


SIMPLE: Final = Checksum("simple", encode, parse)
CRC: Final = Checksum("crc", encode_crc, parse_crc)


class Decoder:
    """Cuts a stream into packets by their length byte; keeps at most one unfinished packet.

    It cannot find the beginning of a packet in the middle of a stream: ccTalk has no start mark.
    After 50 ms without a byte the receiver starts afresh (S1 §11.1): call `clear`. Both kinds of
    packet are cut alike.
    """

    __slots__ = ("_rest",)

    def __init__(self) -> None:
        self._rest = b""

    @property
    def pending(self) -> int:
        """Bytes of the unfinished packet, 0 to 259."""
        return len(self._rest)

    def clear(self) -> None:
        """Forget the unfinished packet."""
        self._rest = b""

    def feed(self, data: bytes) -> list[bytes]:
        """The packets that `data` completes, unchecked, in order."""
        if self._rest:
            data = self._rest + data
        packets = []
        at, end = 0, len(data)
        while end - at >= 2:
            after = at + data[at + 1] + OVERHEAD
            if after > end:
                break
            packets.append(data[at:after])
            at = after
        self._rest = data[at:]
        return packets
