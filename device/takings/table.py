"""The takings for a person at a terminal: a line for each heading, sums by municipality, and of all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from device.takings.columns import aligned
from device.takings.names import Names
from device.takings.reading import Takings
from device.takings.sums import Sums
from device.texts.takings import COLUMNS, COPIES, SUBTOTAL, TOTAL, YEN

FIRST_FIGURE = 4


def table(takings: Takings, names: Names) -> Iterator[str]:
    """The lines."""
    rows: list[tuple[str, ...] | None] = [COLUMNS, None]
    headings = sorted(takings.lines, key=lambda heading: heading.order)
    for municipality, group in groupby(headings, key=lambda heading: heading.municipality):
        inside = list(group)
        for heading in inside:
            left = (names.municipality(municipality), names.kind(heading.kind), heading.terminal, str(heading.day))
            rows.append((*left, *_figures(takings.lines[heading])))
        subtotal = sum((takings.lines[heading] for heading in inside), Sums())
        rows += [(names.municipality(municipality), SUBTOTAL, "", "", *_figures(subtotal)), None]
    rows.append((TOTAL, "", "", "", *_figures(takings.total)))
    yield from aligned(rows, FIRST_FIGURE)


def _figures(sums: Sums) -> tuple[str, ...]:
    yen = (sums.net_yen, sums.refunded_yen, sums.open_yen)
    return (COPIES.format(copies=sums.net_copies), *(YEN.format(yen=each) for each in yen))
