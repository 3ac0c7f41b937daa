"""The bill validator: which notes it knows, which it may take, and what came in.

Sources: S2 3.93 to 3.100, S3 Appendices 15 and 16 and Table 7, S4 2.2. Money is credited when the note is
stacked (A, 0), never when it is held (A, 1). Encrypted validators are not spoken to: their keys are secret.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from drivers.cash import headers
from drivers.cash.buffered import BufferedDevice
from drivers.cash.bus import Bus
from drivers.cash.counter import Mark
from drivers.cash.fault_codes import fault_meaning
from drivers.cash.identity import Identity, identify
from drivers.cash.money import NOTES_YEN
from drivers.cash.occurrences import (
    NoteCredited,
    NoteCreditsLost,
    NoteInEscrow,
    NotePulledOut,
    NoteRejected,
    NoteReturned,
    NoteSwallowed,
    Stacker,
    StackerChanged,
    ValidatorAlarm,
    ValidatorEvent,
    ValidatorFault,
    ValidatorWasReset,
)
from drivers.cash.validator.bill_ids import COUNTRY, scaling_in, yen_of_bill
from drivers.cash.validator.escrow import Escrow
from drivers.cash.validator.event_codes import (
    EVENTS,
    IN_ESCROW,
    INHIBITED_ON_SERIAL,
    STACKED,
    STACKER_FAULTS,
    UNKNOWN_EVENT,
    USE_ESCROW,
    USE_STACKER,
    Kind,
)
from drivers.clock import NS_PER_S

# Table 1 says Bill Validator; the specification's own example (S3 Appendix 16) answers Bill Acceptor.
CATEGORIES: Final = ("Bill Validator", "Bill Acceptor")
ADDRESS: Final = 40
REOPEN_EVERY_NS: Final = 5 * NS_PER_S


class BillValidator(BufferedDevice[ValidatorEvent]):
    """One bill validator. `start` first; then `accept` and `shut` at will, and `poll` every 200 ms.

    Left unpolled for 5 s it shuts itself and says so; `poll` then opens it again (S4 2.2.2).
    """

    def __init__(self, bus: Bus, address: int = ADDRESS) -> None:
        super().__init__(bus, address, "bill validator", headers.BILL_EVENTS, NOTES_YEN)
        self.escrow = Escrow(bus, address)
        self.stacker = Stacker.UNKNOWN
        self._told_visit = 0  # which note the host knows of
        self._mode: int | None = None
        self._mode_due = False
        self._reopen_ns: int | None = None
        self._reopened_ns = -REOPEN_EVERY_NS

    @property
    def has_escrow(self) -> bool:
        """Whether it holds a note until it is told where to; without, a note is credited at once."""
        return self._mode is not None and bool(self._mode & USE_ESCROW)

    @property
    def _gate_may_shut(self) -> bool:
        """A validator may give a note in escrow back when it is inhibited, and the host wants to decide that.

        S2 3.28 leaves it open. Its types alone are inhibited then, so that no further note comes in.
        """
        return self.escrow.empty

    def identify(self) -> Identity:
        """Who it is. Raises `BadAnswer` when it is no bill validator, and what `Bus.ask` raises."""
        return identify(self._bus, self.address, *CATEGORIES)

    def start(self, mark: Mark | None = None) -> Identity:
        """As `BufferedDevice.start`; escrow and stacker are used if they are there.

        A note in escrow is given back: nobody knows any more whose it is.
        """
        self._mode = None
        identity = super().start(mark)
        self._set_mode()
        self.escrow.clear()
        return identity

    def resume(self) -> bool:
        """Whether it is the one that was started; it is then told again by the next look how it shall be.

        It was out of reach: had it lost its power before its first event, its counter would not show it.
        Raises what `Bus.ask` raises.
        """
        if self._serial is None:
            return False
        serial = self._bus.ask(self.address, headers.SERIAL)
        if int.from_bytes(serial, "little") != self._serial:
            return False
        self._inhibits.due = self._mode_due = True
        return True

    def look(self, deadline_ns: int | None = None) -> tuple[tuple[ValidatorEvent, Mark], ...]:
        """As `BufferedDevice.look`."""
        told = super().look(deadline_ns)
        self._told_visit = self.escrow.visit
        return told

    def hold_note(self) -> None:
        """Keep the note in escrow for another escrow time, mostly 30 s (154, 255). Idempotent.

        Raises `Refused` when there is no note to be held, and what `Bus.ask` raises.
        """
        self._read()
        self.escrow.hold(self._told_visit)

    def stack_note(self) -> None:
        """Send the note in escrow to the stacker (154, 1): a later poll tells the credit.

        Looks at the events first and sends the order once. Raises `Refused` when the note that `poll` told
        of last is not there any more or already ordered away, and what `Bus.ask` raises: after `NoAnswer`
        and `BadAnswer` the order may have been taken. It may then be given again, for it is never sent
        unless that same note is still there.
        """
        self._read()
        self.escrow.stack(self._told_visit)

    def return_note(self) -> None:
        """Give the note in escrow back to the customer (154, 0): a later poll tells that it went.

        Sent and raised as by `stack_note`.
        """
        self._read()
        self.escrow.give_back(self._told_visit)

    def _learn(self) -> None:
        mask = self._bus.ask(self.address, headers.INHIBITS)
        self._inhibits.length = len(mask)
        variables = self._if_known(headers.VARIABLES)
        types = min(variables[0] if variables else 0xFF, 8 * len(mask))
        scaling = scaling_in(self._bus.ask(self.address, headers.SCALING, COUNTRY))
        values: dict[int, int] = {}
        for bill_type in range(1, types + 1):
            reply = self._if_known(headers.BILL_ID, bytes((bill_type,)))
            yen = None if reply is None else yen_of_bill(reply, scaling)
            if yen is not None:
                values[bill_type] = yen
        self._values = MappingProxyType(values)

    def _set_mode(self, deadline_ns: int | None = None) -> None:
        if self._mode is None:
            flags = self._if_known(headers.OPTION_FLAGS)
            self._mode = (USE_STACKER | USE_ESCROW) & (0xFF if flags is None else flags[0])
        wanted = bytes((self._mode,))
        self._bus.ask(self.address, headers.SET_BILL_MODE, wanted, deadline_ns=deadline_ns)
        self._mode &= self._bus.ask(self.address, headers.BILL_MODE, deadline_ns=deadline_ns)[0]
        self._mode_due = False

    def _event(self, a: int, b: int) -> ValidatorEvent | None:
        if a:
            return self._note(a, b)
        row = EVENTS.get(b, UNKNOWN_EVENT)
        if row.check:
            self._self_check.is_due()
        if row.kind is Kind.SHUT or b == INHIBITED_ON_SERIAL:
            self._reopen()
        match row.kind:
            case Kind.SHUT | Kind.COUPON:
                return None
            case Kind.RETURNED:
                return NoteReturned(self.escrow.left())
            case Kind.REJECTED:
                return NoteRejected(b, row.meaning)
            case Kind.STUCK:
                return NoteSwallowed(b, row.meaning, self.escrow.left())
            case Kind.PULLED if (yen := self.escrow.pulled()) is not None:
                return NotePulledOut(b, row.meaning, yen)
            case Kind.PULLED | Kind.ALARM:
                return ValidatorAlarm(b, row.meaning)
            case Kind.STACKER:
                return self._told_stacker(row.stacker or Stacker.UNKNOWN)

    def _note(self, bill_type: int, result: int) -> ValidatorEvent:
        yen = self._values.get(bill_type)
        if result == IN_ESCROW:
            self.escrow.came(yen)
            if yen is None:
                return NoteRejected(result, f"a note of type {bill_type}, which has no known value, goes back")
            return NoteInEscrow(yen)
        self.escrow.left()
        if result == STACKED and yen is not None:
            return NoteCredited(yen)
        what = f"type {bill_type} with result {result}"
        return NoteSwallowed(result, f"a note of {what} was taken, which has no known value", None)

    def _reopen(self) -> None:
        """It has shut itself, or something has come back in order: open it again, not too often."""
        if self._inhibits.mask:
            now = self._bus.clock.monotonic_ns()
            self._reopen_ns = max(now, self._reopened_ns + REOPEN_EVERY_NS)

    def _quiet(self) -> bool:
        idle = self._reopen_ns is None and self.escrow.quiet and not self._mode_due
        return super()._quiet() and idle and not self._gate_waits

    @property
    def _gate_waits(self) -> bool:
        """Whether the gate is still to be shut, and can be now."""
        return self._inhibits.gate_due and self.escrow.empty

    def _do_chores(self, deadline_ns: int | None) -> None:
        if self._mode_due:
            self._set_mode(deadline_ns)
        now = self._bus.clock.monotonic_ns()
        # a full or missing stacker keeps it shut (S3 Appendix 16, example 5): asking again would only
        # fill its buffer with events
        if self._reopen_ns is not None and now >= self._reopen_ns and self.stacker.takes_notes:
            self._reopen_ns, self._reopened_ns = None, now
            self._inhibits.due = True
        if self._gate_waits:
            self._inhibits.due = True
        super()._do_chores(deadline_ns)
        overdue = self.escrow.overdue()
        if overdue is not None:
            self._untold.append((overdue, self._buffer.counter))
        self.escrow.tidy(deadline_ns)

    def _forget(self) -> None:
        self.escrow.forget()
        self._mode_due = True

    def _told_stacker(self, stacker: Stacker) -> ValidatorEvent:
        self.stacker = stacker
        if stacker.takes_notes:
            self._reopen()
        return StackerChanged(stacker)

    def _told_reset(self) -> ValidatorEvent:
        return ValidatorWasReset()

    def _told_lost(self, count: int) -> ValidatorEvent:
        return NoteCreditsLost(count)

    def _told_fault(self, code: int) -> ValidatorEvent:
        self.stacker = STACKER_FAULTS.get(code, self.stacker)
        if not code:
            self._reopen()
        return ValidatorFault(code, fault_meaning(code))
