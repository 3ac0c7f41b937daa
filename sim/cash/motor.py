"""The motor of a hopper: turns coins out one by one, and keeps the books of the payout."""

from __future__ import annotations

import enum

from sim.cash.agenda import Agenda, Appointment
from sim.cash.bowl import Bowl
from sim.cash.timing import Timing


class Flag(enum.IntFlag):
    """The status registers of header 163, register 1 in the lowest byte (S2 3.90)."""

    MAX_CURRENT = 1 << 0
    PAYOUT_TIMEOUT = 1 << 1
    MOTOR_REVERSED = 1 << 2
    BLOCKED_IN_IDLE = 1 << 3
    LIT_IN_IDLE = 1 << 4
    BLOCKED_IN_PAYOUT = 1 << 5
    POWER_UP = 1 << 6
    DISABLED = 1 << 7
    LIT_IN_PAYOUT = 1 << 8
    SINGLE_COIN = 1 << 9
    REVERSE_LIMIT = 1 << 12
    PIN_ON = 1 << 15
    POWER_DOWN_IN_PAYOUT = 1 << 16
    PIN_WRONG = 1 << 18
    CIPHER_WRONG = 1 << 19
    ENCRYPTION = 1 << 20


NONE = Flag(0)
OF_LAST_PAYOUT = Flag.PAYOUT_TIMEOUT | Flag.MOTOR_REVERSED
"""Warnings; the next payout begins without them."""
NEEDS_RESET = (
    Flag.MAX_CURRENT
    | Flag.BLOCKED_IN_IDLE
    | Flag.LIT_IN_IDLE
    | Flag.BLOCKED_IN_PAYOUT
    | Flag.LIT_IN_PAYOUT
    | Flag.REVERSE_LIMIT
    | Flag.POWER_DOWN_IN_PAYOUT
    | Flag.PIN_WRONG
    | Flag.CIPHER_WRONG
)
"""S2 3.90.1: must be cleared by a software reset prior to the next payout."""


class ExitOpto(enum.Enum):
    """What the sensor at a hopper's exit has before it: the flag at rest, and the flag during a payout."""

    CLEAR = (NONE, NONE)
    BLOCKED = (Flag.BLOCKED_IN_IDLE, Flag.BLOCKED_IN_PAYOUT)
    LIT = (Flag.LIT_IN_IDLE, Flag.LIT_IN_PAYOUT)


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
        self.lie = 0
        """Of the next coins: so many fall unseen by the exit sensor; below 0, so many are seen that do not fall."""
        self.overrun = 0
        """So many coins slip out with the last one of the next payout; they are counted, but not as paid."""
        self._exit = ExitOpto.CLEAR
        self._overloaded = False
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

    def set_exit(self, seen: ExitOpto) -> None:
        """Something sits in the exit or shines into its sensor, or does no more: ends a payout that runs."""
        self._exit = seen
        at_rest, paying = seen.value
        self._trip(at_rest, paying)

    def overload(self, on: bool) -> None:
        """The motor draws more than its maximum current, or does no more: ends a payout that runs."""
        self._overloaded = on
        if on:
            self._trip(NONE, Flag.MAX_CURRENT)

    def reset(self) -> None:
        """A software reset: ends the payout, clears all flags but those whose cause is still there."""
        self._restart()
        self.flags = self._exit.value[0]

    def power_up(self) -> None:
        """Power comes back: what EEPROM knows, and whether a payout was cut off."""
        cut_off = self.remaining > 0 or Flag.POWER_DOWN_IN_PAYOUT in self.flags
        self._restart()
        self.flags = Flag.POWER_UP | (Flag.POWER_DOWN_IN_PAYOUT if cut_off else NONE) | self._exit.value[0]

    def _restart(self) -> None:
        self.unpaid = 0 if self._stopped else self.remaining or self.unpaid
        self.remaining = 0
        self._halt()

    def _halt(self) -> None:
        if self._turn is not None:
            self._agenda.cancel(self._turn)
            self._turn = None

    def _trip(self, at_rest: Flag, paying: Flag) -> None:
        """Something is wrong with the motor or the exit."""
        if not self.busy:
            self.flags |= at_rest
        elif paying:
            self.flags |= paying
            self._halt()
            if not self._stopped:
                self.unpaid, self.remaining = self.remaining, 0

    def _coin_due(self, now_ns: int) -> None:
        self._turn = None
        if self._overloaded:
            self._end_with(Flag.MAX_CURRENT)
            return
        seen = self._coin_seen()
        if seen:
            self._count(now_ns)
        if seen and not self.remaining:
            self._slip()
        if self._stopped or (seen and not self.remaining):
            return
        if not seen and self._bowl.jammed:
            self.flags |= Flag.MOTOR_REVERSED
        if now_ns - self._last_coin_ns >= self._timing.payout_timeout_ns:
            self._give_up()
        else:
            self._turn = self._agenda.at(now_ns + self._timing.coin_drop_ns, self._coin_due)

    def _coin_seen(self) -> bool:
        """The motor turns once: whether the exit sensor saw a coin."""
        if self.lie < 0:
            self.lie += 1
            return True
        dropped = self._bowl.drop()
        if dropped and self.lie:
            self.lie -= 1
            return False
        return dropped

    def _slip(self) -> None:
        while self.overrun:
            self.overrun -= 1
            self.dispensed += self._bowl.drop()

    def _count(self, now_ns: int) -> None:
        self._last_coin_ns = now_ns
        self.dispensed += 1
        self.paid += 1
        if self._stopped:
            self.unpaid -= 1
        else:
            self.remaining -= 1

    def _give_up(self) -> None:
        self._end_with(Flag.PAYOUT_TIMEOUT | (Flag.REVERSE_LIMIT if self._bowl.jammed else NONE))

    def _end_with(self, flags: Flag) -> None:
        self.flags |= flags
        if not self._stopped:
            self.unpaid, self.remaining = self.remaining, 0
