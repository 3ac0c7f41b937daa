"""The inline card reader: what PC/SC would be, over the simulated tray in virtual time."""

from __future__ import annotations

from typing import Final

from device.hub import Flag, Hub
from device.testing.inline_link import NAME, InlineLink, lost, reader_lost
from drivers.card.reader import CardGone, Link, Presence, Sight
from drivers.errors import Refused
from sim.card import Tray, VirtualCard

SEEN_AFTER_NS: Final = 150_000_000
"""A reader polls its field: a card that comes or goes is seen a little later."""


class InlineWatch:
    """Sees the tray change, as `SCardGetStatusChange` would.

    A reader that was lost is seen as UNKNOWN once at least, also when it is back at once. Of a card that is mute
    nothing changes: one that lay there before still does, one that is laid down now is not there.
    """

    def __init__(self, hub: Hub, tray: Tray) -> None:
        self._hub, self._tray, self._flag = hub, tray, Flag()
        self._unwatch = tray.watch(self._look_up)
        self._lost = bool(lost(tray))
        self._seen: VirtualCard | None = None
        self._look_up()

    @property
    def name(self) -> str:
        """The reader's URL."""
        return NAME

    def next_sight(self, known: Sight, deadline_ns: int) -> Sight:
        """As `ReaderWatch.next_sight`."""
        while (sight := self._look()) == known and self._hub.now_ns < deadline_ns:
            self._hub.block(deadline_ns, self._flag, poll=True)
            self._hub.wait_until(self._hub.now_ns + SEEN_AFTER_NS)
        return sight

    def _look_up(self) -> None:
        tray = self._tray
        self._lost = self._lost or bool(lost(tray))
        if not tray.faults.muted:
            self._seen = tray.card
        elif self._seen is not tray.card:
            self._seen = None
        self._hub.wake(self._flag)

    def _look(self) -> Sight:
        tray = self._tray
        if self._lost:
            self._lost = bool(lost(tray))
            return Sight(Presence.UNKNOWN, tray.count)
        return Sight(Presence.ABSENT if self._seen is None else Presence.PRESENT, tray.count)

    def close(self) -> None:
        """Stop watching."""
        self._unwatch()


class InlineReader:
    """Connects to the card that lies on the tray."""

    def __init__(self, hub: Hub, tray: Tray) -> None:
        self._hub, self._tray = hub, tray
        self._link: InlineLink | None = None

    @property
    def name(self) -> str:
        """The reader's URL."""
        return NAME

    def connect(self) -> Link:
        """As `Reader.connect`: exclusive, powers the card up."""
        if cause := lost(self._tray):
            raise reader_lost(cause, "connect")
        if self._link is not None and self._link.holds:
            raise Refused(NAME, "connect", "another program holds the card", "end it")
        card = self._tray.card
        if card is None:
            raise CardGone("no card on the tray")
        self._link = link = InlineLink(self._hub, self._tray, card)
        try:
            link.power_up()
        except Exception:
            link.release()
            raise
        return link
