"""One request and its answer: what every operation has in common.

The id that the kiosk made comes back or the answer is thrown away; the limit of time ends the whole
request, however slowly an answer trickles; the limit of size ends it too.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable
from typing import Any, TypeVar

from drivers.centre import facts
from drivers.centre.errors import CentreUnavailable, RequestRefused, SessionOver
from drivers.centre.facts import Operation
from drivers.centre.fields import Fields, MalformedError, parse
from drivers.clock import Clock, after_ms
from drivers.errors import BadAnswer
from drivers.http import HttpAnswer, HttpClient

REQUEST_TYPE = "application/json; charset=utf-8"
_JSON = "application/json"
_OK = 200
_ID = re.compile(r"[A-Za-z0-9._-]+", re.ASCII)
"""The form of a kiosk's request ids; anything else is not repeated in a message."""

_ID_IN_ANSWER = re.compile(rb'"request_id"\s*:\s*"([A-Za-z0-9._-]{1,140})"')

UNASKED_MAX = 16
"""More of them are only dropped until somebody has taken these."""

Answer = TypeVar("Answer")


class Asking:
    """The terminal's connection to the centre. Owned by one worker: calls do not overlap."""

    def __init__(self, http: HttpClient, terminal: str, clock: Clock) -> None:
        self._http = http
        self._terminal = terminal
        self._clock = clock
        self._unasked: list[str] = []
        http.on_unasked = self._hear_unasked

    def take_unasked(self) -> tuple[str, ...]:
        """The request ids of answers that came when nothing was asked (a doubled one), each once; thrown away.

        One that bears no readable id is called `unreadable`.
        """
        unasked, self._unasked = tuple(self._unasked), []
        return unasked

    def _hear_unasked(self, start: bytes) -> None:
        if len(self._unasked) < UNASKED_MAX:
            found = _ID_IN_ANSWER.search(start)
            self._unasked.append("unreadable" if found is None else found[1].decode("ascii"))

    def close(self) -> None:
        """Let the connection go; the next call opens another."""
        self._http.close()

    def _ask(
        self, operation: Operation, request_id: str, asked: dict[str, Any], read: Callable[[Fields], Answer]
    ) -> Answer:
        """Ask once. Raises what `CentreClient` says of every method."""
        told = {"request_id": request_id, "terminal": self._terminal, "edition": facts.EDITION, **asked}
        answer = self._http.post(
            operation.path,
            REQUEST_TYPE,
            json.dumps(told).encode("ascii"),
            deadline_ns=after_ms(self._clock, operation.limit_s * 1000),
            size_max=operation.answer_max_bytes,
        )
        # Raised outside the handler, so that nothing of the answer hangs on the exception.
        try:
            return read(self._fields(answer, operation, request_id))
        except MalformedError as error:
            cause = f"{request_id}: status {answer.status}, {len(answer.body)} bytes: {error}"
        self._http.close()  # who answers out of step here goes on so: the next request has a connection of its own
        raise BadAnswer(self._http.where, operation.name, cause, "throw it away and report it to the centre")

    def _fields(self, answer: HttpAnswer, operation: Operation, request_id: str) -> Fields:
        """The fields of an answer that has any; raises what the status says otherwise."""
        if answer.status in (SessionOver.status, CentreUnavailable.status):
            _check_not_anothers(answer, request_id)
        if answer.status == SessionOver.status:
            raise SessionOver(self._http.where, operation.name)
        if answer.status == CentreUnavailable.status:
            raise CentreUnavailable(self._http.where, operation.name, _not_now(answer, request_id))
        if answer.status not in (_OK, RequestRefused.status):
            raise MalformedError("not a status of the centre's")
        fields = _ours(answer, request_id)
        if answer.status == RequestRefused.status:
            code = fields.text("error", 40, facts.ERROR_CODE)
            raise RequestRefused(self._http.where, operation.name, code)
        return fields


def _ours(answer: HttpAnswer, request_id: str) -> Fields:
    """The fields of an answer to this very request. Raises `MalformedError`, naming both ids."""
    if answer.content_type.partition(";")[0].strip().lower() != _JSON:
        raise MalformedError("not JSON by its content type")
    fields = parse(answer.body)
    _check_id(fields.text("request_id", facts.REQUEST_ID_CHARS_MAX), request_id)
    return fields


def _check_not_anothers(answer: HttpAnswer, request_id: str) -> None:
    """A front end says no without any id of ours; but another request's no says nothing to this one.

    Raises `MalformedError`, naming both ids.
    """
    try:
        theirs = parse(answer.body).text("request_id", facts.REQUEST_ID_CHARS_MAX)
    except MalformedError:
        return
    _check_id(theirs, request_id)


def _check_id(theirs: str, ours: str) -> None:
    if theirs != ours:
        shown = theirs if _ID.fullmatch(theirs) else "an unreadable id"
        raise MalformedError(f"the answer to {shown}, not to {ours}")


def _not_now(answer: HttpAnswer, request_id: str) -> str:
    """Why not now; a front end's 503 has no code of ours."""
    try:
        return _ours(answer, request_id).choice("error", facts.NOT_NOW)
    except MalformedError:
        return "not_now"


def base64(octets: bytes) -> str:
    """Standard alphabet, padded."""
    return b64encode(octets).decode("ascii")
