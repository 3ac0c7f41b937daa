"""No stranger's paper, whatever the order and whatever the delay: several kiosks, namesakes among the customers, and an
accident for any answer, drawn at random (Hypothesis says how to repeat it)."""

from __future__ import annotations

import os
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from device.testing.strangers.accidents import UNHARMED, Accident, Fate, planned
from device.testing.strangers.fleet import fleet
from tests.faults.strangers.scenes import EVERYBODY, PEOPLE

KIOSKS = 3
EXAMPLES = int(os.environ.get("STRANGERS_EXAMPLES", "15"))
KINDS = ("juminhyo", "inkan", "koseki", "fuhyo")

# up to beyond the 60 s that a document may take
FATES = st.builds(Fate, st.sampled_from(Accident), st.floats(1.0, 70_000.0).map(round))
PLANS = st.lists(st.one_of(st.just(UNHARMED), FATES), min_size=8, max_size=24)
STARTS_MS = st.lists(st.integers(0, 1000), min_size=KIOSKS, max_size=KIOSKS)
ORDERS = st.permutations(range(2 * KIOSKS))


@settings(max_examples=EXAMPLES, deadline=None)
@given(PLANS, STARTS_MS, ORDERS, st.sampled_from(KINDS))
def test_nobody_gets_a_strangers_paper(
    plan: Sequence[Fate], starts_ms: Sequence[int], order: Sequence[int], kind: str
) -> None:
    guests = [(PEOPLE[number], kind) for number in order]
    queues = [guests[2 * kiosk : 2 * kiosk + 2] for kiosk in range(KIOSKS)]
    outcome = fleet(queues, planned(plan), EVERYBODY, starts_ms=starts_ms)
    assert not outcome.strangers
    assert not outcome.unreported
    assert not outcome.waiting
    assert len(outcome.visits) == len(guests)


@settings(max_examples=3, deadline=None)
@given(STARTS_MS, ORDERS)
def test_where_nothing_goes_wrong_everybody_gets_his_own(starts_ms: Sequence[int], order: Sequence[int]) -> None:
    queues = [[(PEOPLE[order[kiosk]], kind) for kind in KINDS[:2]] for kiosk in range(KIOSKS)]
    outcome = fleet(queues, planned([]), EVERYBODY, starts_ms=starts_ms)
    assert [len(visit.sheets) for visit in outcome.visits] == [1] * len(outcome.visits)
    assert not outcome.strangers
