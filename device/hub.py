"""Virtual time: unmodified blocking workers as greenlets, passive participants by their due times.

A worker that waits switches here; the hub runs whatever is ready, and when nothing is, jumps to the
earliest due moment. 5 minutes of waiting cost nothing, and the same inputs run the same way always.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

from greenlet import getcurrent, greenlet

from device.clock import TOKYO


class Participant(Protocol):
    """A passive object that lives in virtual time: the loop, a simulator, a scripted customer."""

    def next_due_ns(self) -> int | None: ...

    def tick(self) -> None: ...


class Stuck(RuntimeError):
    """Raised when nothing is scheduled but polls and the kiosk is not at rest."""


class _Wait:
    __slots__ = ("fired", "poll", "who")

    def __init__(self, who: Any, poll: bool) -> None:
        self.who, self.poll, self.fired = who, poll, False


class Flag:
    """What a wait can be woken by before its deadline; one waiter at a time."""

    __slots__ = ("wait",)

    def __init__(self) -> None:
        self.wait: _Wait | None = None


class Hub:
    """The scheduler and the clock of one virtual world."""

    def __init__(self, wall: datetime) -> None:
        self.now_ns = 0
        self._wall = wall.astimezone(TOKYO)
        self._heap: list[tuple[int, int, _Wait]] = []
        self._ready: deque[_Wait] = deque()
        self._participants: list[Participant] = []
        self._seq = 0
        self._main = getcurrent()
        self._tasks: list[Any] = []
        self.at_rest: Callable[[], bool] = lambda: True
        self.before_jump: Callable[[int], None] | None = None

    # --- the clock ------------------------------------------------------------------------------

    def monotonic_ns(self) -> int:
        """Virtual nanoseconds since the world began."""
        return self.now_ns

    def wall(self) -> datetime:
        """The wall clock in Asia/Tokyo."""
        return self._wall + timedelta(microseconds=self.now_ns // 1000)

    def set_wall(self, wall: datetime) -> None:
        """The wall clock jumps; monotonic time does not."""
        self._wall = wall.astimezone(TOKYO) - timedelta(microseconds=self.now_ns // 1000)

    def wait_until(self, due_ns: int) -> None:
        """Let the world go on until then."""
        if due_ns > self.now_ns:
            self.block(due_ns, None)

    # --- waiting --------------------------------------------------------------------------------

    def block(self, due_ns: int, flag: Flag | None, *, poll: bool = False) -> None:
        """Wait for the flag or the deadline. `poll`: a routine wait that proves no progress.

        Called outside a task (a test driving a driver by hand), the world runs until then.
        """
        me = getcurrent()
        wait = _Wait(None if me is self._main else me, poll)
        self._seq += 1
        heapq.heappush(self._heap, (due_ns, self._seq, wait))
        if flag is not None:
            flag.wait = wait
        if me is self._main:
            while not wait.fired:
                self.step()
        else:
            self._main.switch()
        if flag is not None:
            flag.wait = None

    def wake(self, flag: Flag) -> None:
        """Make the flag's waiter ready now."""
        wait = flag.wait
        if wait is not None and not wait.fired:
            wait.fired = True
            flag.wait = None
            self._ready.append(wait)

    # --- running --------------------------------------------------------------------------------

    def join(self, participant: Participant) -> None:
        """A passive object lives here from now on."""
        self._participants.append(participant)

    def leave(self, participant: Participant) -> None:
        """A passive object lives here no more (a customer who walks away)."""
        self._participants.remove(participant)

    def spawn(self, run: Callable[[], None]) -> None:
        """Start a task; it runs at the next step."""
        task = greenlet(run, self._main)
        self._tasks.append(task)
        wait = _Wait(task, poll=False)
        wait.fired = True
        self._ready.append(wait)

    def step(self) -> None:
        """Run what is ready, or jump to what is due next and run that.

        Raises `Stuck` when only polls are left although the kiosk is not at rest.
        """
        if self._ready:
            self._resume(self._ready.popleft())
            return
        heap = self._heap
        first, due = self._earliest()
        if heap and (due is None or heap[0][0] < due):
            if due is None and not self.at_rest() and all(w.poll or w.fired for _, _, w in heap):
                raise Stuck("nothing is scheduled but polls, and the kiosk is not at rest")
            due_ns, _, wait = heapq.heappop(heap)
            self._jump(due_ns)
            wait.fired = True
            self._resume(wait)
        elif first is not None and due is not None:
            self._jump(due)
            first.tick()
        else:
            raise Stuck("nothing is scheduled at all")

    def next_due_ns(self) -> int | None:
        """When something happens next: now while anything is ready, None when nothing is scheduled.

        For a host that holds the world back until then, or has it wait for what comes from outside.
        """
        if self._ready:
            return self.now_ns
        _, due = self._earliest()
        if self._heap and (due is None or self._heap[0][0] < due):
            return max(self._heap[0][0], self.now_ns)
        return None if due is None else max(due, self.now_ns)

    def _earliest(self) -> tuple[Participant | None, int | None]:
        """The participant that is due first, and when; waits that are over leave the heap's head."""
        heap = self._heap
        while heap and heap[0][2].fired:
            heapq.heappop(heap)
        first: Participant | None = None
        due: int | None = None
        for participant in self._participants:
            at = participant.next_due_ns()
            if at is not None and (due is None or at < due):
                first, due = participant, at
        return first, due

    def _jump(self, due_ns: int) -> None:
        if due_ns > self.now_ns:
            if self.before_jump is not None:
                self.before_jump(due_ns)
            self.now_ns = due_ns

    def _resume(self, wait: _Wait) -> None:
        if wait.who is not None and not wait.who.dead:
            wait.who.switch()

    def run_until(self, done: Callable[[], bool], *, limit_s: float) -> bool:
        """Run the world until `done()`, or for `limit_s` virtual seconds and no longer; whether it was done."""
        limit = _Wait(None, poll=True)  # a poll: waiting for it proves no progress
        self._seq += 1
        heapq.heappush(self._heap, (self.now_ns + round(limit_s * 1e9), self._seq, limit))
        try:
            while not done():
                if limit.fired:
                    return False
                self.step()
            return True
        finally:
            limit.fired = True

    def run_for(self, seconds: float) -> None:
        """Let so much virtual time pass."""
        self.block(self.now_ns + round(seconds * 1e9), None)

    def end_tasks(self) -> None:
        """End every task; their `finally` blocks run. What lives by due times goes on."""
        for task in self._tasks:
            if not task.dead:
                task.throw()
        self._tasks.clear()

    def close(self) -> None:
        """End every task, and the world."""
        self.end_tasks()
        self._participants.clear()
        self._heap.clear()
        self._ready.clear()
