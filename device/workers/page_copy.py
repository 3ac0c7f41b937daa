"""One copy's way: sent once, followed to its end, given up in time; judged by the printer's own word."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from device.workers.page_cause import cause_of, failure_of
from drivers.clock import NS_PER_S, Clock, after_ms
from drivers.errors import BadAnswer, DeviceError, Disconnected, NoAnswer
from drivers.page import IppRefused, JobForgotten, JobState, JobStatus, PagePrinter
from statemachine.delays import Delays

Trouble = Callable[[str, str], None]
"""Told, in one word and in full, what keeps a copy from coming out while it is waited for."""


@dataclass(frozen=True)
class Outcome:
    """cause: None for printed. settled: the job is over at the printer, or never began."""

    cause: str | None
    settled: bool = True


PRINTED: Final = Outcome(None)
BUSY: Final = Outcome("busy")
UNREACHABLE: Final = Outcome("unreachable")
"""Before anything was sent."""
NOT_TAKEN: Final = Outcome("not_taken", settled=False)
"""The answer was lost, and the printer knows of no such job; it may yet."""
FORGOTTEN: Final = Outcome("forgotten", settled=False)
"""The printer does not know the job any more, as after a power cut."""

_SILENT: Final = (NoAnswer, Disconnected, BadAnswer)


class Copy:
    """One copy of `sides` sides, printed as a job of that name."""

    def __init__(
        self, printer: PagePrinter, clock: Clock, delays: Delays, name: str, sides: int, trouble: Trouble
    ) -> None:
        self._printer, self._clock, self._delays = printer, clock, delays
        self._name, self._sides, self._trouble = name, sides, trouble
        self._stuck: tuple[str | None, int | None, int] | None = None
        """While it is processing: the printer's reason, the sides that are out, and since when both are so."""
        self._give_up_ns = self._in_s(delays.page_give_up_s)
        self._end_ns = self._in_s(delays.page_give_up_s + delays.page_settle_s)

    def print(self, pdf: bytes) -> Outcome:
        """Send it, and see it through; it is never sent twice.

        Raises `Refused` when the printer said no for good and nothing was done; no other `DeviceError`.
        """
        sent = self._send(pdf)
        if isinstance(sent, Outcome):
            return sent
        self._clock.wait_until(after_ms(self._clock, self._delays.page_first_poll_s * 1000))
        try:
            return self._see_through(sent)
        except JobForgotten:
            return FORGOTTEN

    def _send(self, pdf: bytes) -> int | Outcome:
        """The job's id. A busy printer is asked again for a while; one that was silent never."""
        patience_ns = self._in_s(self._delays.page_settle_s)
        try:
            while self._printer.unfinished():  # somebody's sheets would come out among the customer's
                if not self._wait(patience_ns):
                    return BUSY
        except _SILENT as error:
            self._trouble("unreachable", str(error))
            return UNREACHABLE
        while True:
            try:
                return self._printer.submit(self._name, pdf)
            except IppRefused as refusal:
                if not refusal.busy:
                    raise
                if not self._wait(patience_ns):
                    return BUSY
            except _SILENT as error:
                self._trouble("unreachable", str(error))
                return self._search()

    def _search(self) -> int | Outcome:
        """The job's id after its answer was lost: the printer is asked by name, never sent the copy again."""
        until_ns = min(self._in_s(self._delays.page_settle_s), self._give_up_ns)
        while True:
            with suppress(DeviceError):
                job_id = self._printer.find(self._name)
                if job_id is not None:
                    return job_id
            if not self._wait(until_ns):
                return NOT_TAKEN

    def _see_through(self, job_id: int) -> Outcome:
        cause = None
        status = self._follow(job_id, self._give_up_ns)
        if status is None or not status.terminal:
            cause = self._look() or "given_up"
            with suppress(DeviceError):  # asked again when the printer is looked at next
                self._printer.cancel(job_id)
            status = self._follow(job_id, self._end_ns)
        if status is None or not status.terminal:
            return Outcome(cause, settled=False)
        return PRINTED if status.printed(self._sides) else Outcome(cause or failure_of(status))

    def _follow(self, job_id: int, until_ns: int) -> JobStatus | None:
        """The job's last state: terminal, or as it is when the limit passes. None: never heard.

        Raises `JobForgotten`.
        """
        status: JobStatus | None = None
        while True:
            try:
                status = self._printer.job(job_id, self._name)
                if status.state is JobState.PROCESSING_STOPPED:
                    self._look()
                elif not status.terminal:
                    self._watch(status)
            except JobForgotten:
                raise
            except DeviceError as error:
                self._trouble("unreachable", str(error))
            if (status is not None and status.terminal) or not self._wait(until_ns):
                return status

    def _watch(self, status: JobStatus) -> None:
        """Tell what a job waits for that is still called processing, as ippeveprinter has it.

        The reason has to last: a tray is empty, too, while its last sheet is on its way out.
        """
        cause, now_ns = self._reason(), self._clock.monotonic_ns()
        if self._stuck is None or (cause, status.impressions) != self._stuck[:2]:
            self._stuck = (cause, status.impressions, now_ns)
        elif cause is not None and now_ns - self._stuck[2] >= self._delays.page_stuck_s * NS_PER_S:
            self._tell(cause)

    def _look(self) -> str | None:
        """What the printer itself says is wrong, told at once: somebody may put it right."""
        cause = self._reason()
        if cause is not None:
            self._tell(cause)
        return cause

    def _reason(self) -> str | None:
        with suppress(DeviceError):
            return cause_of(self._printer.status())
        return None

    def _tell(self, cause: str) -> None:
        self._trouble(cause, f"job {self._name} waits: {cause}")

    def _wait(self, until_ns: int) -> bool:
        """Wait until it is time to ask again; False when the time is up."""
        if self._clock.monotonic_ns() >= until_ns:
            return False
        self._clock.wait_until(after_ms(self._clock, self._delays.page_poll_printing_s * 1000))
        return True

    def _in_s(self, seconds: float) -> int:
        return self._clock.monotonic_ns() + round(seconds * NS_PER_S)
