"""One payout, from the order to what has really left the hopper.

The truth is the hopper's non-volatile count (168), before and after; the volatile figures (166) say
whether it still runs and are compared with it. After a power loss, an emergency stop or a time-out the
figures of 166 differ between makers (SCH2 TSP016 pages 22 to 24, Flow v0.6): they are never booked.
"""

from __future__ import annotations

from typing import Final

from drivers.cash.hopper.flags import describe
from drivers.cash.hopper.hopper import Hopper, HopperStatus, Ready
from drivers.cash.occurrences import PayoutEnded
from drivers.clock import NS_PER_MS, NS_PER_S, Clock
from drivers.errors import BadAnswer, NoAnswer

COUNT_MODULUS: Final = 1 << 24
STANDSTILL_NS: Final = 3 * NS_PER_S
SETTLE_NS: Final = 500 * NS_PER_MS  # for a coin that falls after a stop, and for figures that disagree


class Payout:
    """An order to one hopper and the watch over it. `order` once, then `look` until it gives an end."""

    def __init__(self, hopper: Hopper, yen: int, coins: int, count_before: int, clock: Clock) -> None:
        self._hopper, self._clock = hopper, clock
        self._yen, self._coins, self._count_before = yen, coins, count_before
        self._ready: Ready | None = None
        self._taken: bool | None = None
        self._progress: HopperStatus | None = None
        self._moved_ns = 0
        self._over_ns: int | None = None  # since when it no longer runs
        self._stopped = False

    @property
    def yen(self) -> int:
        """What each of its coins is worth."""
        return self._yen

    @property
    def hopper(self) -> Hopper:
        """The hopper that pays."""
        return self._hopper

    def prepare(self) -> None:
        """Check the hopper's count and enable it. Nothing is ordered yet. Raises as `Hopper.prepare`."""
        self._ready = self._hopper.prepare(self._count_before)

    def order(self) -> None:
        """Send the order, once. Raises as `Hopper.dispense`; unless `Refused`, go on with `look`."""
        if self._ready is None:
            raise RuntimeError("a payout is prepared before it is ordered")
        self._moved_ns = self._clock.monotonic_ns()
        self._taken = self._hopper.dispense(self._coins, self._ready)

    def look(self, deadline_ns: int | None = None) -> PayoutEnded | None:
        """Ask how far it is (166); how it ended, or None while it runs. About every 100 ms.

        When nothing moves for 3 s it is stopped (172). Raises what `Bus.ask` raises; look again then.
        """
        status = self._hopper.status(deadline_ns)
        now = self._clock.monotonic_ns()
        if status.remaining:
            self._over_ns = None
            if status != self._progress:
                self._progress, self._moved_ns = status, now
            elif now - self._moved_ns >= STANDSTILL_NS:
                self._stopped = True
                self._hopper.stop(deadline_ns)
                self._moved_ns = now  # a stop without effect is given again, no faster
            return None
        if self._over_ns is None:
            self._over_ns = now
        count = self._hopper.count(deadline_ns)
        moved = (count - self._count_before) % COUNT_MODULUS
        agree = status.paid == moved and status.paid + status.unpaid == self._coins and not self._stopped
        if not agree and not self._never_began(status, moved) and now - self._over_ns < SETTLE_NS:
            return None
        # No hopper pays more than a byte's worth: such a jump is another hopper or a broken memory.
        paid = moved if moved <= 0xFF else min(status.paid, self._coins)
        fault = self._fault(status, moved, agree=agree, deadline_ns=deadline_ns)
        return PayoutEnded(self._yen, self._coins, paid, count, fault)

    def _never_began(self, status: HopperStatus, moved: int) -> bool:
        before = None if self._ready is None else self._ready.before.counter
        return not self._taken and status.counter == before and not moved

    def _fault(self, status: HopperStatus, moved: int, *, agree: bool, deadline_ns: int | None) -> str | None:
        """Why not all is well, in words; None when all is."""
        if agree and moved == self._coins:
            return None
        if self._never_began(status, moved):
            return "the order did not reach the hopper"
        found = "stood still for 3 s; " if self._stopped else ""
        found += self._test(deadline_ns) or "no flag in its test registers"
        if moved > self._coins:
            found += f"; its count moved by {moved}"
        elif not agree and not self._stopped:
            found += f"; its own figures (paid {status.paid}, unpaid {status.unpaid}) disagree with its count"
        return found

    def _test(self, deadline_ns: int | None) -> str:
        try:
            return describe(self._hopper.test(deadline_ns))
        except (NoAnswer, BadAnswer):
            # The coins are counted; a reason that cannot be had must not keep the end back.
            return "no answer to the test"
