"""What the system's errors on a serial line mean to a person at the bench: a cause, and what to do."""

from __future__ import annotations

import errno
import grp
import os
import termios
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

_NOT_THERE = ("there is no such device", "check its cable and power, and the port's name")
_TAKEN = ("another program holds it", "end that program (`fuser -v` with the path names it)")
_PULLED = ("the device is gone", "check its cable and power")
_NO_LINE = ("this is no serial line that can be set up", "check the port's name")

_WORDS: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        errno.ENOENT: _NOT_THERE,
        errno.ENOTDIR: _NOT_THERE,
        errno.ENXIO: _PULLED,
        errno.ENODEV: _PULLED,
        errno.EIO: _PULLED,
        errno.EBADF: _PULLED,
        errno.EBUSY: _TAKEN,
        errno.EAGAIN: _TAKEN,  # flock(2) by pyserial's `exclusive`
        errno.ENOTTY: _NO_LINE,
        errno.EINVAL: _NO_LINE,
        errno.EISDIR: _NO_LINE,
        errno.ECONNREFUSED: ("refused: nobody listens there", "check that the server runs, and its port number"),
        errno.EHOSTUNREACH: ("no route to it", "check the network cable and the address"),
        errno.ENETUNREACH: ("no route to it", "check the network cable and the address"),
    }
)
_DENIED = (errno.EACCES, errno.EPERM)


def serial_words(error: BaseException, url: str, *, opening: bool) -> tuple[str, str]:
    """The cause and the hint for what pyserial raised at this port, while opening it or later.

    pyserial 3.5 gives its own errors a number only sometimes; the system's stands then in their context. Without any:
    a line in use has been pulled (ready to read, and nothing comes), and one to be opened could not be set up.
    """
    number = _number(error)
    if number in _DENIED:
        return "permission denied", _permission_hint(url)
    if number in _WORDS:
        return _WORDS[number]
    if number:
        return os.strerror(number), "check cable, power and the port's name"
    return _NO_LINE if opening else _PULLED


def _number(error: BaseException | None) -> int:
    """The first system error number in a chain of exceptions; 0 when there is none."""
    while error is not None:
        if isinstance(error, OSError) and error.errno:
            return error.errno
        if isinstance(error, termios.error) and error.args and isinstance(error.args[0], int):
            return error.args[0]
        error = error.__context__
    return 0


def _permission_hint(url: str) -> str:
    """Which group may use the line (`dialout` on Debian)."""
    try:
        number = Path(url).stat().st_gid
        try:
            name = grp.getgrgid(number).gr_name
        except KeyError:  # no name for it on this machine
            name = str(number)
    except OSError:
        return "run the kiosk as a user who may read and write it"
    return f"add the kiosk's user to the group {name}, and start the kiosk anew"
