"""The world's own thread: it lives at the pace of real time, and does what it is asked in between."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from datetime import datetime
from typing import Any, Final, TypeVar

from device.testing.demo.audience import Audience
from device.testing.demo.bench import bench
from device.testing.demo.kiosk import DemoKiosk
from device.testing.demo.pace import Pace
from drivers.clock import NS_PER_S, Clock

T = TypeVar("T")
Ask = Callable[[DemoKiosk], Any]

ASKS_MAX: Final = 64
ANSWER_S: Final = 30.0
"""Longer than the longest leap takes, and the first certificate's typesetting."""

LOOK_S: Final = 0.25
"""How often the bench is looked at, and the longest that nobody looks for a stop."""


class Busy(Exception):
    """Raised when the world has too much to do, or has ended."""


class PacedWorld:
    """A kiosk that is never ahead of real time.

    clock: real time. failure: what ended the world, where it was not `stop`.
    """

    def __init__(self, at: datetime, clock: Clock, audience: Audience) -> None:
        self._at, self._clock, self._audience = at, clock, audience
        self._asks: queue.Queue[tuple[Ask, Future[Any]]] = queue.Queue(ASKS_MAX)
        self._pace = Pace(0, clock.monotonic_ns())
        self._ended = threading.Event()
        self._looked_ns = 0
        self.failure: BaseException | None = None
        self._thread = threading.Thread(target=self._live, name="World", daemon=True)

    # Any thread

    def start(self) -> None:
        """Let it begin; returns when the kiosk is there. Raises what kept it from being built."""
        self._thread.start()
        try:
            self.ask(lambda _kiosk: None)
        except Busy:
            self._thread.join()
            raise self.failure or Busy("the world has ended") from None

    def stop(self) -> None:
        """End it, and wait for that. Does nothing where it has not begun."""
        self._ended.set()
        with contextlib.suppress(queue.Full):
            self._asks.put_nowait((lambda _kiosk: None, Future()))  # so that it looks up at once
        if self._thread.ident is not None:
            self._thread.join()

    @property
    def alive(self) -> bool:
        """Whether it still goes on."""
        return self._thread.is_alive() and not self._ended.is_set()

    def ask(self, act: Callable[[DemoKiosk], T]) -> T:
        """Have `act` done in the world's thread, between two events. Raises `Busy`, and whatever it raises.

        What follows from it at once (a press, and the screen after it) has happened on return.
        """
        answer: Future[T] = Future()
        if self._ended.is_set():
            raise Busy("the world has ended")
        try:
            self._asks.put_nowait((act, answer))
        except queue.Full:
            raise Busy(f"{ASKS_MAX} requests are waiting") from None
        if self._ended.is_set():
            self._refuse_the_rest()  # the world's last look may have been before this one came
        try:
            return answer.result(ANSWER_S)
        except TooLate:
            answer.cancel()
            raise Busy(f"no answer within {ANSWER_S:.0f} s") from None

    def leap(self, seconds: int) -> None:
        """Let virtual time run ahead, at once."""

        def act(kiosk: DemoKiosk) -> None:
            self._pace.leap(seconds * NS_PER_S)
            kiosk.hub.run_for(seconds)

        self.ask(act)

    # The world's thread

    def _live(self) -> None:
        try:
            with DemoKiosk(self._at, self._audience.hear) as kiosk:
                self._pace = Pace(kiosk.hub.now_ns, self._clock.monotonic_ns())
                while not self._ended.is_set():
                    asked = self._wait(kiosk)
                    self._catch_up(kiosk)
                    if asked is not None:
                        self._do(kiosk, *asked)
                    self._look(kiosk, at_once=asked is not None)
        except BaseException as failure:  # noqa: BLE001 - kept for whoever runs the demo, who raises it
            self.failure = failure
        finally:
            self._ended.set()
            self._refuse_the_rest()
            self._audience.close()

    def _wait(self, kiosk: DemoKiosk) -> tuple[Ask, Future[Any]] | None:
        """Until the next moment of the world has come in real time too, or somebody asks for something."""
        left_s = LOOK_S
        due_ns = kiosk.hub.next_due_ns()
        if due_ns is not None:
            left_s = min(left_s, (self._pace.real_ns(due_ns) - self._clock.monotonic_ns()) / NS_PER_S)
        try:
            return self._asks.get(timeout=left_s) if left_s > 0 else self._asks.get_nowait()
        except queue.Empty:
            return None

    def _catch_up(self, kiosk: DemoKiosk) -> None:
        """Everything that is due by now, and virtual time is now."""
        now_ns = self._clock.monotonic_ns()
        self._pace.allow_for_delay(kiosk.hub.now_ns, now_ns)
        kiosk.hub.block(max(self._pace.virtual_ns(now_ns), kiosk.hub.now_ns), None)

    def _do(self, kiosk: DemoKiosk, act: Ask, answer: Future[Any]) -> None:
        if not answer.set_running_or_notify_cancel():
            return
        try:
            result = act(kiosk)
            kiosk.hub.run_for(0)  # the press is heard and the screen shown before the page is answered
        except Exception as error:
            answer.set_exception(error)
            if kiosk.box.loop.stopped is not None:
                raise
        else:
            answer.set_result(result)

    def _look(self, kiosk: DemoKiosk, *, at_once: bool) -> None:
        now_ns = self._clock.monotonic_ns()
        if at_once or now_ns - self._looked_ns >= LOOK_S * NS_PER_S:
            self._looked_ns = now_ns
            if self._audience.somebody:
                self._audience.tell_time(kiosk.hub.now_ns, kiosk.hub.wall())
                self._audience.tell_bench(bench(kiosk))

    def _refuse_the_rest(self) -> None:
        while True:
            try:
                _, answer = self._asks.get_nowait()
            except queue.Empty:
                return
            if answer.set_running_or_notify_cancel():
                answer.set_exception(Busy("the world has ended"))
