"""Command APDUs in short form (ISO/IEC 7816-3 §12.1.3, cases 1 to 4), and case 2 in extended form."""

from __future__ import annotations

from typing import NamedTuple

LE_MAX = 256
"""In short form; an extended Le goes to 65,536."""


class Command(NamedTuple):
    """A command taken apart. `le` is the number of bytes wanted, 1..256 (1..65,536 with `extended`), or None
    when the field is absent."""

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes
    le: int | None
    extended: bool = False


def parse(apdu: bytes) -> Command | None:
    """The command, or None when the lengths do not add up.

    Of the extended lengths only the Le of a command without data is known; with data they exist on this
    card only for commands that no kiosk sends, and count as not adding up.
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
        if length != 7:
            return None
        return Command(cla, ins, p1, p2, b"", int.from_bytes(apdu[5:], "big") or 0x1_0000, extended=True)
    if length == 5 + third:
        return Command(cla, ins, p1, p2, apdu[5:], None)
    if length == 6 + third:
        return Command(cla, ins, p1, p2, apdu[5:-1], apdu[-1] or LE_MAX)
    return None
