"""What happened at the coin slot and at the hoppers, as `CashDevice.poll` tells it."""

from __future__ import annotations

from dataclasses import dataclass


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
Occurrence = AcceptorEvent | PayoutEnded
