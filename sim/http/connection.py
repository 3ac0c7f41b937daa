"""One client's stream: h11 reads the requests, the answers are framed here.

An answer of known length is a dozen lines of RFC 9112 section 6, and framing it by hand makes a
round trip a third cheaper; a fresh h11 connection then reads the next request.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import h11

from sim.http.messages import Request, Response
from sim.wire import HangUp, Send

if TYPE_CHECKING:
    from sim.http.server import HttpServer

PIPELINE_LIMIT_BYTES = 64 * 1024
"""What a client may send ahead while an answer is being thought about."""
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
_KEPT_ALIVE_SINCE = b"1.1"
_REASONS = {status.value: status.phrase for status in HTTPStatus}
_BODILESS = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})


class HttpConnection:
    """One client's stream: h11's state, the body so far, and the answer that waits for its time."""

    def __init__(self, server: HttpServer, send: Send, hang_up: HangUp, caller: str | None = None) -> None:
        self._server = server
        self._caller = caller
        self._send = send
        self._hang_up = hang_up
        self._h11 = h11.Connection(h11.SERVER)
        self._head: h11.Request | None = None
        self._head_only = self._last = False
        self._body = bytearray()
        self._waiting: Response | None = None
        self._ahead_bytes = 0
        self._over = False
        self.due_ns: int | None = None

    def receive(self, data: bytes) -> None:
        """Bytes from the client, in any fragmentation."""
        if self._over or not data:
            return
        if self._waiting is not None:
            self._ahead_bytes += len(data)
            if self._ahead_bytes > PIPELINE_LIMIT_BYTES:
                self.end()
                return
        self._h11.receive_data(data)
        self._read_on()

    def closed(self) -> None:
        """The client let go; an answer that waits is lost."""
        if not self._over:
            self._over = True
            self._drop_all()

    def end(self) -> None:
        """Close from this side."""
        if not self._over:
            self._over = True
            self._drop_all()
            self._hang_up()

    def answer(self) -> None:
        """Send the answer that waits, then read on."""
        self._answer()
        if not self._over:
            self._read_on()

    def _drop_all(self) -> None:
        self.due_ns = self._waiting = self._head = None
        self._body = bytearray()
        self._server.forget(self)

    def _read_on(self) -> None:
        try:
            while not self._over and self._waiting is None:
                event = self._h11.next_event()
                kind = type(event)
                if kind is h11.Data:
                    self._body += event.data  # type: ignore[union-attr]
                    if len(self._body) > self._server.body_limit_bytes:
                        self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
                elif kind is h11.Request:
                    self._begin(event)  # type: ignore[arg-type]
                elif kind is h11.EndOfMessage:
                    self._handle()
                else:  # NEED_DATA
                    return
        except h11.RemoteProtocolError as error:
            self._refuse(error.error_status_hint)

    def _begin(self, head: h11.Request) -> None:
        self._head, self._body = head, bytearray()
        self._head_only = head.method == b"HEAD"
        if head.method == b"CONNECT":  # no tunnels here; h11 must not switch protocols
            self._refuse(HTTPStatus.METHOD_NOT_ALLOWED)
            return
        for name, value in head.headers:
            if name == b"content-length" and int(value) > self._server.body_limit_bytes:
                self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
                return
        if self._h11.they_are_waiting_for_100_continue:
            self._send(_CONTINUE)

    def _handle(self) -> None:
        head = self._head
        assert head is not None
        request = _as_request(head, bytes(self._body), self._caller)
        self._last = head.http_version < _KEPT_ALIVE_SINCE or "close" in _tokens(request, "connection")
        self._head, self._body, self._ahead_bytes = None, bytearray(), 0
        ahead, _ = self._h11.trailing_data
        self._h11 = h11.Connection(h11.SERVER)
        if ahead:
            self._h11.receive_data(ahead)
        server = self._server
        response = server.faults.take_answer() or server.handle(request)
        if self._over:  # the handler pulled the plug
            return
        wait_ns = server.think_ns(request) + server.faults.take_delay_ns()
        self._waiting = response
        if wait_ns > 0:
            self.due_ns = server.clock.monotonic_ns() + wait_ns
        else:
            self._answer()

    def _answer(self) -> None:
        response, self._waiting, self.due_ns = self._waiting, None, None
        assert response is not None
        if self._server.faults.take_drop():
            self.end()
            return
        wire = self._frame(response)
        if self._server.faults.take_truncation():
            self._send(wire[: len(wire) // 2])
            self.end()
            return
        self._send(wire)
        if self._last:
            self.end()

    def _refuse(self, status: int) -> None:
        """Answer something that cannot be handled, and close."""
        self._last = True
        self._send(self._frame(Response(status, "text/plain", _REASONS.get(status, "").encode("ascii"))))
        self.end()

    def _frame(self, response: Response) -> bytes:
        """RFC 9112 section 6.3: no body follows an answer to HEAD, nor 204 and 304."""
        status, body = response.status, response.body
        bodiless, head_only, self._head_only = status in _BODILESS, self._head_only, False
        length = "" if bodiless else f"Content-Length: {len(body)}\r\n"
        close = "Connection: close\r\n" if self._last else ""
        head = (
            f"HTTP/1.1 {status} {_REASONS.get(status, '')}\r\n"
            f"Content-Type: {response.content_type}\r\n{length}{close}\r\n"
        ).encode("latin-1")
        return head if head_only or bodiless else head + body


def _tokens(request: Request, name: str) -> set[str]:
    """A comma-separated field as a set of lower-case words."""
    value = request.headers.get(name)
    return {word.strip().lower() for word in value.split(",")} if value else set()


def _origin_form(target: str) -> str:
    """RFC 9112 section 3.2.2: a server takes the absolute form too."""
    if target.startswith(("http://", "https://")):
        return "/" + target.split("://", 1)[1].partition("/")[2]
    return target


def _as_request(head: h11.Request, body: bytes, caller: str | None) -> Request:
    headers: dict[str, str] = {}
    for raw_name, raw_value in head.headers:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return Request(head.method.decode("ascii"), _origin_form(head.target.decode("latin-1")), headers, body, caller)
