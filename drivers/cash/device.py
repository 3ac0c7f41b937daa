"""The face of the cash devices: one acceptor, a hopper per value, one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from drivers.cash.acceptor import CoinAcceptor
from drivers.cash.bus import Bus, Echo
from drivers.cash.hopper import Hopper, Level
from drivers.cash.hopper_flags import describe
from drivers.cash.identity import Identity
from drivers.cash.occurrences import AcceptorEvent, Occurrence, PayoutEnded
from drivers.cash.payout import Payout
from drivers.clock import Clock, after_ms
from drivers.errors import BadAnswer, DeviceError, Refused
from drivers.port import Port

HOPPERS: Final[Mapping[int, int]] = MappingProxyType({10: 3, 50: 4, 100: 5, 500: 6})
PART_MS: Final = 365  # the acceptor's, and the running hopper's, share of one poll


@dataclass(frozen=True)
class CashInventory:
    """What `start` found.

    values: yen the acceptor knows; counts: coins each hopper has paid in its life, by yen (168, modulo
    2^24); levels: its sensors, by yen; faults: what a reset did not clear, by yen, only where there is
    something; identities: the devices, acceptor first.
    """

    values: frozenset[int]
    counts: Mapping[int, int]
    levels: Mapping[int, Level]
    faults: Mapping[int, str]
    identities: tuple[Identity, ...]


class CashDevice:
    """All cash devices on one ccTalk line. Used from one thread.

    hoppers: address by yen. echo: as `Bus`.
    """

    def __init__(
        self, port: Port, clock: Clock, *, hoppers: Mapping[int, int] = HOPPERS, echo: Echo = "auto"
    ) -> None:
        self._clock = clock
        self._bus = Bus(port, clock, echo)
        self._acceptor = CoinAcceptor(self._bus)
        self._hoppers = {yen: Hopper(self._bus, address) for yen, address in sorted(hoppers.items())}
        for yen, hopper in self._hoppers.items():
            self._bus.name(hopper.address, f"{yen} yen hopper")
        self._payout: Payout | None = None

    @property
    def paying_out(self) -> bool:
        """Whether an ordered payout has not ended yet, or nobody knows whether it has."""
        return self._payout is not None

    @property
    def acceptor_counter(self) -> int | None:
        """The acceptor's event counter up to which `poll` told everything; None before `start`."""
        return self._acceptor.counter

    def start(self, *, acceptor_counter: int | None = None) -> CashInventory:
        """Get to know all devices. The acceptor is shut afterwards; hoppers with latched faults are reset.

        May be called again after an error. A payout that was ordered stays watched, its end comes by
        `poll`. Coins from before the first start are not told, unless `acceptor_counter` says up to where
        an earlier `CashDevice` for the same acceptor had told them.

        Raises `BadAnswer` when a device is of another kind or its hopper pays another coin than it is
        configured for, and what `Bus.ask` raises.
        """
        identities = [self._acceptor.start(acceptor_counter)]
        counts, levels, faults = {}, {}, {}
        for yen, hopper in self._hoppers.items():
            identities.append(hopper.identify())
            self._check_value(yen, hopper)
            counts[yen] = hopper.count()
            levels[yen] = hopper.level()
            running = self._payout is not None and self._payout.hopper is hopper
            if not running and (words := describe(hopper.clear_faults())):
                faults[yen] = words
        return CashInventory(
            values=frozenset(self._acceptor.values.values()),
            counts=MappingProxyType(counts),
            levels=MappingProxyType(levels),
            faults=MappingProxyType(faults),
            identities=tuple(identities),
        )

    def accept(self, values: frozenset[int]) -> None:
        """Take coins of these values, return all others. Raises as `CoinAcceptor.accept`."""
        self._acceptor.accept(values)

    def shut(self) -> None:
        """Take no more coins; poll on for those past the gate. Raises as `CoinAcceptor.shut`."""
        self._acceptor.shut()

    def begin_payout(self, yen: int, coins: int, count_before: int) -> None:
        """Order `coins` coins of `yen` from a hopper whose count is `count_before`. Never sent twice.

        Returns when the hopper has taken the order, or when it is sure that a lost order never reached
        it; `poll` tells the end either way, with 0 coins paid in the second case.

        Raises `Refused` when nothing was ordered or the hopper said no: another payout runs, the count
        differs, NAK. Raises `NoAnswer`, `BadAnswer` or `Disconnected` when the hopper cannot be asked: if
        `paying_out` is then True, the order may have been taken, and `poll` tells the end once it can.
        """
        hopper = self._hoppers.get(yen)
        if hopper is None:
            raise ValueError(f"there is no hopper for {yen} yen")
        if self._payout is not None:
            raise Refused(
                self._bus.device(hopper.address), "pay out", "another payout has not ended", "wait for its end"
            )
        payout = Payout(hopper, yen, coins, count_before, self._clock)
        payout.prepare()
        self._payout = payout
        try:
            payout.order()
        except (Refused, ValueError):
            self._payout = None
            raise

    def poll(self) -> tuple[Occurrence, ...]:
        """What happened since the last poll, oldest first: every 200 ms, while paying every 100 ms.

        Blocks for 0.75 s at most. Raises `NoAnswer`, `BadAnswer` or `Disconnected` when a device cannot
        be asked; what the other one had to tell is told first, and nothing is lost by the error.
        """
        if self._payout is None:
            return self._acceptor.poll(after_ms(self._clock, PART_MS))
        told: tuple[AcceptorEvent, ...] = ()
        trouble: DeviceError | None = None
        try:
            told = self._acceptor.poll(after_ms(self._clock, PART_MS))
        except DeviceError as error:
            trouble = error
        ended: tuple[PayoutEnded, ...] = ()
        try:
            end = self._payout.look(after_ms(self._clock, PART_MS))
        except DeviceError as error:
            trouble = trouble or error
        else:
            if end is not None:
                self._payout, ended = None, (end,)
        if trouble is not None and not told and not ended:
            raise trouble
        return told + ended

    def _check_value(self, yen: int, hopper: Hopper) -> None:
        found = hopper.coin_value()
        if found is not None and found != yen:
            raise BadAnswer(
                self._bus.device(hopper.address),
                "request hopper coin (171)",
                f"it is programmed for {found} yen",
                "check the hopper's address switches and the configuration",
            )
