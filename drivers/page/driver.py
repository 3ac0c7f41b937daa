"""The page printer's driver: five operations of IPP, one document a job, each copy a job of its own."""

from __future__ import annotations

from typing import Final

from drivers.clock import Clock
from drivers.errors import Refused
from drivers.http import HttpClient
from drivers.page import attributes as read
from drivers.page import ticket, trays
from drivers.page.capabilities import REQUESTED as CAPABILITIES_REQUESTED
from drivers.page.capabilities import Capabilities, capabilities_of
from drivers.page.decode import Attributes, MalformedError, Reply
from drivers.page.encode import attribute
from drivers.page.exchange import Exchange
from drivers.page.faults import NOT_FOUND, NOT_POSSIBLE, IppRefused, JobForgotten
from drivers.page.limits import JOBS_LISTED_MAX
from drivers.page.status import JobState, JobStatus, PageStatus, PrinterState, UnfinishedJob
from drivers.page.tags import GroupTag, Operation, ValueTag
from drivers.page.words import USER

_JOB_NAME_MAX: Final = 127
"""A name may have 255 octets (RFC 8011 §5.1.3); many printers keep 127."""


def _requested(*names: str) -> bytes:
    return attribute(ValueTag.KEYWORD, "requested-attributes", *names)


_STATUS_REQUESTED: Final = _requested(
    "printer-state", "printer-state-reasons", "printer-is-accepting-jobs", *trays.REQUESTED
)
_CAPABILITIES_REQUESTED: Final = _requested(*CAPABILITIES_REQUESTED)
_JOB_REQUESTED: Final = _requested(
    "job-id", "job-name", "job-state", "job-state-reasons", "job-impressions-completed"
)
_JOBS_REQUESTED: Final = _requested("job-id", "job-name", "job-originating-user-name")


class PagePrinter:
    """An IPP printer behind `http`, at `uri` (`ipp://…` or `ipps://…`).

    Every operation raises `Disconnected` (no connection, or lost before the answer), `NoAnswer`
    (nothing within the operation's time limit), `BadAnswer` (no IPP reply, or one to another
    question: what the printer did is unknown) and `IppRefused` (an error status: nothing done).
    """

    def __init__(self, http: HttpClient, uri: str, clock: Clock) -> None:
        """Raises ValueError for a URI that is no printer's, or that has a password in it."""
        self._exchange = Exchange(http, uri, clock)
        self._ask, self._bad = self._exchange.ask, self._exchange.bad
        self._capabilities: Capabilities | None = None

    def status(self) -> PageStatus:
        """The printer's own state (Get-Printer-Attributes, RFC 8011 §4.2.5). Idempotent."""
        action = "ask for its state"
        answer = self._ask(Operation.GET_PRINTER_ATTRIBUTES, action, _STATUS_REQUESTED)
        try:
            printer = _only(answer, GroupTag.PRINTER)
            return PageStatus(
                state=PrinterState(read.number(printer, "printer-state")),
                reasons=read.reasons(printer, "printer-state-reasons"),
                accepting=read.boolean(printer, "printer-is-accepting-jobs"),
                stock=trays.stock_of(printer),
            )
        except (MalformedError, ValueError) as wrong:
            raise self._bad(action, str(wrong)) from None

    def check_capabilities(self) -> Capabilities:
        """Whether certificates can be printed here (Get-Printer-Attributes). Idempotent.

        Raises `Refused`, naming what is missing, when they cannot.
        """
        action = "ask what it can do"
        answer = self._ask(Operation.GET_PRINTER_ATTRIBUTES, action, _CAPABILITIES_REQUESTED)
        try:
            found = capabilities_of(_only(answer, GroupTag.PRINTER))
        except MalformedError as wrong:
            raise self._bad(action, str(wrong)) from None
        if found.missing:
            cause = f"it lacks {', '.join(found.missing)}"
            raise Refused(self._exchange.device, action, cause, "use another model of printer")
        self._capabilities = found
        return found

    def submit(self, job_name: str, pdf: bytes) -> int:
        """Print one document on A4, both sides, unscaled (Print-Job, RFC 8011 §4.2.1); the job's id.

        NOT idempotent: a second call is a second sheet. When no clear answer came (`Disconnected`,
        `NoAnswer`, `BadAnswer`) a job may exist: `find` it by its name. `job_name` is the caller's,
        never used twice, ASCII, 1 to 127 characters, and names nobody.
        Copies are not used: each copy is a job, so that each is known to be printed or not.
        The PDF goes out as it is; a printer that reads none gets its pages as dots.

        Raises `BadAnswer`, the job cancelled, when the printer took it but would print it otherwise,
        and `Refused`, nothing sent, when its pages cannot be drawn.
        """
        if not (1 <= len(job_name) <= _JOB_NAME_MAX and job_name.isascii() and job_name.isprintable()):
            raise ValueError("a job's name is 1 to 127 printable ASCII characters")
        action = f"print job {job_name}"
        capabilities = self._capabilities or self.check_capabilities()
        document = ticket.document_for(capabilities, pdf)
        if document is None:
            raise Refused(self._exchange.device, action, "the document cannot be drawn", "report it")
        answer = self._ask(
            Operation.PRINT_JOB,
            action,
            ticket.about(job_name, capabilities),
            job=ticket.job(capabilities),
            document=document,
        )
        try:
            job_id = read.number(_only(answer, GroupTag.JOB), "job-id")
        except MalformedError as wrong:
            raise self._bad(action, f"{wrong}, so a job may exist") from None
        ignored = {name for group in answer.all_of(GroupTag.UNSUPPORTED) for name in group}
        changed = sorted(ticket.template(capabilities).keys() & ignored)
        if changed:
            self.cancel(job_id)
            raise self._bad(action, f"it took job {job_id} but not its {', '.join(changed)}; cancelled")
        return job_id

    def find(self, job_name: str) -> int | None:
        """The id of the job of that name, running or over (Get-Jobs, RFC 8011 §4.2.6). Idempotent.

        None means that the printer knows no such job; one that has forgotten its jobs says so too.
        Raises `BadAnswer` when two jobs bear the name: something between here and there doubled it.
        """
        action = f"look for job {job_name}"
        # in this order, so that a job that ends between the two questions is seen by the second
        jobs = self._jobs("not-completed", action) + self._jobs("completed", action)
        found = {job.id for job in jobs if job.name == job_name}
        if len(found) > 1:
            raise self._bad(action, f"{len(found)} jobs bear this name")
        return found.pop() if found else None

    def unfinished(self) -> tuple[UnfinishedJob, ...]:
        """Every job that is not over, whoever made it and whenever (Get-Jobs). Idempotent.

        While there is one a sheet may move that nobody waits for: jobs outlive a kiosk's restart, and at
        many printers a power cut.
        """
        return tuple(self._jobs("not-completed", "look for jobs that are not over"))

    def job(self, job_id: int, job_name: str | None = None) -> JobStatus:
        """A job's state (Get-Job-Attributes, RFC 8011 §4.3.4). Idempotent.

        Raises `JobForgotten` when the printer does not know it any more, or, where `job_name` is given,
        tells another name: numbers begin anew at printers that forget their jobs.
        """
        action = f"ask for job {job_id}"
        try:
            answer = self._ask(Operation.GET_JOB_ATTRIBUTES, action, _JOB_REQUESTED, job_id=job_id)
        except IppRefused as refusal:
            if refusal.status_code != NOT_FOUND:
                raise
            raise JobForgotten(self._exchange.device, action) from None
        try:
            job = _only(answer, GroupTag.JOB)
            if (told := read.optional_number(job, "job-id")) not in (None, job_id):
                raise MalformedError(f"it told of job {told}")
            if job_name is not None and read.words(job, "job-name") not in ({job_name}, set()):
                raise JobForgotten(self._exchange.device, action)
            return JobStatus(
                state=JobState(read.number(job, "job-state")),
                reasons=read.reasons(job, "job-state-reasons"),
                impressions=read.optional_number(job, "job-impressions-completed"),
            )
        except (MalformedError, ValueError) as wrong:
            raise self._bad(action, str(wrong)) from None

    def cancel(self, job_id: int) -> bool:
        """Ask that a job end (Cancel-Job, RFC 8011 §4.3.3). Idempotent.

        True: the printer will; sheets may move until `job(…).terminal`. False: it was over already.
        """
        try:
            self._ask(Operation.CANCEL_JOB, f"cancel job {job_id}", job_id=job_id)
        except IppRefused as refusal:
            if refusal.status_code != NOT_POSSIBLE:
                raise
            return False
        return True

    def _jobs(self, which: str, action: str) -> list[UnfinishedJob]:
        """Jobs of one kind; those that the printer tells nothing about are left out where they have no number."""
        about = (
            attribute(ValueTag.INTEGER, "limit", JOBS_LISTED_MAX)
            + _JOBS_REQUESTED
            + attribute(ValueTag.KEYWORD, "which-jobs", which)
        )
        answer = self._ask(Operation.GET_JOBS, action, about)
        try:
            return [
                UnfinishedJob(
                    id=read.number(job, "job-id"),
                    name=next(iter(read.words(job, "job-name")), ""),
                    ours=USER in read.words(job, "job-originating-user-name"),
                )
                for job in answer.all_of(GroupTag.JOB)
                if job
            ]
        except MalformedError as wrong:
            raise self._bad(action, str(wrong)) from None


def _only(answer: Reply, tag: GroupTag) -> Attributes:
    """The one group of that tag."""
    groups = answer.all_of(tag)
    if len(groups) != 1:
        raise MalformedError(f"{len(groups)} {tag.name.lower()} groups instead of one")
    return groups[0]
