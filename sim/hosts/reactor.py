"""The one thread that owns simulators and wires: waits for bytes or the next due time, whichever is first."""

from __future__ import annotations

import selectors
import socket
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from sim.hosts.errors import ReactorStopped
from sim.wire import NS_PER_S, Clock

T = TypeVar("T")
Ready = Callable[[int], None]
"""Told which of `selectors.EVENT_READ | EVENT_WRITE` a file is ready for."""


class Participant(Protocol):
    """Anything that lives by due times: a `sim.wire.Peripheral`, a customer, a wire's own time-outs."""

    def next_due_ns(self) -> int | None: ...

    def tick(self) -> None: ...


WAIT_SLICE_S = 0.5


class Reactor:
    """Runs participants by their due times and wires by their readiness, all in one thread.

    Simulators know no locks: once the reactor runs, nobody touches one but inside its thread, through
    `call`. Before `start`, and with `stop`, everything happens in the caller's thread.

    An exception out of a simulator is a programmer's mistake: it ends the reactor, every wire is closed,
    and `call`, `wait` and `stop` show it. `with Reactor(clock) as reactor:` starts and stops it.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._selector = selectors.DefaultSelector()
        self._watched = self._selector.get_map()
        self._wake_in, self._wake_out = socket.socketpair()
        self._wake_in.setblocking(False)
        self._wake_out.setblocking(False)
        self._selector.register(self._wake_in, selectors.EVENT_READ, self._woken)
        self._participants: list[Participant] = []
        self._closers: list[Callable[[], None]] = []
        self._lock = threading.Lock()
        self._calls: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._thread = threading.Thread(target=self._run, name="simulators", daemon=True)
        self._started = self._ending = self._over = False
        self._failure: BaseException | None = None

    # For everybody

    def add(self, participant: Participant) -> None:
        """Run it by its due times from now on; nothing where it is run already."""
        self.call(lambda: self._join(participant))

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._started = True
        self._thread.start()

    def end(self) -> None:
        """Have the thread end soon, and do not wait for it. May be called in a signal handler."""
        self._ending = True
        self._wake()

    def wait(self) -> None:
        """Return when the thread has ended; raises the exception that ended it, if one did."""
        while self._thread.is_alive():
            # In slices: a signal that the kernel hands to the other thread does not interrupt a wait without end,
            # and its handler, which would end it, runs here alone.
            self._thread.join(WAIT_SLICE_S)
        if self._failure is not None:
            raise self._failure

    def stop(self) -> None:
        """End the thread, with every wire closed. A second call does nothing.

        Raises the exception that had ended the reactor before, once.
        """
        if threading.current_thread() is self._thread:
            raise RuntimeError("the reactor cannot wait for its own end: call end()")
        self.end()
        if self._started:
            self._thread.join()
        elif not self._over:
            self._close_all()
        failure, self._failure = self._failure, None
        if failure is not None:
            raise failure

    def call(self, function: Callable[[], T]) -> T:
        """Run `function` inside the reactor's thread; its result, or its exception.

        The one way for other threads to touch a simulator. Raises `ReactorStopped` when there is no
        thread any more.
        """
        if threading.current_thread() is self._thread or not (self._started or self._over):
            return function()
        future: Future[T] = Future()
        with self._lock:
            if self._over:
                raise ReactorStopped("the simulators have been stopped") from self._failure
            self._calls.append((future, function))
            self._wake()
        return future.result()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # For wires, inside the thread

    def watch(self, file: int, events: int, ready: Ready) -> None:
        """Call `ready` whenever the file is; once for a file, `rewatch` changes the events."""
        self._selector.register(file, events, ready)

    def rewatch(self, file: int, events: int, ready: Ready) -> None:
        """Other events for a file; 0 for none, with the file still to be unwatched before it is closed."""
        watched = file in self._watched
        if events and watched:
            self._selector.modify(file, events, ready)
        elif events:
            self._selector.register(file, events, ready)
        elif watched:
            self._selector.unregister(file)

    def unwatch(self, file: int) -> None:
        """No more calls for a file; to be said before it is closed."""
        self.rewatch(file, 0, _nobody)

    def at_end(self, closer: Callable[[], None]) -> None:
        """Call `closer` when the reactor ends; the last said is the first called."""
        self._closers.append(closer)

    # Inside

    def _join(self, participant: Participant) -> None:
        if not any(each is participant for each in self._participants):
            self._participants.append(participant)

    def _run(self) -> None:
        try:
            while not self._ending:
                for key, events in self._selector.select(self._tick()):
                    # An earlier one of these calls may have closed this file, or watched it for something
                    # else. What is still true is said again at the next turn.
                    if self._watched.get(key.fd) is key:
                        key.data(events)
                self._answer_calls()
        except BaseException as error:  # noqa: BLE001  shown by whoever calls, waits or stops
            self._failure = error
        finally:
            self._close_all()

    def _tick(self) -> float | None:
        """Do what is due; how long nothing will be, in seconds. Once round, so that wires are never starved."""
        now_ns = self.clock.monotonic_ns()
        earliest_ns, ticked = None, False
        for participant in tuple(self._participants):
            due_ns = participant.next_due_ns()
            if due_ns is None:
                continue
            if due_ns <= now_ns:
                participant.tick()
                ticked = True
            elif earliest_ns is None or due_ns < earliest_ns:
                earliest_ns = due_ns
        if ticked:  # it may have moved others' due times, and its own
            return 0
        return None if earliest_ns is None else (earliest_ns - now_ns) / NS_PER_S

    def _answer_calls(self) -> None:
        for _ in range(len(self._calls)):
            future, function = self._calls.popleft()
            try:
                future.set_result(function())
            except BaseException as error:  # noqa: BLE001  belongs to whoever called
                future.set_exception(error)

    def _wake(self) -> None:
        with suppress(OSError):  # enough wakes wait already, or all is over
            self._wake_out.send(b"!")

    def _woken(self, _: int) -> None:
        self._wake_in.recv(4096)

    def _close_all(self) -> None:
        for closer in reversed(self._closers):
            try:
                closer()
            except Exception as error:  # noqa: BLE001  the others are to be closed as well
                self._failure = self._failure or error
        self._closers.clear()
        with self._lock:
            self._over = True
            orphans = list(self._calls)
            self._calls.clear()
        for future, _ in orphans:
            stopped = ReactorStopped("the simulators have been stopped")
            stopped.__cause__ = self._failure
            future.set_exception(stopped)
        self._selector.close()
        self._wake_in.close()
        self._wake_out.close()


def _nobody(_: int) -> None:
    """Stands where a file is not watched."""
