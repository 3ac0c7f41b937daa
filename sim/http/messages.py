"""A request and an answer, whole: what a handler sees of HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Request:
    """A whole request as the handler sees it.

    path: the target in origin form, with its query if there is one
    headers: lower-case names; repeated fields joined with `, `
    caller: common name of the certificate shown on this connection; None on a wire without
    """

    method: str
    path: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    caller: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What the handler answers; the server frames it."""

    status: int
    content_type: str
    body: bytes = field(repr=False)
