"""What the page printer says, in the words of the house (texts `cause.…`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from drivers.page import JobState, JobStatus, PageStatus, PrinterState

_CAUSES: Final[tuple[tuple[str, Callable[[PageStatus], bool]], ...]] = (
    ("cover_open", lambda status: status.open),
    ("paper_jam", lambda status: status.jammed),
    ("paper_empty", lambda status: status.media_empty),
    ("a4_missing", lambda status: status.a4_missing),
    ("output_full", lambda status: status.output_full),
    ("toner_empty", lambda status: status.toner_empty),
    ("stopped", lambda status: status.state is PrinterState.STOPPED),
    ("not_accepting", lambda status: not status.accepting),
)
"""The more a person can do about it, the earlier."""

_NOT_PRINTED: Final[Mapping[JobState, str]] = {
    JobState.CANCELED: "canceled",
    JobState.ABORTED: "aborted",
    JobState.COMPLETED: "incomplete",
}


def cause_of(status: PageStatus) -> str | None:
    """Why nothing can be printed now, in one word; None when it can."""
    return next((cause for cause, holds in _CAUSES if holds(status)), None)


def shortage_of(status: PageStatus, sheets: int) -> str | None:
    """Why so many sheets cannot be printed, though one could."""
    if status.short_of_paper(sheets):
        return "paper_short"
    return "output_short" if status.short_of_room(sheets) else None


def shortages_ahead(status: PageStatus) -> Mapping[str, bool]:
    """What will soon keep it from printing, each with whether it is so."""
    return {
        "paper_low": status.media_low,
        "output_nearly_full": status.output_nearly_full,
        "toner_low": status.toner_low,
    }


def failure_of(status: JobStatus) -> str:
    """How a job ended that is over and was not printed whole."""
    return _NOT_PRINTED[status.state]
