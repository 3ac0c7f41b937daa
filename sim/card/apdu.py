"""Command APDUs in short form (ISO/IEC 7816-3 §12.1.3, cases 1 to 4)."""

from __future__ import annotations

from typing import NamedTuple

LE_MAX = 256


class Command(NamedTuple):
    """A command taken apart. `le` is the number of bytes wanted, 1..256, or None when the field is absent."""

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes
    le: int | None


def parse(apdu: bytes) -> Command | None:
    """The command, or None when the lengths do not add up.

    Extended lengths (a third byte 00 with more behind it) count as not adding up: on this card they exist
    only for commands that no kiosk sends.
    """
    length = len(apdu)
    if length < 4:
        return None
    cla, ins, p1, p2 = apdu[:4]
    if length == 4:
        return Command(cla, ins, p1, p2, b"", None)
    third = apdu[4]
    if length == 5:
        return Command(cla, ins, p1, p2, b"", third or LE_MAX)
    if third == 0:
        return None
    if length == 5 + third:
        return Command(cla, ins, p1, p2, apdu[5:], None)
    if length == 6 + third:
        return Command(cla, ins, p1, p2, apdu[5:-1], apdu[-1] or LE_MAX)
    return None
