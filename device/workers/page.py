"""The page printer's worker: each copy one job, judged by the printer's own word."""

from __future__ import annotations

from contextlib import suppress

from device.press.press import Press
from device.workers.base import Desk, Worker, answer, not_done
from device.workers.page_cause import cause_of, shortage_of, shortages_ahead
from device.workers.page_copy import Copy
from device.workers.remarks import Remarks
from drivers.clock import after_ms
from drivers.page import IppRefused, PagePrinter, PageStatus
from statemachine import events
from statemachine.commands import CheckPaper, Command, PrintCopy
from statemachine.events import Event


class PageWorker(Worker):
    """Owns the page printer."""

    device = "page"

    def __init__(self, desk: Desk, printer: PagePrinter, press: Press) -> None:
        super().__init__(desk)
        self._printer, self._press = printer, press
        self._remarks = Remarks(self.device, self.post)
        self._doubts: dict[str, int] = {}
        """Jobs that nobody waits for and that may still move a sheet, by name; until when the printer is asked
        for one that it does not list."""

    def start(self) -> None:
        """Reach the printer, refuse one that cannot print certificates, and fit the press to it."""
        dpi = self._printer.check_capabilities().resolution_dpi
        self._press.fit(() if dpi is None else (dpi,))
        self.poll()

    def poll(self) -> None:
        """Its state, as one word; a job that nobody waits for holds it back until the printer is done with it."""
        cause = self._unsettled() or cause_of(self._status())
        if cause is None:
            self.ready()
        else:
            self.unready(cause, f"the page printer reports {cause}")

    def _status(self) -> PageStatus:
        """The printer's state; what will soon stop it is told to staff before it does."""
        status = self._printer.status()
        for remark, holds in shortages_ahead(status).items():
            self._remarks.hold(remark, holds)
        return status

    def _unsettled(self) -> str | None:
        """`job_unsettled` while a sheet may move that nobody waits for: nobody is served before it is over.

        The printer is asked, not our memory: jobs outlive a restart of the kiosk, and at many printers a power
        cut. When one is over the attendant is called once more, because only from now on a look inside counts.
        """
        unfinished = self._printer.unfinished()
        for job in unfinished:
            self._doubts.setdefault(job.name, 0)
            if job.ours:
                with suppress(IppRefused):  # being canceled already
                    self._printer.cancel(job.id)
        listed = {job.name for job in unfinished}
        for name in [name for name in self._doubts if name not in listed and self._is_over(name)]:
            del self._doubts[name]
            self.post(events.CopyFailed(copy=_copy_of(name), cause="over_late", settled=True))
        return "job_unsettled" if self._doubts else None

    def _is_over(self, name: str) -> bool:
        if self.clock.monotonic_ns() >= self._doubts[name]:
            return True
        job_id = self._printer.find(name)
        return job_id is not None and self._printer.job(job_id, name).terminal

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
        """Whether all sheets of the order can be printed: before any money is asked for."""
        status = self._status()
        cause = cause_of(status) or self._unsettled()
        if cause is not None:
            self.unready(cause, f"the page printer reports {cause}")
            return not_done(command, "refused", cause)
        self.ready()
        shortage = shortage_of(status, command.sheets)
        if shortage is not None:  # a smaller order may still be served
            return not_done(command, "refused", shortage)
        return answer(command, events.PaperReady)

    def _print(self, command: PrintCopy) -> Event:
        # just before the sheet moves, once more: this is the document of this request
        sheet = self._press.sheet_for(command, self.vault)
        copy = Copy(self._printer, self.clock, self.delays, command.job, sheet.sides, self.unready)
        outcome = copy.print(sheet.pdf)
        if not outcome.settled:
            self._doubts[command.job] = after_ms(self.clock, self.delays.page_settle_s * 1000)
            self.unready("job_unsettled", f"job {command.job} was given up but is not over at the printer")
        elif self._said is not None:
            self._look(self.poll)
        if outcome.cause is None:
            return answer(command, events.CopyPrinted, copy=command.copy)
        return answer(command, events.CopyFailed, copy=command.copy, cause=outcome.cause, settled=outcome.settled)


def _copy_of(job_name: str) -> int:
    """The copy's number, the last part of its job's name; 0 for a job that is not the kiosk's."""
    last = job_name.rpartition("-")[2]
    return int(last) if last.isascii() and last.isdecimal() and len(last) <= 2 else 0
