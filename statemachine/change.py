"""Making change: which coins to pay, from what the hoppers hold. Pure arithmetic on whole yen.

Coins are given as a mapping of value in yen to number of coins; values are positive, numbers that are
not positive mean none. A mapping that is returned names only coins to pay; the empty one pays nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from itertools import pairwise
from math import gcd
from typing import Final, NamedTuple

# In a refund, a coin of a value that was inserted outweighs any number of coins saved.
_IN_KIND_BONUS: Final = 1_000_000


class _Supply(NamedTuple):
    """Up to `coins` coins of `value` units, each at `cost`; the cheapest sum is wanted."""

    value: int
    coins: int
    cost: int


def make_change(yen: int, coins: Mapping[int, int]) -> Mapping[int, int] | None:
    """Exactly `yen` with the fewest coins; None when these coins cannot do it.

    Work grows with yen / (common divisor of the values) at most: 2,000 steps a value for 20,000 yen of
    coins from 10 yen up. Raises ValueError for a negative amount or a value that is not positive.
    """
    have = _usable(yen, coins)
    if not _nested(have):
        return _cheapest(yen, [_Supply(value, count, 1) for value, count in have.items()])
    paid, left = _greedy(yen, have)
    return None if left else paid


def most_payable(yen: int, coins: Mapping[int, int]) -> Mapping[int, int]:
    """The greatest sum up to `yen` these coins make, with the fewest coins: what is left is owed.

    Raises as `make_change`.
    """
    have = _usable(yen, coins)
    if _nested(have):
        return _greedy(yen, have)[0]
    supplies = [_Supply(value, count, 1) for value, count in have.items()]
    return _cheapest(yen, supplies, short=True) or {}


def refund(
    inserted: Mapping[int, int], coins: Mapping[int, int], yen: int | None = None
) -> Mapping[int, int] | None:
    """The sum of what was inserted, in the inserted values as far as the hoppers can, the rest as change.

    As many coins as possible are of inserted values and numbers, then as few coins as possible are paid
    in all. inserted: also values no hopper holds (a note of 1000). yen: what is still to be paid of it, where
    other coins have stood in for some. None when these coins cannot make the sum. Raises as `make_change`.
    """
    total = sum(value * count for value, count in inserted.items() if count > 0) if yen is None else yen
    have = _usable(total, coins)
    in_kind = {value: min(count, inserted.get(value, 0)) for value, count in have.items()}
    in_kind = {value: count for value, count in in_kind.items() if count > 0}
    others = {value: count - in_kind.get(value, 0) for value, count in have.items()}
    in_kind_yen = sum(value * count for value, count in in_kind.items())
    rest = make_change(total - in_kind_yen, others) if in_kind_yen <= total else None
    if rest is not None:
        paid = {value: in_kind.get(value, 0) + rest.get(value, 0) for value in have}
        return {value: count for value, count in paid.items() if count}
    # Giving all of them back in kind blocks the rest (100 yen in as 2 x 50, one 50 and one 100 held).
    supplies = [_Supply(value, count, 1 - _IN_KIND_BONUS) for value, count in in_kind.items()]
    supplies += [_Supply(value, count, 1) for value, count in others.items() if count]
    return _cheapest(total, supplies)


def _usable(yen: int, coins: Mapping[int, int]) -> dict[int, int]:
    """The coins that can take part, greatest value first."""
    if yen < 0 or any(value <= 0 for value in coins):
        raise ValueError(f"no change of {yen} yen from values {sorted(coins)}")
    return {value: coins[value] for value in sorted(coins, reverse=True) if coins[value] > 0 and value <= yen}


def _nested(coins: Mapping[int, int]) -> bool:
    """Whether each value divides the next greater one, as 10, 50, 100 and 500 do."""
    return all(greater % less == 0 for greater, less in pairwise(coins))


def _greedy(yen: int, coins: Mapping[int, int]) -> tuple[dict[int, int], int]:
    """Greatest coins first; what is paid and what is left.

    Exact, and fewest, for nested values: whenever smaller coins are worth a greater one, some of them
    are worth exactly it, so putting the greater in their place never breaks a sum. Also when coins are short.
    """
    paid = {}
    for value, held in coins.items():
        if count := min(yen // value, held):
            paid[value] = count
            yen -= value * count
    return paid, yen


def _cheapest(yen: int, supplies: list[_Supply], *, short: bool = False) -> dict[int, int] | None:
    """The cheapest sum of `yen`, or with `short` of the greatest sum up to it; any values, bounded coins.

    One pass a supply over all sums in units of the common divisor; within a residue of the value a
    sliding window keeps the best start, so the number of coins does not enter the work.
    """
    unit = gcd(*(supply.value for supply in supplies))
    if not unit or (yen % unit and not short):
        return None if yen else {}
    size = yen // unit + 1
    cost: list[int | None] = [0] + [None] * (size - 1)
    taken: list[list[int]] = []
    for supply in supplies:
        cost, count = _with_supply(cost, supply._replace(value=supply.value // unit))
        taken.append(count)
    at = next(sum_ for sum_ in reversed(range(size)) if cost[sum_] is not None) if short else size - 1
    if cost[at] is None:
        return None
    paid: dict[int, int] = {}
    for supply, count in zip(reversed(supplies), reversed(taken), strict=True):
        if count[at]:
            paid[supply.value] = paid.get(supply.value, 0) + count[at]
            at -= count[at] * (supply.value // unit)
    return paid


def _with_supply(cost: list[int | None], supply: _Supply) -> tuple[list[int | None], list[int]]:
    """The cheapest cost of each sum once `supply` may be used, and how many of its coins that takes."""
    size = len(cost)
    best: list[int | None] = [None] * size
    count = [0] * size
    for residue in range(min(supply.value, size)):
        window: deque[tuple[int, int]] = deque()  # (cost without the coins up to it, coins up to it)
        for coins, sum_ in enumerate(range(residue, size, supply.value)):
            base = cost[sum_]
            if base is not None:
                bare = base - coins * supply.cost
                while window and window[-1][0] >= bare:
                    window.pop()
                window.append((bare, coins))
            if window and coins - window[0][1] > supply.coins:
                window.popleft()
            if window:
                bare, start = window[0]
                best[sum_] = bare + coins * supply.cost
                count[sum_] = coins - start
    return best, count
