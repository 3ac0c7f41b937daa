"""What the sensors see, and the status bytes that tell it.

Bits after Epson's TM-T88III specification (DLE EOT, GS a, GS r) and TM-L90 programming guide p. 318
(which ASB items a bit of GS a selects).
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.receipt.model import Model


@dataclass(slots=True)
class Sensors:
    """The state of the machine that a status byte can tell.

    cutter_error:  latched when a cut fails; only DLE ENQ or the power switch ends it
    cover_stopped: the cover was opened while the mechanism ran, and is still open
    drawer_high:   drawer connector pin 3 (a printer with nothing plugged in may float high)
    """

    cover_open: bool = False
    near_end: bool = False
    paper_out: bool = False
    cutter_error: bool = False
    cover_stopped: bool = False
    drawer_high: bool = False

    @property
    def offline(self) -> bool:
        return self.cover_open or self.paper_out or self.cutter_error

    @property
    def low(self) -> bool:
        """The near-end sensor: it sees no paper either when the roll is used up."""
        return self.near_end or self.paper_out

    @property
    def error(self) -> bool:
        return self.cutter_error or self.cover_stopped


_REAL_TIME_FIXED = 0x12  # bits 1 and 4 on, 0 and 7 off: what tells DLE EOT's answer from all others
_REAL_TIME = {
    1: ((0x04, "drawer_high"), (0x08, "offline")),
    2: ((0x04, "cover_open"), (0x20, "paper_out"), (0x40, "error")),
    3: ((0x08, "cutter_error"), (0x40, "cover_stopped")),
    4: ((0x0C, "low"), (0x60, "paper_out")),
}

_ASB_FIXED = 0x10_00_00_0F  # byte 1 is 0xx1xx00; byte 4 is reserved and reads 0F on real printers
_ASB = (
    (0x04_00_00_00, "drawer_high"),
    (0x08_00_00_00, "offline"),
    (0x20_00_00_00, "cover_open"),
    (0x00_08_00_00, "cutter_error"),
    (0x00_40_00_00, "cover_stopped"),
    (0x00_00_03_00, "low"),
    (0x00_00_0C_00, "paper_out"),
)
_ASB_SELECTS = {
    0x01: 0x04_00_00_00,  # drawer
    0x02: 0x68_01_0C_00,  # online/offline, cover, feeding, recovery; the end of paper stops printing
    0x04: 0x00_6C_00_00,  # errors
    0x08: 0x00_00_0F_00,  # paper
    0x40: 0x00_02_00_00,  # panel switch
}


def real_time(n: int, sensors: Sensors) -> bytes:
    """The answer to DLE EOT n (1 printer, 2 offline cause, 3 error cause, 4 paper): one byte."""
    return bytes((_REAL_TIME_FIXED | sum(bits for bits, name in _REAL_TIME[n] if getattr(sensors, name)),))


def automatic(sensors: Sensors) -> int:
    """The four bytes of automatic status back, as one big-endian number."""
    return _ASB_FIXED | sum(bits for bits, name in _ASB if getattr(sensors, name))


def selected(n: int) -> int:
    """Which of those bits GS a n keeps an eye on."""
    return sum(bits for bit, bits in _ASB_SELECTS.items() if n & bit)


def in_order(n: int, sensors: Sensors) -> bytes:
    """The answer to GS r n (1 paper, 2 drawer), 0xx0xxxx; nothing for any other n.

    Never tells the end of paper by itself: without paper the printer is offline, and then nothing
    in the receive buffer is carried out.
    """
    if n in (1, 49):
        return bytes((0x03 * sensors.low | 0x0C * sensors.paper_out,))
    if n in (2, 50):
        return bytes((0x01 * sensors.drawer_high,))
    return b""


_IDENTITY = {
    1: b"\x20",  # model
    2: b"\x03",  # type: two-byte characters (bit 0), autocutter (bit 1)
    3: b"\x01",  # ROM version
    33: b"=!\x43\x40\x00",  # type information: kanji, autocutter; bit 6 always on
    65: b"_1.00\x00",
    66: b"_MADOGUCHI\x00",
    68: b"_000001\x00",
    69: b"_KANJI JAPANESE\x00",
}
_NAME = 67
_CUTTER_BIT = {2: 0, 33: 2}


def identity(n: int, model: Model) -> bytes:
    """The answer to GS I n (TM-J2000 programming guide p. 470): IDs one byte, texts 5F .. 00."""
    n = n - 48 if 49 <= n <= 51 else n
    if n == _NAME:
        return b"_SIM-%dJ\x00" % model.paper_mm
    answer = bytearray(_IDENTITY.get(n, b""))
    if answer and not model.cutter and n in _CUTTER_BIT:
        answer[_CUTTER_BIT[n]] &= ~0x02 & 0xFF
    return bytes(answer)


def offline_cause(sensors: Sensors) -> bytes:
    """The cause byte of GS ( H function 49 with d = 2, 40..7F; its bits are model dependent."""
    return bytes((0x40 | sensors.cover_open | sensors.paper_out << 1 | sensors.error << 2,))
