"""Change against brute force: every way to pay, counted out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statemachine.change import make_change, most_payable, refund

YEN = (10, 50, 100, 500)
HOPPERS = st.fixed_dictionaries(dict.fromkeys(YEN, st.integers(0, 6)))
ANY_COINS = st.dictionaries(st.integers(1, 40), st.integers(-1, 5), max_size=4)


def ways(coins: Mapping[int, int]) -> Iterator[dict[int, int]]:
    for counts in product(*(range(max(held, 0) + 1) for held in coins.values())):
        yield dict(zip(coins, counts, strict=True))


def worth(coins: Mapping[int, int]) -> int:
    return sum(value * count for value, count in coins.items())


def fewest(yen: int, coins: Mapping[int, int]) -> int | None:
    return min((sum(way.values()) for way in ways(coins) if worth(way) == yen), default=None)


def is_payable(paid: Mapping[int, int], coins: Mapping[int, int]) -> bool:
    return all(0 < count <= coins[value] for value, count in paid.items())


@given(st.integers(0, 130).map(lambda tens: tens * 10), HOPPERS)
@settings(deadline=None, max_examples=120)
def test_yen_change_has_the_fewest_coins(yen: int, coins: dict[int, int]) -> None:
    paid = make_change(yen, coins)
    assert (None if paid is None else sum(paid.values())) == fewest(yen, coins)
    assert paid is None or (worth(paid) == yen and is_payable(paid, coins))


@given(st.integers(0, 120), ANY_COINS)
@settings(deadline=None, max_examples=250)
def test_any_values_have_the_fewest_coins(yen: int, coins: dict[int, int]) -> None:
    paid = make_change(yen, coins)
    assert (None if paid is None else sum(paid.values())) == fewest(yen, coins)
    assert paid is None or (worth(paid) == yen and is_payable(paid, coins))


@given(st.integers(0, 1300), st.one_of(HOPPERS, ANY_COINS))
@settings(deadline=None, max_examples=200)
def test_what_cannot_be_paid_is_as_little_as_possible(yen: int, coins: dict[int, int]) -> None:
    paid = most_payable(yen, coins)
    assert worth(paid) == max(worth(way) for way in ways(coins) if worth(way) <= yen)
    assert sum(paid.values()) == fewest(worth(paid), coins)
    assert is_payable(paid, coins)


INSERTED = st.fixed_dictionaries(dict.fromkeys((10, 50, 100, 500, 1000), st.integers(0, 2)))
FEW = st.fixed_dictionaries(dict.fromkeys(YEN, st.integers(0, 4)))


@given(INSERTED, FEW)
@settings(deadline=None, max_examples=150)
def test_a_refund_gives_back_in_kind_what_it_can(inserted: dict[int, int], coins: dict[int, int]) -> None:
    total = worth(inserted)

    def in_kind(way: Mapping[int, int]) -> int:
        return sum(min(count, inserted.get(value, 0)) for value, count in way.items())

    best = max(((in_kind(way), -sum(way.values())) for way in ways(coins) if worth(way) == total), default=None)
    paid = refund(inserted, coins)
    assert (None if paid is None else (in_kind(paid), -sum(paid.values()))) == best
    assert paid is None or (worth(paid) == total and is_payable(paid, coins))


def test_the_greatest_coin_first_is_not_always_right() -> None:
    assert make_change(60, {40: 3, 30: 2, 10: 9}) == {30: 2}
    assert make_change(60, {50: 1, 20: 3}) == {20: 3}


def test_levels_bound_the_change() -> None:
    assert make_change(650, {10: 50, 50: 50, 100: 50, 500: 20}) == {500: 1, 100: 1, 50: 1}
    assert make_change(650, {10: 50, 50: 50, 100: 3, 500: 0}) == {100: 3, 50: 7}
    assert make_change(650, {10: 4, 50: 0, 100: 50, 500: 20}) is None
    assert make_change(0, {}) == {}
    assert make_change(10, {}) is None
    assert make_change(15, dict.fromkeys(YEN, 50)) is None


def test_the_customer_gets_his_own_coins_back() -> None:
    full = dict.fromkeys(YEN, 50)
    assert refund({100: 3, 50: 2}, full) == {100: 3, 50: 2}
    assert refund({500: 1, 100: 1}, {**full, 500: 0}) == {100: 6}
    assert refund({1000: 1, 10: 2}, full) == {500: 2, 10: 2}
    assert refund({}, full) == {}


def test_in_kind_is_given_up_where_it_would_block_the_rest() -> None:
    assert refund({50: 2}, {50: 1, 100: 1}) == {100: 1}
    assert refund({50: 2}, {50: 1, 10: 4}) is None


def test_what_is_still_to_be_paid_stays_in_kind_when_other_coins_have_stood_in_for_a_note() -> None:
    full = dict.fromkeys(YEN, 50)
    assert refund({1000: 1, 50: 4}, full) == {500: 2, 50: 4}
    assert refund({1000: 1, 50: 4}, full, 200) == {50: 4}, "the two coins of 500 are out"
    assert refund({50: 4}, {50: 0, 100: 1, 10: 20}, 100) == {100: 1}, "a coin of 100 stood in for two of 50"
    assert refund({50: 4}, full, 100) == {50: 2}


def test_what_is_left_is_owed() -> None:
    assert most_payable(670, {500: 1, 100: 1, 10: 3}) == {500: 1, 100: 1, 10: 3}
    assert most_payable(5, {10: 3}) == {}
    assert most_payable(60, {40: 1, 30: 2}) == {30: 2}


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="-10 yen"):
        make_change(-10, {})
    with pytest.raises(ValueError, match="values"):
        make_change(10, {0: 5})


def test_twenty_thousand_yen_in_odd_coins() -> None:
    paid = make_change(20_000, {30: 255, 70: 255, 110: 60})
    assert paid is not None
    assert worth(paid) == 20_000
