"""Documents are opened apart from the kiosk: what brings the library down brings a child down, and not the kiosk.

One `device.press.opener` a kiosk's process, started with the first document and again should it have died. A document
goes there through a socket of its own and never through a file; several threads may ask at once.
"""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Final

import device
from device.press import opener
from device.press.limits import LIFE_S_MAX, Wrong
from drivers.errors import Refused

_PATIENCE_S: Final = 2 * LIFE_S_MAX
"""For the answer of a process that ends itself after half of that."""
_END_S: Final = 5.0
_PIECE_BYTES: Final = 1000
DIED: Final = "opening it takes more time or memory than any certificate needs, or it makes the library fail"


class _Opener:
    """The process and the wire to it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._wire: socket.socket | None = None

    def hand_over(self, document: socket.socket) -> None:
        """Give it the other end of a document's socket. Raises `OSError`."""
        with self._lock:
            with suppress(OSError):
                if self._wire is not None:
                    socket.send_fds(self._wire, [b"."], [document.fileno()])
                    return
            self._end()
            self._start()
            assert self._wire is not None
            socket.send_fds(self._wire, [b"."], [document.fileno()])

    def _start(self) -> None:
        self._wire, theirs = socket.socketpair()
        house = str(Path(str(device.__file__)).parents[1])
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", opener.__name__, str(theirs.fileno())],
                env={**os.environ, "PYTHONPATH": house},
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # a Ctrl-C is for the kiosk; this one ends with it
            )

    def _end(self) -> None:
        if self._wire is not None:
            self._wire.close()
        if self._process is not None:
            try:
                self._process.wait(_END_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._wire = self._process = None

    def end(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            self._end()


_OPENER: Final = _Opener()
atexit.register(_OPENER.end)


def try_apart(pdf: bytes) -> None:
    """`opening.try_to_open` in a process that may die. Raises `Wrong`; `Refused` when there is no such process."""
    ours, theirs = socket.socketpair()
    with ours:
        ours.settimeout(_PATIENCE_S)
        with theirs:
            try:
                _OPENER.hand_over(theirs)
            except OSError:
                raise Refused(
                    "kiosk", "make the document ready for the press", "the process that opens documents does not start",
                    "free memory and processes on the kiosk's computer, then start the kiosk again",
                ) from None  # fmt: skip
        answer = _asked(ours, pdf)
    if answer != opener.GOOD:
        raise Wrong(answer.decode("utf-8", "replace") or DIED)


def _asked(child: socket.socket, pdf: bytes) -> bytes:
    """What it says; nothing, when it dies over it or says nothing in time."""
    with suppress(OSError):
        child.sendall(pdf)
        child.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: child.recv(_PIECE_BYTES), b""))
    return b""
