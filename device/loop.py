"""The loop: owner of machine and store, the one place where an event becomes orders.

Event, its commands and its ledger entries are one transaction, committed before the first command
leaves. Every command is answered exactly once: an answer closes it, `CommandFailed(overdue)` closes it
when its limit passes, and what comes for a closed one is reported and dropped, except money and paper,
which are always booked.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from device.deadlines import Deadlines
from device.encode import body_of
from device.mailbox import MailboxFull
from device.store import CommandRow, Entry, EventRow, OutboxChange, OutboxRow, Store
from device.vault import Vault
from drivers.clock import NS_PER_S, Clock
from statemachine.commands import (
    Abandon,
    Book,
    Command,
    DropReport,
    ForgetPin,
    ForgetSession,
    KeepReport,
    NoteIncident,
    Remember,
    StartTimer,
    StopTimer,
)
from statemachine.events import CommandFailed, Event, TimerExpired, Topic
from statemachine.machine import KioskMachine

INBOX_CAPACITY = 1024
_ALWAYS_HEARD = frozenset({Topic.MONEY, Topic.PAPER})


class ServiceStopped(RuntimeError):
    """Raised when the machine met a programmer's mistake, or what it decided could not be recorded.

    Better to stop than to continue wrongly.
    """


class InboxFull(RuntimeError):
    """Raised when events come faster than the loop takes them."""


class Loop:
    """One thread's work; `post` alone may be called from elsewhere.

    deliver: hands a command to its worker's mailbox; wake: called after `post`, so that a host can run
    the loop; report: a line for the timeline and the log.
    """

    def __init__(
        self,
        machine: KioskMachine,
        store: Store,
        vault: Vault,
        clock: Clock,
        deliver: Callable[[Command], None],
        report: Callable[[Event, Mapping[str, object]], None] | None = None,
    ) -> None:
        self.machine, self.store, self.vault, self.clock = machine, store, vault, clock
        self.wake: Callable[[], None] = lambda: None
        self._deliver, self._report = deliver, report
        self._inbox: deque[Event] = deque()
        self._deadlines = Deadlines()
        self._open: dict[str, Command] = {}
        self._seq = store.last_seq
        self.stopped: BaseException | None = None

    # --- what comes in --------------------------------------------------------------------------

    def post(self, event: Event) -> None:
        """Queue an event. Raises `InboxFull`."""
        if len(self._inbox) >= INBOX_CAPACITY:
            raise InboxFull(f"{INBOX_CAPACITY} events are waiting; the last one is {event.trigger}")
        self._inbox.append(event)
        self.wake()

    @property
    def waiting(self) -> bool:
        """Whether events wait to be taken."""
        return bool(self._inbox)

    def next_due_ns(self) -> int | None:
        """Now while events wait; else the next deadline."""
        return self.clock.monotonic_ns() if self._inbox else self._deadlines.next_due_ns()

    def tick(self) -> None:
        """Take all waiting events in their order, then every deadline that is due."""
        while self._inbox:
            self.take(self._inbox.popleft())
        for name in self._deadlines.expired(self.clock.monotonic_ns()):
            self.take(self._expiry(name))
            while self._inbox:
                self.take(self._inbox.popleft())

    def _expiry(self, name: str) -> Event:
        command = self._open.get(name)
        if command is None:
            return TimerExpired(timer=name)
        cause = "no answer within its limit"
        return CommandFailed(answers=name, command=command.kind, outcome="overdue", cause=cause)

    # --- one event ------------------------------------------------------------------------------

    def take(self, event: Event) -> None:
        """Handle one event: decide, commit, then act. Raises `ServiceStopped`."""
        if self.stopped is not None:
            raise ServiceStopped("the service has stopped") from self.stopped
        self._seq += 1
        event = replace(event, seq=self._seq, monotonic_ns=self.clock.monotonic_ns(), wall=self.clock.wall())
        if event.answers is not None and self._open.pop(event.answers, None) is None:
            if event.topic not in _ALWAYS_HEARD:
                self._record(event, kind=f"dropped:{event.trigger}")
                return
        elif event.answers is not None:
            self._deadlines.stop(event.answers)
        former = self.machine.state
        try:
            orders = self.machine.handle(event)
        except Exception as mistake:
            self.stopped = mistake
            self.store.record_event_alone(self._row(event))
            raise ServiceStopped(f"{event.trigger} in {former}: {mistake}") from mistake
        self._record(event, orders)
        self._note_incidents(event, orders)
        if self._report is not None:
            self._report(event, {"from": former, "to": self.machine.state})
        self._act(orders)

    def _row(self, event: Event, kind: str | None = None) -> EventRow:
        return EventRow(
            seq=event.seq,
            kind=kind or event.trigger,
            body_json=body_of(event),
            monotonic_ns=event.monotonic_ns,
            wall=event.wall,
            answers=event.answers,
        )

    def _record(self, event: Event, orders: Sequence[Command] = (), kind: str | None = None) -> None:
        """Write the event and all that follows from it, or nothing of it.

        Where that fails the service stops: the machine is ahead of what it can prove.
        """
        try:
            entries = [
                Entry(o.debit, o.credit, o.yen, o.value_yen, o.coins, o.session, o.note)
                for o in orders
                if isinstance(o, Book)
            ]
            memory = {o.key: o.value for o in orders if isinstance(o, Remember)}
            commands = [CommandRow(id=o.id, kind=o.kind, body_json=body_of(o)) for o in orders if o.device != "loop"]
            self.store.record(self._row(event, kind), commands, entries, memory, _outbox(orders))
        except Exception as failure:
            self.stopped = failure
            raise ServiceStopped(f"{event.trigger} could not be recorded: {failure}") from failure

    def _note_incidents(self, event: Event, orders: list[Command]) -> None:
        """What an attendant or auditor looks for: a row of its own behind the event that it came from."""
        for order in orders:
            if isinstance(order, NoteIncident):
                self._seq += 1
                self._record(replace(event, seq=self._seq, answers=None), kind=f"incident:{order.incident}")

    def _act(self, orders: list[Command]) -> None:
        now_ns = self.clock.monotonic_ns()
        limits = self.machine.desk.delays.command_limit_s
        for order in orders:
            match order:
                case StartTimer():
                    self._deadlines.start(order.timer, now_ns + round(order.after_s * NS_PER_S))
                case StopTimer():
                    self._deadlines.stop(order.timer)
                case Abandon():
                    self._open.pop(order.command, None)
                    self._deadlines.stop(order.command)
                case ForgetSession():
                    self.vault.drop_all()
                case ForgetPin():
                    self.vault.clear_pin()
                case _ if order.device != "loop":
                    self._open[order.id] = order
                    self._deadlines.start(order.id, now_ns + round(limits[order.kind] * NS_PER_S))
                    self._hand_out(order)

    def _hand_out(self, order: Command) -> None:
        """To its worker; one that is stuck and takes no more has done nothing, which is an answer."""
        try:
            self._deliver(order)
        except MailboxFull as full:
            self.post(CommandFailed(answers=order.id, command=order.kind, outcome="refused", cause=str(full)))


def _outbox(orders: Sequence[Command]) -> OutboxChange | None:
    """What follows for the centre's words; None where nothing does."""
    owed = [OutboxRow(o.request, o.document, o.copy, o.outcome) for o in orders if isinstance(o, KeepReport)]
    settled = [o.request for o in orders if isinstance(o, DropReport)]
    return OutboxChange(owed, settled) if owed or settled else None
