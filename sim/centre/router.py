"""From an HTTP request to an operation and back: JSON, the echo of the id, and nothing done twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import Any, Final, TypeAlias

from sim.centre.answers import Answers
from sim.centre.fields import Fields, WireError
from sim.http import Request, Response

CONTENT_TYPE: Final = "application/json; charset=utf-8"

LASTING: Final = frozenset({"/v1/documents", "/v1/registrations"})
"""What is done for good: these answers are kept in the residents' file."""

Operation: TypeAlias = Callable[[Fields], Mapping[str, Any]]
"""An operation: what is asked -> what the answer adds. Raises `WireError`."""


class Router:
    """Answers requests by path.

    refusing: every request is answered 503. misaddressed: how many answers still bear a wrong id.
    """

    def __init__(self, operations: Mapping[str, Operation], answers: Answers) -> None:
        self._operations, self._answers = operations, answers
        self.refusing = False
        self.misaddressed = 0

    def handle(self, request: Request) -> Response:
        """The whole of docs/centre.md for one request."""
        request_id = ""
        try:
            fields = Fields(request.body)
            request_id = fields.request_id()
            _check_caller(request, fields)
            if self.refusing:
                raise WireError(503, "not_now")
            response = self._once(request, fields, request_id)
        except WireError as wrong:
            response = _json(wrong.status, {"request_id": request_id, "error": wrong.code})
        return self._addressed(response)

    def _once(self, request: Request, fields: Fields, request_id: str) -> Response:
        """The operation's answer, or the one given to the very same request before.

        Only answers that were had are kept: what failed had no effect and may be tried again.
        """
        content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        operation = self._operations.get(request.path)
        if request.method != "POST" or content_type != "application/json" or operation is None:
            raise WireError(400, "unknown_operation")
        mark = hashlib.sha256(request.path.encode() + b"\n" + request.body).digest()
        terminal = fields.terminal()
        before = self._answers.given(terminal, request_id, mark)
        if before is not None:
            return Response(200, CONTENT_TYPE, before)
        with self._answers.lasting() if request.path in LASTING else nullcontext(self._answers.keep) as keep:
            response = _json(200, {"request_id": request_id, **operation(fields)})
            keep(terminal, request_id, mark, response.body)
        return response

    def _addressed(self, response: Response) -> Response:
        if not self.misaddressed:
            return response
        self.misaddressed -= 1
        told = json.loads(response.body)
        return _json(response.status, {**told, "request_id": f"{told['request_id']}-another"})


def _check_caller(request: Request, fields: Fields) -> None:
    """A terminal's certificate speaks for this terminal alone; asked before anything kept is told again."""
    if request.caller is not None and fields.terminal() != request.caller:
        raise WireError(400, "wrong_terminal")


def _json(status: int, told: Mapping[str, Any]) -> Response:
    return Response(status, CONTENT_TYPE, json.dumps(told, ensure_ascii=False).encode())
