"""HTTP/1.1 over a `Port`: one kept-alive connection, one deadline a request, nothing sent twice.

Built on httpcore's connection, which reads and writes through a stream of ours; its pool is left
out, because one device is one connection. A request that may have reached the other end is never
sent again: whether that is safe only the caller knows.

Source: RFC 9112 (HTTP/1.1); httpcore 1.0 network streams.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from drivers.clock import Clock
from drivers.errors import BadAnswer, DeviceError, Disconnected, NoAnswer
from drivers.port import OpenPort, Port

if TYPE_CHECKING:
    import httpcore

WIRE_SLACK_BYTES = 128 * 1024
"""Headers and chunk framing allowed around a body: `2 * size_max` and this much in all."""
UNASKED_BYTES_MAX = 4096
"""Of what nobody asked for so much is looked at."""
_STATUS_MIN = 200


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """A whole answer. content_type: the header as it came, `""` if there was none."""

    status: int
    content_type: str
    body: bytes = field(repr=False)


class HttpClient:
    """Posts to one device. Owned by one worker: calls do not overlap.

    device: its name for messages (`certificate centre`)
    host: the value of the Host header (`centre.example`, `printer.local:631`)
    open_port: makes a connection; called for the first request and after each lost connection
    on_unasked: told the start of what came on a connection when nothing was asked; that connection is given up
    """

    def __init__(self, device: str, host: str, open_port: OpenPort, clock: Clock) -> None:
        self._device = device
        self._host = host.encode("ascii")
        self._open_port = open_port
        self._clock = clock
        self._connection: httpcore.HTTP11Connection | None = None
        self._stream: _PortStream | None = None
        self._where = device
        self.on_unasked: Callable[[bytes], None] = lambda _start: None

    @property
    def where(self) -> str:
        """The device, and its port once there was a connection, for messages."""
        return self._where

    def post(
        self,
        path: str,
        content_type: str,
        body: bytes,
        *,
        deadline_ns: int,
        size_max: int,
        headers: Iterable[tuple[str, str]] = (),
    ) -> HttpAnswer:
        """Send one request and read its whole answer, of any status, until `deadline_ns`.

        As idempotent as what `path` does: the request is sent once at most. A kept-alive
        connection that the other end closed while it was idle is noticed and replaced before
        anything is sent.

        Raises `Disconnected` when there is no connection or it is lost before the answer's end,
        `NoAnswer` when the deadline comes first, `BadAnswer` when the answer is not HTTP or its
        body is longer than `size_max` bytes. Except when no connection could be made, the request
        may have been carried out.
        """
        import httpcore

        if self._clock.monotonic_ns() >= deadline_ns:
            raise NoAnswer(self._where, f"POST {path}", "no time left, nothing sent", "give it more time")
        connection, stream = self._ready(httpcore.HTTP11Connection)
        stream.begin(deadline_ns, 2 * size_max + WIRE_SLACK_BYTES)
        request = httpcore.Request(
            b"POST",
            _url(path),
            headers=[
                (b"Host", self._host),
                (b"Content-Type", content_type),
                (b"Content-Length", b"%d" % len(body)),
                *headers,
            ],
            content=body,
        )
        sent = f"POST {path} ({len(body)} bytes)"
        # Raised outside the handlers, so that no exception carries httpcore's, which quote the wire.
        failure: DeviceError
        try:
            response = connection.handle_request(request)
            answer = _whole(response, size_max)
            if answer is None:
                failure = self._bad(sent, f"status {response.status}, over {size_max} bytes")
            elif answer.status < _STATUS_MIN:  # 101: another protocol, which nobody asked for
                failure = self._bad(sent, f"status {response.status}, not an answer")
            else:
                return answer
        except httpcore.TimeoutException:
            failure = NoAnswer(
                self._where,
                sent,
                f"no whole answer at the deadline, {stream.received_bytes} bytes of it came",
                "whether it was carried out is unknown; check the device and the network",
            )
        except httpcore.RemoteProtocolError:
            if stream.lost:
                failure = Disconnected(
                    self._where,
                    sent,
                    f"connection lost, {stream.received_bytes} bytes of the answer came",
                    "whether it was carried out is unknown; check power, cable and network",
                )
            else:
                failure = self._bad(sent, f"not HTTP, {stream.received_bytes} bytes came")
        except httpcore.ReadError:
            failure = self._bad(sent, f"{stream.received_bytes} bytes and no end")
        self.close()
        raise failure

    def close(self) -> None:
        """Let the connection go; the next request opens another. Never raises."""
        stream, self._connection, self._stream = self._stream, None, None
        if stream is not None:
            stream.close()

    def _ready(
        self, make: type[httpcore.HTTP11Connection]
    ) -> tuple[httpcore.HTTP11Connection, _PortStream]:
        connection, stream = self._connection, self._stream
        if connection is not None and stream is not None:
            if connection.is_available() and not connection.has_expired():
                return connection, stream
            self.close()
            if stream.unasked:
                self.on_unasked(stream.unasked)
        port = self._open_port()
        self._where = f"{self._device} at {port.name}"
        stream = _PortStream(port, self._clock)
        connection = make(_url("/").origin, cast("httpcore.NetworkStream", stream))
        self._connection, self._stream = connection, stream
        return connection, stream

    def _bad(self, action: str, cause: str) -> BadAnswer:
        return BadAnswer(self._where, action, cause, "check the device's address and its software")


def _url(path: str) -> httpcore.URL:
    """The Host header and the port decide where it goes; httpcore only compares origins."""
    import httpcore

    return httpcore.URL(scheme=b"http", host=b"device", target=path)


def _whole(response: httpcore.Response, size_max: int) -> HttpAnswer | None:
    """The answer with its body; None when that is too long (the connection is closed then)."""
    body = bytearray()
    for chunk in response.iter_stream():
        body += chunk
        if len(body) > size_max:
            response.close()
            return None
    response.close()
    content_type = next((value for name, value in response.headers if name.lower() == b"content-type"), b"")
    return HttpAnswer(response.status, content_type.decode("latin-1"), bytes(body))


class _PortStream:
    """An `httpcore.NetworkStream` over a port, with one deadline and one allowance a request."""

    def __init__(self, port: Port, clock: Clock) -> None:
        self.port = port
        self.lost = False
        self.unasked = b""
        self.received_bytes = 0
        self._clock = clock
        self._deadline_ns = 0
        self._allowed_bytes = 0

    def begin(self, deadline_ns: int, allowed_bytes: int) -> None:
        """A new request starts."""
        self._deadline_ns, self._allowed_bytes, self.received_bytes = deadline_ns, allowed_bytes, 0

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        import httpcore

        try:
            data = self.port.read(max_bytes, self._deadline_ns)
        except Disconnected:
            self.lost = True
            return b""
        if not data:
            raise httpcore.ReadTimeout
        self.received_bytes += len(data)
        if self.received_bytes > self._allowed_bytes:
            raise httpcore.ReadError
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        import httpcore

        if not buffer:
            return
        try:
            self.port.write(buffer, self._deadline_ns)
        except NoAnswer:
            raise httpcore.WriteTimeout from None
        except Disconnected:
            # httpcore reads on after this: the other end may have said why before it closed (413).
            raise httpcore.WriteError from None

    def close(self) -> None:
        self.port.close()

    def get_extra_info(self, info: str) -> Any:
        if info != "is_readable":
            return None
        try:  # an idle connection with something to read is over: closed, or out of step
            self.unasked = self.unasked or self.port.read(UNASKED_BYTES_MAX, self._clock.monotonic_ns())
            return bool(self.unasked)
        except Disconnected:
            return True
