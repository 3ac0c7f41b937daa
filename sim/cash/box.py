"""The whole cash box: the bus on one side, people's hands on the other."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sim.cash.acceptor import Acceptor
from sim.cash.agenda import Agenda
from sim.cash.bowl import Bowl
from sim.cash.bus import Bus, BusConnection
from sim.cash.chute import Chute
from sim.cash.coins import DENOMINATIONS_YEN, Coin
from sim.cash.faults import WireFaults
from sim.cash.hopper import FIRST_ADDRESS, Hopper
from sim.cash.metal import HOPPERS, RETURN_CUP, Metal
from sim.cash.timing import Timing
from sim.wire import Clock, HangUp, Send

FLOAT_COINS: Final[Mapping[int, int]] = MappingProxyType({10: 50, 50: 50, 100: 50, 500: 20})
"""Denomination in yen -> coins its hopper holds in the morning."""


class CashBox:
    """A coin acceptor at address 2 and hoppers for 10, 50, 100 and 500 yen at 3..6, on one bus.

    A `sim.wire.Peripheral`: ccTalk frames at 9600 8N1. `float_coins` is what the hoppers hold,
    `echo` whether the controller hears its own bytes first (S1 10), `timing` how long things
    take. The devices are up and running when it is made. Nothing in it is random.

    The other methods are acts of people. Each takes effect at the time it is called.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        float_coins: Mapping[int, int] = FLOAT_COINS,
        echo: bool = False,
        timing: Timing | None = None,
    ) -> None:
        timing = timing or Timing()
        self._clock = clock
        self._agenda = Agenda()
        self._metal = Metal()
        self._bowls = {yen: Bowl(place, self._metal) for yen, place in HOPPERS.items()}
        for yen, coins in float_coins.items():
            self._bowl(yen).fill(yen, coins)
        self._acceptor = Acceptor(timing)
        self._hoppers = [
            Hopper(yen, address, self._agenda, timing, self._bowls[yen])
            for address, yen in enumerate(DENOMINATIONS_YEN, FIRST_ADDRESS)
        ]
        paths = dict(enumerate(self._bowls.values(), 1))
        self._chute = Chute(self._agenda, timing, self._acceptor, self._metal, paths)
        slaves = (self._acceptor, *self._hoppers)
        self._bus = Bus(clock, self._agenda, slaves, timing, echo=echo)
        self._plugged = True

    # The wire

    def accept(self, send: Send, hang_up: HangUp) -> BusConnection | None:
        """A controller opens the line; None while it is unplugged.

        The line has one controller: one that still held it is hung up.
        """
        return self._bus.connect(send, hang_up) if self._plugged else None

    def next_due_ns(self) -> int | None:
        """When the next coin moves or the next late byte arrives; None for never."""
        return self._agenda.next_due_ns()

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

        Places `hopper_10`, `hopper_50`, `hopper_100`, `hopper_500`, `cashbox`, `return_cup` and
        `in_flight`; totals `inserted`, `paid_out`, `rejected`, `filled`, `emptied`, `taken`.
        """
        self._now_ns()
        return self._metal.snapshot()

    def check_metal(self) -> None:
        """Raises AssertionError when a coin has come from nowhere or is gone."""
        self._metal.check({bowl.place: bowl.contents for bowl in self._bowls.values()})

    # The customer

    def insert(self, yen: int, *, mint: str = "A", on_string: bool = False) -> None:
        """Put a coin in, after those put in before: one enters the slot every 400 ms.

        Any value will do; what the acceptor has not been taught (1, 5, 25) falls back. `mint` is
        the issue's letter (500 yen: A, B, C); a coin `on_string` is pulled out again.
        """
        if yen < 1:
            raise ValueError("a coin is worth something")
        self._chute.insert(Coin(yen, mint, on_string), self._now_ns())
        self._now_ns()

    def press_return_lever(self) -> None:
        """Open the flight deck: a coin before the gate falls into the return cup."""
        now_ns = self._now_ns()
        self._chute.open_flight_deck()
        self._acceptor.lever_pressed(now_ns)

    def take_coins(self) -> dict[int, int]:
        """Empty the return cup: yen -> coins."""
        self._now_ns()
        return self._metal.leave(RETURN_CUP, "taken")

    # The attendant, and misfortune

    def empty(self, yen: int) -> None:
        """Take all coins out of the hopper of `yen`."""
        self._now_ns()
        self._bowl(yen).empty()

    def fill(self, yen: int, coins: int) -> None:
        """Pour coins into the hopper of `yen`. Raises ValueError when they do not fit."""
        self._now_ns()
        self._bowl(yen).fill(yen, coins)

    def jam(self, yen: int) -> None:
        """Coins wedge in the hopper of `yen`: its motor stalls."""
        self._now_ns()
        self._bowl(yen).jammed = True

    def clear_jam(self, yen: int) -> None:
        """The hopper of `yen` turns again; its flags stay until it is reset."""
        self._now_ns()
        self._bowl(yen).jammed = False

    def block_acceptor(self) -> None:
        """Something sits on the acceptor's credit sensor: nothing more is accepted."""
        self._acceptor.block(self._now_ns())

    def clear_acceptor(self) -> None:
        """Free the credit sensor; coins stuck there fall into the cashbox."""
        self._now_ns()
        self._acceptor.unblock()
        self._chute.free()

    def stick_gate(self) -> None:
        """The accept gate hangs open (S3 Table 3, 42): coins come in although they are inhibited."""
        self._now_ns()
        self._acceptor.gate_stuck = True

    def free_gate(self) -> None:
        """The accept gate closes again."""
        self._now_ns()
        self._acceptor.gate_stuck = False

    def power_cycle(self) -> None:
        """The supply goes away and comes back: all devices start anew."""
        now_ns = self._now_ns()
        self._acceptor.power_up(now_ns)
        for hopper in self._hoppers:
            hopper.power_up(now_ns)

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
        self._agenda.run(now_ns)
        return now_ns

    def _bowl(self, yen: int) -> Bowl:
        """Raises ValueError when there is no hopper for `yen`."""
        if yen not in self._bowls:
            raise ValueError(f"no hopper for {yen} yen")
        return self._bowls[yen]
