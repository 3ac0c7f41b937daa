"""The printer between its wire and its mechanics: jobs, time since power-up, state and reasons."""

from __future__ import annotations

from sim.page.engine import TRAY_CAPACITY, Engine, Step, Timing
from sim.page.jobs import Ending, Job, JobMemory, Ticket
from sim.page.tags import JobState, PrinterState
from sim.wire import NS_PER_MS, NS_PER_S, Clock

SHEETS_LOW = 20
"""From here down the tray is reported low (a paddle sensor's usual height)."""

_WORKING = frozenset({Step.WARMING, Step.MOVING})


class Core:
    """What the operations act on. Call `run` before looking at anything."""

    def __init__(self, clock: Clock, timing: Timing, sheets_in_tray: int) -> None:
        self.clock = clock
        self.timing = timing
        self.engine = Engine(timing, sheets_in_tray)
        self.jobs = JobMemory()
        self.booted_ns = clock.monotonic_ns()
        self._boots = 0

    def run(self) -> int:
        """Bring everything up to now, which is returned."""
        now_ns = self.clock.monotonic_ns()
        self.engine.run(now_ns)
        held_until_ns = self._held_until_ns()
        if held_until_ns is not None and held_until_ns <= now_ns:
            job = self.jobs.active()
            assert job is not None
            self.engine.end(job, Ending.ABORTED, held_until_ns)
        return now_ns

    def next_due_ns(self) -> int | None:
        """When something moves next."""
        return self.engine.due_ns if self.engine.due_ns is not None else self._held_until_ns()

    def create(self, ticket: Ticket) -> Job:
        """A job that waits for its document."""
        return self.jobs.create(ticket, self.clock.monotonic_ns())

    def add_document(self, job: Job, pdf: bytes, *, last: bool) -> None:
        """What the client sends of a held job; the last of it starts the job."""
        job.heard_ns = self.clock.monotonic_ns()
        if pdf:
            job.pdf, job.octets, job.documents = pdf, len(pdf), 1
        if last:
            self.engine.start(job, job.heard_ns)

    def power_cycle(self) -> None:
        """Power lost and back: the jobs are forgotten, numbers start again, paper stays."""
        now_ns = self.run()
        self.engine.lose_power()
        self._boots += 1
        self.jobs = JobMemory(self._boots)
        self.booted_ns = now_ns + self.timing.boot_ms * NS_PER_MS

    def up_time_s(self, at_ns: int) -> int:
        """printer-up-time at a moment: seconds, from 1. RFC 8011 section 5.4.29."""
        return max(1, (at_ns - self.booted_ns) // NS_PER_S + 1)

    def state(self) -> PrinterState:
        """A printer with one tray can print nothing when that is empty: stopped, not idle."""
        engine = self.engine
        if engine.sheet_stuck:
            return PrinterState.STOPPED
        if engine.step in _WORKING:
            return PrinterState.PROCESSING
        return PrinterState.IDLE if engine.sheets_left else PrinterState.STOPPED

    def state_reasons(self) -> tuple[str, ...]:
        """RFC 8011 section 5.4.12: `-error` stops the printer, `-warning` does not."""
        engine = self.engine
        reasons = []
        if engine.sheet_stuck:
            reasons.append("media-jam-error")
        if engine.sheets_left == 0:
            stopped = self.state() is PrinterState.STOPPED
            reasons.append("media-empty-error" if stopped else "media-empty-warning")
        elif engine.sheets_left <= SHEETS_LOW:
            reasons.append("media-low-warning")
        return tuple(reasons) or ("none",)

    def input_tray(self) -> bytes:
        """printer-input-tray (PWG 5100.13): sizes in hundredths of a millimetre."""
        level = self.engine.sheets_left
        return (
            b"type=sheetFeedAutoRemovableTray;mediafeed=29700;mediaxfeed=21000;"
            b"maxcapacity=%d;level=%d;status=0;name=main;" % (TRAY_CAPACITY, level)
        )

    def _held_until_ns(self) -> int | None:
        """When a job whose document does not come is given up. RFC 8011 section 5.4.31."""
        job = self.jobs.active()
        if job is None or job.state is not JobState.PENDING_HELD:
            return None
        return job.heard_ns + self.timing.document_wait_ms * NS_PER_MS
