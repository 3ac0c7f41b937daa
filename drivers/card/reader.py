"""What the card driver needs of a reader: to see that a card came or went, and to talk to it alone.

A watch and a reader are separate on purpose: PC/SC wants one context per thread, and watching must go on
while a command is under way.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from drivers.errors import KioskError


class CardGone(KioskError):
    """Raised by a link, a reader or the card driver when the card is no longer there.

    A person's doing, not a fault of a device: the worker makes an event of it. PC/SC shows it in three
    ways (an empty answer, 0x80100016, then 0x80100069); all three are this.
    """


class CardSwapped(CardGone):
    """Raised by the card driver when another card answers than the one that this visit began with."""


class Presence(Enum):
    """What the reader says about its tray. Losing the reader is UNKNOWN, never ABSENT."""

    UNKNOWN = "unknown"
    ABSENT = "absent"
    PRESENT = "present"


@dataclass(frozen=True, slots=True)
class Sight:
    """One look at the tray.

    count: the reader's own event counter (PC/SC: upper 16 bits of dwEventState). It moves at each
    insertion and removal, so a card swapped between two looks is a different sight although both say
    PRESENT. It starts anew with the reader's service: only "differs" means anything, not "greater".
    """

    presence: Presence
    count: int


class ReaderWatch(Protocol):
    """Sees cards come and go, from a thread of its own."""

    @property
    def name(self) -> str:
        """The reader as a person knows it (`ACS ACR1252 00 00`)."""
        ...

    def next_sight(self, known: Sight, deadline_ns: int) -> Sight:
        """A sight that differs from `known`, as soon as there is one; `known` itself at the deadline.

        A reader that is lost is a sight (UNKNOWN), not an error; the watch looks for it again by itself.
        """
        ...

    def close(self) -> None:
        """Stop watching. Never raises; a second call does nothing."""
        ...


class Link(Protocol):
    """An exclusive connection to the one card on the tray, from power-up to power-off.

    It is one card's: a link whose card has left is broken for good, and never powers the next one up by
    itself (PC/SC answers REMOVED_CARD or RESET_CARD until the program connects anew).
    """

    def transmit(self, apdu: bytes | bytearray) -> bytes:
        """Send one short C-APDU; the R-APDU including its status word (2 to 258 bytes).

        Raises `CardGone` when the card has left, `drivers.errors.Disconnected` when the reader has. The
        command may hold a PIN: a link keeps no copy of it and puts no byte of it into a message.
        """
        ...

    def release(self) -> None:
        """Cut the card's power (PC/SC UNPOWER) and let go. Never raises; a second call does nothing.

        Only loss of power ends a verified PIN; a reset or a plain disconnect leaves it in force.
        """
        ...


class Reader(Protocol):
    """Where links come from."""

    @property
    def name(self) -> str:
        """The reader as a person knows it."""
        ...

    def connect(self) -> Link:
        """Power the card up, exclusively (no other program can reach it).

        Raises `CardGone` when there is no card, `drivers.errors.Disconnected` when there is no reader,
        `drivers.errors.Refused` when another program holds the card.
        """
        ...
