"""The takings as CSV (RFC 4180), for a spreadsheet.

UTF-8 with a byte order mark: without one the spreadsheets of Japanese offices take a file for Shift_JIS.
"""

from __future__ import annotations

import csv
from dataclasses import astuple
from io import StringIO
from typing import Final

from device.takings.names import Names
from device.takings.reading import Takings
from device.texts.takings import SHEET

ENCODING: Final = "utf-8-sig"


def sheet(takings: Takings, names: Names) -> str:
    """A line for each heading, without sums, figures without separators."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(SHEET)
    for heading in sorted(takings.lines, key=lambda heading: heading.order):
        municipality, kind = names.municipality(heading.municipality), names.kind(heading.kind)
        where = (heading.municipality, municipality, heading.kind, kind, heading.terminal, heading.day.isoformat())
        writer.writerow((*where, *astuple(takings.lines[heading])))
    return out.getvalue()
