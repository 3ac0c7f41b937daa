"""Which coins and notes may be taken: those whose change and whose refund could be paid (rule book §11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from statemachine.change import make_change, refund
from statemachine.rules import COIN_VALUES_YEN


def acceptable(
    price_yen: int, inserted: Mapping[int, int], payable: Mapping[int, int], values: Iterable[int] = COIN_VALUES_YEN
) -> tuple[int, ...]:
    """Which of `values`, coins and notes, may be taken next.

    A value is taken while the credit is below the price and while, with it in, both the change and a
    refund of the whole credit could be paid from the hoppers. A coin that goes in lies in its own
    hopper, so it can itself be paid out again; a note lies in the stacker and cannot.
    """
    credit_yen = sum(value * coins for value, coins in inserted.items())
    if credit_yen >= price_yen:
        return ()
    return tuple(v for v in values if _safe(price_yen, credit_yen, inserted, payable, v))


def _safe(
    price_yen: int, credit_yen: int, inserted: Mapping[int, int], payable: Mapping[int, int], value: int
) -> bool:
    with_coin = {**inserted, value: inserted.get(value, 0) + 1}
    hoppers = {**payable, value: payable.get(value, 0) + 1} if value in payable else dict(payable)
    over_yen = max(0, credit_yen + value - price_yen)
    return make_change(over_yen, hoppers) is not None and refund(with_coin, hoppers) is not None


def exact_only(missing_yen: int, payable: Mapping[int, int], values: Iterable[int] = COIN_VALUES_YEN) -> bool:
    """Whether nobody who pays on with pieces of one value until it is enough could be given his change."""
    over = {-missing_yen % value for value in values} - {0}
    return bool(over) and all(make_change(yen, payable) is None for yen in over)
