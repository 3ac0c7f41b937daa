"""Broken tills are found out by the noisy line's moments, each where one would look for it and by what it does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from tests.faults import test_noisy_line_late as late
from tests.faults import test_noisy_line_moments as moments
from tests.faults.noisy import mutants
from tests.faults.noisy.cut import Moment

AT_ONCE = Moment.BEFORE_ORDER

Story = Callable[[], None]


def plain_day(*, echo: bool) -> Story:
    return partial(
        moments.test_nothing_happens_at_all_and_everybody_gets_what_he_pays_for, echo, "auto", (), "serial"
    )


def refund(fault: str, *coins: int) -> Story:
    story = moments.test_coins_are_ordered_out_again_and_something_happens_just_then
    return partial(story, (fault,), AT_ONCE, list(coins))


def held_note(fault: str) -> Story:
    return partial(moments.test_a_note_is_moved_and_something_happens_just_then, (fault,), AT_ONCE, True)


FOUND_OUT: list[tuple[mutants.Mutant, str, Story, str]] = [
    (
        mutants.starts_without_its_marks,
        "coins while the host is down",
        partial(moments.test_the_host_is_down_while_coins_are_past_the_gate, 2.0),
        "inside that are not on record; 0 were spoken of",
    ),
    (
        mutants.starts_without_its_marks,
        "power lost between two coins of one poll",
        partial(moments.test_the_host_loses_power_between_two_coins_of_one_poll, Moment.BEHIND_COMMIT, 0),
        "inside that are not on record; 0 were spoken of",
    ),
    (
        mutants.orders_coins_again,
        "a refund whose reply is damaged",
        refund("corrupt", 500),
        "order 167 to address 6 went out twice running",
    ),
    (
        mutants.orders_notes_again,
        "a note whose reply is lost",
        held_note("drop"),
        "order 154 to address 40 went out twice running",
    ),
    (
        mutants.resets_again,
        "a reset whose reply is lost",
        moments.test_the_answer_to_a_reset_is_lost,
        "order 1 to address 5 went out twice running",
    ),
    (mutants.credits_a_held_note, "a plain day", plain_day(echo=False), "2 notes were credited, 1 were drawn in"),
    (mutants.counts_to_256, "a plain day beyond the wrap", plain_day(echo=False), "4 coins of 500 yen were credited"),
    (mutants.counts_to_256, "a refund beyond the wrap", refund("drop", 50, 50, 50), "coins of 50 yen were credited"),
    (
        mutants.overlooks_resets,
        "a credit that was not read before the power went",
        moments.test_the_acceptor_loses_power_before_its_last_credit_was_read,
        "1 coins are inside that are not on record; 0 were spoken of",
    ),
    (
        mutants.overlooks_gaps,
        "a host that hangs",
        moments.test_a_host_that_hangs_finds_more_events_than_the_buffer_holds,
        "coins are inside that are not on record; 0 were spoken of",
    ),
    (
        mutants.believes_whoever_answers,
        "a note whose credit comes late and again",
        partial(late.test_a_note_is_not_credited_again_as_a_coin_or_as_another_note, 8, 350.0, 5.2),
        "1 coins of 50 yen were credited, 0 are in",
    ),
    (mutants.hears_itself, "a plain day with an echo", plain_day(echo=True), r"\(0, \{\}\) == \(8"),
    (
        mutants.takes_shut_for_closed,
        "a coin that falls while the acceptor is shut",
        partial(moments.test_a_coin_is_past_the_gate_when_the_one_before_it_has_paid_the_price, 0.6),
        "1 coins are inside that are not on record; 0 were spoken of",
    ),
    (
        mutants.believes_in_its_orders,
        "a hopper that jams",
        partial(moments.test_the_hopper_has_nothing_for_the_customer, "jam"),
        "2 coins of 100 yen are on record as paid, 0 fell",
    ),
]


@pytest.mark.parametrize(
    ("mutant", "story", "how"),
    [(mutant, story, how) for mutant, _, story, how in FOUND_OUT],
    ids=[f"{mutant.__name__}: {name}" for mutant, name, _, _ in FOUND_OUT],
)
def test_the_mutant_is_found_out(
    mutant: mutants.Mutant, story: Story, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutant(monkeypatch)
    with pytest.raises(AssertionError, match=how):
        story()


def test_a_second_payout_is_seen_in_the_figures_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The coin is out before the order is repeated: one was the customer's, the other is missing."""
    mutants.orders_coins_again(monkeypatch)
    with pytest.raises(AssertionError, match="500 yen are missing"):
        refund("drop", 500)()


def test_without_a_mistake_the_same_stories_hold() -> None:
    for _, _, story, _ in FOUND_OUT:
        story()
