"""How long the printer may take, and how much it may say, per operation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from drivers.page.tags import Operation


@dataclass(frozen=True, slots=True)
class Limit:
    """time_ms: from sending to the whole answer; answer_bytes: more than that is refused unread."""

    time_ms: int
    answer_bytes: int


LIMITS: Final[Mapping[Operation, Limit]] = {
    Operation.GET_PRINTER_ATTRIBUTES: Limit(time_ms=5_000, answer_bytes=256 * 1024),
    Operation.GET_JOB_ATTRIBUTES: Limit(time_ms=5_000, answer_bytes=64 * 1024),
    Operation.GET_JOBS: Limit(time_ms=10_000, answer_bytes=256 * 1024),
    # a printer may read the whole document, a megabyte or more, before it answers
    Operation.PRINT_JOB: Limit(time_ms=30_000, answer_bytes=64 * 1024),
    Operation.CANCEL_JOB: Limit(time_ms=10_000, answer_bytes=64 * 1024),
}

JOBS_LISTED_MAX: Final = 200
"""How many jobs of each kind Get-Jobs is asked for; printers keep fewer."""
