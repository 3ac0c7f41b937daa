"""One request of a customer's journey with its answer, and what was handed to a kiosk instead."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from device.testing.strangers.accidents import Accident, Asked

END_OF_HEAD: Final = b"\r\n\r\n"


class Answerable(Protocol):
    """The way back to the kiosk that asked."""

    @property
    def is_open(self) -> bool: ...

    def send(self, answer: bytes) -> None: ...


@dataclass(frozen=True)
class Attempt:
    """Something foreign that was handed to a kiosk.

    ours: the kiosk's request id. theirs: what shows that it is foreign: the request id that the answer bears, or the
    document's id where the request id is right.
    """

    accident: Accident
    path: str
    terminal: str
    ours: str
    theirs: str

    @property
    def visible(self) -> bool:
        """Whether this very answer shows that it is foreign, so that it has to be reported with both ids.

        What is right by its ids and not a document shows only in the document that follows from it."""
        return self.ours != self.theirs


@dataclass(eq=False)
class Exchange:
    """One request of a journey, and the centre's own answer to it as bytes."""

    line: Answerable
    asked: Asked
    answer: bytes = field(repr=False)
    session: str = ""

    @property
    def told(self) -> dict[str, Any]:
        """The answer's object."""
        found: dict[str, Any] = json.loads(self.answer.partition(END_OF_HEAD)[2])
        return found

    @property
    def mark(self) -> str:
        """The document's id, or the request's for other answers."""
        return str(self.told.get("document", {}).get("id", self.asked.request))


def framed(answer: bytes, told: Mapping[str, Any]) -> bytes:
    """The same answer with another object."""
    body = json.dumps(told, ensure_ascii=False).encode()
    head = answer.partition(END_OF_HEAD)[0].split(b"\r\n")
    lines = [line for line in head if not line.lower().startswith(b"content-length:")]
    return b"\r\n".join([*lines, b"Content-Length: %d" % len(body)]) + END_OF_HEAD + body
