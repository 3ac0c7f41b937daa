"""A thread for calls that may never return: they do here when the test lets them."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest

from device.ports.pcsc_lane import HUNG_MAX, Hung, Lane, Overdue

AT_ONCE, SOON = 0.02, 5.0


class Gate:
    """A call that hangs until it is opened."""

    def __init__(self) -> None:
        self.open, self.entered = threading.Event(), threading.Event()

    def hang(self) -> None:
        self.entered.set()
        self.open.wait(SOON)


def refuse() -> None:
    raise LookupError("no such thing")


def test_calls_are_made_in_one_thread_of_their_own_and_so_is_the_end() -> None:
    threads: list[int] = []
    lane = Lane("lane", lambda: threads.append(threading.get_ident()))
    threads += [lane.call(threading.get_ident, SOON) for _ in range(2)]
    lane.close(SOON)
    lane.close(SOON)
    assert len(threads) == 3
    assert len(set(threads)) == 1
    assert threads[0] != threading.get_ident()


def test_a_mistake_is_raised_where_the_call_was_made_and_the_lane_goes_on() -> None:
    lane = Lane("lane", lambda: None)
    with pytest.raises(LookupError, match="no such thing"):
        lane.call(refuse, SOON)
    assert lane.call(lambda: 7, SOON) == 7
    lane.close(SOON)


def test_a_call_that_hangs_is_given_up_and_its_lane_ends_when_it_comes_back() -> None:
    hung, gate, ended = Hung(), Gate(), threading.Event()
    lane = Lane("lane", ended.set, hung)
    with pytest.raises(Overdue):
        lane.call(gate.hang, AT_ONCE)
    assert hung.count == 1
    with pytest.raises(Overdue):
        lane.call(lambda: None, SOON)
    lane.close(SOON)
    assert not ended.is_set()
    gate.open.set()
    assert lane.over.wait(SOON)
    assert ended.is_set()
    assert hung.count == 0


def test_an_end_that_hangs_holds_nobody_for_longer_than_was_said() -> None:
    hung, gate = Hung(), Gate()
    lane = Lane("lane", gate.hang, hung)
    lane.close(AT_ONCE)
    assert gate.entered.is_set()
    assert hung.count == 1
    lane.close(AT_ONCE)
    assert hung.count == 1
    gate.open.set()
    assert lane.over.wait(SOON)
    assert hung.count == 0


def test_so_many_may_hang_and_no_more() -> None:
    hung = Hung()
    lanes, gate = [], Gate()
    for count in range(HUNG_MAX):
        assert not hung.full
        assert hung.count == count
        lanes.append(Lane("lane", lambda: None, hung))
        with pytest.raises(Overdue):
            lanes[-1].call(gate.hang, AT_ONCE)
    assert hung.full
    gate.open.set()
    for lane in lanes:
        assert lane.over.wait(SOON)
    assert not hung.full


class Secret:
    """Something whose end can be seen."""


def test_nothing_is_kept_of_a_call_that_was_made() -> None:
    lane, secret = Lane("lane", lambda: None), Secret()
    seen = weakref.ref(secret)
    assert lane.call(lambda held=secret: held is not None, SOON)  # type: ignore[misc]
    del secret
    lane.call(gc.collect, SOON)
    assert seen() is None
    lane.close(SOON)


def test_nothing_is_kept_of_a_call_that_was_given_up_once_it_has_come_back() -> None:
    gate, secret = Gate(), Secret()
    seen = weakref.ref(secret)
    lane = Lane("lane", lambda: None, Hung())
    with pytest.raises(Overdue) as caught:
        lane.call(lambda held=secret: gate.hang() if held else None, AT_ONCE)  # type: ignore[misc]
    caught.value.__traceback__ = None
    del secret, caught
    gc.collect()
    assert seen() is not None  # PC/SC has it: the one place where it still is
    gate.open.set()
    assert lane.over.wait(SOON)
    gc.collect()
    assert seen() is None
