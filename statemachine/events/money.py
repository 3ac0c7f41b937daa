"""Coins in, coins out, and what is uncertain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from statemachine.events.base import Event, Topic


@dataclass(frozen=True, kw_only=True)
class MoneyEvent(Event):
    """About money; abstract."""

    topic: ClassVar[Topic] = Topic.MONEY


@dataclass(frozen=True, kw_only=True)
class CashCredited(MoneyEvent):
    """A coin of `yen` is in, lying at `place` (`hopper-100`, `cashbox`)."""

    by_customer: ClassVar[bool] = True
    yen: int
    place: str


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
    """What the hoppers' own non-volatile counters say, as (coin value in yen, count)."""

    counts: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class CoinsDispensed(MoneyEvent):
    """A payout has ended: `paid` of `asked` coins of `yen` left the hopper."""

    yen: int
    asked: int
    paid: int
    count_after: int
    fault: str | None = None
