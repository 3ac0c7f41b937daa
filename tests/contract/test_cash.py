"""The cash driver and the coins themselves, whatever lies between them."""

from __future__ import annotations

from contextlib import suppress

import pytest

from device.testing.contract import Bench
from drivers.cash.occurrences import CoinCredited, CoinRejected, Occurrence, PayoutEnded
from drivers.errors import Disconnected, NoAnswer, Refused


def polls(bench: Bench, seconds: float) -> list[Occurrence]:
    """What was told while polling every 200 ms."""
    told: list[Occurrence] = []
    for _ in range(round(seconds / 0.2)):
        bench.pass_s(0.2)
        told += bench.cash.poll()
    return told


def test_a_coin_is_credited_once_and_lies_in_its_hopper(bench: Bench) -> None:
    bench.cash.start()
    bench.cash.accept(frozenset({10, 50, 100, 500}))
    bench.world.cash.insert(500)
    assert polls(bench, 3.0) == [CoinCredited(500, 4)]
    assert bench.world.cash.metal["hopper_500"] == {500: 21}


@pytest.mark.parametrize("yen", [1, 5, 25])
def test_a_foreign_coin_falls_back_and_gives_no_credit(bench: Bench, yen: int) -> None:
    bench.cash.start()
    bench.cash.accept(frozenset({100}))
    bench.world.cash.insert(yen)
    assert [type(o) for o in polls(bench, 2.0)] == [CoinRejected]
    assert bench.world.cash.metal["return_cup"] == {yen: 1}


def test_shut_means_that_coins_fall_back(bench: Bench) -> None:
    bench.cash.start()
    bench.cash.accept(frozenset({100}))
    bench.cash.shut()
    bench.world.cash.insert(100)
    assert not [o for o in polls(bench, 2.0) if isinstance(o, CoinCredited)]
    assert bench.world.cash.metal["return_cup"] == {100: 1}


def test_a_payout_is_exactly_what_was_ordered(bench: Bench) -> None:
    counts = bench.cash.start().counts
    bench.cash.begin_payout(100, 4, counts[100])
    assert polls(bench, 4.0) == [PayoutEnded(100, 4, 4, (counts[100] + 4) % 2**24, None)]
    assert bench.world.cash.metal["return_cup"] == {100: 4}


def test_a_hopper_that_runs_dry_says_how_many_it_paid(bench: Bench) -> None:
    counts = bench.cash.start().counts
    bench.world.cash.empty(50)
    bench.world.cash.fill(50, 2)
    bench.cash.begin_payout(50, 5, counts[50])
    (ended,) = polls(bench, 12.0)
    assert isinstance(ended, PayoutEnded)
    assert (ended.asked, ended.paid) == (5, 2)
    assert ended.fault


def cup(bench: Bench) -> dict[int, int]:
    """What lies in the return cup."""
    return bench.world.cash.metal.get("return_cup", {})


def test_a_payout_is_refused_when_the_hoppers_count_has_moved(bench: Bench) -> None:
    counts = bench.cash.start().counts
    with pytest.raises(Refused):
        bench.cash.begin_payout(100, 1, counts[100] + 1)
    polls(bench, 2.0)
    assert not cup(bench)


@pytest.mark.parametrize("lost", range(12))
def test_whichever_answer_is_lost_the_payout_is_made_once_and_told_right(bench: Bench, lost: int) -> None:
    """The answer to the order itself (167) is one of these; it is never sent a second time."""
    counts = bench.cash.start().counts
    bench.world.cash.faults.spare(lost)
    bench.world.cash.faults.drop(1)
    bench.cash.begin_payout(10, 2, counts[10])
    (ended,) = polls(bench, 6.0)
    assert ended == PayoutEnded(10, 2, 2, (counts[10] + 2) % 2**24, None)
    assert cup(bench) == {10: 2}


@pytest.mark.inline_only(reason="a dead line takes seconds of real time to notice, a dozen times")
@pytest.mark.parametrize("lost", range(12))
def test_a_line_that_stays_dead_after_any_answer_pays_at_most_once(bench: Bench, lost: int) -> None:
    counts = bench.cash.start().counts
    bench.world.cash.faults.spare(lost)
    bench.world.cash.faults.drop(1000)
    with suppress(NoAnswer):
        bench.cash.begin_payout(10, 2, counts[10])
    for _ in range(5):
        with suppress(NoAnswer):
            bench.cash.poll()
    assert cup(bench).get(10, 0) in (0, 2)
    ordered = bench.cash.paying_out
    bench.world.cash.faults.clear()
    bench.cash.start()
    told = polls(bench, 6.0)
    assert [type(o) for o in told] == [PayoutEnded] * ordered
    assert sum(o.paid for o in told if isinstance(o, PayoutEnded)) == cup(bench).get(10, 0)


def test_a_pulled_cable_is_an_error_that_names_the_device(bench: Bench) -> None:
    bench.cash.start()
    bench.world.cash.unplug()
    with pytest.raises((Disconnected, NoAnswer)) as caught:
        bench.cash.poll()
    assert "cash" in str(caught.value) or "coin acceptor" in str(caught.value)
