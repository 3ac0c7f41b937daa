"""What a receipt printer sends, told apart by the fixed bits of each kind of message.

Epson, "Transmission status identification": x is information, the rest is fixed.

    DLE EOT answer   0xx1xx10                    ASB, first byte      0xx1xx00
    block data       37 or 5F, printable, 00     ASB, next three      0xx0xxxx
    GS r, GS I       0xx0xxxx                    XON 11, XOFF 13      flow control
"""

from __future__ import annotations

from dataclasses import dataclass

BLOCK_BYTES_MAX = 96
"""Header to 00; the longest known (printer information) is shorter."""

PROCESS_DONE = 0x22
"""Kind of the block that answers GS ( H function 48."""

CLEARED = 0x25
"""Kind of the block that answers DLE DC4 function 8."""

_BLOCK_HEADS = (0x37, 0x5F)
_PRINTABLE = range(0x20, 0x80)
_PROCESS_BLOCK = b"\x37\x22"
_TAG_BYTES = 4
_FLOW_CONTROL = b"\x11\x13"

_FIRST_MASK, _REAL_TIME, _ASB_FIRST = 0x93, 0x12, 0x10
_NEXT_MASK = 0x90
_IN_ORDER_MASK = 0xF0  # bits 4 and 7 are fixed, 5 and 6 are not used by GS r 1
_ASB_BYTES = 4


@dataclass(frozen=True, slots=True)
class RealTime:
    """The answer to a DLE EOT; which one it answers it does not say. status: one byte."""

    status: int


@dataclass(frozen=True, slots=True)
class Asb:
    """Automatic status back: four bytes that say everything, unasked."""

    status: bytes


@dataclass(frozen=True, slots=True)
class Block:
    """Block data. kind: the byte after the head (22 for process ids); data: what follows, up to the 00."""

    kind: int
    data: bytes


@dataclass(frozen=True, slots=True)
class InOrder:
    """The answer to GS r 1, which comes when all before the question was processed. status: 0000xxxx."""

    status: int


@dataclass(frozen=True, slots=True)
class Junk:
    """Bytes that are no message: broken, or an answer to what this driver never asks."""

    data: bytes


Reply = RealTime | Asb | Block | InOrder | Junk


class ReplyParser:
    """Bytes in, in any fragmentation; messages out. Holds at most one unfinished message (96 bytes)."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> list[Reply]:
        """The messages that `data` finishes, in the order of the wire."""
        # XON and XOFF may stand anywhere, even inside ASB's four bytes, and are part of no message.
        held = self._held + data.translate(None, _FLOW_CONTROL)
        replies: list[Reply] = []
        at = 0
        while at < len(held):
            taken = _take(held, at)
            if taken is None:
                break
            reply, at = taken
            replies.append(reply)
        self._held = held[at:]
        return replies


def _take(held: bytes, at: int) -> tuple[Reply, int] | None:
    """The message at `at` and where the next begins; None when its end has not come yet."""
    first = held[at]
    if first & _FIRST_MASK == _REAL_TIME:
        return RealTime(first), at + 1
    if first & _FIRST_MASK == _ASB_FIRST:
        return _take_asb(held, at)
    if first in _BLOCK_HEADS:
        return _take_block(held, at)
    if not first & _IN_ORDER_MASK:
        return InOrder(first), at + 1
    return Junk(held[at : at + 1]), at + 1


def _take_asb(held: bytes, at: int) -> tuple[Reply, int] | None:
    end = at + _ASB_BYTES
    for position in range(at + 1, min(end, len(held))):
        if held[position] & _NEXT_MASK:
            # Cut short; this byte begins something else.
            return Junk(held[at:position]), position
    return (Asb(held[at:end]), end) if end <= len(held) else None


def _take_block(held: bytes, at: int) -> tuple[Reply, int] | None:
    end = at + BLOCK_BYTES_MAX
    for position in range(at + 1, min(end, len(held))):
        byte = held[position]
        if not _may_stand(byte, position - at, kind=held[at + 1]):
            return _resume(held, at, position)
        if byte == 0:
            return Block(held[at + 1], held[at + 2 : position]), position + 1
    return _resume(held, at, end) if end < len(held) else None


def _may_stand(byte: int, place: int, *, kind: int) -> bool:
    """Whether a block of this kind can have this byte there; place 1 is the kind itself."""
    if place == 1:
        return byte in _PRINTABLE and byte not in _BLOCK_HEADS
    if kind == PROCESS_DONE:
        return (byte == 0) == (place == 2 + _TAG_BYTES) and (byte == 0 or byte in _PRINTABLE)
    return byte == 0 or byte in _PRINTABLE


def _resume(held: bytes, at: int, broken: int) -> tuple[Reply, int]:
    """Leave a block that broke off: go on with a process id that begins inside, else where it broke."""
    again = held.find(_PROCESS_BLOCK, at + 1, broken + 1)
    begin = again if again >= 0 else broken
    return Junk(held[at:begin]), begin
