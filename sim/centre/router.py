"""From an HTTP request to an operation and back: JSON, the echo of the id, and nothing done twice."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from sim.centre.fields import Fields, WireError
from sim.http import Request, Response

CONTENT_TYPE: Final = "application/json; charset=utf-8"

ANSWERS_KEPT_MAX: Final = 256
"""Answers kept for repeated requests; a kiosk repeats at once or not at all."""

Operation: TypeAlias = Callable[[Fields], Mapping[str, Any]]
"""An operation: what is asked -> what the answer adds. Raises `WireError`."""


class Router:
    """Answers requests by path.

    refusing: every request is answered 503. misaddressed: how many answers still bear a wrong id.
    """

    def __init__(self, operations: Mapping[str, Operation]) -> None:
        self._operations = operations
        self._answered: OrderedDict[str, tuple[bytes, Response]] = OrderedDict()
        self.refusing = False
        self.misaddressed = 0

    def handle(self, request: Request) -> Response:
        """The whole of docs/centre.md for one request."""
        request_id = ""
        try:
            fields = Fields(request.body)
            request_id = fields.request_id()
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
        before = self._answered.get(request_id)
        if before is not None:
            if before[0] != mark:
                raise WireError(400, "request_id_reused")
            return before[1]
        fields.terminal()
        response = _json(200, {"request_id": request_id, **operation(fields)})
        self._answered[request_id] = (mark, response)
        if len(self._answered) > ANSWERS_KEPT_MAX:
            self._answered.popitem(last=False)
        return response

    def _addressed(self, response: Response) -> Response:
        if not self.misaddressed:
            return response
        self.misaddressed -= 1
        told = json.loads(response.body)
        return _json(response.status, {**told, "request_id": f"{told['request_id']}-another"})


def _json(status: int, told: Mapping[str, Any]) -> Response:
    return Response(status, CONTENT_TYPE, json.dumps(told, ensure_ascii=False).encode())
