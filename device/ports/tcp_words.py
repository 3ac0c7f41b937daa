"""What the system's errors on a network connection mean to a person at the bench: a cause, and what to do."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Mapping
from types import MappingProxyType

_NO_ROUTE = ("no route to it", "check the network cable and the address")
_CUT = ("the other end has cut the connection", "check the device's power and the network")
_SILENT = ("the other end does not answer any more", "check the device's power and the network cable")

_WORDS: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        errno.ECONNREFUSED: ("refused: nobody listens there", "check that the device is on, and the port number"),
        errno.EHOSTUNREACH: _NO_ROUTE,
        errno.ENETUNREACH: _NO_ROUTE,
        errno.ENETDOWN: _NO_ROUTE,
        errno.EADDRNOTAVAIL: _NO_ROUTE,
        errno.ETIMEDOUT: _SILENT,
        errno.ECONNRESET: _CUT,
        errno.ECONNABORTED: _CUT,
        errno.EPIPE: _CUT,
        errno.EBADF: ("the connection is closed", "open another"),
    }
)

CLOSED = ("the other end has closed the connection", "check the device's power and the network")
MUTE = ("no answer to the connection", "check the device's power, the network cable and the address")


def tcp_words(error: OSError) -> tuple[str, str]:
    """The cause and the hint for what a socket raised."""
    if isinstance(error, socket.gaierror):
        return "its name is not known", "check the name, and this machine's DNS"
    number = error.errno or 0
    if number in _WORDS:
        return _WORDS[number]
    return os.strerror(number) if number else type(error).__name__, "check cable, power and address"
