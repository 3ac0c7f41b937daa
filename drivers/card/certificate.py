"""Reading a certificate out of a file that is larger than it."""

from __future__ import annotations

from drivers.card.apdu import END_OF_FILE, OK, READ_BYTES_MAX, WRONG_OFFSET, read_binary
from drivers.card.channel import Channel, bad_answer, refused

_HEADER_BYTES = 4
_SEQUENCE_TWO_BYTE_LENGTH = b"\x30\x82"
_PADDING = (b"\x00", b"\xff")

READS_MAX = 32
"""A card may give less than was asked for, but not so little that reading never ends."""


def read_first(channel: Channel, size: int) -> bytes | None:
    """The first `size` bytes (1 to 256) of the current file, or fewer; None when it holds nothing.

    Raises `PinNeeded` on 6982, `Refused` on any other no, `BadAnswer` on more than was asked for.
    """
    apdu = read_binary(0, size)
    answer = channel.exchange(apdu)
    if answer.sw == WRONG_OFFSET:
        return None
    if answer.sw not in (OK, END_OF_FILE):
        raise refused(apdu, answer.sw)
    if len(answer.data) > size:
        raise bad_answer(apdu, "more bytes than were asked for")
    # `strip` of one padding byte leaves nothing exactly when there is nothing else.
    return None if any(not answer.data.strip(pad) for pad in _PADDING) else answer.data


def read_whole(channel: Channel, bytes_max: int) -> bytes | None:
    """The DER object at the start of the current file; None when the file holds padding only.

    The length comes from the object's own header (30 82 LL LL), never from the end of the file, which
    is padded. Raises as `read_first`, and `BadAnswer` when there is no such header, the object would be
    longer than `bytes_max`, or the card stops giving.
    """
    data = read_first(channel, READ_BYTES_MAX)
    if data is None:
        return None
    first = read_binary(0, READ_BYTES_MAX)
    if len(data) < _HEADER_BYTES or not data.startswith(_SEQUENCE_TWO_BYTE_LENGTH):
        raise bad_answer(first, "the file holds no certificate")
    total = int.from_bytes(data[2:4], "big") + _HEADER_BYTES
    if total > bytes_max:
        raise bad_answer(first, f"a certificate of {total} bytes cannot be")
    parts, have = [data], len(data)
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
    raise bad_answer(first, f"{READS_MAX} reads gave {have} of {total} bytes")
