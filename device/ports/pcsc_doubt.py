"""When pcscd cannot be believed about the tray, and what to do about it.

pcscd has two ways to learn that a card left: its own look at the reader, every 0.4 s, which counts, and a command of
a client that fails, which does not. Two things follow, both seen on pcscd 1.9.9 with vpcd when another card is laid
before the next look:
- The failed command made the state EMPTY, without counting. The next look finds a card, as it did before, and changes
  nothing: the state stays EMPTY for as long as the card lies there, and nobody can connect to it. A direct connection
  that is ended by UNPOWER makes pcscd ask the reader, and the state is right again. On an empty tray it does nothing.
- The failed command left the state PRESENT. The next look finds a card, and another card lies there for nobody to see.

A probe may also find a card before pcscd's own look does: that look counts it then, and it is the same card.

What nobody can see: a swap before pcscd has looked at the first card twice (0.4 s), while no link is open; it takes the
power of the first card then, and takes the failure for granted. Nothing has been read of that card.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from drivers.card.reader import Presence, Sight
from drivers.clock import NS_PER_MS

DOUBT_NS: Final = 600 * NS_PER_MS
"""Longer than pcscd takes to look for itself: what it has not counted by then it never will."""

PROBES_MAX: Final = 5
"""For one doubt: then there is nothing to be found."""


class Partings:
    """Cards that a link found gone. Told by the reader's thread, read by the watch's."""

    def __init__(self) -> None:
        self._count = 0

    @property
    def count(self) -> int:
        """So many since the start."""
        return self._count

    def note(self) -> None:
        """A command came back without an answer. One thread alone calls this."""
        self._count += 1


class Remedy(Enum):
    """What a doubt that has lasted calls for."""

    NONE = "wait on"
    PROBE = "have pcscd ask the reader"
    RENEWED = "a card lies there, and it is another one"


class Doubt:
    """Follows what pcscd says, and says when it is not to be believed. Pure: time is given."""

    def __init__(self, partings: Partings) -> None:
        self._partings, self._known_partings = partings, partings.count
        self._presence, self._counter = Presence.UNKNOWN, -1
        self._renewals = 0
        self._late = 0  # counts of pcscd's that told of a card which a probe had found
        self._uncounted = False  # whether pcscd's own look has not yet met the card that is there
        self._probes = 0
        self._due_ns: int | None = None

    @property
    def due_ns(self) -> int | None:
        """When `remedy` has something to say; None without a doubt."""
        return self._due_ns

    @property
    def sight(self) -> Sight:
        """What lies on the tray."""
        return Sight(self._presence, self._renewals << 16 | (self._counter - self._late & 0xFFFF))

    def forget(self) -> None:
        """Service or reader are lost, and with them every counter."""
        self._presence, self._counter, self._due_ns = Presence.UNKNOWN, -1, None
        self._uncounted = False

    def hear(self, presence: Presence, counter: int, now_ns: int) -> None:
        """pcscd says so. presence: PRESENT or ABSENT; counter: its own, of insertions and removals."""
        before, counted = self._presence, counter != self._counter
        if self._uncounted and presence is Presence.PRESENT and counter - self._counter & 0xFFFF == 1:
            self._late, counted = self._late + 1, False
            self._uncounted = False
        self._presence, self._counter = presence, counter
        if presence is Presence.PRESENT and before is Presence.ABSENT and not counted:
            self._renewals += 1  # back after a probe, or by itself: another sight than the one before in any case
            self._uncounted = True
        elif counted or presence is not Presence.PRESENT:
            self._uncounted = False
        if presence is Presence.ABSENT and before is Presence.UNKNOWN:
            self._begin(1, now_ns)  # somebody may have left it as described above
        elif presence is Presence.ABSENT and before is Presence.PRESENT and not counted:
            self._begin(PROBES_MAX, now_ns)
        elif counted or presence is not before:
            self._due_ns, self._known_partings = None, self._partings.count
        elif presence is Presence.PRESENT:
            self.heed(now_ns)

    def heed(self, now_ns: int) -> None:
        """Whether a link has missed the card that pcscd says is there."""
        if self._presence is Presence.PRESENT and self._known_partings != self._partings.count:
            self._begin(0, now_ns)

    def remedy(self, now_ns: int) -> Remedy:
        """What to do now."""
        if self._due_ns is None or now_ns < self._due_ns:
            return Remedy.NONE
        self._due_ns = None
        if self._presence is Presence.PRESENT:
            self._renewals += 1
            return Remedy.RENEWED
        return Remedy.PROBE

    def probed(self, now_ns: int, *, reached: bool) -> None:
        """pcscd has been made to ask the reader; not reached: somebody holds it, another time then."""
        self._probes -= reached
        if self._probes > 0:
            self._due_ns = now_ns + DOUBT_NS

    def _begin(self, probes: int, now_ns: int) -> None:
        self._probes, self._due_ns = probes, now_ns + DOUBT_NS
        self._known_partings = self._partings.count
