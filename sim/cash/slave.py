"""What every device on the bus is: an address, an identity, and a table of commands."""

from __future__ import annotations

import enum
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sim.cash import headers


class Nak(enum.Enum):
    """The answer that refuses (S1 8.1)."""

    NAK = 5


NAK = Nak.NAK
ACK = b""
"""S1 8: an answer without data is an acknowledgement."""

Answer = bytes | Nak | None
"""Data of the answer, a refusal, or silence."""

Handler = Callable[[bytes, int], Answer]
"""Does a command: its data bytes and the time in nanoseconds, to the answer."""

COUNT_24_BIT = 0xFFFFFF
NO_DATA_STORAGE = bytes(5)
"""S2 3.40: volatile, and 0 bytes per block: no read and no write service."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a device says it is (S2 headers 246, 245, 244, 192, 242, 241, 4).

    The strings are ASCII without NUL (S1 9); `serial_number` has 24 bits; `comms_revision` is
    release, major, minor: (1, 4, 7) is the first release after issue 4.7.
    """

    manufacturer: str
    category: str
    product: str
    build: str
    software: str
    serial_number: int
    comms_revision: tuple[int, int, int] = (1, 4, 7)


def little_24(value: int) -> bytes:
    """Three bytes, least significant first: serial numbers and counters (S2 3.14, 3.30)."""
    return (value & COUNT_24_BIT).to_bytes(3, "little")


def always(data: bytes) -> Handler:
    """A command whose answer never changes."""
    return lambda _data, _now_ns: data


class Slave:
    """A device on the bus: the core commands, and the silence of a device that is starting."""

    def __init__(self, address: int, identity: Identity) -> None:
        self.address = address
        self.identity = identity
        self.awake_ns = 0
        """From when on the device listens; set by a reset or a power-up."""
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
            headers.CALCULATE_ROM_CHECKSUM: always(zlib.crc32(firmware).to_bytes(4, "little")),
            headers.REQUEST_BUILD_CODE: always(i.build.encode("ascii")),
            headers.REQUEST_COMMS_REVISION: always(bytes(i.comms_revision)),
        }

    def learn(self, commands: Mapping[int, Handler]) -> None:
        """Add the commands of the device's own kind; each must be in `headers.SENT_BYTES`."""
        self._commands.update(commands)

    def answer(self, header: int, data: bytes, now_ns: int) -> Answer:
        """Do what a frame with a good checksum asks.

        Silence for a header the device does not know (S1 13), for a number of data bytes the
        command does not have, and while the device is starting.
        """
        handler = self._commands.get(header)
        if handler is None or now_ns < self.awake_ns:
            return None
        fewest, most = headers.SENT_BYTES[header]
        if not fewest <= len(data) <= most:
            return None
        return handler(data, now_ns)
