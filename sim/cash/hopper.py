"""A hopper's electronics: what the motor may do, and what the bus hears of it."""

from __future__ import annotations

from typing import Final

from sim.cash import headers
from sim.cash.agenda import Agenda
from sim.cash.bowl import HIGH_LEVEL_COINS, LOW_LEVEL_COINS, Bowl
from sim.cash.motor import NEEDS_RESET, Flag, Motor
from sim.cash.pin import PinLock
from sim.cash.security import LOCKS, Security
from sim.cash.slave import ACK, NAK, Answer, Identity, Slave, always, little_24
from sim.cash.timing import Timing

FIRST_ADDRESS: Final = 3
"""S3 Table 1: hoppers are at 3..10."""

SERIAL_NUMBERS: Final = {10: 1_503_010, 50: 1_503_050, 100: 1_503_100, 500: 1_503_500}
"""Denomination -> serial number, which may also be the hopper's security code."""

ENABLE_CODE: Final = 165

IS_LOW, IS_HIGH, LOW_FITTED, HIGH_FITTED = 0x01, 0x02, 0x10, 0x20
"""Bits of the level status (S2 3.39)."""


def identity(yen: int, product: str) -> Identity:
    """Who the hopper of a denomination says it is; category string of S3 Table 1."""
    return Identity("Madoguchi", "Payout", product, f"JPY{yen:03}  ", "SIM-HP1-V1.00", SERIAL_NUMBERS[yen])


class Hopper(Slave):
    """A hopper for one kind of coin.

    Disabled after every power-up and reset (S2 3.90.1.8). The event counter counts payouts that
    were accepted, as S4 2.3.2 prefers: a refused one leaves it alone. Its one variable (headers 247 and
    165) is the single coin mode, 0 or 1, volatile.
    """

    def __init__(
        self,
        yen: int,
        address: int,
        agenda: Agenda,
        timing: Timing,
        bowl: Bowl,
        *,
        security: Security = "serial",
        crc: bool = False,
    ) -> None:
        self._lock = LOCKS[security](SERIAL_NUMBERS[yen])
        super().__init__(address, identity(yen, self._lock.product), timing, crc=crc)
        self.motor = Motor(agenda, timing, bowl)
        self._bowl = bowl
        self._pin = PinLock()
        self._counter = 0
        self._enabled = self._single_coin = False
        self.learn(
            {
                headers.REQUEST_VARIABLE_SET: lambda _data, _now_ns: bytes((self._single_coin,)),
                **self._pin.commands(),
                headers.REQUEST_PAYOUT_LEVELS: self._levels,
                headers.EMERGENCY_STOP: self._stop,
                headers.REQUEST_HOPPER_COIN: always(f"JP{yen:03}A".encode("ascii")),
                headers.REQUEST_DISPENSE_COUNT: lambda _data, _now_ns: little_24(self.motor.dispensed),
                headers.DISPENSE_COINS: self._dispense,
                headers.REQUEST_HOPPER_STATUS: self._status,
                headers.MODIFY_VARIABLE_SET: self._modify_variable,
                headers.ENABLE_HOPPER: self._enable,
                headers.TEST_HOPPER: self._test,
                **self._lock.commands(),
            }
        )

    def started(self, now_ns: int, *, by_power: bool) -> None:
        """A payout that was cut off does not go on."""
        self._counter = 0
        self._enabled = self._single_coin = False
        self._pin.forget()
        self._lock.forget()
        if by_power:
            self.motor.power_up()
        else:
            self.motor.reset()

    def _dispense(self, data: bytes, now_ns: int) -> Answer:
        """`[security code][n]`; n = 0 pays nothing and counts as a payout."""
        code, coins = data[:-1], data[-1]
        if not self._lock.opens(code):
            if self._lock.is_cipher:
                self.motor.flags |= Flag.CIPHER_WRONG
            return NAK
        if not self._pin.is_open:
            self.motor.flags |= Flag.PIN_WRONG
            return NAK
        if not self._enabled or (self._single_coin and coins != 1):
            return NAK
        if self.motor.busy or self.motor.flags & NEEDS_RESET:
            return NAK
        self._counter = self._counter % 255 + 1  # S2 3.87: 255 is followed by 1
        self.motor.pay(coins, now_ns)
        return bytes((self._counter,))

    def _status(self, _data: bytes, _now_ns: int) -> Answer:
        motor = self.motor
        return bytes((self._counter, motor.remaining, motor.paid, motor.unpaid))

    def _enable(self, data: bytes, _now_ns: int) -> Answer:
        """S2 3.89: needed before a payout; a payout under way goes on when it is taken back."""
        self._enabled = data[0] == ENABLE_CODE
        return ACK

    def _modify_variable(self, data: bytes, _now_ns: int) -> Answer:
        if data[0] > 1:
            return NAK
        self._single_coin = bool(data[0])
        return ACK

    def _stop(self, _data: bytes, now_ns: int) -> Answer:
        """Stopping a payout disables the hopper (SCH2 manual, p. 38); idle, nothing happens."""
        if self.motor.remaining:
            self._enabled = False
        return bytes((self.motor.stop(now_ns),))

    def _test(self, _data: bytes, _now_ns: int) -> Answer:
        flags = self.motor.flags
        for flag, on in (
            (Flag.DISABLED, not self._enabled),
            (Flag.SINGLE_COIN, self._single_coin),
            (Flag.PIN_ON, self._pin.is_on),
            (Flag.ENCRYPTION, self._lock.is_cipher),
        ):
            flags |= flag if on else 0
        return flags.to_bytes(3, "little")

    def _levels(self, _data: bytes, _now_ns: int) -> Answer:
        level = LOW_FITTED | HIGH_FITTED
        level |= IS_LOW if len(self._bowl) < LOW_LEVEL_COINS else 0
        level |= IS_HIGH if len(self._bowl) >= HIGH_LEVEL_COINS else 0
        return bytes((level,))
