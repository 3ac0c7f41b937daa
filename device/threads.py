"""The box's host: each worker a thread, the loop in the thread that owns the store."""

from __future__ import annotations

import queue
import threading
import traceback
from collections.abc import Callable

from device.loop import Loop
from device.mailbox import CAPACITY, MailboxFull
from drivers.clock import NS_PER_S, Clock
from statemachine.commands import Command

SLICE_S = 0.5
"""The longest single wait of a thread: so soon it notices that it shall end."""

JOIN_S = 3.0
"""How long a stopping box waits for its threads; one that hangs in a device is left behind."""


class ThreadMailbox:
    """A mailbox between the loop's thread and a worker's."""

    def __init__(self, clock: Clock, stopping: threading.Event) -> None:
        self._clock, self._stopping = clock, stopping
        self._commands: queue.Queue[Command] = queue.Queue(CAPACITY)

    def put(self, command: Command) -> None:
        """Add a command. Raises `MailboxFull`."""
        try:
            self._commands.put_nowait(command)
        except queue.Full:
            raise MailboxFull(f"{command.device}: {CAPACITY} commands are waiting") from None

    def take(self, deadline_ns: int) -> Command | None:
        """The next command, or None at the deadline or when the box stops."""
        while True:
            left_s = max(0.0, (deadline_ns - self._clock.monotonic_ns()) / NS_PER_S)
            try:
                return self._commands.get(timeout=min(left_s, SLICE_S)) if left_s else self._commands.get_nowait()
            except queue.Empty:
                if left_s <= SLICE_S or self._stopping.is_set():
                    return None


class Threads:
    """Runs workers and loop in real time.

    failures: what killed a worker, by name: a programmer's mistake, after which the service stops.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.failures: list[str] = []
        self._stopping = threading.Event()
        self._wake = threading.Event()
        self._threads: list[threading.Thread] = []

    def mailbox(self) -> ThreadMailbox:
        """A new mailbox."""
        return ThreadMailbox(self.clock, self._stopping)

    def spawn(self, run: Callable[[], None]) -> None:
        """Start a worker's thread."""
        name = type(getattr(run, "__self__", run)).__name__

        def guarded() -> None:
            try:
                run()
            except Exception as mistake:  # noqa: BLE001 - whatever it is, it must stop the service and be named
                place = traceback.extract_tb(mistake.__traceback__)[-1]
                self.failures.append(f"{name}: {type(mistake).__name__} in {place.filename}:{place.lineno}")
                self._wake.set()

        thread = threading.Thread(target=guarded, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def run(self, loop: Loop, until: Callable[[], bool]) -> None:
        """Run the loop in this thread, which must own its store, until `until()` or a failure.

        Raises `device.loop.ServiceStopped` as `Loop.tick` does.
        """
        loop.wake = self._wake.set
        while not until() and not self.failures:
            self._wake.clear()
            loop.tick()
            due_ns = loop.next_due_ns()
            wait_s = SLICE_S if due_ns is None else (due_ns - self.clock.monotonic_ns()) / NS_PER_S
            if wait_s > 0:
                self._wake.wait(min(wait_s, SLICE_S))

    def stop(self) -> list[str]:
        """Have every thread end; the names of those that hang in their device."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(JOIN_S)
        return [thread.name for thread in self._threads if thread.is_alive()]
