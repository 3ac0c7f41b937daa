"""One kiosk a store: a lock that the kernel lets go when the process ends, however it ends.

It is a file of its own beside the store. On the store itself it would be dangerous: closing any
descriptor of a file drops SQLite's own POSIX locks on it (https://www.sqlite.org/howtocorrupt.html
§2.2). SQLite's exclusive locking mode would do, but would keep readers (takings) out as well.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from device.store.errors import StoreError


class StoreLock:
    """Held from creation until `release`. The lock file stays, and names the last holder's process."""

    def __init__(self, store: Path) -> None:
        """Raises `StoreError` when another kiosk holds the lock, or the folder cannot be written."""
        real = store.resolve()  # one store, one lock, by whatever links it is reached
        path = real.with_name(real.name + ".lock")
        try:
            self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            cause = f"its lock {path.name} cannot be made ({error.strerror})"
            hint = "check that the folder is there and may be written"
            raise StoreError(str(store), cause, hint) from error
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(self._fd, 20, 0).decode("ascii", "replace").strip() or "unknown"
            os.close(self._fd)
            hint = "stop that one, or name another file in [store] path"
            raise StoreError(str(store), f"another kiosk (process {holder}) has it open", hint) from error
        os.ftruncate(self._fd, 0)
        os.pwrite(self._fd, f"{os.getpid()}\n".encode("ascii"), 0)

    def release(self) -> None:
        """Let go. A second call does nothing."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1
