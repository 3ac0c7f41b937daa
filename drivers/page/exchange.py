"""One IPP request and the reply to it: HTTP around, matched by request id, status judged."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from drivers.clock import Clock, after_ms
from drivers.errors import BadAnswer
from drivers.http import HttpClient
from drivers.page.decode import MalformedError, Reply, reply
from drivers.page.encode import attribute, request
from drivers.page.faults import error_of, http_error
from drivers.page.limits import LIMITS
from drivers.page.tags import Operation, ValueTag
from drivers.page.words import MEDIA_TYPE, USER

_REQUEST_ID_MAX: Final = 0x7FFF_FFFF
_VERSIONS_MAJOR: Final = (1, 2)


class Exchange:
    """Asks the printer at `uri`, one question at a time; `device` is its name for messages."""

    def __init__(self, http: HttpClient, uri: str, clock: Clock) -> None:
        """Raises ValueError for a URI that is no printer's, or that has a password in it."""
        parts = urlsplit(uri)
        if parts.scheme not in ("ipp", "ipps") or not parts.hostname or "@" in parts.netloc:
            raise ValueError("a printer's URI is ipp://host/path or ipps://host/path")
        self.device: Final = f"page printer at {uri}"
        self._http, self._clock = http, clock
        self._path = parts.path or "/"
        # charset, language and target come first, in this order (RFC 8011 §4.1.4, §4.1.5)
        self._head = (
            attribute(ValueTag.CHARSET, "attributes-charset", "utf-8")
            + attribute(ValueTag.NATURAL_LANGUAGE, "attributes-natural-language", "en")
            + attribute(ValueTag.URI, "printer-uri", uri)
        )
        self._user = attribute(ValueTag.NAME, "requesting-user-name", USER)
        self._request_id = 0

    def ask(
        self,
        operation: Operation,
        action: str,
        about: bytes = b"",
        *,
        job_id: int | None = None,
        job: bytes = b"",
        document: bytes = b"",
    ) -> Reply:
        """Send one request and return the reply, its status a success.

        action: what is being done, for messages. about: operation attributes after target and user.
        job: the job's attributes. Raises what `PagePrinter` lists.
        """
        self._request_id = self._request_id % _REQUEST_ID_MAX + 1
        # the job belongs to the target and follows the printer's URI (RFC 8011 §4.1.5)
        target = b"" if job_id is None else attribute(ValueTag.INTEGER, "job-id", job_id)
        limit = LIMITS[operation]
        answer = self._http.post(
            self._path,
            MEDIA_TYPE,
            request(operation, self._request_id, self._head + target + self._user + about, job) + document,
            deadline_ns=after_ms(self._clock, limit.time_ms),
            size_max=limit.answer_bytes,
        )
        if answer.status != 200:
            raise http_error(self.device, action, answer.status, len(answer.body))
        if answer.content_type.partition(";")[0].strip().lower() != MEDIA_TYPE:
            raise self.bad(action, f"an answer of {len(answer.body)} bytes that is not {MEDIA_TYPE}")
        told = self._read(action, answer.body)
        if error := error_of(self.device, action, told.status_code):
            raise error
        return told

    def bad(self, action: str, cause: str) -> BadAnswer:
        """The error for an answer that cannot be relied on."""
        return BadAnswer(self.device, action, cause, "look at the printer's panel and output tray")

    def _read(self, action: str, octets: bytes) -> Reply:
        try:
            told = reply(octets)
        except MalformedError as wrong:
            raise self.bad(action, str(wrong)) from None
        if told.version[0] not in _VERSIONS_MAJOR:
            raise self.bad(action, f"IPP version {told.version[0]}.{told.version[1]}")
        if told.request_id != self._request_id:
            raise self.bad(action, f"an answer to request {told.request_id} instead of {self._request_id}")
        return told
