"""The PIN mechanism of a hopper (headers 219 and 218)."""

from __future__ import annotations

from collections.abc import Mapping

from sim.cash import headers
from sim.cash.slave import ACK, Answer, Handler

OFF = bytes(4)
"""S2 3.37: a new PIN of zero switches the mechanism off."""


class PinLock:
    """Four bytes, kept without power; to be entered after each power-up and reset."""

    def __init__(self) -> None:
        self._number = OFF
        self._entered = OFF

    @property
    def is_on(self) -> bool:
        """Whether there is a PIN."""
        return self._number != OFF

    @property
    def is_open(self) -> bool:
        """Whether the PIN was entered, or there is none."""
        return not self.is_on or self._entered == self._number

    def forget(self) -> None:
        """A reset or a power-up: it has to be entered again."""
        self._entered = OFF

    def commands(self) -> Mapping[int, Handler]:
        """Header -> what it does."""
        return {headers.ENTER_NEW_PIN: self._change, headers.ENTER_PIN: self._enter}

    def _change(self, data: bytes, _now_ns: int) -> Answer:
        """S2 3.37: no response while the old PIN has not been entered."""
        if not self.is_open:
            return None
        self._number = self._entered = data
        return ACK

    def _enter(self, data: bytes, _now_ns: int) -> Answer:
        """S2 3.38: an ACK for a wrong one too."""
        self._entered = data
        return ACK
