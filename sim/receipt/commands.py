"""The commands, as a table: their codes, how many bytes follow at least, what they do.

A command may hand back a sink for bytes whose number only its arguments tell. Source of codes and
lengths: Epson's ESC/POS references (TM-T88III specification, TM-L90 programming guide); what the
printer has no use for stands here too, so that its arguments are never taken for text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.receipt import feeding, formatting, graphics, requests
from sim.receipt.engine import Engine
from sim.receipt.sinks import KEPT_MAX_BYTES, Blocks, Collect, Sink, Skip, UntilNul


@dataclass(frozen=True, slots=True)
class Command:
    """args: bytes after the two-byte code, before what a sink takes."""

    args: int
    act: Callable[[Engine, bytes], Sink | None]


_BY_LENGTH: dict[int, Callable[[Engine, bytes], None]] = {
    ord("H"): requests.response,
    ord("L"): graphics.graphics,
    ord("k"): graphics.qr_code,
}


def _sized(engine: Engine, letter: int, size: int) -> Sink | None:
    act = _BY_LENGTH.get(letter)
    if act is None or size > KEPT_MAX_BYTES:
        engine.unknown_commands += act is None
        engine.refused_commands += act is not None
        return Skip(size) if size else None
    return Collect(size, lambda data: act(engine, data)) if size else None


def _parenthesis(engine: Engine, args: bytes) -> Sink | None:
    """GS ( x pL pH …: every such command tells its own length."""
    return _sized(engine, args[0], args[1] | args[2] << 8)


def _skipped_parenthesis(_engine: Engine, args: bytes) -> Sink | None:
    size = args[1] | args[2] << 8
    return Skip(size) if size else None


def _eight(engine: Engine, args: bytes) -> Sink | None:
    """GS 8 L p1 p2 p3 p4 …: GS ( L with a longer length."""
    return _sized(engine, args[0], int.from_bytes(args[1:5], "little"))


def _barcode(_engine: Engine, args: bytes) -> Sink:
    """GS k: m 0..6 ends with NUL, m 65.. has a length first. Read, not printed."""
    return UntilNul(255, lambda _: None) if args[0] <= 6 else Blocks(1, 1, lambda head: head[0])


def _user_characters(_engine: Engine, args: bytes) -> Sink | None:
    """ESC & y c1 c2 [x d1..d(x y)]…: read, not used."""
    y, first, last = args
    return Blocks(last - first + 1, 1, lambda head: head[0] * y) if last >= first else None


def _nv_images(_engine: Engine, args: bytes) -> Sink | None:
    """FS q n [xL xH yL yH d1..dk]…: read, not used."""
    size = Blocks(args[0], 4, lambda h: (h[0] | h[1] << 8) * (h[2] | h[3] << 8) * 8)
    return size if args[0] else None


def _downloaded_image(_engine: Engine, args: bytes) -> Sink | None:
    """GS * x y d1..d(x y 8): read, not used."""
    size = args[0] * args[1] * 8
    return Skip(size) if size else None


def _nv_memory(_engine: Engine, args: bytes) -> Sink | None:
    """FS g 1 m a1..a4 nL nH d1..dn (write) and FS g 2 … (read): read, not used."""
    size = (args[6] | args[7] << 8) if args[0] == ord("1") else 0
    return Skip(size) if size else None


_nothing = feeding.ignored

CONTROLS: dict[int, Callable[[Engine, bytes], None]] = {
    0x00: _nothing,
    0x09: feeding.tab,
    0x0A: feeding.line_feed,
    0x0C: _nothing,  # FF, CAN: page mode and black marks only
    0x0D: _nothing,  # CR: automatic line feed is off
    0x18: _nothing,
}

_ESC = {
    " ": Command(1, formatting.right_space),
    "!": Command(1, formatting.print_mode),
    "$": Command(2, formatting.absolute_position),
    "%": Command(1, _nothing),
    "&": Command(3, _user_characters),
    "(": Command(3, _skipped_parenthesis),
    "*": Command(3, graphics.bit_image),
    "-": Command(1, formatting.underline),
    "2": Command(0, formatting.default_line_spacing),
    "3": Command(1, formatting.line_spacing),
    "=": Command(1, _nothing),
    "?": Command(1, _nothing),
    "@": Command(0, formatting.initialize),
    "D": Command(0, formatting.tab_stops),
    "E": Command(1, formatting.bold),
    "G": Command(1, formatting.bold),
    "J": Command(1, feeding.feed_units),
    "K": Command(1, _nothing),
    "L": Command(0, _nothing),
    "M": Command(1, formatting.font),
    "R": Command(1, formatting.country),
    "S": Command(0, _nothing),
    "T": Command(1, _nothing),
    "U": Command(1, _nothing),
    "V": Command(1, _nothing),
    "W": Command(8, _nothing),
    "\\": Command(2, formatting.relative_position),
    "a": Command(1, formatting.justify),
    "c": Command(2, _nothing),
    "d": Command(1, feeding.feed_lines),
    "e": Command(1, _nothing),
    "i": Command(0, feeding.cut_here),
    "m": Command(0, feeding.cut_here),
    "p": Command(3, _nothing),
    "t": Command(1, formatting.code_table),
    "u": Command(1, _nothing),
    "v": Command(0, requests.paper_sensor),
    "{": Command(1, _nothing),
}
_FS = {
    "!": Command(1, formatting.kanji_print_mode),
    "&": Command(0, formatting.kanji_on),
    "(": Command(3, _skipped_parenthesis),
    "-": Command(1, formatting.kanji_underline),
    ".": Command(0, formatting.kanji_off),
    "2": Command(74, _nothing),  # c1 c2 and 72 bytes of one 24 x 24 character
    "?": Command(2, _nothing),
    "C": Command(1, formatting.kanji_codes),
    "S": Command(2, formatting.kanji_space),
    "W": Command(1, formatting.quadruple_kanji),
    "g": Command(8, _nv_memory),
    "p": Command(2, _nothing),
    "q": Command(1, _nv_images),
}
_GS = {
    "!": Command(1, formatting.character_size),
    "$": Command(2, _nothing),
    "(": Command(3, _parenthesis),
    "*": Command(2, _downloaded_image),
    "/": Command(1, _nothing),
    "8": Command(5, _eight),
    ":": Command(0, _nothing),
    "B": Command(1, formatting.reverse),
    "H": Command(1, _nothing),
    "I": Command(1, requests.transmit_id),
    "L": Command(2, formatting.left_margin),
    "P": Command(2, formatting.motion_units),
    "T": Command(1, _nothing),
    "V": Command(1, feeding.cut),
    "W": Command(2, formatting.area_width),
    "\\": Command(2, _nothing),
    "^": Command(3, _nothing),
    "a": Command(1, requests.automatic_status),
    "b": Command(1, _nothing),
    "f": Command(1, _nothing),
    "h": Command(1, _nothing),
    "k": Command(1, _barcode),
    "r": Command(1, requests.transmit_status),
    "v": Command(6, graphics.raster),
    "w": Command(1, _nothing),
}

COMMANDS: dict[bytes, Command] = {
    bytes((prefix, ord(letter))): command
    for prefix, table in ((0x1B, _ESC), (0x1C, _FS), (0x1D, _GS))
    for letter, command in table.items()
}
PREFIXES = frozenset((0x1B, 0x1C, 0x1D))
