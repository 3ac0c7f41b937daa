"""What may be taken, and what is said about change before anybody tries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statemachine.acceptance import acceptable, exact_only
from statemachine.change import make_change, refund

COINS = (10, 50, 100, 500)
ALL = (*COINS, 1000)
FULL = {10: 50, 50: 50, 100: 50, 500: 20}
EMPTY = dict.fromkeys(COINS, 0)


def test_with_full_hoppers_everything_is_taken_until_the_price_is_reached() -> None:
    assert acceptable(600, {}, FULL, ALL) == ALL
    assert acceptable(600, {500: 1}, FULL, ALL) == ALL
    assert acceptable(600, {500: 1, 100: 1}, FULL, ALL) == ()


def test_with_empty_hoppers_coins_up_to_the_price_are_taken_and_no_note() -> None:
    assert acceptable(600, {}, EMPTY, ALL) == COINS
    assert acceptable(600, {500: 1}, {**EMPTY, 500: 1}, ALL) == (10, 50, 100)


def test_so_many_notes_are_taken_as_the_hoppers_could_pay_back() -> None:
    assert 1000 in acceptable(4500, {1000: 3}, {500: 8}, ALL)
    assert 1000 not in acceptable(4500, {1000: 3}, {500: 7}, ALL)


def test_a_coin_whose_hopper_is_not_to_be_used_is_not_taken() -> None:
    assert acceptable(600, {}, {10: 0, 100: 0, 500: 0}, ALL) == (10, 100, 500)


@given(
    st.integers(1, 60).map(lambda tens: tens * 10),
    st.fixed_dictionaries(dict.fromkeys(COINS, st.integers(0, 5))),
    st.lists(st.sampled_from(ALL), max_size=12),
)
def test_whatever_is_taken_can_be_changed_and_refunded(price: int, hoppers: dict[int, int], hand: list[int]) -> None:
    inside: dict[int, int] = {}
    held = dict(hoppers)
    for piece in hand:
        if piece not in acceptable(price, inside, held, ALL):
            continue
        inside[piece] = inside.get(piece, 0) + 1
        if piece in held:
            held[piece] += 1
        paid = sum(value * count for value, count in inside.items())
        assert refund(inside, held) is not None
        assert make_change(max(0, paid - price), held) is not None


@pytest.mark.parametrize(
    ("missing", "hoppers", "values", "exact"),
    [
        (600, EMPTY, ALL, True),
        (600, {**EMPTY, 100: 4}, ALL, False),  # two coins of 500, or a note: 400 back
        (600, {**EMPTY, 100: 3}, ALL, True),
        (200, {**EMPTY, 100: 3}, ALL, False),  # one coin of 500: 300 back
        (100, {**EMPTY, 500: 1}, ALL, True),
        (500, EMPTY, COINS, False),  # whoever pays with coins of one value needs no change
        (450, {**FULL, 50: 0, 10: 0}, ALL, True),  # 50 back, whatever he puts in
        (450, {**FULL, 10: 0}, ALL, False),
        (600, {**FULL, 10: 0}, ALL, False),  # nobody needs a coin of 10 back
        (0, EMPTY, ALL, False),
    ],
)
def test_exact_money_is_asked_for_when_no_change_can_be_given(
    missing: int, hoppers: dict[int, int], values: tuple[int, ...], exact: bool
) -> None:
    assert exact_only(missing, hoppers, values) is exact
