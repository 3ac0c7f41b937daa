"""Sees cards come and go over PC/SC, through restarts of pcscd and readers that are pulled and plugged."""

from __future__ import annotations

from threading import Lock
from typing import Any, Final

from device.clock import RealClock
from device.ports.pcsc_service import CANCELLED, READER_LOST, SUCCESS, TIMEOUT, Service, library, plain
from drivers.card.reader import Presence, Sight
from drivers.clock import NS_PER_MS, Clock

LOST: Final = Sight(Presence.UNKNOWN, 0)
"""What is seen while there is no service or no such reader."""

SLICE_MS = 500
"""The longest single wait inside PC/SC: so long does `close` take to be noticed."""

BACK_OFF_MS = (50, 100, 200, 400, 800)
"""Between attempts to find service and reader again; the last one from then on."""

_PLUG_AND_PLAY = "\\\\?PnP?\\Notification"  # the reader that stands for all: changes when one comes or goes

# dwEventState (pcsclite.h); the upper 16 bits count insertions and removals
_CHANGED = 0x0002
_LOST_FLAGS = 0x0001 | 0x0004 | 0x0008  # IGNORE, UNKNOWN, UNAVAILABLE
_EMPTY = 0x0010
_PRESENT = 0x0020


class PcscWatch:
    """Watches the reader whose name contains `pattern`, or `auto`. `next_sight` belongs to one thread.

    clock: real; `next_sight` compares its deadlines with it.

    A restart of pcscd and a pulled reader are seen as UNKNOWN once at least, also when they are back at once: a
    card may have been swapped meanwhile.

    Not bounded: a pcscd that is there but answers nobody (stopped by a debugger, out of memory). Every PC/SC call
    waits for it without limit, and libpcsclite offers none. A reader or card that hangs does not hold the watch:
    pcscd answers for it from what it knew last.
    """

    def __init__(self, pattern: str, clock: Clock | None = None) -> None:
        self._clock = clock or RealClock()
        self._service = Service(pattern)
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
        return self._service.name

    def next_sight(self, known: Sight, deadline_ns: int) -> Sight:
        """As `ReaderWatch.next_sight`; `known` at once when the watch is closed."""
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
        if self._looking.acquire(timeout=2 * SLICE_MS / 1000):  # otherwise it hangs: see above
            self._service.drop()
            self._looking.release()

    def _look(self, known: Sight, deadline_ns: int) -> Sight:
        """What is there, at once where it differs from `known`, else after one slice at the latest."""
        if self._clock.monotonic_ns() < self._retry_ns:
            if known == LOST:
                self._clock.wait_until(min(self._retry_ns, deadline_ns))
            return LOST
        code, context = self._service.open()
        if code != SUCCESS:
            return self._lost(code)
        if self._reader is None:
            code, self._reader = self._service.find(context)
            if code != SUCCESS:
                return self._lost(code)
            if self._reader is None:
                return self._await_reader(context, deadline_ns) if known == LOST else LOST
        return self._ask(context, self._reader, self._state if self._seen == known else 0, deadline_ns)

    def _ask(self, context: Any, reader: str, state: int, deadline_ns: int) -> Sight:
        code, now = self._wait(context, reader, state, deadline_ns)
        if code in (TIMEOUT, CANCELLED):
            return self._seen
        if code != SUCCESS:
            return self._lost(code)
        if now & _LOST_FLAGS or not now & (_EMPTY | _PRESENT):
            return self._lost(SUCCESS)
        self._failures = 0
        self._state = now & ~_CHANGED
        self._seen = Sight(Presence.PRESENT if now & _PRESENT else Presence.ABSENT, now >> 16 & 0xFFFF)
        return self._seen

    def _await_reader(self, context: Any, deadline_ns: int) -> Sight:
        """No such reader: until any reader comes or goes. Where PC/SC cannot tell that, it is asked by and by."""
        code, now = self._wait(context, _PLUG_AND_PLAY, self._plug_state, deadline_ns)
        if code in (TIMEOUT, CANCELLED):
            self._failures = 0  # waiting works here
            return LOST
        self._plug_state = now & ~_CHANGED
        return self._lost(code)

    def _wait(self, context: Any, reader: str, state: int, deadline_ns: int) -> tuple[int, int]:
        left_ms = -(-(deadline_ns - self._clock.monotonic_ns()) // NS_PER_MS)
        code, states = library().SCardGetStatusChange(
            context, max(0, min(left_ms, SLICE_MS)), [(reader, state)]
        )
        return plain(code), states[0][1] if states else 0

    def _lost(self, code: int) -> Sight:
        """Nothing is known any more; the next look begins with finding service and reader, after a while."""
        if code != SUCCESS and code not in READER_LOST:  # also for codes nobody has seen: a new context cannot hurt
            self._service.drop()
        self._reader, self._state, self._seen = None, 0, LOST
        wait_ms = BACK_OFF_MS[min(self._failures, len(BACK_OFF_MS) - 1)]
        self._failures += 1
        self._retry_ns = self._clock.monotonic_ns() + wait_ms * NS_PER_MS
        return LOST
