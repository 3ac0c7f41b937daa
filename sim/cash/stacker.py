"""The box behind the bill validator in which the notes end."""

from __future__ import annotations

from collections import Counter
from typing import Final

from sim.cash.bills import Note
from sim.cash.paper import STACKER, TRANSPORT, Paper

CAPACITY_NOTES: Final = 300


class Stacker:
    """Holds notes until somebody takes it away with them, and puts an empty one back.

    fitted: whether there is one. jammed: its pusher is stuck
    """

    def __init__(self, paper: Paper) -> None:
        self.fitted = True
        self.jammed = False
        self._paper = paper
        self._notes: list[Note] = []
        self._said_full = False

    @property
    def is_full(self) -> bool:
        """Whether nothing more goes in, or its sensor says so."""
        return self._said_full or len(self._notes) >= CAPACITY_NOTES

    @property
    def takes(self) -> bool:
        """Whether the next note can be stacked."""
        return self.fitted and not self.jammed and not self.is_full

    @property
    def contents(self) -> dict[int, int]:
        """What lies in it: yen -> notes."""
        return dict(Counter(note.yen for note in self._notes))

    def add(self, note: Note) -> None:
        """A note is pushed in; without a box behind it, it falls into the hand of whoever freed it."""
        self._notes.append(note)
        self._paper.move(TRANSPORT, STACKER, note.yen)
        if not self.fitted:
            self.take_away()

    def say_full(self) -> None:
        """Its sensor is covered, by notes or by something else."""
        self._said_full = True

    def take_away(self) -> None:
        """Somebody takes it out, with all that is in it."""
        self.fitted = False
        self._notes.clear()
        self._paper.leave(STACKER, "collected")

    def put_back(self) -> None:
        """An empty one is put in."""
        self.fitted = True
        self._said_full = self.jammed = False
