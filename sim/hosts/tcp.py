"""Peripherals on TCP, plain or TLS: each connection is one `accept`."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from selectors import EVENT_READ
from typing import Final

from sim.hosts.errors import HostError
from sim.hosts.reactor import Reactor
from sim.hosts.stream import Phase, Stream
from sim.wire import NS_PER_MS, Peripheral

LOOPBACK: Final = "127.0.0.1"
STREAMS_MAX: Final = 96
"""Connections at a time, those that are only ending included; a further one is closed at once."""
BREATH_NS: Final = 500 * NS_PER_MS
"""How long nobody is accepted when the machine has no file left for it."""
_ACCEPTS_PER_TURN: Final = 16
_OPTIONS: Final = (
    (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
    # A controller whose machine or cable died says no goodbye: it is asked after 20 s of silence, and given
    # up after four more questions, or 30 s after bytes that nobody has acknowledged.
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 20),
    (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 5),
    (socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 4),
    (socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 30_000),
)


def bind(host: str = LOOPBACK, port: int = 0) -> socket.socket:
    """A listening socket for `listen`, for who must know the port before there is a simulator.

    port: 0 for any free one. Raises `HostError` for a port that is taken or not ours, or an unknown host.
    """
    try:
        (family, _, _, _, address), *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return socket.create_server(address, family=family)
    except OSError as error:
        raise HostError(f"cannot listen on {host} port {port}: {error.strerror}") from error


def listen(
    reactor: Reactor,
    peripheral: Peripheral,
    host: str = LOOPBACK,
    port: int = 0,
    tls: ssl.SSLContext | None = None,
    *,
    bound: socket.socket | None = None,
) -> tuple[str, int]:
    """Put a peripheral on TCP until the reactor ends, and run it; the host and port it listens on.

    tls: a server's context; the peripheral is told of a connection once its handshake is over
    bound: a socket out of `bind`, instead of host and port

    Raises `HostError` as `bind` does.
    """
    server = bound or bind(host, port)
    reactor.add(peripheral)
    serve(reactor, peripheral, server, tls)
    name = server.getsockname()
    return str(name[0]), int(name[1])


def serve(
    reactor: Reactor, peripheral: Peripheral, server: socket.socket, tls: ssl.SSLContext | None = None
) -> None:
    """Put a peripheral behind a listening socket of any family until the reactor ends."""
    listener = _Listener(reactor, peripheral, server, tls)
    reactor.call(listener.begin)
    reactor.add(listener)


class _Listener:
    """A listening socket, its connections, and their time-outs."""

    def __init__(
        self, reactor: Reactor, peripheral: Peripheral, server: socket.socket, tls: ssl.SSLContext | None
    ) -> None:
        server.setblocking(False)
        self._reactor, self._peripheral, self._server, self._tls = reactor, peripheral, server, tls
        self._streams: list[Stream] = []
        self._resume_ns: int | None = None

    def begin(self) -> None:
        self._reactor.at_end(self._close)
        self._reactor.watch(self._server.fileno(), EVENT_READ, self._knock)

    def next_due_ns(self) -> int | None:
        due_ns = self._resume_ns
        for stream in self._streams:
            its_ns = stream.deadline_ns
            if its_ns is not None and (due_ns is None or its_ns < due_ns):
                due_ns = its_ns
        return due_ns

    def tick(self) -> None:
        now_ns = self._reactor.clock.monotonic_ns()
        for stream in self._streams:
            if stream.deadline_ns is not None and stream.deadline_ns <= now_ns:
                stream.expire()
        self._sweep()
        if self._resume_ns is not None and self._resume_ns <= now_ns:
            self._resume_ns = None
            self._reactor.rewatch(self._server.fileno(), EVENT_READ, self._knock)

    def _knock(self, _: int) -> None:
        for _ in range(_ACCEPTS_PER_TURN):
            try:
                sock, _ = self._server.accept()
            except (BlockingIOError, ConnectionAbortedError):
                return
            except OSError:  # no file or memory left: the one that knocks would wake us for ever
                self._resume_ns = self._reactor.clock.monotonic_ns() + BREATH_NS
                self._reactor.unwatch(self._server.fileno())
                return
            self._let_in(sock)

    def _let_in(self, sock: socket.socket) -> None:
        self._sweep()
        if len(self._streams) >= STREAMS_MAX:
            sock.close()
            return
        sock.setblocking(False)
        with suppress(OSError):
            if sock.family != socket.AF_UNIX:
                for option in _OPTIONS:
                    sock.setsockopt(*option)
        try:
            if self._tls is not None:
                sock = self._tls.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        except (OSError, ValueError):  # gone already
            sock.close()
            return
        self._streams.append(Stream(self._reactor, sock, self._peripheral))

    def _sweep(self) -> None:
        """Forget those that are over; they cost nothing but their place."""
        self._streams = [stream for stream in self._streams if stream.phase is not Phase.OVER]

    def _close(self) -> None:
        for stream in self._streams:
            stream.close()
        self._streams.clear()
        self._reactor.unwatch(self._server.fileno())
        self._server.close()
