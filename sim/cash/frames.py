"""The ccTalk frame with the simple 8-bit checksum, as a slave sees it (S1 7.1, 7.10).

    [destination][number of data bytes][source][header][data 1..n][checksum]

The sum of all bytes is 0 modulo 256. The number of data bytes is 0..255, so that a frame has
5..260 bytes and its end is known from its second byte.
"""

from __future__ import annotations

OVERHEAD_BYTES = 5
"""Everything of a frame but its data."""

REPLY_HEADER = 0
NAK_HEADER = 5
"""S1 8.1: the header of a frame that says an operation was refused."""


def frame(destination: int, source: int, header: int, data: bytes = b"") -> bytes:
    """One frame with its checksum, 5..260 bytes."""
    body = bytes((destination, len(data), source, header)) + data
    return body + bytes((-sum(body) & 0xFF,))


def checks(raw: bytes) -> bool:
    """Whether a whole frame's bytes add up to zero (S1 7.10)."""
    return not sum(raw) & 0xFF


class Receiver:
    """Cuts the bytes on the line into frames; the checksum is its caller's business.

    S1 11.1: when the next byte of a frame does not come within 50 ms, all is forgotten and the
    next byte begins a new frame. It holds less than one frame (260 bytes), whatever comes.
    """

    def __init__(self, inter_byte_ns: int) -> None:
        self._inter_byte_ns = inter_byte_ns
        self.timeouts = 0
        """How often a frame was given up because its next byte did not come."""
        self._held = bytearray()
        self._last_byte_ns = 0

    def __len__(self) -> int:
        """Bytes held of a frame that is not complete."""
        return len(self._held)

    def forget(self) -> None:
        """Begin anew with the next byte."""
        self._held.clear()

    def feed(self, data: bytes, now_ns: int) -> list[bytes]:
        """The frames that `data`, arrived at `now_ns`, completes; good and bad ones."""
        held = self._held
        if held and now_ns - self._last_byte_ns > self._inter_byte_ns:
            held.clear()
            self.timeouts += 1
        self._last_byte_ns = now_ns
        if not held and len(data) >= OVERHEAD_BYTES and len(data) == data[1] + OVERHEAD_BYTES:
            return [bytes(data)]  # nearly always: one write, one frame
        held += data
        frames, start, end = [], 0, len(held)
        while end - start >= 2:
            size = held[start + 1] + OVERHEAD_BYTES
            if end - start < size:
                break
            frames.append(bytes(held[start : start + size]))
            start += size
        del held[:start]
        return frames
