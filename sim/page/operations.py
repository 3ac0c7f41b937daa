"""What each operation does. RFC 8011 sections 4.2 and 4.3."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from sim.page.codec import Attributes, Message, attribute_of
from sim.page.core import Core
from sim.page.job_attributes import LISTED_NAMES, TICKET_NAMES, JobAttributes
from sim.page.jobs import Ending, Job
from sim.page.printer_attributes import RESOURCE, PrinterAttributes
from sim.page.tags import Group, JobState, Operation, Status
from sim.page.tickets import Checked, check_document, check_ticket, flag, integer, text
from sim.page.values import IppError

_EVERY = ("all",)
_BUSY = "another job is not over yet"
"""One document at a time, as ippeveprinter 2.4.2 has it; while it prints, one further job may be made
that waits for its document (ipp-1.1.test wants that)."""


class Outcome(NamedTuple):
    """A carried-out operation: its status and the groups after the operation attributes."""

    status: Status
    groups: tuple[tuple[Group, bytes], ...] = ()


class Operations:
    """The eight operations on one printer. Each raises `IppError` when it is refused."""

    def __init__(self, core: Core, uri: str) -> None:
        self._core = core
        self._printer_attributes = PrinterAttributes(core, uri)
        self._job_attributes = JobAttributes(core, uri)
        self._table: dict[int, Callable[[Message, Attributes], Outcome]] = {
            Operation.PRINT_JOB: self._print_job,
            Operation.VALIDATE_JOB: self._validate_job,
            Operation.CREATE_JOB: self._create_job,
            Operation.SEND_DOCUMENT: self._send_document,
            Operation.CANCEL_JOB: self._cancel_job,
            Operation.GET_JOB_ATTRIBUTES: self._get_job_attributes,
            Operation.GET_JOBS: self._get_jobs,
            Operation.GET_PRINTER_ATTRIBUTES: self._get_printer_attributes,
        }

    def carry_out(self, message: Message, operation: Attributes) -> Outcome:
        """Carry out a request whose operation attributes have been found well-formed."""
        handler = self._table.get(message.code)
        if handler is None:
            raise IppError(Status.OPERATION_NOT_SUPPORTED, "no such operation here")
        return handler(message, operation)

    def _print_job(self, message: Message, operation: Attributes) -> Outcome:
        checked = self._checked(message, operation)
        if not message.document:
            raise IppError(Status.BAD_REQUEST, "no document")
        if self._core.jobs.unfinished():
            raise IppError(Status.BUSY, _BUSY)
        job = self._core.create(checked.ticket)
        self._core.add_document(job, message.document, self._format(operation), last=True)
        return self._made(job, checked.ignored)

    def _validate_job(self, message: Message, operation: Attributes) -> Outcome:
        ignored = self._checked(message, operation).ignored
        if ignored:
            return Outcome(Status.OK_IGNORED_OR_SUBSTITUTED, ((Group.UNSUPPORTED, ignored),))
        return Outcome(Status.OK)

    def _create_job(self, message: Message, operation: Attributes) -> Outcome:
        checked = self._checked(message, operation)
        if self._core.jobs.held() is not None:
            raise IppError(Status.BUSY, _BUSY)
        return self._made(self._core.create(checked.ticket), checked.ignored)

    def _send_document(self, message: Message, operation: Attributes) -> Outcome:
        job = self._target_job(operation)
        if "last-document" not in operation:
            raise IppError(Status.BAD_REQUEST, "last-document is missing")
        last = flag(operation, "last-document", default=True)
        document_format = self._format(operation)
        if job.state is not JobState.PENDING_HELD:
            raise IppError(Status.NOT_POSSIBLE, "the job takes no more documents")
        if message.document and job.documents:
            raise IppError(Status.MULTIPLE_DOCUMENT_JOBS_NOT_SUPPORTED, "one document a job")
        if last and not message.document and not job.documents:
            raise IppError(Status.BAD_REQUEST, "no document")
        if last and self._core.engine.job is not None:
            raise IppError(Status.BUSY, _BUSY)
        self._core.add_document(job, message.document, document_format, last=last)
        return self._made(job, b"")

    def _cancel_job(self, _: Message, operation: Attributes) -> Outcome:
        job = self._target_job(operation)
        if job.state.terminal or job.ending is not None:
            raise IppError(Status.NOT_POSSIBLE, "the job is over or being canceled")
        self._core.engine.end(job, Ending.CANCELED, self._core.clock.monotonic_ns())
        return Outcome(Status.OK)

    def _get_job_attributes(self, _: Message, operation: Attributes) -> Outcome:
        job = self._target_job(operation)
        chosen = self._job_attributes.select(job, _requested(operation, _EVERY))
        return Outcome(Status.OK, ((Group.JOB, chosen),))

    def _get_jobs(self, _: Message, operation: Attributes) -> Outcome:
        """RFC 8011 section 4.2.6: finished jobs newest first."""
        which = text(operation, "which-jobs", "not-completed")
        if which not in ("completed", "not-completed", "all"):
            wrong = attribute_of("which-jobs", operation["which-jobs"])
            raise IppError(Status.ATTRIBUTES_OR_VALUES_NOT_SUPPORTED, "no such selection", wrong)
        limit = integer(operation, "limit", 2**31 - 1)
        if limit < 1:
            raise IppError(Status.BAD_REQUEST, "limit is below 1")
        user = text(operation, "requesting-user-name", "anonymous")
        mine = flag(operation, "my-jobs", default=False)
        names = _requested(operation, LISTED_NAMES)
        jobs = [
            job
            for job in reversed(self._core.jobs.all())
            if (which == "all" or job.state.terminal == (which == "completed"))
            and (not mine or job.ticket.user == user)
        ]
        return Outcome(
            Status.OK, tuple((Group.JOB, self._job_attributes.select(job, names)) for job in jobs[:limit])
        )

    def _get_printer_attributes(self, _: Message, operation: Attributes) -> Outcome:
        chosen = self._printer_attributes.select(_requested(operation, _EVERY))
        return Outcome(Status.OK, ((Group.PRINTER, chosen),))

    def _checked(self, message: Message, operation: Attributes) -> Checked:
        self._format(operation)
        colour = self._core.engine.habits.prints_colour
        return check_ticket(operation, message.group(Group.JOB), colour=colour)

    def _format(self, operation: Attributes) -> str:
        return check_document(operation, self._core.engine.habits.formats)

    def _made(self, job: Job, ignored: bytes) -> Outcome:
        told = (Group.JOB, self._job_attributes.select(job, TICKET_NAMES))
        if ignored:
            return Outcome(Status.OK_IGNORED_OR_SUBSTITUTED, ((Group.UNSUPPORTED, ignored), told))
        return Outcome(Status.OK, (told,))

    def _target_job(self, operation: Attributes) -> Job:
        """By job-uri, or by printer-uri and job-id. RFC 8011 section 4.1.5."""
        if "job-uri" in operation:
            resource, _, last = text(operation, "job-uri", "").rpartition("/")
            number = int(last) if last.isascii() and last.isdecimal() and len(last) < 10 else 0
            if path_of(resource) != RESOURCE:
                number = 0
        else:
            number = integer(operation, "job-id", 0)
            if not number:
                raise IppError(Status.BAD_REQUEST, "job-id is missing")
        job = self._core.jobs.get(number)
        if job is None:
            raise IppError(Status.NOT_FOUND, "no such job")
        return job


def path_of(uri: str) -> str:
    """The path of an absolute URI, `""` when it has none."""
    authority_and_path = uri.partition("://")[2]
    slash = authority_and_path.find("/")
    return authority_and_path[slash:] if slash >= 0 else ""


def _requested(operation: Attributes, default: Iterable[str]) -> Iterable[str]:
    values = operation.get("requested-attributes")
    if values is None:
        return default
    return [value.value for value in values if isinstance(value.value, str)]
