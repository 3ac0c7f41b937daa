"""The inline card reader: what PC/SC would be, over the simulated tray in virtual time."""

from __future__ import annotations

from collections.abc import Callable

from device.hub import Flag, Hub
from drivers.card.reader import CardGone, Link, Presence, Sight
from drivers.errors import Disconnected, Refused
from sim.card import Tray, VirtualCard

_NAME = "sim://card"
SEEN_AFTER_NS = 150_000_000
"""A reader polls its field: a card that comes or goes is seen a little later."""


class InlineWatch:
    """Sees the tray change, as `SCardGetStatusChange` would."""

    def __init__(self, hub: Hub, tray: Tray) -> None:
        self._hub, self._tray, self._flag = hub, tray, Flag()
        self._unwatch = tray.watch(lambda: hub.wake(self._flag))

    @property
    def name(self) -> str:
        """The reader's URL."""
        return _NAME

    def next_sight(self, known: Sight, deadline_ns: int) -> Sight:
        """As `ReaderWatch.next_sight`."""
        while (sight := self._look()) == known and self._hub.now_ns < deadline_ns:
            self._hub.block(deadline_ns, self._flag, poll=True)
            self._hub.wait_until(self._hub.now_ns + SEEN_AFTER_NS)
        return sight

    def _look(self) -> Sight:
        tray = self._tray
        if not tray.plugged:
            return Sight(Presence.UNKNOWN, tray.count)
        return Sight(Presence.PRESENT if tray.card is not None else Presence.ABSENT, tray.count)

    def close(self) -> None:
        """Stop watching."""
        self._unwatch()


class InlineReader:
    """Connects to the card that lies on the tray."""

    def __init__(self, hub: Hub, tray: Tray) -> None:
        self._hub, self._tray = hub, tray
        self._held = False

    @property
    def name(self) -> str:
        """The reader's URL."""
        return _NAME

    def connect(self) -> Link:
        """As `Reader.connect`: exclusive, powers the card up."""
        if not self._tray.plugged:
            raise Disconnected(_NAME, "connect", "the reader is gone", "check its cable")
        if self._held:
            raise Refused(_NAME, "connect", "another program holds the card", "end it")
        card = self._tray.card
        if card is None:
            raise CardGone("no card on the tray")
        card.power_on()
        self._held = True
        return _InlineLink(self._hub, self._tray, card, self._let_go)

    def _let_go(self) -> None:
        self._held = False


class _InlineLink:
    """APDUs to one card, each taking the time that real metal needs."""

    def __init__(self, hub: Hub, tray: Tray, card: VirtualCard, let_go: Callable[[], None]) -> None:
        self._hub, self._tray, self._card, self._let_go = hub, tray, card, let_go
        self._open = True

    def transmit(self, apdu: bytes) -> bytes:
        """As `Link.transmit`; a card that leaves while it works is gone."""
        if self._tray.card is self._card and self._tray.plugged:
            self._hub.wait_until(self._hub.now_ns + self._card.duration_ns(apdu))
        if not self._tray.plugged:
            raise Disconnected(_NAME, "transmit", "the reader is gone", "check its cable")
        if self._tray.card is not self._card:
            raise CardGone("the card was taken")
        return self._card.transmit(apdu)

    def release(self) -> None:
        """Power off and let go."""
        if self._open:
            self._open = False
            self._let_go()
            if self._tray.card is self._card and self._tray.plugged:
                self._card.power_off()
