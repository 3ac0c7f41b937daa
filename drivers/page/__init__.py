"""The page printer: an IPP client over a given HTTP connection, written from RFC 8010 and RFC 8011.

It talks to the printer itself, never through a spooler: a spooler reports a job that jammed as
completed (OpenPrinting/cups #1703, #1298). What was printed is judged by the printer's own
`job-state`, `job-state-reasons` and `job-impressions-completed`.
"""

from drivers.page.capabilities import Capabilities
from drivers.page.driver import PagePrinter
from drivers.page.faults import IppRefused, JobForgotten
from drivers.page.status import JobState, JobStatus, PageStatus, PrinterState, UnfinishedJob
from drivers.page.trays import Stock

__all__ = [
    "Capabilities",
    "IppRefused",
    "JobForgotten",
    "JobState",
    "JobStatus",
    "PagePrinter",
    "PageStatus",
    "PrinterState",
    "Stock",
    "UnfinishedJob",
]
