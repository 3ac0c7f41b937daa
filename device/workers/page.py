"""The page printer's worker: each copy one job, judged by the printer's own word."""

from __future__ import annotations

from device.press.press import Press, Pressed
from device.workers.base import Desk, Worker, answer, not_done
from drivers.clock import NS_PER_S, after_ms
from drivers.errors import BadAnswer, DeviceError, Disconnected, NoAnswer
from drivers.page import PagePrinter
from drivers.page.status import JobStatus, PageStatus, PrinterState
from statemachine import events
from statemachine.commands import CheckPaper, Command, PrintCopy
from statemachine.events import Event


class PageWorker(Worker):
    """Owns the page printer."""

    device = "page"

    def __init__(self, desk: Desk, printer: PagePrinter, press: Press) -> None:
        super().__init__(desk)
        self._printer, self._press = printer, press
        self._doubtful: str | None = None

    def start(self) -> None:
        """Reach the printer, and refuse one that cannot print certificates."""
        self._printer.check_capabilities()
        self.poll()

    def poll(self) -> None:
        """Its state, as one word; a copy that was given up holds it back until the printer is done with it."""
        cause = self._unsettled() or _cause(self._printer.status())
        if cause is None:
            self.ready()
        else:
            self.unready(cause, f"the page printer reports {cause}")

    def _unsettled(self) -> str | None:
        """`job_unsettled` while a given-up copy may still come out: nobody is served before it is terminal."""
        if self._doubtful is not None:
            job_id = self._printer.find(self._doubtful)
            if job_id is not None and not self._printer.job(job_id).terminal:
                return "job_unsettled"
            self._doubtful = None
        return None

    def poll_interval_s(self) -> float:
        """At rest."""
        return self.delays.page_poll_resting_s

    def carry_out(self, command: Command) -> Event | None:
        """Ask about paper, or print a copy."""
        match command:
            case CheckPaper():
                return self._check(command)
            case PrintCopy():
                return self._print(command)
            case _:
                return super().carry_out(command)

    def _check(self, command: CheckPaper) -> Event:
        cause = _cause(self._printer.status())
        if cause is not None:
            self.unready(cause, f"the page printer reports {cause}")
            return not_done(command, "refused", cause)
        self.ready()
        return answer(command, events.PaperReady)

    def _print(self, command: PrintCopy) -> Event:
        # just before the sheet moves, once more: this is the document of this request
        sheet = self._press.sheet_for(command, self.vault)
        self._doubtful = command.job
        event = self._follow_through(command, sheet)
        if not (isinstance(event, events.CopyFailed) and not event.settled):
            self._doubtful = None
        else:
            self.unready("job_unsettled", f"job {command.job} was given up but is not over at the printer")
        return event

    def _follow_through(self, command: PrintCopy, sheet: Pressed) -> Event:
        job_id = self._submit(command.job, sheet.pdf)
        if job_id is None:
            return answer(command, events.CopyFailed, copy=command.copy, cause="not_taken", settled=True)
        self.clock.wait_until(after_ms(self.clock, self.delays.page_first_poll_s * 1000))
        status = self._follow(job_id, self.delays.page_give_up_s)
        if status is not None and status.terminal:
            if status.printed(sheet.sides):
                return answer(command, events.CopyPrinted, copy=command.copy)
            cause = status.state.name.lower()
            return answer(command, events.CopyFailed, copy=command.copy, cause=cause, settled=True)
        self._printer.cancel(job_id)
        status = self._follow(job_id, self.delays.page_settle_s)
        if status is not None and status.printed(sheet.sides):
            return answer(command, events.CopyPrinted, copy=command.copy)
        settled = status is not None and status.terminal
        return answer(command, events.CopyFailed, copy=command.copy, cause="given_up", settled=settled)

    def _submit(self, job: str, pdf: bytes) -> int | None:
        """The job's id; after a lost reply the printer is asked by name, never sent the copy again."""
        try:
            return self._printer.submit(job, pdf)
        except (NoAnswer, Disconnected, BadAnswer):
            return self._printer.find(job)

    def _follow(self, job_id: int, limit_s: float) -> JobStatus | None:
        """The job's last state: terminal, or as it is when the limit passes. None: never heard."""
        limit_ns = self.clock.monotonic_ns() + round(limit_s * NS_PER_S)
        status: JobStatus | None = None
        while self.clock.monotonic_ns() < limit_ns:
            try:
                status = self._printer.job(job_id)
            except DeviceError as error:
                self.unready("unreachable", str(error))
            if status is not None and status.terminal:
                break
            self.clock.wait_until(after_ms(self.clock, self.delays.page_poll_printing_s * 1000))
        return status


def _cause(status: PageStatus) -> str | None:
    """Why nothing can be printed now, in one word; None when it can."""
    if status.media_empty:
        return "paper_empty"
    if status.jammed:
        return "paper_jam"
    if status.state is PrinterState.STOPPED:
        return "stopped"
    return None if status.accepting else "not_accepting"
