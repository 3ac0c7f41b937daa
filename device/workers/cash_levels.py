"""The hoppers' level sensors, looked at one by one while nobody pays: the machine is told what changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from drivers.cash.device import CashDevice
from drivers.cash.hopper import Level
from drivers.clock import NS_PER_S, Clock, after_ms
from drivers.errors import BadAnswer, NoAnswer, Refused

LOOK_EVERY_S: Final = 5
"""One hopper at a time: all four are looked at within 20 s."""

LOOK_MS: Final = 300
"""What such a look may take: the acceptor is polled every second all the while."""

Levels = tuple[tuple[int, str], ...]
"""As `HoppersCounted.levels`."""


class LevelWatch:
    """What was last told of each hopper's sensors."""

    def __init__(self, cash: CashDevice, clock: Clock) -> None:
        self._cash, self._clock = cash, clock
        self._told: dict[int, Level] = {}
        self._turns: list[int] = []
        self._next_ns = 0

    def all_of(self, levels: Mapping[int, Level]) -> Levels:
        """What a start has found, to be told whole."""
        self._told, self._turns = dict(levels), sorted(levels)
        self._wait()
        return _words(self._told)

    def forget(self, yen: int) -> None:
        """Something is wrong with this hopper: its sensors are told anew, and it is the next in turn."""
        if self._told.pop(yen, None) is not None:
            self._turns.remove(yen)
            self._turns.insert(0, yen)

    def look(self) -> Levels:
        """Ask the next hopper, if it is time to; empty where nothing has changed or it does not answer.

        Raises `Disconnected` alone.
        """
        if not self._turns or self._clock.monotonic_ns() < self._next_ns:
            return ()
        self._wait()
        yen = self._turns.pop(0)
        self._turns.append(yen)
        try:
            level = self._cash.level(yen, after_ms(self._clock, LOOK_MS))
        except (NoAnswer, BadAnswer, Refused):
            return ()
        if self._told.get(yen) is level:
            return ()
        self._told[yen] = level
        return _words({yen: level})

    def _wait(self) -> None:
        self._next_ns = self._clock.monotonic_ns() + LOOK_EVERY_S * NS_PER_S


def _words(levels: Mapping[int, Level]) -> Levels:
    return tuple((yen, level.value) for yen, level in sorted(levels.items()) if level is not Level.UNKNOWN)
