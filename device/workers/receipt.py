"""The receipt printer's worker: receipts and claim slips, each known to be printed or not."""

from __future__ import annotations

from device.slips.slips import Slips
from device.workers.base import Desk, Worker, answer, not_done
from drivers.clock import NS_PER_S
from drivers.receipt.lines import Line
from drivers.receipt.printer import Failed, Printed, ReceiptPrinter, Unconfirmed
from drivers.receipt.status import Condition, ReceiptStatus
from statemachine import events
from statemachine.commands import Command, PrintClaimSlip, PrintReceipt
from statemachine.events import Event

PROCESS_IDS = 9999
PROCESS_IDS_PER_BOOT = 1000


class ReceiptWorker(Worker):
    """Owns the receipt printer."""

    device = "receipt"

    def __init__(self, desk: Desk, printer: ReceiptPrinter, slips: Slips, boot: int) -> None:
        super().__init__(desk)
        self._printer, self._slips = printer, slips
        # far from those of the last boot, so that a slip left in the printer confirms nothing of this one
        self._process_id = boot * PROCESS_IDS_PER_BOOT % PROCESS_IDS

    def start(self) -> None:
        """Initialise and ask."""
        self._tell(self._printer.start())

    def poll(self) -> None:
        """Changes come by themselves; this notices silence."""
        self._tell(self._printer.status())

    def poll_interval_s(self) -> float:
        """At rest."""
        return self.delays.receipt_poll_resting_s

    def _tell(self, status: ReceiptStatus) -> None:
        if status.condition is Condition.READY:
            self.ready()
        else:
            word = status.condition.value
            self.unready(word, f"the receipt printer is {word}; look at paper, cover and cable")

    def carry_out(self, command: Command) -> Event | None:
        """Print one slip."""
        match command:
            case PrintReceipt():
                return self._print(command, self._slips.receipt(command, self.clock.wall()), events.ReceiptPrinted)
            case PrintClaimSlip():
                return self._print(command, self._slips.claim(command, self.clock.wall()), events.ClaimSlipPrinted)
            case _:
                return super().carry_out(command)

    def _print(self, command: Command, lines: list[Line], done: type[Event]) -> Event:
        self._process_id = self._process_id % PROCESS_IDS + 1
        deadline_ns = self.clock.monotonic_ns() + round(self.delays.receipt_print_s * NS_PER_S)
        outcome = self._printer.print(lines, self._process_id, deadline_ns=deadline_ns)
        match outcome:
            case Printed():
                return answer(command, done)
            case Unconfirmed():
                kind, cause = "unknown", "not confirmed"
            case Failed(status=status, begun=begun):
                self._tell(status)
                kind, cause = ("unknown" if begun else "failed"), status.condition.value
        return not_done(command, kind, cause)
