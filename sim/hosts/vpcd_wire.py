"""vpcd's frames: two bytes of length, big-endian, then a control byte or an APDU (virtualsmartcard/doc/api.txt)."""

from __future__ import annotations

from typing import Final

LENGTH_BYTES: Final = 2
FRAME_MAX_BYTES: Final = LENGTH_BYTES + 0xFFFF


class Control:
    """Payloads of one byte, from vpcd: what the reader does. Only the last has an answer."""

    POWER_OFF: Final = b"\x00"
    POWER_ON: Final = b"\x01"
    RESET: Final = b"\x02"
    GET_ATR: Final = b"\x04"


class TooMuch(ValueError):
    """Raised when more waits than a vpcd that asks one thing at a time can have sent."""


def frame(payload: bytes) -> bytes:
    """A payload of at most 65,535 bytes with its length. An empty one says that the card said nothing: vpcd 0.8
    then waits for one more byte (Linux's recv of no bytes does), which never comes while the card lies there."""
    return len(payload).to_bytes(LENGTH_BYTES, "big") + payload


class Frames:
    """What has come from vpcd, cut into payloads."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> None:
        """Bytes in any fragmentation. Raises `TooMuch` beyond two of the longest frames."""
        self._buffer += data
        if len(self._buffer) > 2 * FRAME_MAX_BYTES:
            raise TooMuch("vpcd sends without waiting for answers")

    def take(self) -> bytes | None:
        """The next whole payload, or None."""
        buffer = self._buffer
        if len(buffer) < LENGTH_BYTES:
            return None
        end = LENGTH_BYTES + int.from_bytes(buffer[:LENGTH_BYTES], "big")
        if len(buffer) < end:
            return None
        payload = bytes(buffer[LENGTH_BYTES:end])
        del buffer[:end]
        return payload

    def clear(self) -> None:
        """Another connection begins; what is left of an APDU, a PIN perhaps, is forgotten."""
        self._buffer.clear()
