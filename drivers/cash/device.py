"""The face of the cash devices: one acceptor, a hopper per value, perhaps a bill validator, on one line."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from drivers.cash.acceptor import ADDRESS as ACCEPTOR_ADDRESS
from drivers.cash.bus import ALL_SIMPLE, Bus, Echo
from drivers.cash.codec import Checksum
from drivers.cash.hopper import Hopper, Level, Payout
from drivers.cash.hopper.flags import describe
from drivers.cash.hopper.security import Security
from drivers.cash.intake import Intake
from drivers.cash.inventory import CashCheck, CashInventory, CashStatus, Marks
from drivers.cash.occurrences import Happening, Occurrence
from drivers.clock import NS_PER_S, Clock, after_ms
from drivers.errors import DeviceError, Disconnected, Refused
from drivers.port import Port

HOPPERS: Final[Mapping[int, int]] = MappingProxyType({10: 3, 50: 4, 100: 5, 500: 6})
SECURITIES: Final[Mapping[int, Security]] = MappingProxyType({})
PARTS_MS: Final = 730  # of one poll: shared by acceptor, validator and running hopper
DRAIN_NS: Final = NS_PER_S  # what is past a gate is credited within this (S2 3.117 gives no figure)
DRAIN_POLL_MS: Final = 100


class CashDevice:
    """All cash devices on one ccTalk line. Used from one thread. `start` first.

    acceptor: the coin acceptor's address. hoppers: address by yen. securities: by yen, for hoppers that want
    another than their product code tells. validator: its address (mostly 40), None without one.
    checksums: by address, for devices that are set to the CRC. echo: as `Bus`.

    Everything raises what `Bus.ask` raises, unless it says that it asks nobody.
    """

    def __init__(
        self,
        port: Port,
        clock: Clock,
        *,
        acceptor: int = ACCEPTOR_ADDRESS,
        hoppers: Mapping[int, int] = HOPPERS,
        securities: Mapping[int, Security] = SECURITIES,
        validator: int | None = None,
        checksums: Mapping[int, Checksum] = ALL_SIMPLE,
        echo: Echo = "auto",
    ) -> None:
        self._clock = clock
        self._bus = Bus(port, clock, echo, checksums)
        self._intake = Intake(self._bus, validator, acceptor)
        self._hoppers = {
            yen: Hopper(self._bus, address, securities.get(yen)) for yen, address in sorted(hoppers.items())
        }
        for yen, hopper in self._hoppers.items():
            self._bus.name(hopper.address, f"{yen} yen hopper")
        self._payout: Payout | None = None
        self._stirred_ns = self._polled_ns = clock.monotonic_ns()

    @property
    def paying_out(self) -> bool:
        """Whether an ordered payout has not ended yet, or nobody knows whether it has. Asks nobody."""
        return self._payout is not None

    @property
    def marks(self) -> Marks:
        """Up to where `start` and `poll` told everything: to be kept after each of them. Asks nobody."""
        return self._intake.marks

    def status(self) -> CashStatus:
        """How things stand, from memory. Asks nobody."""
        quiet = self._polled_ns - self._stirred_ns >= DRAIN_NS
        return CashStatus(
            open_values=self._intake.open_values,
            note_yen=self._intake.note_yen,
            stacker=self._intake.stacker,
            paying_yen=self._payout.yen if self._payout else None,
            drained=self._intake.is_shut and quiet,
            validator_lost=None if self._intake.lost is None else str(self._intake.lost),
        )

    def start(self, *, marks: Marks | None = None) -> CashInventory:
        """Get to know all devices. Nothing is taken afterwards; hoppers with latched faults are reset, a
        note in escrow is given back. Idempotent: called again after an error.

        A payout that was ordered stays watched, its end comes by `poll`; the end of one that an earlier driver
        had ordered is awaited, so that its coins are in the count. Money from before the first start
        is not told, unless `marks` says up to where an earlier `CashDevice` had told it: then what came
        since is in `CashInventory.earlier`, once. Marks of another device than the one that is there say
        nothing; after the first start its own are better, and marks are not looked at again.

        A validator that does not answer is lost, not raised: see `CashStatus.validator_lost` and `revive`.
        Raises `BadAnswer` when a device is of another kind or its hopper pays another coin than it is
        configured for.
        """
        identities = self._intake.start(marks or Marks())
        counts, levels, faults = {}, {}, {}
        for yen, hopper in self._hoppers.items():
            identities.append(hopper.identify())
            hopper.check_value(yen)
            running = self._payout is not None and self._payout.hopper is hopper
            if not running:
                hopper.await_rest()
            counts[yen] = hopper.count()
            levels[yen] = hopper.level()
            if not running and (words := describe(hopper.clear_faults())):
                faults[yen] = words
        self._stirred_ns = self._clock.monotonic_ns()
        return CashInventory(
            values=self._intake.values,
            counts=MappingProxyType(counts),
            levels=MappingProxyType(levels),
            faults=MappingProxyType(faults),
            identities=tuple(identities),
            has_escrow=self._intake.has_escrow,
            earlier=self._intake.take_earlier(),
        )

    def levels(self) -> Mapping[int, Level]:
        """What the hoppers' level sensors say (217), by yen. Idempotent."""
        return MappingProxyType({yen: self.level(yen) for yen in self._hoppers})

    def level(self, yen: int, deadline_ns: int | None = None) -> Level:
        """What one hopper's level sensors say (217). Idempotent."""
        return self._hoppers[yen].level(deadline_ns)

    def count(self, yen: int) -> int:
        """How many coins the hopper of this value has paid in its life (168), modulo 2^24. Idempotent."""
        return self._hoppers[yen].count()

    def self_check(self) -> CashCheck:
        """Every device examines itself (232, 248, 163). Idempotent. May take seconds: not with a customer."""
        acceptor, validator = self._intake.check()
        found = {yen: describe(hopper.test()) for yen, hopper in self._hoppers.items()}
        hoppers = MappingProxyType({yen: words for yen, words in found.items() if words})
        return CashCheck(acceptor=acceptor, validator=validator, hoppers=hoppers)

    def accept(self, values: frozenset[int]) -> frozenset[int]:
        """Take coins and notes of these values, return all others; which are open now. Idempotent.

        The box leaves out what it has no change for. 1, 5 and 2000 yen and whatever is unknown stay shut.

        Raises `Refused` when none of them can be taken, `BadAnswer` when a device shows other inhibits than
        it was given. After any error everything is to be shut, and the next `poll` does it.
        """
        self._stirred_ns = self._clock.monotonic_ns()
        return self._intake.accept(values)

    def shut(self) -> None:
        """Take nothing more; poll on for what is past the gates, or `drain`. Idempotent.

        Raises `BadAnswer` when a device shows other inhibits than it was given; `poll` then tries again.
        """
        self._stirred_ns = self._clock.monotonic_ns()
        self._intake.shut()

    def drain(self, deadline_ns: int) -> tuple[Occurrence, ...]:
        """After `shut`: poll until nothing came for a second and no note waits or moves, or the deadline.

        `status().drained` says which of the two. Idempotent. Blocks; a worker with more to do polls itself
        and looks at the status. Raises as `poll`; what was told before an error is returned first.
        """
        told: tuple[Occurrence, ...] = ()
        while not self.status().drained and self._clock.monotonic_ns() < deadline_ns:
            self._clock.wait_until(min(after_ms(self._clock, DRAIN_POLL_MS), deadline_ns))
            try:
                told += self.poll()
            except DeviceError:
                if not told:
                    raise
                break
        return told

    def hold_note(self) -> None:
        """Keep the note in escrow for another escrow time, mostly 30 s. Idempotent. Raises as `stack_note`."""
        self._intake.validator.hold_note()

    def stack_note(self) -> None:
        """Send the note in escrow to the stacker; `poll` tells the credit, or that it went elsewhere.

        Not idempotent, but safe to call again after `NoAnswer` or `BadAnswer`: the order goes out once a
        call, and only if a look at the events just before says that the note `poll` told of still waits.

        Raises `Refused` when it does not, or the validator cannot; ValueError when there is no validator.
        """
        self._intake.validator.stack_note()

    def return_note(self) -> None:
        """Give the note in escrow back; `poll` tells when it went. Repeated and raised as `stack_note`."""
        self._intake.validator.return_note()

    def begin_payout(self, yen: int, coins: int, count_before: int) -> None:
        """Order `coins` coins of `yen` from a hopper whose count is `count_before`. Not idempotent: never sent twice.

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
        """As `look`, without the marks."""
        return tuple(happening.occurrence for happening in self.look())

    def look(self) -> tuple[Happening, ...]:
        """What happened since the last poll, oldest first: every 200 ms, while paying every 100 ms.

        Blocks for 0.75 s at most, for an acceptor that is not polled for a second takes no coins. Tells
        everything once. Raises `NoAnswer`, `BadAnswer`, `Refused` or `Disconnected` when the acceptor cannot be
        asked; what the others had to tell is told first, and nothing is lost by the error. A validator that cannot
        is lost by itself after two looks; a payout is looked at again the next time.
        """
        looks = self._intake.looks
        if self._payout is not None:
            looks.append(self._look_at_running_payout)
        share_ms = PARTS_MS // max(2, len(looks))
        told: tuple[Happening, ...] = ()
        trouble: DeviceError | None = None
        for look in looks:
            try:
                told += look(after_ms(self._clock, share_ms))
            except DeviceError as error:
                trouble = trouble or error
        now = self._clock.monotonic_ns()
        if told:
            self._stirred_ns = now
        elif trouble is not None:
            raise trouble
        self._polled_ns = now
        return told

    def look_at_payout(self) -> tuple[Happening, ...]:
        """The end of a running payout, whatever the others do; empty while it runs or its hopper cannot be asked.

        Raises `Disconnected` alone.
        """
        return self._look_at_running_payout(after_ms(self._clock, PARTS_MS // 2))

    def revive(self) -> tuple[Happening, ...]:
        """Ask a validator again that was lost, if it is time to and nothing is paid; what it tells of the time before
        its first start, as `CashInventory.earlier`. Raises `BadAnswer`, `Refused` and `Disconnected` as `start`."""
        return () if self.paying_out else self._intake.revive()

    def _look_at_running_payout(self, deadline_ns: int) -> tuple[Happening, ...]:
        try:
            return self._look_at_payout(deadline_ns)
        except Disconnected:
            raise
        except DeviceError:
            return ()  # it is looked at again, for as long as it takes

    def _look_at_payout(self, deadline_ns: int) -> tuple[Happening, ...]:
        end = self._payout.look(deadline_ns) if self._payout else None
        if end is None:
            return ()
        self._payout = None
        return (Happening(end),)
