"""MDCES, the commands that find devices on a bus and give them other addresses (S1 20.2).

The two that look for devices are answered with one byte, the device's address, out of any frame and later
by a time of its own; the device hears nothing for 1200 ms then, lest it take the others' bytes for a frame.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from sim.cash import headers
from sim.wire import NS_PER_MS

STEP_NS: Final = 4 * NS_PER_MS
"""The byte of an address poll comes 4 ms later with each address, that of a clash with each random number."""
FIRST_FREE: Final = 2
"""0 is everybody, 1 the host (S1 20.2.4: never at random)."""

WIRED, CHANGEABLE = 0x08, 0x40
"""Bits of the address mode (S2 3.84): selected by the connector; changed by commands, volatile."""
ADDRESS_MODE: Final = bytes((WIRED | CHANGEABLE,))


@dataclass(frozen=True, slots=True)
class LoneByte:
    """An answer of one byte without a frame, `after_ns` behind the request."""

    value: int
    after_ns: int


class Addressing:
    """The address of one device: wired at power-up, then whatever the host makes of it.

    seed: its serial number, from which its random numbers come; the same ones in every run
    """

    def __init__(self, wired: int, seed: int, deaf_ns: int) -> None:
        self.address = wired
        self.deaf_until_ns = 0
        self._wired, self._deaf_ns = wired, deaf_ns
        self._clash_number = (seed ^ seed >> 8 ^ seed >> 16) & 0xFF
        self._random = seed | 1

    def forget(self) -> None:
        """A reset or a power-up: the wired address again."""
        self.address, self.deaf_until_ns = self._wired, 0

    def commands(self) -> Mapping[int, Callable[[bytes, int], bytes | LoneByte | None]]:
        """Header -> what it does."""
        return {
            headers.ADDRESS_POLL: lambda _data, now_ns: self._alone(self.address, now_ns),
            headers.ADDRESS_CLASH: lambda _data, now_ns: self._alone(self._clash_number, now_ns),
            headers.ADDRESS_CHANGE: self._change,
            headers.ADDRESS_RANDOM: self._randomise,
            headers.REQUEST_ADDRESS_MODE: lambda _data, _now_ns: ADDRESS_MODE,
        }

    def _alone(self, steps: int, now_ns: int) -> LoneByte:
        self.deaf_until_ns = now_ns + self._deaf_ns
        return LoneByte(self.address, steps * STEP_NS)

    def _change(self, data: bytes, _now_ns: int) -> bytes | None:
        """The ACK still comes from the old address. Silence for an address no device can have."""
        if data[0] < FIRST_FREE:
            return None
        self.address = data[0]
        return b""

    def _randomise(self, _data: bytes, _now_ns: int) -> bytes:
        number = self._random  # xorshift, 32 bits
        number ^= number << 13 & 0xFFFF_FFFF
        number ^= number >> 17
        number ^= number << 5 & 0xFFFF_FFFF
        self._random = number
        self.address = FIRST_FREE + number % (256 - FIRST_FREE)
        return b""
