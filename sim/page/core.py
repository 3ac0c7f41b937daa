"""The printer between its wire and its mechanics: jobs, time since power-up, state and reasons."""

from __future__ import annotations

from sim.page.engine import TRAY_CAPACITY, Engine, Step, Timing
from sim.page.habits import Habits
from sim.page.jobs import Ending, Job, JobMemory, Ticket
from sim.page.tags import PrinterState
from sim.wire import NS_PER_MS, NS_PER_S, Clock

SHEETS_LOW = 20
"""From here down the tray is reported low (a paddle sensor's usual height)."""

_WORKING = frozenset({Step.WARMING, Step.MOVING})
_SUFFIXES = {PrinterState.IDLE: "report", PrinterState.PROCESSING: "warning", PrinterState.STOPPED: "error"}
"""Of a reason, by the printer's state and not by the reason: so has it ippeveprinter 2.4.2, and who looks for
`media-empty-error` alone misses most empty trays."""
_UNKNOWN = -2
"""Of a count (RFC 3805 prtInputCurrentLevel)."""


class Core:
    """What the operations act on. Call `run` before looking at anything."""

    def __init__(
        self, clock: Clock, timing: Timing, habits: Habits, sheets_in_tray: int, output_capacity: int
    ) -> None:
        self.clock = clock
        self.timing = timing
        self.engine = Engine(timing, habits, sheets_in_tray, output_capacity)
        self.jobs = JobMemory()
        self.booted_ns = clock.monotonic_ns()
        self.powered = True
        self._boots = 0

    def run(self) -> int:
        """Bring everything up to now, which is returned."""
        now_ns = self.clock.monotonic_ns()
        self.engine.run(now_ns)
        held_until_ns = self._held_until_ns()
        if held_until_ns is not None and held_until_ns <= now_ns:
            job = self.jobs.held()
            assert job is not None
            self.engine.end(job, Ending.ABORTED, held_until_ns)
        return now_ns

    def next_due_ns(self) -> int | None:
        """When something moves next."""
        dues = [due for due in (self.engine.due_ns, self._held_until_ns()) if due is not None]
        return min(dues, default=None)

    def create(self, ticket: Ticket) -> Job:
        """A job that waits for its document."""
        return self.jobs.create(ticket, self.clock.monotonic_ns())

    def add_document(self, job: Job, document: bytes, document_format: str, *, last: bool) -> None:
        """What the client sends of a held job; the last of it starts the job."""
        job.heard_ns = self.clock.monotonic_ns()
        if document:
            job.document, job.format, job.octets, job.documents = document, document_format, len(document), 1
        if last:
            self.engine.start(job, job.heard_ns)

    def power_off(self, *, keeps_jobs: bool) -> None:
        """Power lost: paper stays where it is. Jobs are kept, or forgotten, and numbers then start again."""
        if not self.powered:
            return
        self.run()
        self.powered = False
        self.engine.lose_power(keeps_job=keeps_jobs)
        if not keeps_jobs:
            self._boots += 1
            self.jobs = JobMemory(self._boots)

    def power_on(self) -> None:
        """Power back: it boots."""
        if self.powered:
            return
        self.powered = True
        self.booted_ns = self.clock.monotonic_ns() + self.timing.boot_ms * NS_PER_MS
        held = self.jobs.held()
        if held is not None:
            held.heard_ns = self.booted_ns
        self.engine.resume(self.booted_ns)

    def up_time_s(self, at_ns: int) -> int:
        """printer-up-time at a moment: seconds, from 1. RFC 8011 section 5.4.29."""
        return max(1, (at_ns - self.booted_ns) // NS_PER_S + 1)

    def state(self) -> PrinterState:
        """A printer with one tray can print nothing when that is empty: stopped, not idle."""
        engine = self.engine
        if engine.habits.keeps_processing and engine.job is not None and engine.step is not Step.RESTING:
            return PrinterState.PROCESSING
        if engine.sheet_stuck:
            return PrinterState.STOPPED
        if engine.step in _WORKING:
            return PrinterState.PROCESSING
        return PrinterState.IDLE if engine.sheets_left and engine.room_left else PrinterState.STOPPED

    def state_reasons(self) -> tuple[str, ...]:
        """RFC 8011 section 5.4.12."""
        engine, suffix = self.engine, _SUFFIXES[self.state()]
        reasons = {
            "media-jam": engine.sheet_stuck,
            "media-empty": engine.sheets_left == 0,
            "media-needed": engine.step is Step.OUT_OF_PAPER,
            "media-low": 0 < engine.sheets_left <= SHEETS_LOW,
            "output-area-full": engine.room_left == 0,
        }
        return tuple(f"{word}-{suffix}" for word, present in reasons.items() if present) or ("none",)

    def input_tray(self) -> bytes:
        """printer-input-tray (PWG 5100.13): sizes in micrometres."""
        level = self.engine.sheets_left if self.engine.habits.counts_sheets else _UNKNOWN
        return (
            b"type=sheetFeedAutoRemovableTray;dimunit=micrometers;mediafeed=297000;mediaxfeed=210000;"
            b"maxcapacity=%d;level=%d;status=0;name=main;" % (TRAY_CAPACITY, level)
        )

    def output_bin(self) -> bytes:
        """printer-output-tray (PWG 5100.13)."""
        remaining = self.engine.room_left if self.engine.habits.counts_sheets else _UNKNOWN
        return (
            b"type=unRemovableBin;maxcapacity=%d;remaining=%d;status=0;name=face-down;"
            b"stackingorder=firstToLast;pagedelivery=faceDown;" % (self.engine.output_capacity, remaining)
        )

    def _held_until_ns(self) -> int | None:
        """When a job whose document does not come is given up. RFC 8011 section 5.4.31."""
        job = self.jobs.held()
        if job is None or not self.powered:
            return None
        return job.heard_ns + self.timing.document_wait_ms * NS_PER_MS
