"""What coin acceptor and bill validator have in common: a buffer of events, inhibits, a self-check.

Sources: S1 §18 (polling), S2 3.27.1 (what a reset looks like), S2 3.93 (bills: "in a similar way").
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Generic, TypeVar

from drivers.cash.bus import Bus
from drivers.cash.counter import Mark, Progress, before_last
from drivers.cash.event_buffer import EventBuffer
from drivers.cash.headers import SIMPLE_POLL, Header
from drivers.cash.identity import Identity
from drivers.cash.inhibits import Inhibits
from drivers.cash.self_check import SelfCheck
from drivers.clock import NS_PER_S
from drivers.errors import DeviceError, NoAnswer, Refused

Told = TypeVar("Told")

REMIND_EVERY_NS: Final = 2 * NS_PER_S


class BufferedDevice(ABC, Generic[Told]):
    """One device on the bus that buffers its events. `start` first, then `poll`.

    events_header: what its buffer is read with (229 or 159). taken: the values it may ever take.
    """

    def __init__(self, bus: Bus, address: int, name: str, events_header: Header, taken: frozenset[int]) -> None:
        self.address = address
        self._bus = bus
        self._buffer = EventBuffer(bus, address, events_header)
        self._taken = taken
        self._inhibits = Inhibits(bus, address)
        self._self_check = SelfCheck(bus, address)
        self._values: Mapping[int, int] = MappingProxyType({})
        self._serial: int | None = None
        self._told_counter = 0
        self._remind_ns = 0
        self._untold: list[tuple[Told, int]] = []
        self._earlier: list[tuple[Told, int]] = []
        bus.name(address, name)

    @property
    def values(self) -> Mapping[int, int]:
        """Yen by position, of everything it is programmed for; several positions may have one value."""
        return self._values

    @property
    def open_values(self) -> frozenset[int]:
        """What it shall take now."""
        return frozenset(yen for position, yen in self._values.items() if self._inhibits.mask >> position - 1 & 1)

    @property
    def is_shut(self) -> bool:
        """Whether it was told to take nothing, and has heard it, and nothing that it tells waits to be believed."""
        told = not self._inhibits.mask and not self._inhibits.due and not self._inhibits.gate_due
        return told and not self._buffer.waits

    @property
    def mark(self) -> Mark | None:
        """Up to where its events were told; None before the first `start`."""
        return None if self._serial is None else Mark(self._serial, self._told_counter)

    @property
    def _gate_may_shut(self) -> bool:
        """Whether the master inhibit disturbs nothing that is on its way."""
        return True

    @abstractmethod
    def identify(self) -> Identity:
        """Who it is. Raises `BadAnswer` when it is something else, and what `Bus.ask` raises."""

    def start(self, mark: Mark | None = None) -> Identity:
        """Get to know the device, shut it, and take its event counter as read.

        Old events are not told again. Those since `mark`, where an earlier driver had stopped, are told by
        `take_earlier`. When the same device is started again, what happened in between is told by `poll`.
        Raises `BadAnswer` when it is another kind of device, and what `Bus.ask` raises.
        """
        identity = self.identify()
        self._learn()
        if identity.serial_number != self._serial:
            self._take_up(identity.serial_number, mark)
        self.shut()
        self._self_check.now()
        return identity

    def take_earlier(self) -> tuple[tuple[Told, Mark], ...]:
        """What happened between the mark and the start, oldest first, as `look`; each is told once."""
        earlier, self._earlier = self._with_marks(self._earlier), []
        if not self._untold:
            self._told_counter = self._buffer.counter
        return earlier

    def mask_for(self, values: frozenset[int]) -> int:
        """The inhibit mask that lets these values in: bit 0 is position 1; 0 when it knows none of them.

        Values that no kiosk takes stay shut (`drivers.cash.money`).
        """
        wanted = values & self._taken
        return sum(1 << position - 1 for position, yen in self._values.items() if yen in wanted)

    def accept(self, values: frozenset[int]) -> None:
        """Take these values and return all others (231, then 228; read back by 230).

        Raises `BadAnswer` when it shows other inhibits than those it was given, and what `Bus.ask` raises;
        the next poll then shuts it.
        """
        self._inhibits.stand(self.mask_for(values))
        self._remind_ns = self._bus.clock.monotonic_ns() + REMIND_EVERY_NS

    def shut(self) -> None:
        """Take nothing more. What is past the gate is still told by the next polls (S2 3.117).

        Raises `BadAnswer` when it shows other inhibits than those it was given, and what `Bus.ask` raises;
        the next poll then tries again.
        """
        self._inhibits.stand(0, gate=self._gate_may_shut)

    def shut_later(self) -> None:
        """Shut it by the next poll; asks nothing now."""
        self._inhibits.give_up()

    def check(self) -> int:
        """Its fault code (232), 0 when it is well. May take seconds. Raises what `Bus.ask` raises."""
        return self._self_check.now()

    def poll(self, deadline_ns: int | None = None) -> tuple[Told, ...]:
        """As `look`, without the marks."""
        return tuple(event for event, _ in self.look(deadline_ns))

    def look(self, deadline_ns: int | None = None) -> tuple[tuple[Told, Mark], ...]:
        """What happened since the last poll, oldest first, each with the mark that stands once it is booked.

        After a reset the inhibits are sent again here, and after a fault event the self-check is asked.
        Raises what `Bus.ask` raises; nothing that happened is lost by that, the next poll tells it.
        """
        changed = self._read(deadline_ns)
        self._remind()
        if not changed and not self._untold and self._quiet():
            return ()
        try:
            self._do_chores(deadline_ns)
        except DeviceError:
            # what was read is told first; the chore stays due, so its trouble comes up again
            if not self._untold:
                raise
        fault = self._self_check.news()
        if fault is not None:
            self._untold.append((self._told_fault(fault), self._buffer.counter))
        told, self._untold = self._with_marks(self._untold), []
        self._told_counter = self._buffer.counter
        return told

    def _remind(self) -> None:
        """A reset before the first event leaves the counter at 0, where it stood: until then the device is told
        now and then what it may take (S2 3.27.1)."""
        if not self._buffer.counter and self._inhibits.mask:
            now = self._bus.clock.monotonic_ns()
            if now >= self._remind_ns:
                self._inhibits.due = True
                self._remind_ns = now + REMIND_EVERY_NS

    def _with_marks(self, told: list[tuple[Told, int]]) -> tuple[tuple[Told, Mark], ...]:
        serial_number = self._serial or 0
        marked = [(event, Mark(serial_number, counter)) for event, counter in told]
        if marked:  # what came after it told nothing
            marked[-1] = (marked[-1][0], Mark(serial_number, self._buffer.counter))
        return tuple(marked)

    def _if_known(self, header: Header, data: bytes = b"") -> bytes | None:
        """The reply; None when it stays silent as for a header or a position it has not got, but lives."""
        try:
            return self._bus.ask(self.address, header, data)
        except (NoAnswer, Refused):
            self._bus.ask(self.address, SIMPLE_POLL)
            return None

    def _read(self, deadline_ns: int | None = None) -> bool:
        """Read the buffer; what is new waits in `_untold`. Whether anything is."""
        progress = self._buffer.read(deadline_ns)
        if progress is None:
            return False
        self._untold += self._news(progress)
        return True

    def _take_up(self, serial_number: int, mark: Mark | None) -> None:
        """A device not met before: where its counter stands is where telling begins."""
        since = mark.counter if mark is not None and mark.serial_number == serial_number else None
        progress = self._buffer.begin(since)
        self._told_counter = self._buffer.counter if since is None else since
        self._untold, self._earlier = [], self._news(progress)
        self._serial = serial_number

    def _news(self, progress: Progress) -> list[tuple[Told, int]]:
        """The events that are new, each with the counter it left; notes which chores they make due."""
        slots, lost, reset = progress
        before = before_last(self._buffer.counter, len(slots))
        told: list[tuple[Told, int]] = []
        if reset:
            told.append((self._told_reset(), before))
        if lost:
            told.append((self._told_lost(lost), before))
        if reset or lost:
            # a jump may be a reset with much afterwards, so nothing is trusted then either
            self._inhibits.due = True
            self._forget()
        for after, (a, b) in enumerate(slots, 1):
            event = self._event(a, b)
            if event is not None:
                told.append((event, before_last(self._buffer.counter, len(slots) - after)))
        return told

    def _quiet(self) -> bool:
        """Whether no chore is due."""
        return not self._inhibits.due and self._self_check.quiet

    def _do_chores(self, deadline_ns: int | None) -> None:
        if self._inhibits.due:
            self._inhibits.send(deadline_ns, gate=self._gate_may_shut)
        self._self_check.step(deadline_ns)

    def _forget(self) -> None:
        """It was reset, or may have been: whatever was known of its doings is known no more."""

    @abstractmethod
    def _learn(self) -> None:
        """Read what it is programmed for into `_values`."""

    @abstractmethod
    def _event(self, a: int, b: int) -> Told | None:
        """One slot of the buffer; None for what nobody needs to hear."""

    @abstractmethod
    def _told_reset(self) -> Told: ...

    @abstractmethod
    def _told_lost(self, count: int) -> Told: ...

    @abstractmethod
    def _told_fault(self, code: int) -> Told: ...
