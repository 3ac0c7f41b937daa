"""Reading a certificate out of a file that is larger than it."""

from __future__ import annotations

from drivers.card.apdu import END_OF_FILE, OK, READ_BYTES_MAX, read_binary
from drivers.card.channel import Channel, bad_answer, refused

_HEADER_BYTES = 4
_SEQUENCE_TWO_BYTE_LENGTH = b"\x30\x82"
_PADDING = (b"\x00", b"\xff")

READS_MAX = 32
"""A card may give less than was asked for, but not so little that reading never ends."""


def is_padding(data: bytes) -> bool:
    """Whether a file that begins like this holds nothing but its padding."""
    # `strip` of one padding byte leaves nothing exactly when there is nothing else.
    return any(not data.strip(pad) for pad in _PADDING)


def read_rest(channel: Channel, first: bytes, bytes_max: int) -> bytes:
    """The whole DER object that begins with `first`, from the current file.

    The length comes from the object's own header (30 82 LL LL), never from the end of the file, which
    is padded. Raises `PinNeeded` on 6982, `Refused` on any other no, `BadAnswer` when there is no such
    header, the object would be longer than `bytes_max`, or the card stops giving.
    """
    whole = read_binary(0, READ_BYTES_MAX)
    if len(first) < _HEADER_BYTES or not first.startswith(_SEQUENCE_TWO_BYTE_LENGTH):
        raise bad_answer(whole, "the file holds no certificate")
    total = int.from_bytes(first[2:4], "big") + _HEADER_BYTES
    if total > bytes_max:
        raise bad_answer(whole, f"a certificate of {total} bytes cannot be")
    parts, have = [first], len(first)
    for _ in range(READS_MAX):
        if have >= total:
            return b"".join(parts)[:total]
        apdu = read_binary(have, min(READ_BYTES_MAX, total - have))
        answer = channel.exchange(apdu)
        if answer.sw not in (OK, END_OF_FILE):
            raise refused(apdu, answer.sw)
        if not 0 < len(answer.data) <= min(READ_BYTES_MAX, total - have):
            raise bad_answer(apdu, f"{len(answer.data)} bytes, {total - have} are missing")
        parts.append(answer.data)
        have += len(answer.data)
    raise bad_answer(whole, f"{READS_MAX} reads gave {have} of {total} bytes")
