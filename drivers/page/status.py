"""What the printer says of itself and of a job, as values (RFC 8011 §5.3, §5.4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from drivers.page.trays import UNKNOWN, Stock

SHEETS_FEW: Final = 20
"""So few sheets, or so little room for them, that staff are told: two orders of ten copies may be the next."""


class PrinterState(IntEnum):
    """`printer-state` (RFC 8011 §5.4.11)."""

    IDLE = 3
    PROCESSING = 4
    STOPPED = 5


class JobState(IntEnum):
    """`job-state` (RFC 8011 §5.3.7); from CANCELED on the job never changes again."""

    PENDING = 3
    PENDING_HELD = 4
    PROCESSING = 5
    PROCESSING_STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


def has_reason(reasons: frozenset[str], *keywords: str) -> bool:
    """Whether one of the keywords is among the reasons, whatever suffix the printer gave it.

    The suffix -report, -warning or -error follows the printer's state and not the cause: the same
    empty tray is `media-empty-report` idle and `media-empty-warning` printing (ippeveprinter 2.4.2,
    measured), so reasons are matched by prefix.
    """
    return any(reason == word or reason.startswith(word + "-") for reason in reasons for word in keywords)


@dataclass(frozen=True, slots=True)
class PageStatus:
    """The printer at one moment. `reasons` are `printer-state-reasons` without `none`."""

    state: PrinterState
    reasons: frozenset[str]
    accepting: bool
    stock: Stock = UNKNOWN

    @property
    def media_empty(self) -> bool:
        """A tray has no paper (`media-empty`), or the job waits for some (`media-needed`)."""
        return has_reason(self.reasons, "media-empty", "media-needed")

    @property
    def media_low(self) -> bool:
        """Little paper is left: the printer says so, or counts so few sheets."""
        few = self.stock.counted and 0 < self.stock.sheets <= SHEETS_FEW
        return few or has_reason(self.reasons, "media-low")

    @property
    def jammed(self) -> bool:
        return has_reason(self.reasons, "media-jam")

    @property
    def output_full(self) -> bool:
        """The output takes no more sheets, or its tray is off."""
        full = has_reason(self.reasons, "output-area-full", "output-tray-missing")
        return full or self.stock.room == 0

    @property
    def output_nearly_full(self) -> bool:
        """The output takes only few more sheets: the printer says so, or counts them."""
        room = self.stock.room
        few = room is not None and 0 < room <= SHEETS_FEW
        return few or has_reason(self.reasons, "output-area-almost-full")

    @property
    def a4_missing(self) -> bool:
        """The printer tells what lies in its trays, and A4 is not among it."""
        return self.stock.a4_loaded is False

    def short_of_paper(self, sheets: int) -> bool:
        """Whether so many sheets cannot be counted on.

        A tray without a count that is called low promises one sheet and no second: where "low" begins
        is each printer's own secret.
        """
        if self.stock.sheets >= sheets:
            return False
        return self.stock.counted or (self.media_low and sheets > 1)

    def short_of_room(self, sheets: int) -> bool:
        """Whether so many sheets are known not to fit into the output."""
        return self.stock.room is not None and self.stock.room < sheets

    @property
    def open(self) -> bool:
        """A cover, door or interlock is open."""
        return has_reason(self.reasons, "cover-open", "door-open", "interlock-open")

    @property
    def toner_empty(self) -> bool:
        return has_reason(self.reasons, "toner-empty", "marker-supply-empty")

    @property
    def toner_low(self) -> bool:
        return has_reason(self.reasons, "toner-low", "marker-supply-low")


SPOILED: Final = (
    "aborted-by-system",
    "compression-error",
    "document-access-error",
    "document-format-error",
    "document-unprintable-error",
    "job-canceled",
    "job-completed-with-errors",
    "job-data-insufficient",
    "processing-to-stop-point",
    "submission-interrupted",
    "unsupported-compression",
    "unsupported-document-format",
)
"""`job-state-reasons` with which a job in state completed was all the same not printed whole (§5.3.8).

CUPS 2.4.2 reports a job that jammed as completed with processing-to-stop-point (measured).
"""

SUCCESSFUL: Final = "job-completed-successfully"


@dataclass(frozen=True, slots=True)
class JobStatus:
    """A job at one moment. `impressions`: sides printed so far; None if the printer does not count."""

    state: JobState
    reasons: frozenset[str]
    impressions: int | None

    @property
    def terminal(self) -> bool:
        """The job is over: no sheet of it moves any more (§5.3.7)."""
        return self.state >= JobState.CANCELED

    def printed(self, impressions: int) -> bool:
        """Whether the whole job of that many sides lies on paper, by all that the printer says.

        State completed alone is no proof: ippeveprinter 2.4.2 completes a job with 0 impressions
        (measured). A printer that does not count has to say `job-completed-successfully`.
        """
        if self.state is not JobState.COMPLETED or has_reason(self.reasons, *SPOILED):
            return False
        if self.impressions is None:
            return SUCCESSFUL in self.reasons
        return self.impressions >= impressions


@dataclass(frozen=True, slots=True)
class UnfinishedJob:
    """A job that is not over at the printer. ours: this kiosk's user made it."""

    id: int
    name: str
    ours: bool
