"""What every device on the bus is: an address, an identity, and a table of commands."""

from __future__ import annotations

import enum
import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sim.cash import headers
from sim.cash.multidrop import Addressing, LoneByte
from sim.cash.timing import Timing


class Nak(enum.Enum):
    """The answer that refuses (S1 8.1)."""

    NAK = 5


NAK = Nak.NAK
ACK = b""
"""S1 8: an answer without data is an acknowledgement."""

Answer = bytes | Nak | LoneByte | None
"""Data of the answer, a refusal, a byte out of any frame, or silence."""

Handler = Callable[[bytes, int], Answer]
"""Does a command: its data bytes and the time in nanoseconds, to the answer."""

COUNT_24_BIT = 0xFFFFFF
NO_DATA_STORAGE = bytes(5)
"""S2 3.40: volatile, and 0 bytes per block: no read and no write service."""

BASE_YEAR = b"2020"
MADE = (4 << 9 | 7 << 5 | 3).to_bytes(2, "little")
"""S2 3.58: years since the base year, month, day: 3 July 2024."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a device says it is (S2 headers 246, 245, 244, 192, 242, 241, 4).

    The strings are ASCII without NUL (S1 9); `serial_number` has 24 bits; `comms_revision` is
    release, major, minor: (1, 4, 7) is the first release after issue 4.7. `rom_checksum` is what header
    197 tells; None for one made from the strings.
    """

    manufacturer: str
    category: str
    product: str
    build: str
    software: str
    serial_number: int
    comms_revision: tuple[int, int, int] = (1, 4, 7)
    rom_checksum: int | None = None


def little_24(value: int) -> bytes:
    """Three bytes, least significant first: serial numbers and counters (S2 3.14, 3.30)."""
    return (value & COUNT_24_BIT).to_bytes(3, "little")


def always(data: bytes) -> Handler:
    """A command whose answer never changes."""
    return lambda _data, _now_ns: data


class CommsStatus:
    """The three counters of header 2 (S2 3.151): each one byte, 255 is followed by 0."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Power-up, or header 3."""
        self.timeouts = self.bad_checksums = 0

    def data(self) -> bytes:
        """Time-outs, bytes ignored, bad checksums. None is ever ignored: the buffer holds the longest frame."""
        return bytes((self.timeouts & 0xFF, 0, self.bad_checksums & 0xFF))


class Slave(ABC):
    """A device on the bus: the core commands, and the silence of a device that is starting.

    crc: whether it speaks the 16-bit CRC instead of the simple checksum
    attached: whether its plug is on the bus
    awake_ns: from when on it is up; set by a reset or a power-up
    """

    def __init__(self, address: int, identity: Identity, timing: Timing, *, crc: bool = False) -> None:
        self.identity = identity
        self.crc = crc
        self.attached = True
        self.awake_ns = 0
        self.comms = CommsStatus()
        self._timing = timing
        self._addressing = Addressing(address, identity.serial_number, timing.deaf_ns)
        i = identity
        firmware = "|".join((i.manufacturer, i.product, i.build, i.software)).encode("ascii")
        self._commands: dict[int, Handler] = {
            headers.SIMPLE_POLL: always(ACK),
            headers.REQUEST_MANUFACTURER_ID: always(i.manufacturer.encode("ascii")),
            headers.REQUEST_EQUIPMENT_CATEGORY_ID: always(i.category.encode("ascii")),
            headers.REQUEST_PRODUCT_CODE: always(i.product.encode("ascii")),
            headers.REQUEST_SERIAL_NUMBER: always(little_24(i.serial_number)),
            headers.REQUEST_SOFTWARE_REVISION: always(i.software.encode("ascii")),
            headers.REQUEST_DATA_STORAGE: always(NO_DATA_STORAGE),
            # S2 3.57 leaves the method open; here: a CRC-32 over all that names the firmware.
            headers.CALCULATE_ROM_CHECKSUM: always(
                (zlib.crc32(firmware) if i.rom_checksum is None else i.rom_checksum).to_bytes(4, "little")
            ),
            headers.REQUEST_CREATION_DATE: always(MADE),
            headers.REQUEST_MODIFICATION_DATE: always(MADE),
            headers.REQUEST_BUILD_CODE: always(i.build.encode("ascii")),
            headers.REQUEST_BASE_YEAR: always(BASE_YEAR),
            headers.REQUEST_COMMS_REVISION: always(bytes(i.comms_revision)),
            headers.CLEAR_COMMS_STATUS: self._clear_comms,
            headers.REQUEST_COMMS_STATUS: lambda _data, _now_ns: self.comms.data(),
            headers.RESET_DEVICE: self._reset,
            **self._addressing.commands(),
        }

    @property
    def address(self) -> int:
        """Where it answers now."""
        return self._addressing.address

    def learn(self, commands: Mapping[int, Handler]) -> None:
        """Add the commands of the device's own kind; each must be in `headers.SENT_BYTES`."""
        self._commands.update(commands)

    def hears(self, now_ns: int) -> bool:
        """Whether it listens to the bus: attached, up, and not keeping still after an address poll."""
        return self.attached and now_ns >= max(self.awake_ns, self._addressing.deaf_until_ns)

    def answer(self, header: int, data: bytes, now_ns: int) -> Answer:
        """Do what a frame with a good checksum asks.

        Silence for a header the device does not know (S1 13), for a number of data bytes the
        command does not have, and while the device does not listen.
        """
        handler = self._commands.get(header)
        if handler is None or not self.hears(now_ns):
            return None
        fewest, most = headers.SENT_BYTES[header]
        if not fewest <= len(data) <= most:
            return None
        return handler(data, now_ns)

    def power_up(self, now_ns: int) -> None:
        """Power comes back after it was gone."""
        self._start(now_ns + self._timing.power_up_ns)
        self.started(now_ns, by_power=True)

    @abstractmethod
    def started(self, now_ns: int, *, by_power: bool) -> None:
        """Power or a reset has just started it, `awake_ns` is set: what its own kind forgets and does then."""

    def _reset(self, _data: bytes, now_ns: int) -> Answer:
        """S2 3.152: the ACK leaves just before the reset."""
        self._start(now_ns + self._timing.reset_ns)
        self.started(now_ns, by_power=False)
        return ACK

    def _start(self, awake_ns: int) -> None:
        self._addressing.forget()
        self.comms.forget()
        self.awake_ns = awake_ns

    def _clear_comms(self, _data: bytes, _now_ns: int) -> Answer:
        self.comms.forget()
        return ACK
