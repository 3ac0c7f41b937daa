"""The motor of a hopper: turns coins out one by one, and keeps the books of the payout."""

from __future__ import annotations

import enum

from sim.cash.agenda import Agenda, Appointment
from sim.cash.bowl import Bowl
from sim.cash.timing import Timing


class Flag(enum.IntFlag):
    """The status registers of header 163, register 1 in the lowest byte (S2 3.90)."""

    PAYOUT_TIMEOUT = 1 << 1
    MOTOR_REVERSED = 1 << 2
    POWER_UP = 1 << 6
    DISABLED = 1 << 7
    REVERSE_LIMIT = 1 << 12
    POWER_DOWN_IN_PAYOUT = 1 << 16


NONE = Flag(0)
OF_LAST_PAYOUT = Flag.PAYOUT_TIMEOUT | Flag.MOTOR_REVERSED
"""Warnings; the next payout begins without them."""
NEEDS_RESET = Flag.REVERSE_LIMIT | Flag.POWER_DOWN_IN_PAYOUT
"""S2 3.90.1.13, 3.90.1.17: must be cleared by a software reset prior to the next payout."""


class Motor:
    """One payout at a time.

    While it turns: `remaining` counts down, `paid` up, `unpaid` is 0. Afterwards `remaining` is 0
    and `unpaid` what could not be paid. `paid`, `unpaid` and `dispensed` live in EEPROM; what an
    emergency stop left unpaid does not, and reads 0 after the next start (SCH2 manual, p. 24).
    """

    def __init__(self, agenda: Agenda, timing: Timing, bowl: Bowl) -> None:
        self.remaining = 0
        self.paid = 0
        self.unpaid = 0
        self.dispensed = 0
        """Coins ever paid out."""
        self.flags = Flag.POWER_UP
        self._agenda = agenda
        self._timing = timing
        self._bowl = bowl
        self._stopped = False
        self._turn: Appointment | None = None
        self._last_coin_ns = 0

    @property
    def busy(self) -> bool:
        """Whether it turns, by itself or by its momentum."""
        return self._turn is not None

    def pay(self, coins: int, now_ns: int) -> None:
        """Begin a payout; of no coins it is over at once."""
        self.flags &= ~OF_LAST_PAYOUT
        self.remaining, self.paid, self.unpaid = coins, 0, 0
        self._stopped = False
        self._last_coin_ns = now_ns
        if coins:
            self._turn = self._agenda.at(now_ns + self._timing.coin_drop_ns, self._coin_due)

    def stop(self, now_ns: int) -> int:
        """Emergency stop: the coins not paid so far.

        The motor coasts: a coin that is nearly out still drops, and is counted (SCH2 manual,
        p. 24: told 7, true 6).
        """
        if self._turn is None or self._stopped:
            return 0
        self._stopped = True
        self.unpaid, self.remaining = self.remaining, 0
        if self._turn.due_ns - now_ns > self._timing.coast_ns:
            self._halt()
        return self.unpaid

    def reset(self) -> None:
        """A software reset: ends the payout, clears all flags."""
        self._restart()
        self.flags = NONE

    def power_up(self) -> None:
        """Power comes back: what EEPROM knows, and whether a payout was cut off."""
        cut_off = self.remaining > 0 or Flag.POWER_DOWN_IN_PAYOUT in self.flags
        self._restart()
        self.flags = Flag.POWER_UP | (Flag.POWER_DOWN_IN_PAYOUT if cut_off else NONE)

    def _restart(self) -> None:
        self.unpaid = 0 if self._stopped else self.remaining or self.unpaid
        self.remaining = 0
        self._halt()

    def _halt(self) -> None:
        if self._turn is not None:
            self._agenda.cancel(self._turn)
            self._turn = None

    def _coin_due(self, now_ns: int) -> None:
        self._turn = None
        dropped = self._bowl.drop()
        if dropped:
            self._count(now_ns)
        if self._stopped or (dropped and not self.remaining):
            return
        if not dropped and self._bowl.jammed:
            self.flags |= Flag.MOTOR_REVERSED
        if now_ns - self._last_coin_ns >= self._timing.payout_timeout_ns:
            self._give_up()
        else:
            self._turn = self._agenda.at(now_ns + self._timing.coin_drop_ns, self._coin_due)

    def _count(self, now_ns: int) -> None:
        self._last_coin_ns = now_ns
        self.dispensed += 1
        self.paid += 1
        if self._stopped:
            self.unpaid -= 1
        else:
            self.remaining -= 1

    def _give_up(self) -> None:
        self.flags |= Flag.PAYOUT_TIMEOUT
        if self._bowl.jammed:
            self.flags |= Flag.REVERSE_LIMIT
        self.unpaid, self.remaining = self.remaining, 0
