"""Deadlines and their generations, against a dict that knows no generation at all."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from device.deadlines import STALE_MAX, Deadlines

NAMES = st.sampled_from(("idle_end", "idle_warning", "drain", "K-1-7"))


def taken(deadlines: Deadlines, now_ns: int) -> list[str]:
    return list(deadlines.expired(now_ns))


def test_a_coin_arms_the_five_minutes_again_and_the_old_expiry_is_dropped() -> None:
    deadlines = Deadlines()
    deadlines.start("idle_end", 300)
    deadlines.start("idle_end", 599)
    assert taken(deadlines, 300) == []
    assert deadlines.next_due_ns() == 599
    assert taken(deadlines, 599) == ["idle_end"]
    assert taken(deadlines, 10_000) == []


def test_a_deadline_that_is_brought_forward_expires_once() -> None:
    deadlines = Deadlines()
    deadlines.start("drain", 100)
    deadlines.start("drain", 10)
    assert taken(deadlines, 1_000) == ["drain"]
    assert deadlines.next_due_ns() is None


def test_one_that_was_stopped_never_expires_and_may_be_armed_again() -> None:
    deadlines = Deadlines()
    deadlines.start("pin_pause", 8)
    deadlines.stop("pin_pause")
    deadlines.stop("pin_pause")
    deadlines.stop("never armed")
    assert deadlines.next_due_ns() is None
    deadlines.start("pin_pause", 8)
    assert taken(deadlines, 8) == ["pin_pause"]


def test_what_the_first_expiry_stops_or_arms_counts_for_the_next() -> None:
    deadlines = Deadlines()
    for name, due in (("idle_warning", 1), ("idle_end", 2), ("drain", 3)):
        deadlines.start(name, due)
    seen = []
    for name in deadlines.expired(10):
        seen.append(name)
        if len(seen) == 1:
            deadlines.stop("idle_end")
            deadlines.start("idle_warning", 5)  # due already: it comes again, in its order
            deadlines.start("later", 11)
    assert seen == ["idle_warning", "drain", "idle_warning"]
    assert deadlines.next_due_ns() == 11


def test_equal_due_times_expire_in_the_order_of_their_arming() -> None:
    deadlines = Deadlines()
    for name in ("b", "a", "c"):
        deadlines.start(name, 5)
    deadlines.start("b", 5)
    assert taken(deadlines, 5) == ["a", "c", "b"]


def test_a_customer_who_presses_all_day_fills_no_memory() -> None:
    deadlines = Deadlines()
    for press in range(5_000):
        deadlines.start("idle_end", 10**12 + press)
        deadlines.start(f"command-{press}", 10**11)
        deadlines.stop(f"command-{press}")
        assert len(deadlines._heap) <= STALE_MAX + 2 * 2 + 1
    assert deadlines.next_due_ns() == 10**12 + 4_999


class AgainstADict(RuleBasedStateMachine):
    """The model: name -> (due, order of arming)."""

    def __init__(self) -> None:
        super().__init__()
        self.deadlines = Deadlines()
        self.model: dict[str, tuple[int, int]] = {}
        self.armings = 0

    @rule(name=NAMES, due=st.integers(0, 50))
    def start(self, name: str, due: int) -> None:
        self.armings += 1
        self.deadlines.start(name, due)
        self.model[name] = (due, self.armings)

    @rule(name=NAMES)
    def stop(self, name: str) -> None:
        self.deadlines.stop(name)
        self.model.pop(name, None)

    @rule()
    def look(self) -> None:
        assert self.deadlines.next_due_ns() == min((due for due, _ in self.model.values()), default=None)

    @rule(now=st.integers(0, 50))
    def expire(self, now: int) -> None:
        due = sorted((order, name) for name, order in self.model.items() if order[0] <= now)
        assert taken(self.deadlines, now) == [name for _, name in due]
        for _, name in due:
            del self.model[name]


AgainstADict.TestCase.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
TestAgainstADict = AgainstADict.TestCase


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(NAMES, st.integers(0, 30), st.booleans()), min_size=1, max_size=200))
def test_sweeping_out_what_is_stale_loses_nothing_that_stands(armings: list[tuple[str, int, bool]]) -> None:
    deadlines, model = Deadlines(), dict[str, int]()
    for name, due, stop in armings * 2:
        deadlines.start(name, due)
        model[name] = due
        if stop:
            deadlines.stop(name)
            del model[name]
    assert sorted(taken(deadlines, 30)) == sorted(model)
