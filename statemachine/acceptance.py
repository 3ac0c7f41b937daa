"""Which coins may be taken: only those whose change and whose refund could be paid (rule book §11)."""

from __future__ import annotations

from collections.abc import Mapping

from statemachine.change import can_always_change, make_change, refund
from statemachine.rules import COIN_VALUES_YEN


def acceptable(price_yen: int, inserted: Mapping[int, int], payable: Mapping[int, int]) -> tuple[int, ...]:
    """The coin values that may be taken next.

    A value is taken while the credit is below the price and while, with that coin in, both the change
    and a refund of the whole credit could be paid from the hoppers. A coin that goes in lies in its own
    hopper, so it can itself be paid out again.
    """
    credit_yen = sum(value * coins for value, coins in inserted.items())
    if credit_yen >= price_yen:
        return ()
    return tuple(v for v in COIN_VALUES_YEN if _safe(price_yen, credit_yen, inserted, payable, v))


def _safe(
    price_yen: int, credit_yen: int, inserted: Mapping[int, int], payable: Mapping[int, int], value: int
) -> bool:
    with_coin = {**inserted, value: inserted.get(value, 0) + 1}
    hoppers = {**payable, value: payable.get(value, 0) + 1} if value in payable else dict(payable)
    over_yen = max(0, credit_yen + value - price_yen)
    return make_change(over_yen, hoppers) is not None and refund(with_coin, hoppers) is not None


def exact_only(price_yen: int, payable: Mapping[int, int]) -> bool:
    """Whether some way of paying more than the price could not be given change for."""
    return not can_always_change(price_yen, payable, COIN_VALUES_YEN)
