"""Try counters that outlive the process: one small JSON file for one persona's card.

    {"version": 1, "persona": "yamada-taro", "tries_left": {"D392F000260100000001": {"0018": 2, "001B": 5}}}

It holds counters alone, never a PIN or a key. The card hands every change over before it answers
(`VirtualCard.keep_tries`): who kills the simulator after a wrong PIN does not get the try back.
"""

from __future__ import annotations

import fcntl
import json
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from sim.card.card import VirtualCard
from sim.card.state import Tries

VERSION: Final = 1
SIZE_MAX_BYTES: Final = 16 * 1024


class TriesFileError(Exception):
    """Raised when the file cannot be used. Names the file, what is wrong with it, and the remedy."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"state file {path}: {what}")


class TriesFile:
    """The file while a card is in use: read once, replaced whole at each change, held by a lock until `close`.

    The lock (`flock`) is on the file itself and moves on to each new one, so that nothing is left beside it.

    path: made when there is none; card: goes on from the counters in it

    Raises `TriesFileError`: it is another persona's, of another version, not whole, in use, or not to be
    read or written.
    """

    def __init__(self, path: Path, persona_id: str, card: VirtualCard) -> None:
        self._path = Path(os.path.realpath(path))
        self._beside = self._path.with_name(f".{self._path.name}.new")  # the lock makes one fixed name enough
        self._persona_id = persona_id
        self._handle: int | None = None
        try:
            self._handle = self._open()
            tries = None if self._handle is None else self._tries(_read(self._handle))
            card.keep_tries(self._keep, tries)
            if self._handle is None:
                self._write(card.all_tries, first=True)
        except (OSError, ValueError) as error:
            self.close()
            raise TriesFileError(path, _words(error)) from error

    def close(self) -> None:
        """Let the file go; it stays. A second call does nothing."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)

    def _open(self) -> int | None:
        try:
            handle = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        except FileNotFoundError:
            return None
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise ValueError("it is no ordinary file; choose another name")
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not os.path.samestat(os.fstat(handle), self._path.stat()):
                raise BlockingIOError  # replaced in this moment, by who has the lock on the new one
        except BaseException:
            os.close(handle)
            raise
        return handle

    def _tries(self, data: bytes) -> Tries:
        """The counters in the file. Raises ValueError with words for the user."""
        told = _object(data)
        if told["version"] != VERSION:
            raise ValueError(f"it is of another version than {VERSION}; delete it to begin anew")
        if told["persona"] != self._persona_id:
            raise ValueError(
                f"it is of another persona's card than {self._persona_id}'s; give each persona a file of its own"
            )
        try:
            return {
                (bytes.fromhex(aid), int(ef, 16)): _count(left)
                for aid, files in told["tries_left"].items()
                for ef, left in files.items()
            }
        except (ValueError, TypeError, AttributeError):
            raise ValueError(_BROKEN) from None

    def _keep(self, tries: Tries) -> None:
        self._write(tries, first=False)

    def _write(self, tries: Tries, *, first: bool) -> None:
        """The whole file anew, on the disk before this returns. Raises OSError."""
        tables: dict[str, dict[str, int]] = {}
        for (aid, ef), left in tries.items():
            tables.setdefault(aid.hex().upper(), {})[f"{ef:04X}"] = left
        text = json.dumps({"version": VERSION, "persona": self._persona_id, "tries_left": tables}, indent=1) + "\n"
        self._beside.unlink(missing_ok=True)
        handle = os.open(self._beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.write(handle, text.encode("ascii"))
            os.fsync(handle)
            if first:
                self._path.hardlink_to(self._beside)  # fails where somebody was quicker
                self._beside.unlink()
            else:
                self._beside.replace(self._path)
        except BaseException:
            os.close(handle)
            with suppress(OSError):
                self._beside.unlink(missing_ok=True)
            raise
        self.close()
        self._handle = handle
        folder = os.open(self._path.parent, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


_BROKEN: Final = "it is not a whole card state; delete it to begin anew"


def _read(handle: int) -> bytes:
    data = os.read(handle, SIZE_MAX_BYTES + 1)
    if len(data) > SIZE_MAX_BYTES:
        raise ValueError(_BROKEN)
    return data


def _object(data: bytes) -> dict[str, Any]:
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):  # not UTF-8, not JSON, or nested without end
        raise ValueError(_BROKEN) from None
    if not isinstance(told, dict) or told.keys() != {"version", "persona", "tries_left"}:
        raise ValueError(_BROKEN)
    return told


def _count(left: object) -> int:
    if type(left) is not int:
        raise ValueError(_BROKEN)
    return left


def _words(error: OSError | ValueError) -> str:
    if isinstance(error, BlockingIOError | FileExistsError):
        return "it is in use by another simulator"
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return str(error)
