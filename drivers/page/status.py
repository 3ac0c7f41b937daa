"""What the printer says of itself and of a job, as values (RFC 8011 §5.3, §5.4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final


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

    @property
    def media_empty(self) -> bool:
        """A tray has no paper (`media-empty`), or the job waits for some (`media-needed`)."""
        return has_reason(self.reasons, "media-empty", "media-needed")

    @property
    def media_low(self) -> bool:
        return has_reason(self.reasons, "media-low")

    @property
    def jammed(self) -> bool:
        return has_reason(self.reasons, "media-jam")

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
class Capabilities:
    """What this printer can do of what certificates need (RFC 8011 §5.2, §5.4; PWG 5100.13 for scaling).

    pdf: prints PDF itself. a4: takes `iso_a4_210x297mm`. two_sided_long_edge: turns the sheet.
    print_scaling_none: can be told not to scale; without it the page must fit the printable area.
    operations_missing: names of the operations this driver needs and the printer lacks.
    resolutions_dpi: native resolutions, ascending; a pattern that a copier shall betray is right at
    one of them only.
    """

    make_and_model: str
    pdf: bool
    a4: bool
    two_sided_long_edge: bool
    print_scaling_none: bool
    operations_missing: tuple[str, ...]
    resolutions_dpi: tuple[int, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """What certificates cannot do without and the printer does not have, in words."""
        needs = ((self.pdf, "PDF"), (self.a4, "A4"), (self.two_sided_long_edge, "two-sided printing"))
        return (*(need for has, need in needs if not has), *self.operations_missing)
