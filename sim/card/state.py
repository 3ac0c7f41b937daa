"""What a card remembers: for a selection, until power-off, and for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sim.card.files import Application, CardContent, File, Pin

Tries = Mapping[tuple[bytes, int], int]
"""Tries left of every PIN, by AID and EF id."""


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
        self.tries_max: Tries = {
            (application.aid, ef): file.tries_max
            for application in content.applications
            for ef, file in application.files.items()
            if isinstance(file, Pin)
        }
        self.keep: Callable[[Tries], None] | None = None
        """Told of every change of a counter, before anything can be answered; may raise OSError."""
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

    def tries(self) -> Tries:
        """Every counter as it stands."""
        return {key: pin.tries_left for key, pin in self.pins.items()}

    def write_tries(self, ef: int, left: int) -> None:
        """Set a counter of the current application, and have it kept. Raises OSError when it cannot be
        kept: then no try has been given back."""
        counter = self.pin(ef)
        if left == counter.tries_left:
            return
        before, counter.tries_left = counter.tries_left, left
        if self.keep is not None:
            try:
                self.keep(self.tries())
            except OSError:
                counter.tries_left = min(before, left)
                raise

    def may_use(self, pins: tuple[int, ...]) -> bool:
        """Whether one of the PINs that protect something has been presented; none protects nothing."""
        return not pins or any(self.pin(pin).verified for pin in pins)

    def challenge(self, length: int) -> bytes:
        """Bytes that never come twice from one card, and always come again in a world played again."""
        self._challenges += 1
        return hashlib.shake_256(self._seed + self._challenges.to_bytes(8, "big")).digest(length)
