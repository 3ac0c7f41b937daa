"""What the mechanics of a bill validator ask its electronics, and what they tell them."""

from __future__ import annotations

from typing import Protocol

from sim.cash.bills import Note


class Electronics(Protocol):
    """What the path asks the validator, and what it tells it."""

    @property
    def uses_escrow(self) -> bool:
        """Whether a good note waits for the host's decision."""
        ...

    def is_open(self, now_ns: int) -> bool:
        """Whether a note may come in now."""
        ...

    def drawn(self) -> None:
        """A note has been drawn in."""
        ...

    def judge(self, note: Note, now_ns: int) -> int:
        """The type of a note under the sensors; 0, with its event, for one that goes back."""
        ...

    def held(self, number: int) -> None:
        """A note is in escrow."""
        ...

    def stacked(self, number: int, now_ns: int) -> None:
        """A note is in the stacker; 0 for one of unknown type."""
        ...

    def tell(self, code: int, now_ns: int) -> None:
        """Anything else that happened (S3 Table 7)."""
        ...

    def jammed(self, now_ns: int, *, in_stacker: bool) -> None:
        """A note sticks until somebody frees it."""
        ...

    def unjammed(self, now_ns: int) -> None:
        """No note sticks any more."""
        ...
