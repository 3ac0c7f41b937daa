"""Sees cards come and go over PC/SC, through restarts of pcscd and readers that are pulled and plugged."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Final, TypeVar

from device.clock import RealClock
from device.ports.pcsc_doubt import Doubt, Partings, Remedy
from device.ports.pcsc_lane import PROCESS, Hung, Lane, Limits, Overdue
from device.ports.pcsc_lookout import PLUG_AND_PLAY, Lookout
from device.ports.pcsc_service import CANCELLED, READER_LOST, SUCCESS, TIMEOUT
from drivers.card.reader import Presence, Sight
from drivers.clock import NS_PER_MS, Clock

T = TypeVar("T")

LOST: Final = Sight(Presence.UNKNOWN, 0)
"""What is seen while there is no service or no such reader."""

SLICE_MS = 500
"""The longest single wait inside PC/SC: so long does `close` take to be noticed."""

BACK_OFF_MS = (50, 100, 200, 400, 800)
"""Between attempts to find service and reader again; the last one from then on."""

# dwEventState (pcsclite.h); the upper 16 bits count insertions and removals
_CHANGED = 0x0002
_LOST_FLAGS = 0x0001 | 0x0004 | 0x0008  # IGNORE, UNKNOWN, UNAVAILABLE
_EMPTY = 0x0010
_PRESENT = 0x0020


class PcscWatch:
    """Watches the reader whose name contains `pattern`, or `auto`. `next_sight` belongs to one thread.

    clock: real; `next_sight` compares its deadlines with it. partings: what the reader's links have noticed.

    A restart of pcscd and a pulled reader are seen as UNKNOWN once at least, also when they are back at once: a
    card may have been swapped meanwhile. So is a pcscd that stands still, after `Limits.status_s`, until the call
    that hangs in it has come back; one call of a watch hangs at most. And so is everything while as many calls of the
    process hang as may.
    """

    def __init__(
        self,
        pattern: str,
        clock: Clock | None = None,
        *,
        partings: Partings | None = None,
        limits: Limits | None = None,
        hung: Hung = PROCESS,
    ) -> None:
        self._clock, self._limits, self._hung = clock or RealClock(), limits or Limits(), hung
        self._lookout = Lookout(pattern)
        self._lane: Lane | None = None
        self._stray: Lane | None = None  # given up, still hanging
        self._pattern, self._name = pattern, f"pcsc:{pattern}"
        self._doubt = Doubt(partings or Partings())
        self._reader: str | None = None
        self._state = 0  # dwCurrentState: what PC/SC said last, whole; 0 is UNAWARE, which answers at once
        self._seen = LOST
        self._plug_state = 0
        self._failures = 0
        self._retry_ns = 0
        self._closed = False
        self._looking = Lock()

    @property
    def name(self) -> str:
        """The reader's own name once it was found, before that what was asked for."""
        return self._name

    def next_sight(self, known: Sight, deadline_ns: int) -> Sight:
        """As `ReaderWatch.next_sight`; `known` at once when the watch is closed. Up to `Limits.status_s` late."""
        with self._looking:
            while not self._closed:
                sight = self._look(known, deadline_ns)
                if sight != known:
                    return sight
                if self._clock.monotonic_ns() >= deadline_ns:
                    break
        return known

    def close(self) -> None:
        """Stop watching, from any thread: a `next_sight` under way returns within `SLICE_MS`. Never raises."""
        self._closed = True
        if self._looking.acquire(timeout=SLICE_MS / 1000 + self._limits.status_s):
            self._let_go()
            self._looking.release()

    def _look(self, known: Sight, deadline_ns: int) -> Sight:
        """What is there, at once where it differs from `known`, else after one slice at the latest."""
        try:
            return self._seek(known, deadline_ns)
        except Overdue:
            self._stray, self._lane = self._lane, None
            return self._lost(SUCCESS)

    def _seek(self, known: Sight, deadline_ns: int) -> Sight:
        if self._stray is not None:
            if known == LOST:
                self._stray.over.wait(self._left_ms(deadline_ns) / 1000)
            if not self._stray.over.is_set():
                return LOST
            self._stray = None
        if self._clock.monotonic_ns() < self._retry_ns:
            if known == LOST:
                self._clock.wait_until(min(self._retry_ns, deadline_ns))
            return LOST
        if self._hung.full:  # nobody may connect: a reader that serves nobody is lost, whatever pcscd says of its tray
            return self._lost(SUCCESS)
        if self._reader is None:
            code, self._reader = self._call(self._lookout.find)
            if code != SUCCESS:
                return self._lost(code)
            if self._reader is None:
                return self._await_reader(deadline_ns) if known == LOST else LOST
            self._name = self._reader
        return self._ask(self._reader, known, deadline_ns)

    def _ask(self, reader: str, known: Sight, deadline_ns: int) -> Sight:
        state = self._state if self._seen == known else 0
        self._doubt.heed(self._clock.monotonic_ns())
        match self._doubt.remedy(self._clock.monotonic_ns()):
            case Remedy.PROBE:
                reached = self._call(lambda: self._lookout.probe(reader))
                self._doubt.probed(self._clock.monotonic_ns(), reached=reached)
                state = 0
            case Remedy.RENEWED:
                self._seen = self._doubt.sight
                return self._seen
        if self._doubt.due_ns is not None:
            deadline_ns = min(deadline_ns, self._doubt.due_ns)
        code, now = self._wait(reader, state, deadline_ns)
        if code in (TIMEOUT, CANCELLED):
            return self._seen
        if code != SUCCESS:
            return self._lost(code)
        if now & _LOST_FLAGS or not now & (_EMPTY | _PRESENT):
            return self._lost(SUCCESS)
        self._failures = 0
        self._state = now & ~_CHANGED
        presence = Presence.PRESENT if now & _PRESENT else Presence.ABSENT
        self._doubt.hear(presence, now >> 16 & 0xFFFF, self._clock.monotonic_ns())
        self._seen = self._doubt.sight
        return self._seen

    def _await_reader(self, deadline_ns: int) -> Sight:
        """No such reader: until any reader comes or goes. Where PC/SC cannot tell that, it is asked by and by."""
        code, now = self._wait(PLUG_AND_PLAY, self._plug_state, deadline_ns)
        if code in (TIMEOUT, CANCELLED):
            self._failures = 0  # waiting works here
            return LOST
        self._plug_state = now & ~_CHANGED
        return self._lost(code)

    def _wait(self, reader: str, state: int, deadline_ns: int) -> tuple[int, int]:
        wait_ms = self._left_ms(deadline_ns)
        return self._call(lambda: self._lookout.change(reader, state, wait_ms), wait_ms)

    def _left_ms(self, deadline_ns: int) -> int:
        left_ms = -(-(deadline_ns - self._clock.monotonic_ns()) // NS_PER_MS)
        return max(0, min(left_ms, SLICE_MS))

    def _call(self, work: Callable[[], T], wait_ms: int = 0) -> T:
        """One call into PC/SC that should take `wait_ms`. Raises `Overdue`."""
        if self._lane is None:
            self._lookout = Lookout(self._pattern)  # one that hangs keeps its own
            self._lane = Lane("card watch", self._lookout.end, self._hung)
        return self._lane.call(work, wait_ms / 1000 + self._limits.status_s)

    def _let_go(self) -> None:
        """Another context, another thread."""
        lane, self._lane = self._lane, None
        if lane is not None:
            lane.close(self._limits.disconnect_s)

    def _lost(self, code: int) -> Sight:
        """Nothing is known any more; the next look begins with finding service and reader, after a while."""
        if code != SUCCESS and code not in READER_LOST:  # also for codes nobody has seen: a new context cannot hurt
            self._let_go()
        self._reader, self._state, self._seen = None, 0, LOST
        self._doubt.forget()
        wait_ms = BACK_OFF_MS[min(self._failures, len(BACK_OFF_MS) - 1)]
        self._failures += 1
        self._retry_ns = self._clock.monotonic_ns() + wait_ms * NS_PER_MS
        return LOST
