"""What a card remembers: for a selection, until power-off, and for ever."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sim.card.files import Application, CardContent, File, Pin


@dataclass(slots=True)
class PinState:
    """tries_left stays for ever; verified until the power goes."""

    tries_left: int
    verified: bool = False


class State:
    """The card's memory. The selection goes with a reset, `verified` with the power, the rest stays."""

    def __init__(self, content: CardContent) -> None:
        self.applications = content.applications
        self.application: Application = content.applications[0]
        self.file: tuple[int, File] | None = None
        self.pins: dict[tuple[bytes, int], PinState] = {
            (application.aid, ef): PinState(file.tries_left)
            for application in content.applications
            for ef, file in application.files.items()
            if isinstance(file, Pin)
        }
        self._seed = content.atr + content.seed
        self._challenges = 0

    def deselect(self) -> None:
        """As after a reset: the first application, no file."""
        self.application, self.file = self.applications[0], None

    def forget_verified(self) -> None:
        """The power is gone."""
        for pin in self.pins.values():
            pin.verified = False

    def pin(self, ef: int) -> PinState:
        """The counter of a PIN of the current application."""
        return self.pins[self.application.aid, ef]

    def may_use(self, pin: int | None) -> bool:
        """Whether the PIN that protects something has been presented; None protects nothing."""
        return pin is None or self.pin(pin).verified

    def challenge(self, length: int) -> bytes:
        """Bytes that never come twice from one card, and always come again in a world played again."""
        self._challenges += 1
        return hashlib.shake_256(self._seed + self._challenges.to_bytes(8, "big")).digest(length)
