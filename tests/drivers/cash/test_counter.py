"""The event counter, against a plain model of what the acceptor does."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.cash.counter import advance
from tests.drivers.cash.scenes import events

SLOTS = ((9, 1), (8, 1), (7, 1), (6, 1), (5, 1))


def test_the_examples_of_the_specification() -> None:
    # S2 3.27: event counter, last event counter, new events
    assert advance(23, events(23, *SLOTS)) == ((), 0, False)
    assert advance(102, events(104, *SLOTS)) == (((8, 1), (9, 1)), 0, False)
    assert advance(255, events(1, *SLOTS)) == (((9, 1),), 0, False)
    assert advance(253, events(3, *SLOTS)) == (((5, 1), (6, 1), (7, 1), (8, 1), (9, 1)), 0, False)
    assert advance(48, events(54, *SLOTS)).lost == 1
    assert advance(67, events(0)) == ((), 0, True)


def test_a_reset_with_events_since_is_told_from_a_jump() -> None:
    # 67 -> 2 could be 190 events; but then no slot would be empty
    assert advance(67, events(2, (9, 1), (8, 1))) == (((8, 1), (9, 1)), 0, True)
    assert advance(67, events(2, *SLOTS)) == (tuple(reversed(SLOTS)), 185, False)


def test_a_reset_just_before_the_counter_would_begin_again_is_told_from_a_few_events() -> None:
    assert advance(254, events(2, (9, 1), (8, 1))) == (((8, 1), (9, 1)), 0, True)
    assert advance(254, events(2, *SLOTS)) == (((7, 1), (8, 1), (9, 1)), 0, False)
    assert advance(255, events(1, (0, 0))) == (((0, 0),), 0, True)  # a null event of its own (S2 3.27.1)


def test_a_fresh_device_counts_from_nothing() -> None:
    assert advance(0, events(0)) == ((), 0, False)
    assert advance(0, events(2, (9, 1), (8, 1))) == (((8, 1), (9, 1)), 0, False)
    assert advance(0, events(8, *SLOTS)).lost == 3


@given(st.lists(st.integers(0, 9), min_size=1, max_size=60), st.integers(0, 255))
@settings(deadline=None, max_examples=150)
def test_every_event_is_told_once_in_order_or_counted_as_lost(batches: list[int], start: int) -> None:
    counter = last = start
    # whatever happened before: all slots written, as in a device that has run for a while
    slots = [(200, 0)] * 5 if start >= 5 else [(200, 0)] * start + [(0, 0)] * (5 - start)
    happened = told = lost = 0
    for batch in batches:
        for _ in range(batch):
            happened += 1
            counter = counter % 255 + 1
            slots = [(1 + happened % 199, happened % 256), *slots[:4]]
        progress = advance(last, events(counter, *slots))
        last = counter
        assert not progress.reset
        assert progress.lost == max(batch - 5, 0)
        lost += progress.lost
        first = happened - len(progress.slots) + 1
        expected = tuple((1 + n % 199, n % 256) for n in range(first, happened + 1))
        assert progress.slots == expected
        told += len(progress.slots)
    assert told + lost == happened


@given(st.integers(0, 255), st.binary(min_size=11, max_size=11))
@settings(deadline=None, max_examples=100)
def test_any_reply_gives_at_most_five_events(last: int, reply: bytes) -> None:
    progress = advance(last, reply)
    assert len(progress.slots) <= 5
    assert 0 <= progress.lost <= 250
