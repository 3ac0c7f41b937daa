"""The face of the receipt printer: how it is, and print with proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drivers.clock import NS_PER_MS, Clock, after_ms
from drivers.port import Port
from drivers.receipt.commands import INITIALISE, REPORT_CHANGES, process_tag, request_process_id
from drivers.receipt.dialogue import Dialogue
from drivers.receipt.encode import encode
from drivers.receipt.lines import Line
from drivers.receipt.status import Condition, ReceiptStatus

STATUS_MS = 150
"""No status call waits longer than this, however dead the printer."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The printer itself says that this receipt is printed and cut. Not that anybody took it."""


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """The deadline came before the proof. The receipt may have been printed, or may still be."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The printer says that it cannot.

    begun: some of the receipt went to the printer: part may be out, and the rest may still come out when
    the printer has recovered. False: nothing was sent, nothing will come.
    """

    status: ReceiptStatus
    begun: bool


PrintOutcome = Printed | Unconfirmed | Failed


class ReceiptPrinter:
    """One ESC/POS printer that knows GS ( H (process id) and, better, GS a (ASB).

    Every method may raise `drivers.errors.Disconnected` when the wire is gone; what a `print` that ends
    so has printed is unknown. Silence is not an error but `Condition.UNKNOWN`.
    """

    def __init__(self, port: Port, clock: Clock) -> None:
        self._clock = clock
        self._dialogue = Dialogue(port, clock)
        self._unsettled: bytes | None = None

    def start(self) -> ReceiptStatus:
        """Initialise the printer, have it report its changes, and ask how it is; at most 150 ms.

        Idempotent. The first call after the wire was opened; again after trouble.
        """
        deadline_ns = after_ms(self._clock, STATUS_MS)
        self._dialogue.drain()
        if self._dialogue.send(INITIALISE + REPORT_CHANGES, deadline_ns):
            self._dialogue.ask_all(deadline_ns)
            # While no question may go out, the report that GS a causes answers instead.
            self._dialogue.wait_report(deadline_ns)
        return self._dialogue.status

    def status(self) -> ReceiptStatus:
        """How the printer is: what it last reported, else the answer to a question; at most 150 ms.

        Costs nothing while the last word is good. A printer that reports its changes is asked for a sign
        of life from time to time, so that one whose power went does not stay "ready". After a silence
        no question goes out for a second, and the status stays UNKNOWN unless the printer speaks up.
        """
        return self._status(after_ms(self._clock, STATUS_MS))

    def print(self, lines: Sequence[Line], process_id: int, *, deadline_ns: int) -> PrintOutcome:
        """Print a receipt and wait for the printer's word that it is out.

        process_id: 1 to 9999, ascending from one receipt to the next, so that no late word about an
        earlier receipt can be taken for one about this. deadline_ns: monotonic.

        NOT idempotent: nothing here is ever sent twice. ValueError for an id out of range or the id of a
        receipt that is still unsettled.
        """
        tag = process_tag(process_id)
        if tag == self._unsettled:
            raise ValueError(f"process id {process_id} belongs to a receipt that was never confirmed")
        job = encode(lines) + request_process_id(tag)
        before = self._status(min(deadline_ns, after_ms(self._clock, STATUS_MS)))
        if before.condition not in (Condition.READY, Condition.UNKNOWN):
            return Failed(before, begun=False)
        self._unsettled = tag
        self._dialogue.expect(tag)
        # The last moments are for asking how the printer is, should it not have told by itself.
        now_ns = self._clock.monotonic_ns()
        last_ns = max(deadline_ns - STATUS_MS * NS_PER_MS, (now_ns + deadline_ns) // 2)
        self._dialogue.send(job, last_ns)
        if self._dialogue.wait_printed(last_ns):
            return self._settled()
        after = self._status(deadline_ns)
        if self._dialogue.wait_printed(deadline_ns):
            return self._settled()
        if after.condition in (Condition.READY, Condition.UNKNOWN):
            return Unconfirmed()
        return Failed(after, begun=True)

    def _settled(self) -> Printed:
        self._unsettled = None
        return Printed()

    def _status(self, deadline_ns: int) -> ReceiptStatus:
        self._dialogue.drain()
        known = self._dialogue.status
        # Only reports are kept up to date by the printer; answers are as old as their question.
        if self._dialogue.reports and known.condition is not Condition.UNKNOWN:
            return known
        return self._ask(deadline_ns)

    def _ask(self, deadline_ns: int) -> ReceiptStatus:
        """A fresh word from the printer, and its reports switched on again if they have ceased."""
        dialogue = self._dialogue
        if not (dialogue.reports and dialogue.ask_whether_alive(deadline_ns)):
            dialogue.ask_all(deadline_ns)
            if dialogue.status.condition is Condition.READY and not dialogue.reports:
                # Not while offline: it would wait in the printer's buffer, and the next one after it.
                dialogue.send(REPORT_CHANGES, deadline_ns)
        return dialogue.status
