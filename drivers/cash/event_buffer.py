"""The event buffer of an acceptor (229) or a validator (159): read, believed, and told as what is new in it.

A reply carries no number that ties it to its request, and one with the CRC not even where it comes from (S1 §7.2):
a late reply, or another device's, looks like a true one. What is hard to believe is therefore read again. Where
replies do not say whose they are, another device's may be late many times running, and read the same each time:
there nothing new is believed until two seconds after the last reply that stayed away.
"""

from __future__ import annotations

from typing import Final

from drivers.cash.bus import Bus
from drivers.cash.counter import Progress, advance, since_reset
from drivers.cash.headers import Header
from drivers.clock import NS_PER_S
from drivers.errors import BadAnswer

READS_MAX: Final = 3
WAIT_NS: Final = 5 * NS_PER_S  # a line on which replies are late for longer than this is none to take money by
NOTHING: Final = Progress((), 0, reset=False)


class EventBuffer:
    """One device's buffer. `begin` first, then `read`.

    counter: where its event counter stood when it was last read; 0 before that
    """

    def __init__(self, bus: Bus, address: int, header: Header) -> None:
        self._bus, self._address, self._header = bus, address, header
        self._begun = False
        self._shown = b""
        self._waits_since_ns: int | None = None
        self.counter = 0

    @property
    def waits(self) -> bool:
        """Whether there may be something new that cannot be believed yet."""
        return self._waits_since_ns is not None

    def begin(self, since: int | None) -> Progress:
        """Where the counter stands is where reading begins. since: where an earlier driver had stopped with this very
        device, None for one not met before; what has happened since.

        Raises `BadAnswer` when it does not read the same twice running, and what `Bus.ask` raises.
        """
        if not self._bus.tells_source(self._address):
            self._bus.wait_for_late_ones(self._header.reply.start)
        reply = self._read_again(self._bus.ask(self._address, self._header), None)
        self._begun, self._shown = True, b""
        if since is None:
            self.counter = reply[0]
            return NOTHING
        self.counter = since
        return self._progress(reply)

    def read(self, deadline_ns: int | None) -> Progress | None:
        """What is new; None when the counter stands where it stood, or what it shows cannot be believed yet.

        Raises as `begin`, also when it could not be believed for 5 s."""
        if not self._begun:
            raise RuntimeError(f"{self._bus.device(self._address)}: must be started before it is polled")
        reply = self._bus.ask(self._address, self._header, deadline_ns=deadline_ns)
        if reply == self._shown or (not self._shown and reply[0] == self.counter):
            self._waits_since_ns = None
            return None
        if self._must_wait():
            return None
        if reply[0] == self.counter or self._is_doubtful(reply):
            reply = self._read_again(reply, deadline_ns)
            if self._must_wait():
                return None
        self._waits_since_ns = None
        if reply[0] == self.counter and not self._is_other(reply):
            return None
        return self._progress(reply)

    def _must_wait(self) -> bool:
        """Whether another device's late reply may look like this one's. Raises `BadAnswer` when that does not end."""
        if self._bus.tells_source(self._address) or not self._bus.may_be_late(self._header.reply.start):
            return False
        now = self._bus.clock.monotonic_ns()
        if self._waits_since_ns is None:
            self._waits_since_ns = now
        if now - self._waits_since_ns < WAIT_NS:
            return True
        raise BadAnswer(
            self._bus.device(self._address),
            str(self._header),
            f"for {WAIT_NS // NS_PER_S} s replies came late or not at all, so that nobody knows which are its own",
            "check the adapter, and the devices for one that does not answer",
        )

    def _progress(self, reply: bytes) -> Progress:
        same = reply[0] == self.counter and self._is_other(reply)
        progress = since_reset(reply) if same else advance(self.counter, reply)
        self.counter, self._shown = reply[0], reply
        return progress

    def _is_other(self, reply: bytes) -> bool:
        """Whether, where the counter stands as it stood, the events are others: so many since a reset."""
        return bool(self._shown) and reply != self._shown

    def _is_doubtful(self, reply: bytes) -> bool:
        """Whether this may be a late reply, or another device's: it does not say whose it is, or it tells of a
        reset or of lost events, as an old buffer does that comes once more."""
        progress = advance(self.counter, reply)
        return progress.reset or progress.lost > 0 or not self._bus.tells_source(self._address)

    def _read_again(self, reply: bytes, deadline_ns: int | None) -> bytes:
        """The buffer, once it has read the same twice running; `reply` is the first reading."""
        for _ in range(READS_MAX):
            self._bus.distrust()
            before, reply = reply, self._bus.ask(self._address, self._header, deadline_ns=deadline_ns)
            if reply == before:
                return reply
        raise BadAnswer(
            self._bus.device(self._address),
            str(self._header),
            f"{READS_MAX + 1} readings in a row differ",
            "check for noise and for a second device at this address",
        )
