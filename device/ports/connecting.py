"""A TCP connection by a deadline, over whichever of a host's addresses answers."""

from __future__ import annotations

import errno
import os
import socket

from device.ports.waiting import WRITABLE, wait_ready
from drivers.clock import Clock

# A line that is dead without a word (cable, power) is noticed within half a minute, also where nobody writes.
KEEPALIVE_IDLE_S = 15
KEEPALIVE_EACH_S = 5
KEEPALIVE_TRIES = 3
UNACKNOWLEDGED_MS = 30_000

_OPTIONS = (
    (socket.SOL_SOCKET, "SO_KEEPALIVE", 1),
    (socket.IPPROTO_TCP, "TCP_NODELAY", 1),
    # Linux's names; a system without one does without it
    (socket.IPPROTO_TCP, "TCP_KEEPIDLE", KEEPALIVE_IDLE_S),
    (socket.IPPROTO_TCP, "TCP_KEEPINTVL", KEEPALIVE_EACH_S),
    (socket.IPPROTO_TCP, "TCP_KEEPCNT", KEEPALIVE_TRIES),
    (socket.IPPROTO_TCP, "TCP_USER_TIMEOUT", UNACKNOWLEDGED_MS),
)


def connect(host: str, port: int, deadline_ns: int, clock: Clock) -> socket.socket:
    """A connected, non-blocking socket. The time is shared out among the addresses of the host.

    Raises OSError: `TimeoutError` without a number when nobody answered in time, `gaierror` for an unknown name, else
    what the last address said.
    """
    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError:  # a name that cannot be one: a part of it is empty, or longer than 63
        raise socket.gaierror from None
    failure: OSError = TimeoutError()
    for place, (family, kind, protocol, _, address) in enumerate(addresses):
        now_ns = clock.monotonic_ns()
        share_ns = (deadline_ns - now_ns) // (len(addresses) - place)
        candidate = socket.socket(family, kind, protocol)
        try:
            _connect(candidate, address, now_ns + share_ns, clock)
        except OSError as error:
            candidate.close()
            failure = error
        else:
            return candidate
    raise failure


def _connect(candidate: socket.socket, address: object, deadline_ns: int, clock: Clock) -> None:
    candidate.setblocking(False)
    for level, option, value in _OPTIONS:
        number = getattr(socket, option, None)
        if number is not None:
            candidate.setsockopt(level, number, value)
    number = candidate.connect_ex(address)  # type: ignore[arg-type]  # as getaddrinfo gave it
    if number in (errno.EINPROGRESS, errno.EAGAIN):
        if not wait_ready(candidate.fileno(), WRITABLE, deadline_ns, clock):
            raise TimeoutError
        number = candidate.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if number:
        raise OSError(number, os.strerror(number))
