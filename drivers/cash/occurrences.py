"""What happened at the coin slot, at the note slot and at the hoppers, as `CashDevice.poll` tells it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from drivers.cash.counter import Mark

PROBABLY_EMPTY: Final = "payout timeout, probably empty"
"""What a hopper means whose motor turned without a coin (163, S2 3.90)."""


@dataclass(frozen=True, slots=True)
class CoinCredited:
    """A coin of `yen` is in for good. path: sorter exit 1 to 8, 0 without a sorter (S2 3.27)."""

    yen: int
    path: int


@dataclass(frozen=True, slots=True)
class CoinRejected:
    """A coin was not taken; surely or probably it lies in the return tray. code: S3 Table 2."""

    code: int
    meaning: str


@dataclass(frozen=True, slots=True)
class ReturnLeverPressed:
    """The coin return (flight deck) was opened; nothing is accepted until it closes (code 254)."""


@dataclass(frozen=True, slots=True)
class CoinSwallowed:
    """A coin is, or may be, inside without a credit. code: S3 Table 2; 0 when a coin was credited
    whose position has no known value. Never to be credited by itself: staff must look."""

    code: int
    meaning: str


@dataclass(frozen=True, slots=True)
class CreditsLost:
    """`count` events were overwritten before they could be read; any of them may have been a coin."""

    count: int


@dataclass(frozen=True, slots=True)
class AcceptorWasReset:
    """The acceptor lost power or was reset: credits since the last poll may be lost. Its inhibits are
    set again as they should stand."""


@dataclass(frozen=True, slots=True)
class AcceptorAlarm:
    """An event without a returned coin: a possible fraud, something stuck. code: S3 Table 2."""

    code: int
    meaning: str


@dataclass(frozen=True, slots=True)
class AcceptorFault:
    """The self-check found something else than last time (S3 Table 3): any code but 0 means that the
    acceptor takes no coins; 0 that it is well again."""

    code: int
    meaning: str


class Stacker(Enum):
    """How the box behind a bill validator is. Only OK, and UNKNOWN as long as nothing else is heard, lets
    notes in."""

    UNKNOWN = "unknown"
    OK = "ok"
    REMOVED = "removed"
    FULL = "full"
    JAMMED = "jammed"
    FAULTY = "faulty"

    @property
    def takes_notes(self) -> bool:
        """Whether nothing is known to be against it."""
        return self in (Stacker.OK, Stacker.UNKNOWN)


@dataclass(frozen=True, slots=True)
class NoteInEscrow:
    """A note of `yen` waits in escrow. No money yet: hold, stack or return it, or the validator gives it
    back by itself after its escrow time, mostly 30 s (S2 3.98)."""

    yen: int


@dataclass(frozen=True, slots=True)
class NoteCredited:
    """A note of `yen` is in the stacker for good."""

    yen: int


@dataclass(frozen=True, slots=True)
class NoteReturned:
    """A note went back to the customer. yen: what had been in escrow; None when nothing had."""

    yen: int | None


@dataclass(frozen=True, slots=True)
class NoteRejected:
    """A note was not taken and goes back. code: S3 Table 7, result B."""

    code: int
    meaning: str


@dataclass(frozen=True, slots=True)
class NoteSwallowed:
    """A note is, or may be, inside without a credit. code: S3 Table 7; 0 when no event told of it.
    yen: what had been in escrow, if anything. Never to be credited by itself: staff must look."""

    code: int
    meaning: str
    yen: int | None


@dataclass(frozen=True, slots=True)
class NotePulledOut:
    """A possible fraud upon the note of `yen` that was held or on its way from there: it gives no credit.
    code: S3 Table 7. Should it still be in escrow, it is given back; a credit of its own may still follow."""

    code: int
    meaning: str
    yen: int


@dataclass(frozen=True, slots=True)
class StackerChanged:
    """The stacker was taken out, put in, filled up, jammed or broke."""

    stacker: Stacker


@dataclass(frozen=True, slots=True)
class NoteCreditsLost:
    """`count` events were overwritten before they could be read; any of them may have been a note."""

    count: int


@dataclass(frozen=True, slots=True)
class ValidatorWasReset:
    """The validator lost power or was reset: credits since the last poll may be lost. Mode and inhibits
    are set again as they should stand, and a note that may be in escrow is given back."""


@dataclass(frozen=True, slots=True)
class ValidatorAlarm:
    """A possible fraud or a defect. code: S3 Table 7."""

    code: int
    meaning: str


@dataclass(frozen=True, slots=True)
class ValidatorFault:
    """The self-check found something else than last time (S3 Table 3): any code but 0 means that the
    validator takes no notes; 0 that it is well again."""

    code: int
    meaning: str


@dataclass(frozen=True, slots=True)
class PayoutEnded:
    """A payout is over: `paid` of `asked` coins of `yen` have left the hopper.

    paid comes from the hopper's non-volatile counter, which stands at `count_after` now. fault: why not
    all were paid, or what else the hopper says is wrong; None when all is well.
    """

    yen: int
    asked: int
    paid: int
    count_after: int
    fault: str | None

    @property
    def empty(self) -> bool:
        """The hopper turned and no more coins came."""
        return self.fault is not None and PROBABLY_EMPTY in self.fault


AcceptorEvent = (
    CoinCredited
    | CoinRejected
    | ReturnLeverPressed
    | CoinSwallowed
    | CreditsLost
    | AcceptorWasReset
    | AcceptorAlarm
    | AcceptorFault
)
ValidatorEvent = (
    NoteInEscrow
    | NoteCredited
    | NoteReturned
    | NoteRejected
    | NoteSwallowed
    | NotePulledOut
    | StackerChanged
    | NoteCreditsLost
    | ValidatorWasReset
    | ValidatorAlarm
    | ValidatorFault
)
Occurrence = AcceptorEvent | ValidatorEvent | PayoutEnded


@dataclass(frozen=True, slots=True)
class Happening:
    """An occurrence with where it leaves the event counter of the device that told it.

    device: `acceptor`, `validator`, or empty for a hopper, whose payouts are told by its own count. mark:
    to be kept together with what is booked for the occurrence, so that a host that starts again counts
    nothing twice and misses nothing.
    """

    occurrence: Occurrence
    device: str = ""
    mark: Mark | None = None
