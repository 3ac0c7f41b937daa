"""The cash device's worker: polls without a pause, pays out, moves notes, and says what the metal did."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Final

from device.workers.base import Desk, Worker, answer, not_done
from device.workers.cash_events import NOTE_ENDS, event_of, places_of
from device.workers.cash_levels import LevelWatch
from drivers.cash.device import CashDevice
from drivers.cash.inventory import Marks
from drivers.cash.occurrences import AcceptorFault, Happening, PayoutEnded
from drivers.clock import NS_PER_S
from drivers.errors import BadAnswer, DeviceError, Disconnected, NoAnswer, Refused
from statemachine import events
from statemachine.commands import AcceptCash, Command, Dispense, ReturnNote, ShutCash, StackNote
from statemachine.events import Event

ORDERS_MAX: Final = 3
"""An order for a note whose reply was lost is given so often; a look in between shows whether it was heard."""

NOTE_TELLS_S: Final = 5.0
"""A note that is not in escrow any more has arrived somewhere within this, and its validator has said so."""

PAYING_RETRY_S: Final = 0.5
"""How often devices that are lost are asked again while a hopper pays."""

VALIDATOR_LOST: Final = "validator_lost"
"""What staff are told when the validator does not answer."""

HOLD_AGAIN_S: Final = 15.0
"""A validator gives a note back by itself after about 30 s in escrow (S2 3.98): told in time to wait on."""


class CashWorker(Worker):
    """Owns the ccTalk bus. marks: up to where an earlier boot booked what the devices told."""

    device = "cash"

    def __init__(self, desk: Desk, cash: CashDevice, marks: Marks | None = None) -> None:
        super().__init__(desk)
        self._cash, self._marks = cash, marks
        self._levels = LevelWatch(cash, self.clock)
        self._accepting = False
        self._quick_until_ns = 0
        self._hold_again_ns: int | None = None
        self._payout: Dispense | None = None
        self._moving: StackNote | ReturnNote | None = None
        self._tells_until_ns: int | None = None
        self._missed = self._notes_lost = False

    def start(self) -> None:
        """Get to know the devices; say what came while nobody listened, and what the hoppers have counted.

        A payout that runs comes first: its coins fall whatever becomes of acceptor and validator.
        """
        for happening in self._cash.look_at_payout():
            self._tell(happening)
        inventory = self._cash.start(marks=self._marks)
        self._accepting = self._missed = False
        for happening in inventory.earlier:
            if not isinstance(happening.occurrence, AcceptorFault):
                self.post(event_of(happening, earlier=True))
        # a hopper that pays is counted when it has ended: what it has paid so far is not booked yet
        paying_yen = self._cash.status().paying_yen
        counts = tuple(sorted((yen, count) for yen, count in inventory.counts.items() if yen != paying_yen))
        faulty, marks = tuple(sorted(inventory.faults)), places_of(self._cash.marks)
        levels = self._levels.all_of(inventory.levels)
        self.post(events.HoppersCounted(counts=counts, faulty=faulty, marks=marks, levels=levels))
        self._mind_notes()
        self.ready()

    def poll(self) -> None:
        """Everything that happened since the last look; a held note is held on.

        One look without an answer is not yet a device that is lost: one that starts anew is deaf for 0.6 s.
        """
        try:
            self._look_once()
        except (NoAnswer, BadAnswer):
            if self._missed:
                raise
            self._missed = True
            return
        self._missed = False
        self._revive()
        self._mind_notes()
        self._give_up_note()
        self._hold_on()
        if self.poll_interval_s() == self.delays.cash_poll_resting_s and (changed := self._levels.look()):
            self.post(events.HoppersCounted(counts=(), levels=changed))

    def _look_once(self) -> None:
        for happening in self._cash.look():
            self._tell(happening)

    def _revive(self) -> None:
        """A validator that was lost is started again by itself."""
        if self._cash.status().validator_lost is None:
            return
        for happening in self._cash.revive():
            self.post(event_of(happening, earlier=True))
        if self._cash.status().validator_lost is None:
            self.post(events.HoppersCounted(counts=(), marks=places_of(self._cash.marks)))

    def _mind_notes(self) -> None:
        """Without the validator coins go on; with it again, the stacker says whether notes do too."""
        lost = self._cash.status().validator_lost is not None
        if lost != self._notes_lost:
            self._notes_lost = lost
            stacker = self._cash.status().stacker
            cause = VALIDATOR_LOST if lost else None if stacker.takes_notes else f"stacker_{stacker.value}"
            self.post(events.NoteIntakeChanged(cause=cause))

    def retry_interval_s(self) -> float:
        """Coins that fall while the devices are lost are heard of soon."""
        return PAYING_RETRY_S if self._cash.paying_out else super().retry_interval_s()

    def is_lost_by(self, command: Command, error: Exception) -> bool:
        """A hopper or a validator that does not answer is no reason to leave the acceptor alone."""
        return isinstance(error, Disconnected) or (
            not isinstance(command, Dispense | StackNote | ReturnNote) and super().is_lost_by(command, error)
        )

    def poll_interval_s(self) -> float:
        """By what the devices are doing."""
        if self._cash.paying_out:
            return self.delays.hopper_poll_paying_s
        if self._accepting or self._moving is not None:
            return self.delays.cash_poll_accepting_s
        if self.clock.monotonic_ns() < self._quick_until_ns:
            return self.delays.cash_poll_settling_s
        return self.delays.cash_poll_resting_s

    def carry_out(self, command: Command) -> Event | None:
        """Open, shut, or begin a payout or a note's way; these two answer when they have ended."""
        match command:
            case AcceptCash():
                self._accept(command)
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
            case StackNote() | ReturnNote():
                self._move_note(command)
                return None
            case _:
                return super().carry_out(command)

    def _accept(self, command: AcceptCash) -> None:
        if command.values:
            self._cash.accept(frozenset(command.values))
        else:
            self._cash.shut()
        self._accepting = bool(command.values)

    def _pay_out(self, command: Dispense) -> None:
        """Order it once. If nobody knows whether the order was taken, the end comes from a poll all the same.

        While another payout runs this one is refused, and the end that comes is that other one's.
        """
        another = self._cash.paying_out
        try:
            self._cash.begin_payout(command.yen, command.coins, command.count_before)
        except DeviceError as error:
            if isinstance(error, Refused) and not another:
                self._count_again(command.yen)
            if another or not self._cash.paying_out:
                raise
        self._payout = command

    def _count_again(self, yen: int) -> None:
        """Its count may not be what was expected: coins have left it by another hand. Told before the refusal is."""
        with suppress(DeviceError):
            self.post(events.HoppersCounted(counts=((yen, self._cash.count(yen)),)))

    def _move_note(self, command: StackNote | ReturnNote) -> None:
        """Give the order; a lost reply is followed by a look, which tells whether the note went."""
        self._moving, self._tells_until_ns = command, None
        try:
            self._order(command)
        except DeviceError:
            self._moving = None
            raise

    def _order(self, command: StackNote | ReturnNote) -> None:
        order = self._cash.stack_note if isinstance(command, StackNote) else self._cash.return_note
        trouble: DeviceError | None = None
        for _ in range(ORDERS_MAX):
            try:
                order()
                return
            except Refused:
                self._look_once()
                if self._moving is not command:  # the look has answered it
                    return
                if self._cash.status().note_yen is not None:
                    raise
                # it went, or goes, another way than it was told to: an event tells which
                self._tells_until_ns = self.clock.monotonic_ns() + round(NOTE_TELLS_S * NS_PER_S)
                return
            except (NoAnswer, BadAnswer) as error:
                trouble = error
                self._look_once()
                if self._moving is not command:
                    return
        raise trouble or AssertionError("no order was given")

    def _give_up_note(self) -> None:
        """Nothing was heard of a note that was not where it was thought to be."""
        command, until_ns = self._moving, self._tells_until_ns
        if command is not None and until_ns is not None and self.clock.monotonic_ns() >= until_ns:
            self._moving = self._tells_until_ns = None
            self.post(not_done(command, "refused", "no note waits in escrow, and nothing was heard of where it went"))

    def _tell(self, happening: Happening) -> None:
        occurrence = happening.occurrence
        if isinstance(occurrence, PayoutEnded):
            self._end_payout(occurrence)
        elif isinstance(occurrence, AcceptorFault):
            if occurrence.code:
                self.unready("acceptor_fault", f"the coin acceptor reports {occurrence.meaning}; call the service")
            else:
                self.ready()
        elif isinstance(occurrence, NOTE_ENDS) and self._moving is not None:
            self._end_move(happening, self._moving)
        else:
            self.post(event_of(happening))

    def _end_move(self, happening: Happening, command: StackNote | ReturnNote) -> None:
        """Where the note went answers the order, whichever way it was; that nobody knows is an answer too."""
        self._moving = None
        event = event_of(happening)
        if isinstance(event, events.NoteStacked | events.NoteReturned):
            self.post(replace(event, answers=command.id))
        else:
            self.post(event)
            self.post(not_done(command, "unknown", type(happening.occurrence).__name__))

    def _end_payout(self, ended: PayoutEnded) -> None:
        payout, self._payout = self._payout, None
        if ended.fault is not None:
            self._levels.forget(ended.yen)
        self.post(
            events.CoinsDispensed(
                answers=payout.id if payout is not None else None,
                yen=ended.yen,
                asked=ended.asked,
                paid=ended.paid,
                count_after=ended.count_after,
                fault=ended.fault,
                empty=ended.empty,
            )
        )

    def _hold_on(self) -> None:
        """Whether the note stays is the machine's to say, not the validator's clock's."""
        if self._cash.status().note_yen is None or self._moving is not None:
            self._hold_again_ns = None
            return
        now = self.clock.monotonic_ns()
        if self._hold_again_ns is not None and now >= self._hold_again_ns:
            with suppress(Refused):  # it has just left; an event tells where to
                self._cash.hold_note()
            self._hold_again_ns = None
        if self._hold_again_ns is None:
            self._hold_again_ns = now + round(HOLD_AGAIN_S * NS_PER_S)
