"""What befalls the coin acceptor, the hoppers and their plugs, beyond the plain jam."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sim.cash.acceptor import Acceptor
from sim.cash.coin_errors import FATES
from sim.cash.hopper import Hopper
from sim.cash.motor import ExitOpto
from sim.cash.slave import Slave


class Misfortune:
    """Each takes effect at the time it is called, and raises ValueError for a thing that is not there.

    now: the time, after all that was due before it; hoppers: by denomination in yen; slaves: all devices
    """

    def __init__(
        self,
        acceptor: Acceptor,
        hoppers: Mapping[int, Hopper],
        slaves: Sequence[Slave],
        now: Callable[[], int],
    ) -> None:
        self._acceptor, self._hoppers, self._now = acceptor, hoppers, now
        self._slaves = {slave.address: slave for slave in slaves}

    # The acceptor

    def trouble(self, code: int) -> None:
        """The next coin meets this error of S3 Table 2; one behind the gate, the next that is accepted."""
        if code not in FATES:
            raise ValueError("no error that a coin meets by itself")
        self._now()
        self._acceptor.troubles.append(code)

    @property
    def coin_events(self) -> int:
        """Where the acceptor's event counter stands."""
        self._now()
        return self._acceptor.event_counter

    def fail_acceptor(self, fault: int) -> None:
        """A fault of S3 Table 3 develops."""
        self._acceptor.fail(fault, self._now())

    # The hoppers

    def lie(self, yen: int, coins: int) -> None:
        """The exit sensor miscounts: the next `coins` fall unseen; below 0, that many are seen that do not fall."""
        self._now()
        self._hopper(yen).motor.lie = coins

    def wear(self, yen: int, coins: int) -> None:
        """A hopper is worn: so many coins more than it was told slip out at the end of its next payout."""
        self._now()
        self._hopper(yen).motor.overrun = coins

    def pay_by_hand(self, yen: int, coins: int) -> None:
        """Somebody presses a hopper's own test button: so many coins fall, and are counted."""
        now_ns = self._now()
        self._hopper(yen).motor.pay(coins, now_ns)

    def block_exit(self, yen: int) -> None:
        """Something sits before the exit sensor of a hopper."""
        self._set_exit(yen, ExitOpto.BLOCKED)

    def light_exit(self, yen: int) -> None:
        """Somebody shines a light into the exit sensor of a hopper."""
        self._set_exit(yen, ExitOpto.LIT)

    def free_exit(self, yen: int) -> None:
        """Nothing is before the exit sensor any more; the flags stay until the hopper is reset."""
        self._set_exit(yen, ExitOpto.CLEAR)

    def overload(self, yen: int) -> None:
        """A hopper's motor draws more than its maximum current."""
        self._now()
        self._hopper(yen).motor.overload(True)

    def relieve(self, yen: int) -> None:
        """The motor turns freely again; the flag stays until the hopper is reset."""
        self._now()
        self._hopper(yen).motor.overload(False)

    # The plugs

    def unplug(self, address: int) -> None:
        """Pull one device's plug off the bus; it has power and goes on with what it does."""
        self._attach(address, False)

    def plug(self, address: int) -> None:
        """Put one device's plug back. `address` is the one it is wired to."""
        self._attach(address, True)

    def restart(self, address: int) -> None:
        """One device's supply goes away and comes back; the others keep theirs."""
        now_ns = self._now()
        self._wired(address).power_up(now_ns)

    def _attach(self, address: int, attached: bool) -> None:
        self._now()
        self._wired(address).attached = attached

    def _wired(self, address: int) -> Slave:
        if address not in self._slaves:
            raise ValueError("no device is wired to that address")
        return self._slaves[address]

    def _set_exit(self, yen: int, seen: ExitOpto) -> None:
        self._now()
        self._hopper(yen).motor.set_exit(seen)

    def _hopper(self, yen: int) -> Hopper:
        if yen not in self._hoppers:
            raise ValueError(f"no hopper for {yen} yen")
        return self._hoppers[yen]
