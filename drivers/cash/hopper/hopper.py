"""One coin hopper: what it holds, what it has paid in its life, and the order to pay.

Sources: S2 3.82 to 3.90, S4 2.3.2; Flow hopper manual v0.6 page 18 (data of 167); SCH2 manual TSP016.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, NamedTuple

from drivers.cash import headers
from drivers.cash.bus import Bus
from drivers.cash.coin_ids import yen_of
from drivers.cash.hopper.flags import STANDARD, Flag, describe, flags_in, table_for
from drivers.cash.hopper.security import Security, security_for, serial_number
from drivers.cash.identity import Identity, identify
from drivers.clock import NS_PER_S, after_ms
from drivers.errors import BadAnswer, NoAnswer, Refused

CATEGORY: Final = "Payout"
ENABLE: Final = b"\xa5"  # S2 3.89: 165 enables, anything else disables
COINS_MAX: Final = 255
PAYING_POLL_MS: Final = 100
COAST_MS: Final = 500  # for a coin that falls after a stop
UNKNOWN_PAYOUT_NS: Final = 60 * NS_PER_S  # the longest order of 255 coins takes 51 s at 5 coins a second
RESET_PAUSE_MS: Final = 300  # Flow: silent up to 130 ms after the acknowledgement
RESET_TRIES: Final = 5  # rounds of simple polls after that; SCH2 takes about 630 ms after power-up


class Level(Enum):
    """What the level sensors say (217). UNKNOWN: none is fitted."""

    LOW = "low"
    OK = "ok"
    HIGH = "high"
    UNKNOWN = "unknown"


class HopperStatus(NamedTuple):
    """The 166 reply. counter: 0 after power-up, then one more with each order; while paying, `remaining`
    counts down and `paid` up, `unpaid` is 0; afterwards `remaining` is 0 and `unpaid` the rest."""

    counter: int
    remaining: int
    paid: int
    unpaid: int


class Ready(NamedTuple):
    """A hopper made ready for one order: its status and count before, and the order's security bytes."""

    before: HopperStatus
    count_before: int
    security: bytes

    def __repr__(self) -> str:
        """Without the security bytes: they may be secret."""
        return f"Ready(before={self.before}, count_before={self.count_before})"


class Hopper:
    """One hopper. Everything but `dispense` may be asked again at will.

    security: what its orders carry; None: what its product code asks for.
    """

    def __init__(self, bus: Bus, address: int, security: Security | None = None) -> None:
        self.address = address
        self._bus = bus
        self._configured = security
        self._security = security or serial_number
        self._serial: bytes | None = None
        self._flags: tuple[Flag, ...] = STANDARD
        bus.name(address, "coin hopper")

    def identify(self) -> Identity:
        """Who it is. Raises `BadAnswer` when it is no hopper, and what `Bus.ask` raises."""
        identity = identify(self._bus, self.address, CATEGORY)
        self._serial = identity.serial
        self._flags = table_for(identity.product)
        self._security = self._configured or security_for(identity.product)
        return identity

    def serial(self) -> bytes:
        """Its serial number, 3 or 4 bytes, least significant first; asked once."""
        if self._serial is None:
            self._serial = self._bus.ask(self.address, headers.SERIAL)
        return self._serial

    def coin_value(self) -> int | None:
        """Yen of the coin it is programmed for (171); None when it is not programmed."""
        return yen_of(self._bus.ask(self.address, headers.HOPPER_COIN))

    def check_value(self, yen: int) -> None:
        """Raise `BadAnswer` when it is programmed for another coin than `yen`."""
        found = self.coin_value()
        if found is not None and found != yen:
            raise BadAnswer(
                self._bus.device(self.address),
                str(headers.HOPPER_COIN),
                f"it is programmed for {found} yen",
                "check the hopper's address switches and the configuration",
            )

    def count(self, deadline_ns: int | None = None) -> int:
        """Coins paid in its life, modulo 2^24; survives power loss (168)."""
        reply = self._bus.ask(self.address, headers.DISPENSE_COUNT, deadline_ns=deadline_ns)
        return int.from_bytes(reply, "little")

    def status(self, deadline_ns: int | None = None) -> HopperStatus:
        """How far the last order is (166)."""
        return HopperStatus(*self._bus.ask(self.address, headers.HOPPER_STATUS, deadline_ns=deadline_ns))

    def test(self, deadline_ns: int | None = None) -> tuple[Flag, ...]:
        """What its test registers show (163)."""
        registers = self._bus.ask(self.address, headers.TEST_HOPPER, deadline_ns=deadline_ns)
        return flags_in(registers, self._flags)

    def level(self, deadline_ns: int | None = None) -> Level:
        """What its level sensors say (217), as far as it has any (bits 4 and 5)."""
        bits = self._bus.ask(self.address, headers.LEVEL, deadline_ns=deadline_ns)[0]
        if bits & 0x10 and bits & 0x01:
            return Level.LOW
        if bits & 0x20 and bits & 0x02:
            return Level.HIGH
        return Level.OK if bits & 0x30 else Level.UNKNOWN

    def enable(self) -> None:
        """Let it pay (164); it is disabled after every power-up and reset."""
        self._bus.ask(self.address, headers.ENABLE_HOPPER, ENABLE)

    def await_rest(self) -> None:
        """Wait for the end of a payout that another driver ordered before this one was there: only then is the
        count true. One that does not end by itself is stopped, with a last coin awaited."""
        clock = self._bus.clock
        until_ns = clock.monotonic_ns() + UNKNOWN_PAYOUT_NS
        while self.status().remaining:
            if clock.monotonic_ns() >= until_ns:
                self.stop()
                clock.wait_until(after_ms(clock, COAST_MS))
                return
            clock.wait_until(after_ms(clock, PAYING_POLL_MS))

    def stop(self, deadline_ns: int | None = None) -> None:
        """Halt a payout (172). One more coin may still fall: look at the counts again afterwards."""
        self._bus.ask(self.address, headers.STOP, deadline_ns=deadline_ns)

    def reset(self) -> None:
        """Restart it and wait until it answers again; clears latched flags, keeps the count.

        Raises `NoAnswer` when it does not come back within about two seconds.
        """
        self._bus.ask(self.address, headers.RESET)
        clock = self._bus.clock
        for tries_left in reversed(range(RESET_TRIES)):
            clock.wait_until(after_ms(clock, RESET_PAUSE_MS))
            try:
                self._bus.ask(self.address, headers.SIMPLE_POLL)
            except NoAnswer:
                if not tries_left:
                    raise
            else:
                return

    def clear_faults(self) -> tuple[Flag, ...]:
        """Reset it if flags are on that only a reset clears (S2 3.90.1); the flags that are left."""
        flags = self.test()
        if any(flag.latched for flag in flags):
            self.reset()
            flags = self.test()
        return flags

    def prepare(self, count_before: int) -> Ready:
        """Make sure that a payout may start, enable it, and get what its order needs. Good for one order.

        Raises `Refused` when its count is not `count_before` or it is still paying: coins have moved, or
        move, that nobody has booked. Raises what `Bus.ask` raises; nothing is ordered then.
        """
        count = self.count()
        if count != count_before:
            raise self._refused(
                f"its dispense count is {count}, but {count_before} was expected",
                "count its coins and book the difference",
            )
        status = self.status()
        if status.remaining:
            raise self._refused(f"it is still paying {status.remaining} coins", "wait until it has ended")
        self.enable()
        return Ready(status, count, self._security(self._bus, self.address, self.serial()))

    def dispense(self, coins: int, ready: Ready) -> bool:
        """Order `coins` coins (1 to 255); True when it took the order, False when it surely did not.

        The order is sent once and never again. When its reply is lost, damaged or a NAK, status and
        count decide what became of it (S4 2.3.2). ready: what `prepare` gave for this order.

        Raises `Refused` on a NAK, `NoAnswer`, `BadAnswer` or `Disconnected` when it cannot be asked:
        the order may then have been taken.
        """
        if not 1 <= coins <= COINS_MAX:
            raise ValueError(f"{coins} coins; one order is for 1 to {COINS_MAX}")
        order = ready.security + bytes((coins,))
        try:
            self._bus.ask(self.address, headers.DISPENSE, order)
        except Refused:
            # A NAK that is late, or another's, must not hide a motor that runs.
            if self.status().remaining or self.count() != ready.count_before:
                return True
            raise self._refused(self._why_not(), "clear the hopper, then start it again") from None
        except (NoAnswer, BadAnswer):
            return self._was_taken(ready)
        return True

    def _was_taken(self, ready: Ready) -> bool:
        """Settle a lost reply. A counter that moved may mean a NAK too (the Flow hopper counts those)."""
        now = self.status()
        return now.remaining > 0 or now.counter != ready.before.counter or self.count() != ready.count_before

    def _why_not(self) -> str:
        try:
            flags = self.test()
        except (NoAnswer, BadAnswer):
            flags = ()
        return f"refused (NAK): {describe(flags) or 'its test registers give no reason'}"

    def _refused(self, cause: str, hint: str) -> Refused:
        return Refused(self._bus.device(self.address), str(headers.DISPENSE), cause, hint)
