"""Real-time commands: found in the stream as it arrives, whatever it is part of.

A printer carries them out on receipt, offline and with a full buffer, and also where they are
bytes of a picture that only look like a command: `10 04 n` inside raster data is answered (Epson,
DLE EOT, Notes). They then lie in the receive buffer like everything else and are thrown away when
the parser comes to them (TM-T88III programming guide p. 12).
"""

from __future__ import annotations

import re
from enum import Enum, auto

DLE = 0x10
_CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
_COMMANDS = re.compile(rb"\x10(?:\x04[\x01-\x04]|\x05[\x01\x02]|" + re.escape(_CLEAR[1:]) + rb")")
_BEGINNINGS = frozenset([b"\x10", b"\x10\x04", b"\x10\x05", *(_CLEAR[:n] for n in range(2, len(_CLEAR)))])

_LENGTHS = {0x04: 3, 0x05: 3, 0x14: 3}
_LONGER = {b"\x04\x07": 4, b"\x04\x08": 4, b"\x04\x12": 4}  # ink, peeler, interface: one byte more
_PULSE_LENGTHS = {1: 5, 2: 5, 3: 8, 7: 4, 8: 10}


class RealTime(Enum):
    """What is to be done at once."""

    STATUS = auto()  # DLE EOT n
    RECOVER = auto()  # DLE ENQ 1
    RECOVER_CLEARED = auto()  # DLE ENQ 2
    CLEAR = auto()  # DLE DC4 8


_ENQ = {1: RealTime.RECOVER, 2: RealTime.RECOVER_CLEARED}


class Scanner:
    """Watches all that comes in; remembers at most nine bytes between calls."""

    def __init__(self) -> None:
        self._tail = b""

    def reset(self) -> None:
        self._tail = b""

    def scan(self, data: bytes) -> list[tuple[int, RealTime, int]]:
        """Each command that ends in `data`: index of its last byte there, what it is, its n."""
        tail = self._tail
        if not tail and DLE not in data:
            return []
        seen = tail + data
        done = 0
        found: list[tuple[int, RealTime, int]] = []
        for match in _COMMANDS.finditer(seen):
            done = match.end()
            n = seen[done - 1]
            kind = seen[match.start() + 1]
            what = RealTime.STATUS if kind == 0x04 else _ENQ[n] if kind == 0x05 else RealTime.CLEAR
            found.append((done - 1 - len(tail), what, n))
        at = seen.rfind(DLE, max(done, len(seen) - len(_CLEAR) + 1))
        self._tail = seen[at:] if at >= 0 and seen[at:] in _BEGINNINGS else b""
        return found


def discarded_length(buffer: bytearray, at: int) -> int:
    """How long the real-time command at `buffer[at]` is, to step over it; 0 if too little is there."""
    if len(buffer) - at < 2:
        return 0
    kind = buffer[at + 1]
    if kind not in _LENGTHS:
        return 1
    if len(buffer) - at < 3:
        return 0
    n = buffer[at + 2]
    length = _PULSE_LENGTHS.get(n, 3) if kind == 0x14 else _LONGER.get(bytes((kind, n)), 3)
    return length if len(buffer) - at >= length else 0
