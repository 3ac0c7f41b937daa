"""The mechanics: a tray, a paper path for one sheet, a fuser to warm up, an output tray.

A step ends when its time comes and begins the next one at that very time, however late the host
calls: sheets fall at the same moments in every host. Paper is conserved: what was in the tray is
in the tray, in the path, in the output tray, taken, or spoiled.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sim.page.jobs import Ending, Job
from sim.page.paper import Sheet, page_count
from sim.page.tags import JobState
from sim.wire import NS_PER_MS


@dataclass(frozen=True, slots=True)
class Timing:
    """How long each step takes. An office laser printer's: 20 sheets a minute, 6 s to the first."""

    spool_ms: int = 300
    warm_up_ms: int = 6_000
    sheet_ms: int = 3_000
    boot_ms: int = 20_000
    document_wait_ms: int = 120_000


TRAY_CAPACITY = 250
PRINTING_REASONS = ("job-printing",)
STOPPED_REASONS = ("printer-stopped",)
TO_STOP_POINT = "processing-to-stop-point"


class Step(Enum):
    """What the engine is at; the last two wait for a person."""

    RESTING = "resting"
    SPOOLING = "spooling"
    WARMING = "warming"
    MOVING = "moving"
    OUT_OF_PAPER = "out of paper"
    JAMMED = "jammed"


class Engine:
    """Prints one job at a time, by the clock."""

    def __init__(self, timing: Timing, sheets_in_tray: int) -> None:
        self.timing = timing
        self.sheets_left = sheets_in_tray
        self.output_tray: list[Sheet] = []
        self.spoiled_sheets = 0
        self.jam_armed = False
        self.sheet_stuck = False
        self._sheet_is_jobs = False
        """The sheet inside is the current job's, not one left by a power cut."""
        self.step = Step.RESTING
        self.job: Job | None = None
        self.due_ns: int | None = None

    @property
    def sheet_inside(self) -> bool:
        """A sheet is in the paper path, moving or stuck."""
        return self.sheet_stuck or self.step is Step.MOVING

    def start(self, job: Job, now_ns: int) -> None:
        """Take a job whose document is complete."""
        job.state, job.reasons = JobState.PENDING, ("none",)
        self.job = job
        self._enter(Step.SPOOLING, now_ns, self.timing.spool_ms)

    def run(self, now_ns: int) -> None:
        """Everything that is due by now."""
        while self.due_ns is not None and self.due_ns <= now_ns:
            at_ns, self.due_ns = self.due_ns, None
            if self.step is Step.SPOOLING:
                self._read_document(at_ns)
            elif self.step is Step.WARMING:
                self._feed(at_ns)
            elif self.step is Step.MOVING:
                self._land(at_ns)

    def jam(self) -> None:
        """The next sheet to come out, the one in the path included, will not."""
        self.jam_armed = not self.sheet_stuck

    def end(self, job: Job, ending: Ending, now_ns: int) -> None:
        """Stop a job that is not over: at once, or when its sheet in the path is out."""
        if job is self.job and self.sheet_inside and self._sheet_is_jobs:
            job.ending = ending
            job.reasons = (TO_STOP_POINT, *(STOPPED_REASONS if self.sheet_stuck else ()))
            return
        state, reason = ending.value
        self._finish(job, state, (reason,), now_ns)

    def fill(self, sheets: int, now_ns: int) -> None:
        """Paper put in, as far as the tray holds it; a job that waited for it goes on."""
        self.sheets_left = min(self.sheets_left + sheets, TRAY_CAPACITY)
        if self.step is Step.OUT_OF_PAPER:
            self._feed(now_ns)

    def clear(self, now_ns: int) -> None:
        """The stuck sheet is pulled out, spoiled; a job that waited for it goes on."""
        self.jam_armed = False
        if not self.sheet_stuck:
            return
        self.sheet_stuck = False
        self.spoiled_sheets += 1
        job = self.job
        if self.step is Step.JAMMED and job is not None:
            if job.ending is not None:
                state, reason = job.ending.value
                self._finish(job, state, (reason,), now_ns)
            else:
                self._feed(now_ns)

    def lose_power(self) -> None:
        """The job is forgotten; a sheet that was in the path stays there."""
        self.sheet_stuck, self._sheet_is_jobs = self.sheet_inside, False
        self.job, self.due_ns, self.step = None, None, Step.RESTING

    def _enter(self, step: Step, at_ns: int, lasts_ms: int) -> None:
        self.step = step
        self.due_ns = at_ns + lasts_ms * NS_PER_MS

    def _read_document(self, at_ns: int) -> None:
        job = self.job
        assert job is not None
        job.plan = job.ticket.sheets_of(page_count(job.pdf))
        if not job.plan:
            self._finish(job, JobState.ABORTED, ("document-format-error", "aborted-by-system"), at_ns)
            return
        job.state, job.reasons, job.processing_ns = JobState.PROCESSING, PRINTING_REASONS, at_ns
        self._enter(Step.WARMING, at_ns, self.timing.warm_up_ms)

    def _feed(self, at_ns: int) -> None:
        job = self.job
        assert job is not None
        if self.sheet_stuck or self.sheets_left == 0:
            self._stop(job, Step.JAMMED if self.sheet_stuck else Step.OUT_OF_PAPER)
            return
        self.sheets_left -= 1
        self._sheet_is_jobs = True
        job.state, job.reasons = JobState.PROCESSING, PRINTING_REASONS
        self._enter(Step.MOVING, at_ns, self.timing.sheet_ms)

    def _land(self, at_ns: int) -> None:
        """The exit sensor should see the sheet now; a printer knows of a jam by its silence."""
        job = self.job
        assert job is not None
        if self.jam_armed:
            self.sheet_stuck, self.jam_armed = True, False
            self._stop(job, Step.JAMMED)
            return
        front, back = job.plan[job.sheets_done]
        self.output_tray.append(Sheet(job.ticket.name, front, back, job.pdf, at_ns))
        job.sheets_done += 1
        job.impressions_done += 1 if back is None else 2
        self._sheet_is_jobs = False
        if job.ending is not None:  # also when this was the last sheet: printed, and yet canceled
            state, reason = job.ending.value
            self._finish(job, state, (reason,), at_ns)
        elif job.sheets_done == len(job.plan):
            self._finish(job, JobState.COMPLETED, ("job-completed-successfully",), at_ns)
        else:
            self._feed(at_ns)

    def _stop(self, job: Job, step: Step) -> None:
        self.step, self.due_ns = step, None
        job.state = JobState.PROCESSING_STOPPED
        job.reasons = STOPPED_REASONS if job.ending is None else (TO_STOP_POINT, *STOPPED_REASONS)

    def _finish(self, job: Job, state: JobState, reasons: tuple[str, ...], at_ns: int) -> None:
        job.finish(state, reasons, at_ns)
        if job is self.job:
            self.job, self.due_ns, self.step = None, None, Step.RESTING
