"""What printers do differently: each of these is met with in offices, and none of it is told on the wire."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from sim.page.tickets import FORMATS, PDF, PWG_RASTER

JamRecovery = Literal["on", "off", "auto"]
JAM_RECOVERIES: tuple[JamRecovery, ...] = ("on", "off", "auto")

AUTO_RECOVERY_BYTES_MAX = 4 * 1024 * 1024
"""What the memory of a printer with recovery `auto` holds back for printing a sheet again."""


@dataclass(frozen=True, slots=True)
class Habits:
    """One printer's ways.

    jam_recovery: a jammed sheet is printed again once it has been pulled out: always, never, or where
        the document is small enough to have been kept
    keeps_jobs: jobs survive a power cut, and go on after it
    cancels_late: a canceled job ends at its next sheet's end, or when the paper that it waits for comes
    counts_sheets: trays tell how many sheets they hold
    formats: document formats it reads
    prints_colour: it has four toners
    keeps_processing: a job that waits for a person is called processing all the while, and so is the printer,
        as at ippeveprinter 2.4.2; only the printer's reasons tell
    """

    jam_recovery: JamRecovery = "on"
    keeps_jobs: bool = False
    cancels_late: bool = False
    counts_sheets: bool = True
    formats: tuple[str, ...] = FORMATS
    prints_colour: bool = False
    keeps_processing: bool = False

    def prints_again(self, document_bytes: int) -> bool:
        """Whether a jammed sheet of a document of that size comes out after all."""
        if self.jam_recovery == "auto":
            return document_bytes <= AUTO_RECOVERY_BYTES_MAX
        return self.jam_recovery == "on"


HABITS: Mapping[str, Callable[[Habits], Habits]] = {
    "recovers_jams": partial(replace, jam_recovery="on"),
    "loses_jams": partial(replace, jam_recovery="off"),
    "recovers_small_jams": partial(replace, jam_recovery="auto"),
    "keeps_jobs": partial(replace, keeps_jobs=True),
    "cancels_late": partial(replace, cancels_late=True),
    "counts_nothing": partial(replace, counts_sheets=False),
    "reads_pdf": partial(replace, formats=(PDF,)),
    "reads_dots": partial(replace, formats=(PWG_RASTER,)),
    "prints_colour": partial(replace, prints_colour=True),
    "keeps_processing": partial(replace, keeps_processing=True),
}
"""By the word that a person says: what becomes of a printer's habits."""
