"""The cash device's worker: polls without a pause, pays out, and says what the metal did."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from device.workers.base import Desk, Worker, answer
from drivers.cash.device import CashDevice
from drivers.cash.occurrences import (
    AcceptorAlarm,
    AcceptorFault,
    AcceptorWasReset,
    CoinCredited,
    CoinRejected,
    CoinSwallowed,
    CreditsLost,
    Occurrence,
    PayoutEnded,
    ReturnLeverPressed,
)
from drivers.clock import NS_PER_S
from drivers.errors import DeviceError
from statemachine import events
from statemachine.commands import AcceptCash, Command, Dispense, ShutCash
from statemachine.events import Event

PLACES: Mapping[int, str] = {1: "hopper-10", 2: "hopper-50", 3: "hopper-100", 4: "hopper-500"}
"""Where the acceptor's sorter paths lead; every other path ends in the cashbox."""


class CashWorker(Worker):
    """Owns the ccTalk bus."""

    device = "cash"

    def __init__(self, desk: Desk, cash: CashDevice) -> None:
        super().__init__(desk)
        self._cash = cash
        self._accepting = False
        self._quick_until_ns = 0
        self._payout: Dispense | None = None

    def start(self) -> None:
        """Get to know the device, and say what its hoppers have counted."""
        inventory = self._cash.start()
        self._accepting = False
        sound = {yen: count for yen, count in inventory.counts.items() if yen not in inventory.faults}
        self.post(events.HoppersCounted(counts=tuple(sorted(sound.items()))))
        self.ready()

    def poll(self) -> None:
        """Everything that happened since the last look."""
        for occurrence in self._cash.poll():
            self._tell(occurrence)

    def poll_interval_s(self) -> float:
        """By what the device is doing."""
        if self._cash.paying_out:
            return self.delays.hopper_poll_paying_s
        if self._accepting:
            return self.delays.cash_poll_accepting_s
        if self.clock.monotonic_ns() < self._quick_until_ns:
            return self.delays.cash_poll_settling_s
        return self.delays.cash_poll_resting_s

    def carry_out(self, command: Command) -> Event | None:
        """Open, shut, or begin a payout; a payout answers when it has ended."""
        match command:
            case AcceptCash():
                if command.values:
                    self._cash.accept(frozenset(command.values))
                else:
                    self._cash.shut()
                self._accepting = bool(command.values)
                return answer(command, events.CashOpened)
            case ShutCash():
                self._accepting = False
                quick_s = self.delays.cash_quick_after_shut_s
                self._quick_until_ns = self.clock.monotonic_ns() + round(quick_s * NS_PER_S)
                self._cash.shut()
                return answer(command, events.CashShut)
            case Dispense():
                self._pay_out(command)
                return None
            case _:
                return super().carry_out(command)

    def _pay_out(self, command: Dispense) -> None:
        """Order it once. If nobody knows whether the order was taken, the end comes from a poll all the same.

        While another payout runs this one is refused, and the end that comes is that other one's.
        """
        another = self._cash.paying_out
        try:
            self._cash.begin_payout(command.yen, command.coins, command.count_before)
        except DeviceError:
            if another or not self._cash.paying_out:
                raise
        self._payout = command

    def _tell(self, occurrence: Occurrence) -> None:
        if isinstance(occurrence, PayoutEnded):
            self._end_payout(occurrence)
            return
        if isinstance(occurrence, AcceptorFault):
            if occurrence.code:
                self.unready("acceptor_fault", f"the coin acceptor reports {occurrence.meaning}; call the service")
            else:
                self.ready()
            return
        self.post(_EVENTS[type(occurrence)](occurrence))

    def _end_payout(self, ended: PayoutEnded) -> None:
        payout, self._payout = self._payout, None
        self.post(
            events.CoinsDispensed(
                answers=payout.id if payout is not None else None,
                yen=ended.yen,
                asked=ended.asked,
                paid=ended.paid,
                count_after=ended.count_after,
                fault=ended.fault,
            )
        )


def _credited(o: CoinCredited) -> Event:
    return events.CashCredited(yen=o.yen, place=PLACES.get(o.path, "cashbox"))


def _uncertain(cause: str) -> Callable[[Occurrence], Event]:
    return lambda _o: events.CashUncertain(cause=cause)


_EVENTS: Mapping[type, Callable[..., Event]] = {
    CoinCredited: _credited,
    CoinRejected: lambda o: events.CoinReturned(code=o.code),
    ReturnLeverPressed: lambda _o: events.ReturnLeverPressed(),
    CoinSwallowed: _uncertain("coin_swallowed"),
    CreditsLost: _uncertain("credits_lost"),
    AcceptorWasReset: _uncertain("acceptor_was_reset"),
    AcceptorAlarm: _uncertain("acceptor_alarm"),
}
