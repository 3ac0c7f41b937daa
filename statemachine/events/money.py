"""Coins in, coins out, and what is uncertain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from statemachine.events.base import Event, Topic


@dataclass(frozen=True, kw_only=True)
class MoneyEvent(Event):
    """About money; abstract.

    mark: which device said it, its serial number, and where that left its event counter
    (`acceptor`, 3153938, 17); None where there is no such counter. Kept with the journal, so that after a
    restart nothing is counted twice and nothing is missed.
    """

    topic: ClassVar[Topic] = Topic.MONEY
    mark: tuple[str, int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class CashCredited(MoneyEvent):
    """A coin of `yen` is in, lying at `place` (`hopper-100`, `cashbox`).

    earlier: it came while nobody listened, before this boot; whoever put it in has left.
    """

    by_customer: ClassVar[bool] = True
    yen: int
    place: str
    earlier: bool = False


@dataclass(frozen=True, kw_only=True)
class NoteHeld(MoneyEvent):
    """A note of `yen` lies in escrow: it can still be stacked or returned."""

    by_customer: ClassVar[bool] = True
    yen: int


@dataclass(frozen=True, kw_only=True)
class NoteStacked(MoneyEvent):
    """A note of `yen` is in the stacker for good. earlier: as of `CashCredited`."""

    yen: int
    earlier: bool = False


@dataclass(frozen=True, kw_only=True)
class NoteReturned(MoneyEvent):
    """A note went back to the customer: the one of `yen` that was held in escrow.

    None: the validator does not know which (it was started anew, or had stuck), or it had not been held.
    fraud: it seems to have been pulled out, on a string perhaps; it counts no more all the same.
    """

    yen: int | None
    fraud: bool = False


@dataclass(frozen=True, kw_only=True)
class NoteRefused(MoneyEvent):
    """The validator gave a note back before it was held, with its status code."""

    by_customer: ClassVar[bool] = True
    code: int


@dataclass(frozen=True, kw_only=True)
class NoteIntakeChanged(MoneyEvent):
    """The validator can take no notes, with the cause as a code (`stacker_full`); None: it can again."""

    cause: str | None


@dataclass(frozen=True, kw_only=True)
class CoinReturned(MoneyEvent):
    """The acceptor gave a coin back, with its error code."""

    by_customer: ClassVar[bool] = True
    code: int


class ReturnLeverPressed(MoneyEvent):
    """The coin return lever: a cancel."""

    by_customer: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class CashUncertain(MoneyEvent):
    """Money may be inside without a credit (swallowed coin, lost credits, device reset)."""

    cause: str


@dataclass(frozen=True, kw_only=True)
class HoppersCounted(MoneyEvent):
    """What the hoppers' own non-volatile counters say, as (coin value in yen, count).

    marks: where the event counters of the other devices stand, each as `mark`: from here on everything is told.
    faulty: coin values of hoppers that count but cannot pay. levels: what their sensors say, as (coin value in yen,
    `low`, `ok` or `high`); without those that have none.
    """

    counts: tuple[tuple[int, int], ...]
    faulty: tuple[int, ...] = ()
    marks: tuple[tuple[str, int, int], ...] = ()
    levels: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class CoinsDispensed(MoneyEvent):
    """A payout has ended: `paid` of `asked` coins of `yen` left the hopper. empty: its motor turned and none came."""

    yen: int
    asked: int
    paid: int
    count_after: int
    fault: str | None = None
    empty: bool = False
