"""A kiosk's connection to the centre, request by request, with a connection of its own to the centre behind."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from device.testing.strangers.exchange import END_OF_HEAD
from sim.centre import Centre
from sim.wire import HangUp, Send

Asked: TypeAlias = "Callable[[Line, bytes, str, Mapping[str, Any]], None]"
"""Told of each whole request: the line, its bytes, path and object."""


class Line:
    """A `sim.wire.Connection`."""

    def __init__(self, centre: Centre, asked: Asked, send: Send, hang_up: HangUp) -> None:
        self._asked, self._send, self.is_open = asked, send, True
        self._in, self._out = bytearray(), bytearray()
        self._centre = centre.accept(self._out.extend, self.closed)
        if self._centre is None:
            self.is_open = False
            hang_up()

    def receive(self, data: bytes) -> None:
        """Bytes from the kiosk, in any fragmentation."""
        self._in += data
        while (request := self._whole()) is not None:
            head, body = request
            path = head.split(b" ", 2)[1].decode("ascii")
            self._asked(self, head + body, path, json.loads(body))

    def closed(self) -> None:
        """The kiosk has let go; what is still to be sent is lost."""
        if self.is_open and self._centre is not None:
            self.is_open = False
            self._centre.closed()

    def send(self, answer: bytes) -> None:
        """Hand an answer over, if anybody is there to take it."""
        if self.is_open:
            self._send(answer)

    def ask_centre(self, raw: bytes) -> bytes:
        """The centre's own answer, which comes at once."""
        assert self._centre is not None
        self._out.clear()
        self._centre.receive(raw)
        return bytes(self._out)

    def _whole(self) -> tuple[bytes, bytes] | None:
        end = self._in.find(END_OF_HEAD)
        if end < 0:
            return None
        head = bytes(self._in[: end + len(END_OF_HEAD)])
        (length,) = (
            int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")
        )
        if len(self._in) < len(head) + length:
            return None
        body = bytes(self._in[len(head) : len(head) + length])
        del self._in[: len(head) + length]
        return head, body
