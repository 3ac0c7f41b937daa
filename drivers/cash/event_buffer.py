"""The event buffer of an acceptor (229) or a validator (159): read, believed, and told as what is new in it.

A reply carries no number that ties it to its request, and one with the CRC not even where it comes from (S1 §7.2):
a late reply, or another device's, looks like a true one. What is hard to believe is therefore read again.
"""

from __future__ import annotations

from typing import Final

from drivers.cash.bus import Bus
from drivers.cash.counter import Progress, advance, since_reset
from drivers.cash.headers import Header
from drivers.errors import BadAnswer

READS_MAX: Final = 3
NOTHING: Final = Progress((), 0, reset=False)


class EventBuffer:
    """One device's buffer. `begin` first, then `read`.

    counter: where its event counter stood when it was last read; 0 before that
    """

    def __init__(self, bus: Bus, address: int, header: Header) -> None:
        self._bus, self._address, self._header = bus, address, header
        self._begun = False
        self._shown = b""
        self.counter = 0

    def begin(self, since: int | None) -> Progress:
        """Where the counter stands is where reading begins. since: where an earlier driver had stopped with this very
        device, None for one not met before; what has happened since.

        Raises `BadAnswer` when it does not read the same twice running, and what `Bus.ask` raises.
        """
        reply = self._read_again(self._bus.ask(self._address, self._header), None)
        self._begun, self._shown = True, b""
        if since is None:
            self.counter = reply[0]
            return NOTHING
        self.counter = since
        return self._progress(reply)

    def read(self, deadline_ns: int | None) -> Progress | None:
        """What is new; None when the counter stands where it stood. Raises as `begin`."""
        if not self._begun:
            raise RuntimeError(f"{self._bus.device(self._address)}: must be started before it is polled")
        reply = self._bus.ask(self._address, self._header, deadline_ns=deadline_ns)
        if self._is_other(reply) if reply[0] == self.counter else self._is_doubtful(reply):
            reply = self._read_again(reply, deadline_ns)
        if reply[0] == self.counter and not self._is_other(reply):
            return None
        return self._progress(reply)

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
