"""What the printer says of a job. RFC 8011 section 5.3."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sim.page.codec import attribute
from sim.page.core import Core
from sim.page.jobs import Job
from sim.page.tags import Tag
from sim.page.tickets import MEDIA

Encode = Callable[[Job], bytes]

TICKET_NAMES = ("job-uri", "job-id", "job-uuid", "job-state", "job-state-reasons")
"""What a client is told of a job it made. RFC 8011 section 4.2.1.2."""
LISTED_NAMES = ("job-uri", "job-id")
"""What Get-Jobs tells unasked. RFC 8011 section 4.2.6.1."""


class JobAttributes:
    """A job's attributes, encoded on demand."""

    def __init__(self, core: Core, uri: str) -> None:
        self._core = core
        self._template: dict[str, Encode] = {
            "copies": lambda job: attribute("copies", Tag.INTEGER, job.ticket.copies),
            "media": lambda _: attribute("media", Tag.KEYWORD, MEDIA),
            "sides": lambda job: attribute("sides", Tag.KEYWORD, job.ticket.sides),
        }
        self._description: dict[str, Encode] = {
            "attributes-charset": lambda _: attribute("attributes-charset", Tag.CHARSET, "utf-8"),
            "attributes-natural-language": lambda _: attribute(
                "attributes-natural-language", Tag.NATURAL_LANGUAGE, "en"
            ),
            "document-format": _document_format,
            "job-id": lambda job: attribute("job-id", Tag.INTEGER, job.number),
            "job-impressions": _job_impressions,
            "job-impressions-completed": lambda job: attribute(
                "job-impressions-completed", Tag.INTEGER, job.impressions_done
            ),
            "job-k-octets": lambda job: attribute("job-k-octets", Tag.INTEGER, -(-job.octets // 1024)),
            "job-media-sheets": _job_media_sheets,
            "job-media-sheets-completed": lambda job: attribute(
                "job-media-sheets-completed", Tag.INTEGER, job.sheets_done
            ),
            "job-name": lambda job: attribute("job-name", Tag.NAME, job.ticket.name),
            "job-originating-user-name": lambda job: attribute(
                "job-originating-user-name", Tag.NAME, job.ticket.user
            ),
            "job-printer-up-time": lambda _: attribute(
                "job-printer-up-time", Tag.INTEGER, core.up_time_s(core.clock.monotonic_ns())
            ),
            "job-printer-uri": lambda _: attribute("job-printer-uri", Tag.URI, uri),
            "job-state": lambda job: attribute("job-state", Tag.ENUM, job.state),
            "job-state-reasons": lambda job: attribute("job-state-reasons", Tag.KEYWORD, *job.reasons),
            "job-uri": lambda job: attribute("job-uri", Tag.URI, f"{uri}/{job.number}"),
            "job-uuid": lambda job: attribute("job-uuid", Tag.URI, job.uuid.urn),
            "number-of-documents": lambda job: attribute("number-of-documents", Tag.INTEGER, job.documents),
            "time-at-completed": lambda job: self._moment("time-at-completed", job.completed_ns),
            "time-at-creation": lambda job: self._moment("time-at-creation", job.created_ns),
            "time-at-processing": lambda job: self._moment("time-at-processing", job.processing_ns),
        }
        self._every = self._template | self._description
        self._groups = {
            "all": self._every,
            "job-template": self._template,
            "job-description": self._description,
        }

    def select(self, job: Job, requested: Iterable[str]) -> bytes:
        """The attributes with these names or in these groups; what is unknown is left out."""
        chosen: dict[str, Encode] = {}
        for name in requested:
            if name in self._every:
                chosen[name] = self._every[name]
            elif name in self._groups:
                chosen.update(self._groups[name])
        return b"".join([encode(job) for encode in chosen.values()])

    def _moment(self, name: str, at_ns: int | None) -> bytes:
        """Seconds of printer-up-time; no-value for not yet. RFC 8011 section 5.3.14."""
        if at_ns is None:
            return attribute(name, Tag.NO_VALUE, None)
        return attribute(name, Tag.INTEGER, self._core.up_time_s(at_ns))


def _document_format(job: Job) -> bytes:
    if not job.format:
        return attribute("document-format", Tag.NO_VALUE, None)
    return attribute("document-format", Tag.MIME_MEDIA_TYPE, job.format)


def _job_impressions(job: Job) -> bytes:
    if not job.plan:
        return attribute("job-impressions", Tag.NO_VALUE, None)
    return attribute("job-impressions", Tag.INTEGER, job.impressions)


def _job_media_sheets(job: Job) -> bytes:
    if not job.plan:
        return attribute("job-media-sheets", Tag.NO_VALUE, None)
    return attribute("job-media-sheets", Tag.INTEGER, len(job.plan))
