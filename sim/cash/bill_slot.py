"""What people do to a bill validator, and what befalls it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sim.cash.bills import Flaw, Note
from sim.cash.validator import BillValidator

NEWEST_SERIES: Final = "B"


class BillSlot:
    """Acts on the validator; each takes effect at the time it is called, and raises ValueError where none is fitted.

    now: the time, after all that was due before it
    """

    def __init__(self, validator: BillValidator | None, now: Callable[[], int]) -> None:
        self._validator, self._now = validator, now

    # The customer

    def insert(self, yen: int, *, series: str = NEWEST_SERIES, flaw: str = Flaw.NONE.value) -> None:
        """Put a note in, after those put in before: the next is laid in when the last has left the path.

        Any value will do; what the validator has not been taught (2000, 5000, 10000) comes back. It lies in
        the mouth until `take`, and so does one that is not drawn in.
        """
        if yen < 1:
            raise ValueError("a note is worth something")
        self._put(Note(yen, series, Flaw(flaw)))

    def insert_coupon(self, barcode: str) -> None:
        """Put a coupon with a barcode in."""
        self._put(Note(0, barcode=barcode))

    def take(self) -> dict[int, int]:
        """Take what lies in the mouth, and put away what is still in the hand: yen -> notes.

        Raises ValueError where nothing lies there.
        """
        self._now()
        taken = self._fitted.path.take()
        if not taken:
            raise ValueError("no note lies in the mouth")
        return taken

    def pull(self) -> None:
        """Pull the note back out. Raises ValueError where fingers reach none."""
        self._fitted.path.pull(self._now())

    # The attendant

    def clear(self) -> None:
        """Free a note that sticks, and mend what had failed."""
        now_ns = self._now()
        self._fitted.path.free(now_ns)
        self._fitted.mend(now_ns)

    def clear_stacker(self) -> None:
        """Free the stacker's pusher, and the note before it."""
        self._fitted.stacker.jammed = False
        self.clear()

    def remove_stacker(self) -> None:
        """Take the stacker out, with all that is in it. Raises ValueError where it is out already."""
        now_ns, stacker = self._now(), self._fitted.stacker
        if not stacker.fitted:
            raise ValueError("the stacker is out already")
        stacker.take_away()
        self._fitted.stacker_removed(now_ns)

    def insert_stacker(self) -> None:
        """Put an empty stacker in. Raises ValueError where there is one."""
        now_ns, stacker = self._now(), self._fitted.stacker
        if stacker.fitted:
            raise ValueError("a stacker is in already")
        stacker.put_back()
        self._fitted.stacker_inserted(now_ns)

    # Misfortune

    def stick(self) -> None:
        """Its inhibits have no effect any more: it takes notes although nothing may come in."""
        self._fitted.stick(self._now())

    def jam(self) -> None:
        """The note inside gets stuck at its next move; with none inside, the next one does."""
        self._now()
        self._fitted.path.jam_next()

    def jam_stacker(self) -> None:
        """The stacker's pusher sticks: the next note to be stacked jams there."""
        self._now()
        self._fitted.stacker.jammed = True

    def fill_stacker(self) -> None:
        """The stacker is full, or its sensor says so."""
        now_ns = self._now()
        self._fitted.stacker.say_full()
        self._fitted.stacker_full(now_ns)

    def fail(self, fault: int) -> None:
        """A fault of S3 Table 3 develops. Raises ValueError for one a validator cannot have by itself."""
        self._fitted.fail(fault, self._now())

    def _put(self, note: Note) -> None:
        self._fitted.path.insert(note, self._now())

    @property
    def _fitted(self) -> BillValidator:
        if self._validator is None:
            raise ValueError("no bill validator is fitted")
        return self._validator
