"""One try on the line that brought no usable reply, and how a person hears of it."""

from __future__ import annotations

from typing import Final

from drivers.cash.headers import Header
from drivers.errors import BadAnswer, DeviceError, NoAnswer

LAST_BYTES: Final = 16

_CHECK_CABLE: Final = "check the cable, the device's supply and its address"
_CHECK_LINE: Final = "check for noise, a second device at this address and loose contacts"


class Failed(Exception):
    """Raised when one try brought no usable reply. silent: the device said nothing at all, or was busy."""

    def __init__(self, cause: str, *, silent: bool, last: bytes = b"") -> None:
        super().__init__(cause)
        self.cause, self.silent = cause, silent
        self.last = last[-LAST_BYTES:]

    def as_error(self, device: str, header: Header, tried: int) -> DeviceError:
        """What the last of so many tries is for the caller: `NoAnswer` or `BadAnswer`."""
        tries = "1 try" if tried == 1 else f"{tried} tries"
        last = f"; last bytes {self.last.hex(' ')}" if self.last and not header.secret else ""
        cause = f"{self.cause} within {header.reply_ms} ms after {tries}{last}"
        if self.silent:
            return NoAnswer(device, str(header), cause, _CHECK_CABLE)
        return BadAnswer(device, str(header), cause, _CHECK_LINE)
