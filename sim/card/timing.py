"""How long a real card would take: what a host waits before it hands over an answer."""

from __future__ import annotations

from sim.card.apdu import LE_MAX, parse

NS_PER_MS = 1_000_000

THINKING_NS = 15 * NS_PER_MS
"""Any command, reader and PC/SC included."""
EXTRA_NS: dict[tuple[int, int], int] = {(0x80, 0x2A): 350 * NS_PER_MS}
"""By CLA and INS: the RSA-2048 of COMPUTE DIGITAL SIGNATURE."""

CARRIER_HZ = 13_560_000
BIT_NS = 128 * 1_000_000_000 // CARRIER_HZ
"""One bit at 106 kbit/s, 128 periods of the carrier (ISO/IEC 14443-2 §9.1)."""
CHARACTER_NS = 10 * BIT_NS
"""Type B: a start bit, eight of data, a stop bit (ISO/IEC 14443-3 §7.1.1)."""
FRAME_BYTES = 3
"""PCB and two bytes of CRC around every block (ISO/IEC 14443-4 §7.1)."""
STATUS_BYTES = 2


def duration_ns(apdu: bytes) -> int:
    """Nanoseconds from the command's first bit to the answer's last, when all of Le is answered."""
    command = parse(apdu)
    wanted = 0 if command is None or command.le is None else min(command.le, LE_MAX)  # no object is longer
    characters = len(apdu) + wanted + STATUS_BYTES + 2 * FRAME_BYTES
    extra = EXTRA_NS.get((apdu[0], apdu[1]), 0) if command is not None else 0
    return THINKING_NS + characters * CHARACTER_NS + extra
