"""The mechanics: a tray, a paper path for one sheet, a fuser to warm up, an output tray.

A step ends when its time comes and begins the next one at that very time, however late the host
calls: sheets fall at the same moments in every host. Paper is conserved: what was in the tray is
in the tray, in the path, in the output tray, taken, or spoiled.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sim.page.habits import Habits
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
OUTPUT_CAPACITY = 150
PRINTING_REASONS = ("job-printing",)
STOPPED_REASONS = ("printer-stopped",)
TO_STOP_POINT = "processing-to-stop-point"
SUCCESSFUL = "job-completed-successfully"


class Step(Enum):
    """What the engine is at; the last three wait for a person."""

    RESTING = "resting"
    SPOOLING = "spooling"
    WARMING = "warming"
    MOVING = "moving"
    OUT_OF_PAPER = "out of paper"
    OUTPUT_FULL = "output full"
    JAMMED = "jammed"


class Engine:
    """Prints one job at a time, by the clock."""

    def __init__(self, timing: Timing, habits: Habits, sheets_in_tray: int, output_capacity: int) -> None:
        self.timing, self.habits = timing, habits
        self.sheets_left = sheets_in_tray
        self.output_capacity = output_capacity
        self.output_tray: list[Sheet] = []
        self.strangers_sheets = 0
        self.spoiled_sheets = 0
        self.jam_armed = False
        self.lie_armed = False
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

    @property
    def room_left(self) -> int:
        """Sheets that still fit into the output tray."""
        return max(0, self.output_capacity - len(self.output_tray) - self.strangers_sheets)

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
        """Stop a job that is not over: at once, or when its sheet in the path is out, or later still."""
        mine = job is self.job
        late = mine and ending is Ending.CANCELED and self.habits.cancels_late
        if late or (mine and self.sheet_inside and self._sheet_is_jobs):
            job.ending = ending
            stopped = job.state is JobState.PROCESSING_STOPPED
            job.reasons = (TO_STOP_POINT, *(STOPPED_REASONS if stopped else ()))
            return
        self._finish(job, *ending.value, now_ns)

    def fill(self, sheets: int, now_ns: int) -> None:
        """Paper put in, as far as the tray holds it; a job that waited for it goes on."""
        self.sheets_left = min(self.sheets_left + sheets, TRAY_CAPACITY)
        if self.step is Step.OUT_OF_PAPER and self.sheets_left:
            self._go_on(now_ns)

    def take_output(self, now_ns: int) -> list[Sheet]:
        """Everything out of the output tray; a job that waited for room goes on."""
        sheets, self.output_tray, self.strangers_sheets = self.output_tray, [], 0
        if self.step is Step.OUTPUT_FULL:
            self._go_on(now_ns)
        return sheets

    def clear(self, now_ns: int) -> None:
        """The stuck sheet is pulled out, spoiled; a job that waited for it goes on, as its jam recovery has it."""
        self.jam_armed = False
        if not self.sheet_stuck:
            return
        self.sheet_stuck = False
        self.spoiled_sheets += 1
        job = self.job
        if self.step is not Step.JAMMED or job is None:
            return
        lost, self._sheet_is_jobs = self._sheet_is_jobs, False
        if lost and not self.habits.prints_again(job.octets):
            job.sheets_fed += 1
            self._after_sheet(job, now_ns)
        elif job.ending is not None and not self.habits.cancels_late:
            self._finish(job, *job.ending.value, now_ns)
        else:  # a late cancel comes too late for the sheet that is printed again
            self._feed(now_ns)

    def lose_power(self, *, keeps_job: bool) -> None:
        """A sheet that was in the path stays there; the job is kept or forgotten."""
        self.sheet_stuck, self._sheet_is_jobs = self.sheet_inside, False
        self.due_ns, self.step = None, Step.RESTING
        if not keeps_job:
            self.job = None

    def resume(self, at_ns: int) -> None:
        """Power is back: a job that was kept goes on from the sheet that was under way."""
        job = self.job
        if job is None:
            return
        if job.state is JobState.PENDING:
            self.start(job, at_ns)
        else:
            self._enter(Step.WARMING, at_ns, self.timing.warm_up_ms)

    def _enter(self, step: Step, at_ns: int, lasts_ms: int) -> None:
        self.step = step
        self.due_ns = at_ns + lasts_ms * NS_PER_MS

    def _read_document(self, at_ns: int) -> None:
        job = self.job
        assert job is not None
        job.plan = job.ticket.sheets_of(page_count(job.document, job.format))
        if not job.plan:
            self._finish(job, JobState.ABORTED, ("document-format-error", "aborted-by-system"), at_ns)
            return
        if self.lie_armed:
            self.lie_armed = False
            self._finish(job, JobState.COMPLETED, (SUCCESSFUL,), at_ns)
            return
        self._working(job)
        job.processing_ns = at_ns
        self._enter(Step.WARMING, at_ns, self.timing.warm_up_ms)

    def _go_on(self, now_ns: int) -> None:
        """What the job waited for is there; a cancel that waited with it takes effect."""
        job = self.job
        assert job is not None
        if job.ending is not None:
            self._finish(job, *job.ending.value, now_ns)
        else:
            self._feed(now_ns)

    def _feed(self, at_ns: int) -> None:
        job = self.job
        assert job is not None
        if self.sheet_stuck:
            self._stop(job, Step.JAMMED)
        elif self.room_left == 0:
            self._stop(job, Step.OUTPUT_FULL)
        elif self.sheets_left == 0:
            self._stop(job, Step.OUT_OF_PAPER)
        else:
            self.sheets_left -= 1
            self._sheet_is_jobs = True
            self._working(job)
            self._enter(Step.MOVING, at_ns, self.timing.sheet_ms)

    def _land(self, at_ns: int) -> None:
        """The exit sensor should see the sheet now; a printer knows of a jam by its silence."""
        job = self.job
        assert job is not None
        if self.jam_armed:
            self.sheet_stuck, self.jam_armed = True, False
            self._stop(job, Step.JAMMED)
            return
        front, back = job.plan[job.sheets_fed]
        ticket = job.ticket
        self.output_tray.append(
            Sheet(ticket.name, front, back, job.document, at_ns, job.format, ticket.colour_mode)
        )
        job.sheets_fed += 1
        job.sheets_done += 1
        job.impressions_done += 1 if back is None else 2
        self._sheet_is_jobs = False
        self._after_sheet(job, at_ns)

    def _after_sheet(self, job: Job, at_ns: int) -> None:
        if job.ending is not None:  # also when this was the last sheet: printed, and yet canceled
            self._finish(job, *job.ending.value, at_ns)
        elif job.sheets_fed < len(job.plan):
            self._feed(at_ns)
        else:
            whole = job.sheets_done == len(job.plan)
            self._finish(job, JobState.COMPLETED, (SUCCESSFUL if whole else "job-completed-with-errors",), at_ns)

    def _working(self, job: Job) -> None:
        job.state = JobState.PROCESSING
        job.reasons = PRINTING_REASONS if job.ending is None else (TO_STOP_POINT,)

    def _stop(self, job: Job, step: Step) -> None:
        self.step, self.due_ns = step, None
        if self.habits.keeps_processing:
            self._working(job)
            return
        job.state = JobState.PROCESSING_STOPPED
        job.reasons = STOPPED_REASONS if job.ending is None else (TO_STOP_POINT, *STOPPED_REASONS)

    def _finish(self, job: Job, state: JobState, reasons: tuple[str, ...], at_ns: int) -> None:
        job.finish(state, reasons, at_ns)
        if job is self.job:
            self.job, self.due_ns, self.step = None, None, Step.RESTING
