"""The bill validator's electronics: registers, events, counters, and the verdict on each note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from sim.cash import bill_codes, events, headers, self_check
from sim.cash.agenda import Agenda, Appointment
from sim.cash.audit import Audit
from sim.cash.bill_commands import fixed_answers
from sim.cash.bill_path import BillPath
from sim.cash.bills import COUPON, JAPAN_BILLS, JAPAN_SCALING, TYPES, BillType, Flaw, Note, Scaling, sixteen_bills
from sim.cash.inhibits import Inhibits
from sim.cash.paper import Paper
from sim.cash.slave import ACK, Answer, Identity, Slave, little_24
from sim.cash.stacker import Stacker
from sim.cash.timing import Timing

ADDRESS: Final = 40
IDENTITY: Final = Identity("MDG", "Bill Validator", "SIM-BV16", "JPY1000 ", "SIM-BV16-V1.00", 7_040_001)
"""Category string of S3 Table 1; a validator gives its maker's name in three letters (S3 Table 6)."""

USE_STACKER, USE_ESCROW = 1, 2
"""Bits of the operating mode (S2 3.99). S4 2.2.3: escrow is on after a power-up."""


class BillValidator(Slave):
    """A sixteen-type validator with escrow and stacker, at address 40.

    Inhibits and operating mode are volatile: after a power-up or reset all types and the whole validator are
    inhibited, and stacker and escrow are used. While it is inhibited or has a fault it draws no note in, and
    one that it holds in escrow goes back when it is inhibited, by the host or by itself.

    path: the mechanics, with the stacker at their end
    """

    def __init__(
        self,
        agenda: Agenda,
        timing: Timing,
        paper: Paper,
        *,
        identity: Identity = IDENTITY,
        types: Sequence[BillType] = JAPAN_BILLS,
        scaling: Mapping[str, Scaling] = JAPAN_SCALING,
        coupons: bool = False,
        crc: bool = False,
    ) -> None:
        super().__init__(ADDRESS, identity, timing, crc=crc)
        self.stacker = Stacker(paper)
        self.path = BillPath(agenda, timing, paper, self.stacker, self)
        self._agenda = agenda
        self._types = sixteen_bills(types)
        self._recognised = {(t.yen, t.series): n for n, t in enumerate(self._types, 1) if t.yen}
        self._coupons = coupons
        self._events = events.EventBuffer()
        self._faults = self_check.SelfCheck()
        self._inhibits = Inhibits(TYPES)
        self._audit = Audit()
        self._stacked_of, self._errors_of = Counter[int](), Counter[int]()
        self._watch: Appointment | None = None
        self._sticks_open = False
        self._forget()
        self.learn(
            {
                **fixed_answers(self._types, scaling),
                headers.PERFORM_SELF_CHECK: lambda _data, _now_ns: self._faults.data(),
                **self._inhibits.commands(),
                headers.MODIFY_MASTER_INHIBIT: self._modify_master_inhibit,
                headers.READ_BILL_EVENTS: self._read_events,
                headers.ROUTE_BILL: lambda data, now_ns: self.path.route(data[0], now_ns),
                headers.MODIFY_BILL_MODE: self._modify_mode,
                headers.REQUEST_BILL_MODE: lambda _data, _now_ns: bytes((self._mode,)),
                headers.REQUEST_ACCEPT_COUNT_OF: lambda data, _now_ns: little_24(self._stacked_of[data[0]]),
                headers.REQUEST_ERROR_COUNT_OF: lambda data, _now_ns: little_24(self._errors_of[data[0]]),
                **self._audit.commands(),
            }
        )
        if coupons:
            self.learn({headers.READ_BARCODE: lambda _data, _now_ns: self._barcode})

    def started(self, now_ns: int, *, by_power: bool) -> None:
        """A reset or a power-up: the counters and what is broken stay; a note inside does not stay there."""
        self._forget()
        self.path.restarted(self.awake_ns)

    # What the mechanics ask and tell (`sim.cash.bill_electronics`)

    @property
    def uses_escrow(self) -> bool:
        """Whether a good note waits for the host's decision."""
        return bool(self._mode & USE_ESCROW)

    def is_open(self, now_ns: int) -> bool:
        """Whether a note may come in now."""
        return now_ns >= self.awake_ns and (self._inhibits.open or self._sticks_open) and not self._faults

    def drawn(self) -> None:
        """A note has been drawn in."""
        self._audit["inserted"] += 1

    def judge(self, note: Note, now_ns: int) -> int:
        """The type of a note under the sensors; 0, with its event, for one that goes back."""
        number = self._recognised.get((note.yen, note.series), 0) if note.flaw is not Flaw.FAKE else 0
        if note.flaw is Flaw.CRUMPLED:
            self.tell(bill_codes.TRANSPORT_PROBLEM, now_ns)
        elif note.flaw is Flaw.TAMPERED:
            self.tell(bill_codes.TAMPER, now_ns)
        elif not self.is_open(now_ns):
            self.tell(bill_codes.INHIBITED, now_ns)
        elif note.barcode and self._coupons:
            self._barcode = note.barcode.encode("ascii")
            self.tell(bill_codes.BARCODE, now_ns)
            return COUPON
        elif not number:
            self.tell(bill_codes.INVALID, now_ns)
        elif not (self._inhibits.enabled(number) or self._sticks_open):
            self.tell(bill_codes.INHIBITED, now_ns)
        else:
            return number
        return 0

    def held(self, number: int) -> None:
        """A note is in escrow."""
        self._events.credit(number, bill_codes.IN_ESCROW)

    def stacked(self, number: int, now_ns: int) -> None:
        """A note is in the stacker; 0 for one of unknown type."""
        if number:
            self._audit["accepted"] += 1
            self._stacked_of[number] += 1
            self._events.credit(number, bill_codes.STACKED)
        else:
            self.tell(bill_codes.UNKNOWN_STACKED, now_ns)
        if self.stacker.is_full:
            self.stacker_full(now_ns)

    def tell(self, code: int, now_ns: int) -> None:
        """Anything else that happened (S3 Table 7); unheard while it is starting."""
        if now_ns < self.awake_ns:
            return
        self._errors_of[code] += 1
        self._audit["rejected"] += code in bill_codes.REJECTS
        self._audit["fraud"] += code in bill_codes.FRAUDS
        self._events.error(code)

    def jammed(self, now_ns: int, *, in_stacker: bool) -> None:
        """A note sticks until somebody frees it."""
        self._faults.set(self_check.STACKER_FAULT if in_stacker else self_check.BILL_JAMMED)
        if in_stacker:
            self.tell(bill_codes.JAMMED_IN_STACKER, now_ns)
            self.tell(bill_codes.STACKER_JAMMED, now_ns)

    def unjammed(self, now_ns: int) -> None:
        """No note sticks any more: it accepts again by itself (S1 21)."""
        if self_check.STACKER_FAULT in self._faults:
            self.tell(bill_codes.STACKER_OK, now_ns)
        self._faults.clear(self_check.BILL_JAMMED, self_check.STACKER_FAULT)

    # What else happens to it

    def stacker_full(self, now_ns: int) -> None:
        """S3 Appendix 16, example 5: it inhibits itself until the host lifts that."""
        if self._faults.set(self_check.STACKER_FULL):
            self.tell(bill_codes.STACKER_FULL, now_ns)
            self._inhibit_itself(now_ns)

    def stacker_removed(self, now_ns: int) -> None:
        """Somebody took it out."""
        self._faults.clear(self_check.STACKER_FULL)
        self._faults.set(self_check.STACKER_MISSING)
        self.tell(bill_codes.STACKER_REMOVED, now_ns)

    def stacker_inserted(self, now_ns: int) -> None:
        """Somebody put one in."""
        self._faults.clear(self_check.STACKER_MISSING)
        self.tell(bill_codes.STACKER_INSERTED, now_ns)
        self.path.look(now_ns)

    def stick(self, now_ns: int) -> None:
        """Its inhibits have no effect any more."""
        self._sticks_open = True
        self.path.look(now_ns)

    def fail(self, fault: int, now_ns: int) -> None:
        """A fault of S3 Table 3 develops (S1 21). Raises ValueError for one a validator cannot have by itself."""
        if fault not in self_check.OF_VALIDATOR:
            raise ValueError("a bill validator has no such fault of its own")
        event = self_check.OF_VALIDATOR[fault]
        if self._faults.set(fault) and event is not None:
            self.tell(event, now_ns)

    def mend(self, now_ns: int) -> None:
        """What had failed by itself has not any more: acceptance goes on by itself (S1 21)."""
        self._sticks_open = False
        if not self.path.is_jammed:
            self.unjammed(now_ns)
        self._faults.clear(*(self_check.OF_VALIDATOR.keys() - {self_check.STACKER_FAULT}))
        self.path.look(now_ns)

    # Commands

    def _modify_master_inhibit(self, data: bytes, now_ns: int) -> Answer:
        self._inhibits.modify_master(data, now_ns)
        if self._inhibits.open:
            self._polled_ns = now_ns  # S3 Appendix 16: polling should commence within 5 s
            if self._watch is None:
                self._watch_from(now_ns)
            self.path.look(now_ns)
        else:
            self.path.inhibited(now_ns)
        return ACK

    def _read_events(self, _data: bytes, now_ns: int) -> Answer:
        self._polled_ns = now_ns
        return self._events.data

    def _modify_mode(self, data: bytes, _now_ns: int) -> Answer:
        self._mode = data[0] & (USE_STACKER | USE_ESCROW)
        return ACK

    # Inside

    def _forget(self) -> None:
        self._events.reset()
        self._inhibits.forget()
        self._mode = USE_STACKER | USE_ESCROW
        self._polled_ns = 0
        self._barcode = b""

    def _watch_from(self, polled_ns: int) -> None:
        self._watch = self._agenda.at(polled_ns + self._timing.bill_watchdog_ns + 1, self._unwatched)

    def _unwatched(self, now_ns: int) -> None:
        """S4 2.2.2: self-inhibited when not polled for 5 s; only the host lifts it. One look serves many polls."""
        self._watch = None
        if not self._inhibits.open:
            return
        if now_ns - self._polled_ns > self._timing.bill_watchdog_ns:
            self._inhibit_itself(now_ns)
        else:
            self._watch_from(self._polled_ns)

    def _inhibit_itself(self, now_ns: int) -> None:
        if self._inhibits.open:
            self._inhibits.open = False
            self.tell(bill_codes.MASTER_INHIBIT, now_ns)
            self.path.inhibited(now_ns)
