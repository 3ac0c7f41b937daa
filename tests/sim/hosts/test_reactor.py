"""One thread owns the simulators; everybody else asks it."""

from __future__ import annotations

import selectors
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from sim.hosts import Reactor, ReactorStopped, RealClock
from sim.wire import NS_PER_MS
from tests.sim.hosts.conftest import OPEN_DAY

WAIT_S = 5.0


class AlarmClock:
    """A participant that rings once, at its time."""

    def __init__(self, clock: RealClock, after_ms: int) -> None:
        self._clock = clock
        self._due_ns: int | None = clock.monotonic_ns() + after_ms * NS_PER_MS
        self.early_ns: int | None = None
        self.thread = ""
        self.rang = threading.Event()

    def next_due_ns(self) -> int | None:
        return self._due_ns

    def tick(self) -> None:
        assert self._due_ns is not None
        self.early_ns = max(0, self._due_ns - self._clock.monotonic_ns())
        self._due_ns = None
        self.thread = threading.current_thread().name
        self.rang.set()


class Broken:
    """A simulator with a programmer's mistake inside."""

    def next_due_ns(self) -> int | None:
        return 0

    def tick(self) -> None:
        raise LookupError("a mistake")


def test_what_is_due_is_done_in_the_reactors_thread_and_never_early() -> None:
    clock = RealClock()
    with Reactor(clock) as reactor:
        alarm = AlarmClock(clock, 20)
        reactor.add(alarm)
        reactor.add(alarm)
        assert alarm.rang.wait(WAIT_S)
        assert alarm.early_ns == 0
        assert alarm.thread == "simulators" != threading.current_thread().name


def test_many_threads_ask_and_each_gets_its_own_answer(reactor: Reactor) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda n: reactor.call(lambda: n * n), range(200))) == [n * n for n in range(200)]


def test_the_mistake_of_a_caller_is_the_callers(reactor: Reactor) -> None:
    with pytest.raises(ZeroDivisionError):
        reactor.call(lambda: 1 // 0)
    assert reactor.call(lambda: reactor.call(lambda: 7)) == 7  # asked inside its thread, it does not wait for itself


def test_the_mistake_of_a_simulator_ends_the_reactor_and_is_shown_to_everybody() -> None:
    reactor = Reactor(RealClock())
    closed = []
    reactor.at_end(lambda: closed.append("first said"))
    reactor.at_end(lambda: closed.append("last said"))
    reactor.start()
    reactor.add(Broken())
    with pytest.raises(LookupError):
        reactor.wait()
    with pytest.raises(ReactorStopped) as caught:
        reactor.call(lambda: None)
    assert isinstance(caught.value.__cause__, LookupError)
    with pytest.raises(LookupError):
        reactor.stop()
    assert closed == ["last said", "first said"]
    reactor.stop()


def test_a_stopped_reactor_answers_no_call() -> None:
    reactor = Reactor(RealClock())
    assert reactor.call(lambda: 5) == 5  # before the start there is nobody to ask
    reactor.stop()
    reactor.stop()
    with pytest.raises(ReactorStopped):
        reactor.call(lambda: 5)


def test_an_end_before_the_start_and_an_end_from_inside() -> None:
    early = Reactor(RealClock())
    early.end()
    early.start()
    early.wait()
    early.end()
    inside = Reactor(RealClock())
    inside.start()
    inside.call(inside.end)
    inside.wait()
    inside.stop()


def test_a_file_closed_by_its_neighbours_call_is_not_called_any_more() -> None:
    reactor, called = Reactor(RealClock()), []
    with ExitStack() as stack:
        pairs = [tuple(map(stack.enter_context, socket.socketpair())) for _ in range(2)]
        files = [near.fileno() for near, _ in pairs]

        def ready(mine: int) -> None:
            called.append(mine)
            for file in files:
                reactor.unwatch(file)
            reactor.end()

        for file, (_, far) in zip(files, pairs, strict=True):
            far.send(b"!")
            reactor.watch(file, selectors.EVENT_READ, lambda _, mine=file: ready(mine))  # type: ignore[misc]
        reactor.start()
        reactor.wait()
        reactor.stop()
    assert len(called) == 1


def test_the_reactor_refuses_to_wait_for_itself(reactor: Reactor) -> None:
    with pytest.raises(RuntimeError, match="its own end"):
        reactor.call(reactor.stop)


def test_the_wall_jumps_and_monotonic_time_does_not() -> None:
    clock = RealClock(OPEN_DAY)
    before_ns = clock.monotonic_ns()
    assert 0 <= (clock.wall() - OPEN_DAY).total_seconds() < 60
    later = OPEN_DAY.replace(year=2026)
    clock.set_wall(later)
    assert 0 <= (clock.wall() - later).total_seconds() < 60
    assert str(clock.wall().tzinfo) == "Asia/Tokyo"
    assert 0 <= clock.monotonic_ns() - before_ns < 60_000 * NS_PER_MS
    with pytest.raises(ValueError, match="offset"):
        clock.set_wall(later.replace(tzinfo=None))
