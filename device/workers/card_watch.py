"""Watches the tray: presence becomes events. A swap between two looks is a removal and a placing."""

from __future__ import annotations

from device.workers.base import Desk, Worker
from drivers.card.reader import Presence, ReaderWatch, Sight
from drivers.clock import NS_PER_S
from statemachine.events import CardPlaced, CardRemoved, CardUnknown

LOOK_S = 2.0
"""The longest single look; so soon a stopping box gets its thread back."""


class CardWatcher(Worker):
    """Owns one watch on the reader; also says whether the reader is there at all.

    An empty tray is told once more when its counter has moved: a card came and went between two looks.
    """

    device = "card"

    def __init__(self, desk: Desk, watch: ReaderWatch) -> None:
        super().__init__(desk)
        self._watch = watch

    def run(self) -> None:
        """Report each change of the tray, for ever."""
        known = Sight(Presence.UNKNOWN, -1)
        while not self.stopping:
            sight = self._watch.next_sight(known, self.clock.monotonic_ns() + round(LOOK_S * NS_PER_S))
            if sight != known:
                self._report(known, sight)
                known = sight

    def _report(self, before: Sight, now: Sight) -> None:
        if now.presence is Presence.UNKNOWN:
            self.post(CardUnknown())
            self.unready("reader_lost", f"{self._watch.name}: the reader cannot be asked; check its cable, and pcscd")
            return
        if before.presence is Presence.PRESENT and now.presence is Presence.PRESENT:
            self.post(CardRemoved())
        self.post(CardPlaced() if now.presence is Presence.PRESENT else CardRemoved())
        self.ready()
