"""The whole cash box: the bus on one side, people's hands on the other."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from sim.cash.bill_slot import BillSlot
from sim.cash.bills import JAPAN_BILLS, BillType
from sim.cash.bus import Bus, BusConnection
from sim.cash.cabinet import Cabinet
from sim.cash.coins import Coin
from sim.cash.faults import WireFaults
from sim.cash.metal import RETURN_CUP
from sim.cash.misfortune import Misfortune
from sim.cash.security import Security
from sim.cash.self_check import CREDIT_SENSOR, GATE_CLOSED
from sim.cash.timing import Timing
from sim.wire import Clock, HangUp, Send

FLOAT_COINS: Final[Mapping[int, int]] = MappingProxyType({10: 50, 50: 50, 100: 50, 500: 20})
"""Denomination in yen -> coins its hopper holds in the morning."""


class CashBox:
    """A coin acceptor at address 2, hoppers for 10, 50, 100 and 500 yen at 3..6, a bill validator at 40, one bus.

    A `sim.wire.Peripheral`: ccTalk frames at 9600 8N1. The devices are up and running when it is made. Nothing
    in it is random.

    float_coins: what the hoppers hold, by yen
    echo: whether the controller hears its own bytes first (S1 10)
    timing: how long things take
    validator: whether there is one; bill_types: what it has been taught
    crc: addresses of the devices that speak the 16-bit CRC instead of the simple checksum
    security: what the hoppers want to see before they pay; of all, or by yen

    bills, trouble: acts on the validator; what befalls the other devices
    The other methods are acts of people. Each takes effect at the time it is called.

    Raises ValueError for a device at a `crc` address that is not there.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        float_coins: Mapping[int, int] = FLOAT_COINS,
        echo: bool = False,
        timing: Timing | None = None,
        validator: bool = True,
        bill_types: tuple[BillType, ...] = JAPAN_BILLS,
        crc: Collection[int] = (),
        security: Security | Mapping[int, Security] = "serial",
    ) -> None:
        timing = timing or Timing()
        self._clock = clock
        self._cabinet = cabinet = Cabinet(
            timing, float_coins, bill_types if validator else None, frozenset(crc), security
        )
        self._bus = Bus(clock, cabinet.agenda, cabinet.slaves, timing, echo=echo)
        self._plugged = True
        self.bills = BillSlot(cabinet.validator, self._now_ns)
        self.trouble = Misfortune(cabinet.acceptor, cabinet.hoppers, cabinet.slaves, self._now_ns)

    # The wire

    def accept(self, send: Send, hang_up: HangUp) -> BusConnection | None:
        """A controller opens the line; None while it is unplugged.

        The line has one controller: one that still held it is hung up.
        """
        return self._bus.connect(send, hang_up) if self._plugged else None

    def next_due_ns(self) -> int | None:
        """When the next coin moves or the next late byte arrives; None for never."""
        return self._cabinet.agenda.next_due_ns()

    def tick(self) -> None:
        """Do everything that is due by now."""
        self._now_ns()

    @property
    def faults(self) -> WireFaults:
        """Faults of the wire, for the next replies."""
        return self._bus.faults

    # The metal

    @property
    def metal(self) -> dict[str, dict[int, int]]:
        """Where all coins are now: place or total -> {yen: coins}, without zeros; a copy.

        Places `hopper_10`, `hopper_50`, `hopper_100`, `hopper_500`, `cashbox`, `return_cup`, `in_flight`
        and `hand`; totals `offered`, `inserted`, `paid_out`, `rejected`, `filled`, `emptied`, `taken`.
        """
        self._now_ns()
        return self._cabinet.metal.snapshot()

    @property
    def notes(self) -> dict[str, dict[int, int]]:
        """Where all notes are now: place or total -> {yen: notes}, without zeros; a copy.

        Places `hand`, `mouth`, `transport`, `escrow` and `stacker`; totals `offered`, `inserted`, `returned`,
        `collected`, `taken`.
        """
        self._now_ns()
        return self._cabinet.paper.snapshot()

    def check_metal(self) -> None:
        """Raises AssertionError when a coin or a note has come from nowhere or is gone."""
        self._cabinet.check()

    def conserved(self) -> bool:
        """Whether every coin and every note is accounted for; `check_metal` tells which is not."""
        try:
            self.check_metal()
        except AssertionError:
            return False
        return True

    # The customer

    def insert(self, yen: int, *, mint: str = "A", on_string: bool = False) -> None:
        """Put a coin in, after those put in before: one enters the slot every 400 ms.

        Any value will do; what the acceptor has not been taught (1, 5, 25) falls back. `mint` is
        the issue's letter (500 yen: A, B, C); a coin `on_string` is pulled out again.
        """
        if yen < 1:
            raise ValueError("a coin is worth something")
        self._cabinet.chute.insert(Coin(yen, mint, on_string), self._now_ns())
        self._now_ns()

    def press_return_lever(self) -> None:
        """Open the flight deck: a coin before the gate falls into the return cup."""
        now_ns = self._now_ns()
        self._cabinet.chute.open_flight_deck()
        self._cabinet.acceptor.lever_pressed(now_ns)

    @property
    def coins_in_cup(self) -> int:
        """Coins that lie in the return cup."""
        return sum(self.metal[RETURN_CUP].values())

    def take_coins(self) -> dict[int, int]:
        """Empty the return cup: yen -> coins."""
        self._now_ns()
        return self._cabinet.metal.leave(RETURN_CUP, "taken")

    # The attendant, and misfortune

    def empty(self, yen: int) -> None:
        """Take all coins out of the hopper of `yen`."""
        self._now_ns()
        self._cabinet.bowl(yen).empty()

    def fill(self, yen: int, coins: int) -> None:
        """Pour coins into the hopper of `yen`. Raises ValueError when they do not fit."""
        self._now_ns()
        self._cabinet.bowl(yen).fill(yen, coins)

    def jam(self, yen: int) -> None:
        """Coins wedge in the hopper of `yen`: its motor stalls."""
        self._now_ns()
        self._cabinet.bowl(yen).jammed = True

    def clear_jam(self, yen: int) -> None:
        """The hopper of `yen` turns again, its exit is free; its flags stay until it is reset."""
        self._now_ns()
        self._cabinet.bowl(yen).jammed = False
        self.trouble.relieve(yen)
        self.trouble.free_exit(yen)

    def block_acceptor(self) -> None:
        """Something sits on the acceptor's credit sensor: nothing more is accepted."""
        self._cabinet.acceptor.fail(CREDIT_SENSOR, self._now_ns())

    def clear_acceptor(self) -> None:
        """Mend the acceptor; coins stuck at its credit sensor fall into the cashbox, others into the cup."""
        self._now_ns()
        self._cabinet.acceptor.mend()
        self._cabinet.chute.free()

    def stick_gate(self, how: str = "open") -> None:
        """The accept gate hangs `open`: coins come in although they are inhibited, and foreign ones are swallowed.

        Or it does not open any more (`closed`): every coin falls back. Raises ValueError for anything else.
        """
        now_ns = self._now_ns()
        if how not in ("open", "closed"):
            raise ValueError("a gate sticks open or closed")
        if how == "closed":
            self._cabinet.acceptor.fail(GATE_CLOSED, now_ns)
        else:
            self._cabinet.acceptor.gate_open = True

    def free_gate(self) -> None:
        """The accept gate moves again."""
        self._now_ns()
        self._cabinet.acceptor.free_gate()

    def power_cycle(self) -> None:
        """The supply goes away and comes back: all devices start anew."""
        now_ns = self._now_ns()
        for slave in self._cabinet.slaves:
            slave.power_up(now_ns)

    def unplug(self) -> None:
        """Pull the data cable. The devices have power and go on with what they do."""
        self._now_ns()
        self._plugged = False
        self._bus.disconnect()

    def plug(self) -> None:
        """Put the data cable back in."""
        self._plugged = True

    def _now_ns(self) -> int:
        """The time, after all that was due before it."""
        now_ns = self._clock.monotonic_ns()
        self._cabinet.agenda.run(now_ns)
        return now_ns
