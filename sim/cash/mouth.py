"""The mouth of a bill validator, and the customer's hand in front of it."""

from __future__ import annotations

from collections import deque

from sim.cash.bills import Note
from sim.cash.paper import HAND, MOUTH, TRANSPORT, Paper


class Mouth:
    """Room for one note: one that is offered to the rollers, or one that came back and waits to be taken.

    note: what lies in it
    """

    def __init__(self, paper: Paper) -> None:
        self.note: Note | None = None
        self._paper = paper
        self._hand: deque[Note] = deque()
        self._came_back = False

    @property
    def is_offered(self) -> bool:
        """Whether a note lies there that the rollers may take."""
        return self.note is not None and not self._came_back

    def offer(self, note: Note) -> None:
        """The customer wants to put a note in. Raises ValueError where one that came back lies in the way."""
        if self._came_back:
            raise ValueError("a note that came back lies in the mouth")
        self._paper.arrive("offered", HAND, note.yen)
        self._hand.append(note)

    def lay_next(self) -> None:
        """The customer lays the next note in, where there is one and room for it."""
        if self._hand and self.note is None:
            self.note = self._hand.popleft()
            self._paper.move(HAND, MOUTH, self.note.yen)

    def draw(self) -> Note:
        """The rollers take the note that is offered."""
        assert self.note is not None
        note, self.note = self.note, None
        self._paper.move(MOUTH, TRANSPORT, note.yen, "inserted")
        return note

    def give_back(self, note: Note) -> None:
        """A note comes out again."""
        self.note, self._came_back = note, True
        self._paper.move(TRANSPORT, MOUTH, note.yen, "returned")

    def take(self) -> dict[int, int]:
        """The customer takes the note, and puts away those still in the hand: yen -> notes."""
        if self.note is None:
            return {}
        self.note, self._came_back = None, False
        self._hand.clear()
        taken = self._paper.leave(MOUTH, "taken")
        for yen, notes in self._paper.leave(HAND, "taken").items():
            taken[yen] = taken.get(yen, 0) + notes
        return taken
