"""The place under the reader where a card lies, and the cable the reader hangs on."""

from __future__ import annotations

from collections.abc import Callable

from sim.card.card import VirtualCard
from sim.card.exchange import Exchange
from sim.card.faults import CardFaults
from sim.card.service import ReaderService


class TrayError(ValueError):
    """Raised when an act makes no sense on the tray as it is: two cards, or none to take."""


class Tray:
    """Holds at most one card. Every change counts and is told to the watchers, after it has happened.

    Laying a card does not power it: the reader does that.

    faults: what goes wrong between reader and card
    service: what stands between reader and kiosk
    """

    def __init__(self) -> None:
        self._card: VirtualCard | None = None
        self._plugged = True
        self._count = 0
        self._watchers: list[Callable[[], None]] = []
        self._last: Exchange | None = None
        self.faults = CardFaults(self._tell)
        self.service = ReaderService(self._service_changed)

    @property
    def card(self) -> VirtualCard | None:
        """The card that lies there, whether or not the reader is plugged."""
        return self._card

    @property
    def plugged(self) -> bool:
        """Whether the reader's cable is in."""
        return self._plugged

    @property
    def count(self) -> int:
        """Changes so far, of card, cable or service; for a reader's event counter, so that a swap between two
        looks is seen."""
        return self._count

    def lay(self, card: VirtualCard) -> None:
        """Lay a card down. Raises `TrayError` where one lies already."""
        if self._card is not None:
            raise TrayError("a card lies on the tray already")
        self._card = card
        self._changed()

    def take(self) -> VirtualCard:
        """Take the card away; it loses its power. Raises `TrayError` where none lies."""
        card = self._card
        if card is None:
            raise TrayError("no card lies on the tray")
        card.power_off()
        self._card = None
        self._changed()
        return card

    def unplug(self) -> None:
        """Pull the reader's cable: a card that lies there loses its power. Nothing where it is out."""
        if self._plugged:
            self._plugged = False
            if self._card is not None:
                self._card.power_off()
            self._changed()

    def plug(self) -> None:
        """Put the cable back. Nothing where it is in."""
        if not self._plugged:
            self._plugged = True
            self._changed()

    def ask(self, apdu: bytes) -> Exchange:
        """The reader sends a command to the card. Raises `TrayError` where none lies."""
        if self._card is None:
            raise TrayError("no card lies on the tray")
        last = self._last
        parts = last.parts if last is not None and last.card is self._card else None
        self._last = exchange = Exchange(self._card, apdu, self.faults.next(), parts, self._exchange_for)
        return exchange

    def watch(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Have `callback` called after every change, and when the card falls silent or speaks again. The result,
        called, ends it."""
        self._watchers.append(callback)

        def unwatch() -> None:
            if callback in self._watchers:
                self._watchers.remove(callback)

        return unwatch

    def _exchange_for(self, other: VirtualCard | None) -> None:
        """A hand that is quicker than the command under way."""
        if self._card is not None:
            self.take()
        if other is not None:
            self.lay(other)

    def _service_changed(self) -> None:
        if self._card is not None and not self.service.running:
            self._card.power_off()
        self._changed()

    def _changed(self) -> None:
        self._count += 1
        self._tell()

    def _tell(self) -> None:
        for callback in tuple(self._watchers):
            callback()
