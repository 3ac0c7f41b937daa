"""What can go wrong between the reader and the card on it, arranged for commands that are still to come.

A command is counted when the reader sends it, whatever card lies there: 1 is the next one. The command
after power-up that the real card fails counts, and so does each GET RESPONSE.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, get_args

from sim.card.card import VirtualCard
from sim.wire import NS_PER_MS

Moment = Literal["before", "during", "answering", "after"]
"""When a hand comes in between: before the command reaches the card; while the card works at it, which comes to
nothing; when it was carried out and the answer is on its way; right behind the answer."""

MOMENTS: Final[tuple[Moment, ...]] = get_args(Moment)


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to one command. Several may meet in one; a card that is pulled or silent answers nothing.

    moment: when the card is pulled; instead: the card that lies there then
    answer: what is answered in place of carrying the command out
    offers_length: 6Cxx with the right Le, where the command has one
    part_bytes: the answer comes in parts of at most so many bytes, 61xx until the last (GET RESPONSE)
    nonsense: carried out, but what comes back is no answer at all
    cut_bytes: the answer breaks off after so many
    late_ns: how late it comes
    """

    moment: Moment | None = None
    instead: VirtualCard | None = None
    answer: bytes | None = None
    offers_length: bool = False
    part_bytes: int | None = None
    nonsense: bool = False
    cut_bytes: int | None = None
    late_ns: int = 0
    mutes: bool = False


NONE: Final = Fault()


class CardFaults:
    """Faults by the number of the command that they hit, and whether the card answers at all.

    changed: called when the card falls silent, and when it speaks again
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._armed: dict[int, Fault] = {}
        self._commands = 0
        self._muted = False

    @property
    def commands(self) -> int:
        """How many commands the reader has sent so far."""
        return self._commands

    @property
    def muted(self) -> bool:
        """Whether the card answers nothing, not even that it is there."""
        return self._muted

    def pull(self, n: int, moment: Moment) -> None:
        """The card is pulled at the `n`-th command from now."""
        self._arm(n, moment=moment, instead=None)

    def swap(self, n: int, instead: VirtualCard, moment: Moment = "before") -> None:
        """The card is pulled at the `n`-th command from now, and another laid down at once."""
        self._arm(n, moment=moment, instead=instead)

    def answer(self, n: int, octets: bytes) -> None:
        """The `n`-th command from now is not carried out, but answered with these bytes (`6F00`), one at least."""
        if not octets:
            raise ValueError("an answer has one byte at least: a card that says nothing is mute")
        self._arm(n, answer=octets)

    def offer_length(self, n: int) -> None:
        """The `n`-th command from now is answered 6Cxx with the right Le; one that has none as ever."""
        self._arm(n, offers_length=True)

    def split(self, n: int, part_bytes: int) -> None:
        """The answer to the `n`-th command from now is to be fetched in parts: 61xx, GET RESPONSE."""
        if part_bytes < 1:
            raise ValueError("a part has one byte at least")
        self._arm(n, part_bytes=part_bytes)

    def corrupt(self, n: int) -> None:
        """The answer to the `n`-th command from now is nonsense; the card has done what it was asked."""
        self._arm(n, nonsense=True)

    def truncate(self, n: int, size_bytes: int) -> None:
        """The answer to the `n`-th command from now breaks off after so many bytes, one at least."""
        if size_bytes < 1:
            raise ValueError("an answer has one byte at least: a card that says nothing is mute")
        self._arm(n, cut_bytes=size_bytes)

    def delay(self, n: int, ms: float) -> None:
        """The answer to the `n`-th command from now comes so late; it was carried out in time."""
        if ms < 0:
            raise ValueError("a time cannot be negative")
        self._arm(n, late_ns=round(ms * NS_PER_MS))

    def mute(self, n: int | None = None) -> None:
        """The card answers nothing any more, from now on or from the `n`-th command on. What it is asked then
        it never hears, and a card that is laid down in this time does not show that it is there."""
        if n is not None:
            self._arm(n, mutes=True)
        elif not self._muted:
            self._muted = True
            self._changed()

    def unmute(self) -> None:
        """The card answers again. What it was asked meanwhile it has not heard: 6F00."""
        if self._muted:
            self._muted = False
            self._changed()

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self._armed.clear()
        self.unmute()

    def next(self) -> Fault:
        """A command is sent: what happens to it."""
        self._commands += 1
        fault = self._armed.pop(self._commands, NONE)
        if fault.mutes:
            self.mute()
        return fault

    def _arm(self, n: int, **what: Any) -> None:
        if n < 1:
            raise ValueError("commands to come are counted from 1")
        at = self._commands + n
        self._armed[at] = replace(self._armed.get(at, NONE), **what)
