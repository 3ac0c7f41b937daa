"""The program that opens documents: one process that waits, and for each document a child of its own that may die.

It has one thread, so it may fork; the document is only ever in the child, and gone with it. A child has its limits
(`device.press.limits`), leaves no core file, and answers in words, or not at all. The program ends when the kiosk does:
its wire is closed then.
"""

from __future__ import annotations

import os
import resource
import signal
import socket
import sys

from device.press.limits import CPU_S_MAX, LIFE_S_MAX, MEMORY_BYTES_MAX, Wrong
from device.press.opening import try_to_open

GOOD = b"good"
_PIECE_BYTES = 1 << 16


def main() -> None:
    """Serve on the socket whose number is the last argument, until it is closed."""
    import drivers.pdfium  # noqa: F401 - once, and no child needs to

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would have the document in it
    wire = socket.socket(fileno=int(sys.argv[-1]))
    while True:
        _, wires, _, _ = socket.recv_fds(wire, 1, 1)
        if not wires:
            return
        if os.fork() == 0:
            try:
                wire.close()
                _serve(socket.socket(fileno=wires[0]))
            finally:
                os._exit(0)  # whatever it was: no answer says enough, and a traceback could name what stands there
        os.close(wires[0])


def _serve(kiosk: socket.socket) -> None:
    """Read a document to its end, try it, say what is wrong with it."""
    signal.alarm(LIFE_S_MAX)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S_MAX, CPU_S_MAX))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    try:
        pdf = b"".join(iter(lambda: kiosk.recv(_PIECE_BYTES), b""))
        try_to_open(pdf)
        kiosk.sendall(GOOD)
    except Wrong as wrong:
        kiosk.sendall(str(wrong).encode("utf-8"))


if __name__ == "__main__":
    main()
