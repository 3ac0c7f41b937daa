"""A folder of private files that parallel processes may fill at the same time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


class PkiCacheError(Exception):
    """Raised when the cache folder cannot be made, read or written. Names the folder and the remedy."""

    def __init__(self, directory: Path, cause: OSError) -> None:
        super().__init__(
            f"key cache {directory}: {cause.strerror or type(cause).__name__};"
            " set XDG_CACHE_HOME to a folder that can be written"
        )


class Cache:
    """Files made once and then only read: whoever comes first makes one, all others get the same.

    A file appears complete or not at all (written beside, then renamed), and only one process makes
    at a time (`flock`). A file that does not parse, say after a full disk, is made anew.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def load_or_make(self, name: str, parse: Callable[[bytes], T], make: Callable[[], bytes]) -> T:
        """The parsed file `name`, from `make` if there is none. `parse` raises `ValueError` on damage.

        `make` runs under the cache's lock: it must not come back to the cache.
        Raises `PkiCacheError` when the folder cannot be used.
        """
        path = self.directory / name
        try:
            found = _parsed(path, parse)
            if found is not None:
                return found
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._locked():
                found = _parsed(path, parse)  # somebody else may have made it while we waited
                if found is not None:
                    return found
                data = make()
                self._write(path, data)
        except OSError as error:
            raise PkiCacheError(self.directory, error) from error
        return parse(data)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        handle = os.open(self.directory / ".lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)  # lets the lock go, also when the process dies

    def _write(self, path: Path, data: bytes) -> None:
        beside = path.with_name(f".{path.name}.new")  # the lock makes one fixed name enough
        beside.unlink(missing_ok=True)
        handle = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        beside.replace(path)


def _parsed(path: Path, parse: Callable[[bytes], T]) -> T | None:
    try:
        return parse(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None
