"""A print job from its ticket to its end, and the printer's memory of past ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from uuid import UUID, uuid5

from sim.page.tags import JobState

JOBS_KEPT = 100
"""Finished jobs the printer remembers (RFC 8011 section 5.3.7.2, the Job History phase)."""
PRINTER_UUID = UUID("4d61646f-6775-4368-9950-7269e74e0001")


class Ending(Enum):
    """Why a job ends before its last sheet: final state and reasons. RFC 8011 section 5.3.8."""

    CANCELED = (JobState.CANCELED, ("job-canceled-by-user",))
    ABORTED = (JobState.ABORTED, ("aborted-by-system",))


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a client asked for.

    sides: a keyword of RFC 8011 section 5.2.8; copies: of the whole document
    colour_mode: a keyword of PWG 5100.13 section 5.2.3
    """

    name: str
    user: str
    sides: str = "one-sided"
    copies: int = 1
    colour_mode: str = "monochrome"

    def sheets_of(self, pages: int) -> tuple[tuple[int, int | None], ...]:
        """Front and back page of each sheet, in order."""
        step = 1 if self.sides == "one-sided" else 2
        once = tuple(
            (page, page + 1 if step == 2 and page + 1 < pages else None) for page in range(0, pages, step)
        )
        return once * self.copies


@dataclass(slots=True)
class Job:
    """One job. Times are monotonic; None for not yet.

    heard_ns: when the client last sent something of it, while its documents are coming in
    sheets_fed: how far its plan is: sheets that are out, or were lost in a jam
    """

    number: int
    uuid: UUID
    ticket: Ticket
    created_ns: int
    heard_ns: int
    state: JobState = JobState.PENDING_HELD
    reasons: tuple[str, ...] = ("job-incoming",)
    document: bytes = field(default=b"", repr=False)
    format: str = ""
    octets: int = 0
    documents: int = 0
    plan: tuple[tuple[int, int | None], ...] = ()
    sheets_fed: int = 0
    sheets_done: int = 0
    impressions_done: int = 0
    processing_ns: int | None = None
    completed_ns: int | None = None
    ending: Ending | None = None

    @property
    def impressions(self) -> int:
        """Sides with something on them, over all copies; 0 while the document is unread."""
        return sum(1 if back is None else 2 for _, back in self.plan)

    def finish(self, state: JobState, reasons: tuple[str, ...], at_ns: int) -> None:
        """The job is over; the printer lets go of its document."""
        self.state, self.reasons, self.completed_ns, self.document = state, reasons, at_ns, b""


class JobMemory:
    """The jobs a printer knows, by number; lost with its power."""

    def __init__(self, boot: int = 0) -> None:
        self._boot = boot
        self._jobs: dict[int, Job] = {}
        self._last = 0

    def create(self, ticket: Ticket, now_ns: int) -> Job:
        """A new job, numbered from 1 after each power-up."""
        self._last += 1
        uuid = uuid5(PRINTER_UUID, f"{self._boot}/{self._last}")
        job = self._jobs[self._last] = Job(self._last, uuid, ticket, now_ns, now_ns)
        if len(self._jobs) > JOBS_KEPT:
            del self._jobs[next(iter(self._jobs))]
        return job

    def get(self, number: int) -> Job | None:
        """The job with this number, if it is still remembered."""
        return self._jobs.get(number)

    def all(self) -> list[Job]:
        """Every job, oldest first."""
        return list(self._jobs.values())

    def unfinished(self) -> list[Job]:
        """The jobs that are not over, oldest first."""
        return [job for job in self._jobs.values() if not job.state.terminal]

    def held(self) -> Job | None:
        """The job whose document is still to come; there is one at most."""
        return next((job for job in self.unfinished() if job.state is JobState.PENDING_HELD), None)
