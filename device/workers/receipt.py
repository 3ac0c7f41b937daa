"""The receipt printer's worker: receipts and claim slips, each known to be printed or not.

One that is not confirmed is printed once more, marked 再発行, as soon as the printer says that it can.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from device.slips.shapes import Shapes
from device.slips.slips import Slips
from device.workers.base import Desk, Worker, answer, not_done
from device.workers.remarks import Remarks
from drivers.clock import NS_PER_S
from drivers.errors import Disconnected
from drivers.receipt.lines import Line
from drivers.receipt.printer import Failed, Printed, PrintOutcome, ReceiptPrinter
from drivers.receipt.status import Condition, ReceiptStatus
from statemachine import events
from statemachine.commands import Command, PrintClaimSlip, PrintReceipt
from statemachine.events import Event
from statemachine.registration_commands import PrintRegistrationSlip

PROCESS_IDS = 9999
PROCESS_IDS_PER_BOOT = 1000

FIRST_SHARE = 0.5
"""Of the time for a slip, what its first print may take; the rest is for the second. One is out in two seconds."""

ASK_AGAIN_S = 0.5
"""How often a printer that could not is asked whether it can again."""

_LASTING = frozenset(Condition) - {Condition.POWER_LOST}
"""What a printer is in, and not only what became of a slip."""


class ReceiptWorker(Worker):
    """Owns the receipt printer.

    shapes: what draws the characters that it lacks, asked afterwards whether it could
    """

    device = "receipt"

    def __init__(self, desk: Desk, printer: ReceiptPrinter, slips: Slips, boot: int, shapes: Shapes) -> None:
        super().__init__(desk)
        self._printer, self._slips, self._shapes = printer, slips, shapes
        # far from those of the last boot, so that a slip left in the printer confirms nothing of this one
        self._process_id = boot * PROCESS_IDS_PER_BOOT % PROCESS_IDS
        self._remarks = Remarks(self.device, self.post)
        self._lacking = 0

    def start(self) -> None:
        """Initialise and ask."""
        self._tell(self._printer.start())

    def poll(self) -> None:
        """Changes come by themselves; this notices silence, and frees a cutter that somebody has cleared."""
        self._tell(self._printer.recover())

    def poll_interval_s(self) -> float:
        """At rest."""
        return self.delays.receipt_poll_resting_s

    def _tell(self, status: ReceiptStatus) -> None:
        if status.condition is Condition.READY:
            self.ready()
        else:
            word = status.condition.value
            self.unready(word, f"the receipt printer is {word}; look at paper, cover and cable")
        if status.condition is Condition.READY or not status.paper_low:
            self._remarks.hold("paper_low", status.paper_low)

    def carry_out(self, command: Command) -> Event | None:
        """Print one slip."""
        wall = self.clock.wall()
        match command:
            case PrintReceipt():
                return self._print(
                    command, lambda again: self._slips.receipt(command, wall, reissue=again), events.ReceiptPrinted
                )
            case PrintClaimSlip():
                return self._print(
                    command, lambda again: self._slips.claim(command, wall, reissue=again), events.ClaimSlipPrinted
                )
            case PrintRegistrationSlip():
                number, due = self.vault.text_of("application"), self.vault.held("registration_due", date)
                return self._print(
                    command,
                    lambda again: self._slips.registration(
                        number, command.municipality, due, wall, reissue=again, language=command.language
                    ),
                    events.RegistrationSlipPrinted,
                )
            case _:
                return super().carry_out(command)

    def _print(self, command: Command, slip: Callable[[bool], list[Line]], done: type[Event]) -> Event:
        began_ns = self.clock.monotonic_ns()
        end_ns = began_ns + round(self.delays.receipt_print_s * NS_PER_S)
        outcome = self._try(slip(False), round(began_ns + (end_ns - began_ns) * FIRST_SHARE))
        if _may_be_missing(outcome) and self._ready_again(end_ns):
            self._remarks.make("reissued")
            outcome = self._try(slip(True), end_ns)
        self._tell_of_shapes()
        match outcome:
            case Disconnected():
                raise outcome
            case Printed():
                self.ready()
                return answer(command, done)
            case Failed(status=status, begun=begun):
                if status.condition in _LASTING:
                    self._tell(status)
                return not_done(command, "unknown" if begun else "failed", status.condition.value)
            case _:
                return not_done(command, "unknown", "not confirmed")

    def _try(self, lines: list[Line], deadline_ns: int) -> PrintOutcome | Disconnected:
        self._process_id = self._process_id % PROCESS_IDS + 1
        try:
            return self._printer.print(lines, self._process_id, deadline_ns=deadline_ns)
        except Disconnected as gone:
            return gone

    def _ready_again(self, end_ns: int) -> bool:
        """Whether the printer can, by then or before; what keeps it is told at once: somebody may put it right."""
        look = self._printer.status
        while not self.stopping:
            try:
                status = look()
                if status.condition is Condition.READY:
                    return True
                self._tell(status)
                self._printer.recover()
            except Disconnected:
                look = self._printer.start  # the wire is opened anew, and so is everything on it
            due_ns = self.clock.monotonic_ns() + round(ASK_AGAIN_S * NS_PER_S)
            if due_ns >= end_ns:
                break
            self.clock.wait_until(due_ns)
        return False

    def _tell_of_shapes(self) -> None:
        """〓 stands on a slip: staff find out why."""
        for font in sorted(self._shapes.missing):
            self._remarks.hold(f"font_missing:{font}", True)
        if self._shapes.lacking > self._lacking:
            self._lacking = self._shapes.lacking
            self._remarks.make("character_missing")


def _may_be_missing(outcome: PrintOutcome | Disconnected) -> bool:
    """Whether it was begun and is not known to be out. What was never begun is not begun again."""
    match outcome:
        case Printed():
            return False
        case Failed(begun=begun):
            return begun
        case _:
            return True
