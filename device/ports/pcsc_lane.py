"""Calls that may never return, in a thread of their own: whoever asks waits with a deadline.

PC/SC knows no time-out. A card that goes mute hangs the client's thread inside pcscd, and a pcscd that stands still
hangs every call of every client; libpcsclite offers no way out. pyscard lets other threads run meanwhile (measured on
2.3.1 for every call used here), so that a hung call costs its own thread and nothing else.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, Final, TypeVar

T = TypeVar("T")

HUNG_MAX: Final = 3
"""So many given-up threads may hang at once in this process; then nobody connects any more."""


@dataclass(frozen=True)
class Limits:
    """How long PC/SC may take, in seconds. Longer than any card in order, shorter than the commands they are part of.

    connect_s: context, list of readers and power-up; under a second, also without contacts
    patience_s: while the card does not power up or somebody has it, `connect` asks again: pcscd powers a card for its
        own look, and takes the power of the client before a moment after that one has left
    transmit_s: a signature takes 1 s; waiting-time extensions without contacts up to 5 s
    disconnect_s: power off, and the context let go
    status_s: beyond the time that a look at the tray is to take
    """

    connect_s: float = 5.0
    patience_s: float = 1.5
    transmit_s: float = 6.0
    disconnect_s: float = 2.0
    status_s: float = 2.0


class Overdue(Exception):
    """Raised when a call did not come back in time, and by every later one. Its lane is given up."""


class Hung:
    """How many lanes are given up and have not come back yet. Any thread."""

    def __init__(self, most: int = HUNG_MAX) -> None:
        self._most, self._count, self._lock = most, 0, threading.Lock()

    @property
    def count(self) -> int:
        """So many now."""
        return self._count

    @property
    def full(self) -> bool:
        """Whether there are as many as may be."""
        return self._count >= self._most

    def add(self, change: int) -> None:
        """One more (1) or one fewer (-1)."""
        with self._lock:
            self._count += change


PROCESS: Final = Hung()
"""Those of this process."""


class _Job:
    """One call on its way. Forgets what was to be done, a PIN perhaps, as soon as it has been done."""

    __slots__ = ("_work", "answers")

    def __init__(self, work: Callable[[], Any]) -> None:
        self._work: Callable[[], Any] | None = work
        self.answers: SimpleQueue[tuple[Any, BaseException | None]] = SimpleQueue()

    def run(self) -> None:
        work, self._work = self._work, None
        assert work is not None
        try:
            self.answers.put((work(), None))
        except BaseException as mistake:  # noqa: BLE001 - it belongs to whoever asked, and is raised there
            self.answers.put((None, mistake))


class Lane:
    """One thread for the calls of one PC/SC context. Its methods belong to one caller at a time.

    end: called in the lane's thread as its last, on every way out: also when a call that was given up comes back
    late. Until then the given-up thread holds what its call was given; nobody can take it away from inside PC/SC.
    """

    def __init__(self, name: str, end: Callable[[], None], hung: Hung = PROCESS) -> None:
        self._end, self._hung = end, hung
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._given_up = False
        self._lock = threading.Lock()
        self.over = threading.Event()
        """Set when the thread has ended."""
        threading.Thread(target=self._run, name=name, daemon=True).start()

    def call(self, work: Callable[[], T], limit_s: float) -> T:
        """What `work` returns, done in the lane's thread. Raises `Overdue`, and what `work` raises."""
        if self._given_up:
            raise Overdue
        job = _Job(work)
        self._jobs.put(job)
        try:
            answer, mistake = job.answers.get(timeout=limit_s)
        except Empty:
            self._give_up()
            raise Overdue from None
        if mistake is not None:
            raise mistake
        result: T = answer
        return result

    def close(self, limit_s: float) -> None:
        """Have `end` called, and wait for that so long at most. Never raises; may be called again."""
        if not self._given_up:
            self._jobs.put(None)
            if not self.over.wait(limit_s):
                self._give_up()

    def _give_up(self) -> None:
        with self._lock:
            if not self._given_up and not self.over.is_set():
                self._given_up = True
                self._hung.add(1)
        self._jobs.put(None)

    def _run(self) -> None:
        try:
            while (job := self._jobs.get()) is not None:
                job.run()
                del job
        finally:
            self._end()
            with self._lock:
                self.over.set()
                if self._given_up:
                    self._hung.add(-1)
