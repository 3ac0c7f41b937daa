"""Looks through another process's memory (proc(5): /proc/PID/maps and /proc/PID/mem)."""

from __future__ import annotations

import os
import re
import signal
import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

_RUN = re.compile(rb"[0-9]{4,}")
PAGE = os.sysconf("SC_PAGE_SIZE")


def readable(process: int) -> str | None:
    """Why the memory of this process cannot be read; None when it can."""
    try:
        with Path(f"/proc/{process}/mem").open("rb") as memory:
            memory.seek(_writable(process)[0][0])
            memory.read(1)
    except OSError as error:
        return f"the memory of another process cannot be read here: {error.strerror}"
    return None


def picture(process: int) -> list[tuple[str, bytes]]:
    """`pieces` while the process stands still, which is a moment only: longer, and its time-outs would strike."""
    os.kill(process, signal.SIGSTOP)
    try:
        return list(pieces(process))
    finally:
        os.kill(process, signal.SIGCONT)


def pieces(process: int) -> Iterator[tuple[str, bytes]]:
    """Everything that it can write to and has touched, with the mapping's name: heap, stacks, library data,
    anonymous memory. Neighbouring pages come in one piece."""
    with (
        Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory,
        Path(f"/proc/{process}/pagemap").open("rb", buffering=0) as pages,
    ):
        for start, end, name in _writable(process):
            pages.seek(start // PAGE * 8)
            entries = pages.read((end - start) // PAGE * 8)
            for first, beyond in _touched(entries):
                memory.seek(start + first * PAGE)
                yield name, memory.read((beyond - first) * PAGE)


def _touched(entries: bytes) -> Iterator[tuple[int, int]]:
    """The pages that are in memory or swapped out, as runs: first, beyond the last (proc(5): pagemap)."""
    first = None
    for index, (entry,) in enumerate(struct.iter_unpack("<Q", entries)):
        there = entry >> 62 != 0
        if there and first is None:
            first = index
        elif not there and first is not None:
            yield first, index
            first = None
    if first is not None:
        yield first, len(entries) // 8


def _writable(process: int) -> list[tuple[int, int, str]]:
    found = []
    for line in Path(f"/proc/{process}/maps").read_text().splitlines():
        places, permissions, _, _, _, *name = line.split(maxsplit=5)
        if permissions.startswith("rw"):
            start, end = (int(place, 16) for place in places.split("-"))
            found.append((start, end, name[0] if name else "anonymous"))
    return found


class Search:
    """One pass through the memory: whole patterns, and every run of four digits.

    found: pattern -> the mappings it was found in, once for each place
    runs: four digits -> how often they stand there one behind the other
    """

    def __init__(self, memory: Sequence[tuple[str, bytes]], patterns: Sequence[bytes]) -> None:
        self.found: dict[bytes, list[str]] = {pattern: [] for pattern in patterns}
        self.runs: Counter[bytes] = Counter()
        for name, octets in memory:
            for pattern in patterns:
                self.found[pattern] += [name] * octets.count(pattern)
            for run in _RUN.finditer(octets):
                digits = run.group()
                self.runs.update(digits[at : at + 4] for at in range(len(digits) - 3))
