"""The face of the receipt printer: how it is, and print with proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from drivers.clock import NS_PER_MS, Clock, after_ms
from drivers.port import Port
from drivers.receipt.attempt import CONDITION, Attempt, Verdict
from drivers.receipt.codes import codes
from drivers.receipt.commands import CLEAR_BUFFERS, RECOVER_CLEARED, REPORT_CHANGES, process_tag
from drivers.receipt.dialogue import Dialogue
from drivers.receipt.dots import Draw, no_font
from drivers.receipt.encode import WIDEST, encode
from drivers.receipt.lines import Line, Paper
from drivers.receipt.proof import Kind
from drivers.receipt.status import Condition, ReceiptStatus

STATUS_MS = 150
"""No status call waits longer than this, however dead the printer."""

RECOVER_EVERY_MS = 30_000
"""How often a stuck cutter is told to try again, unless somebody has opened the cover meanwhile."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The printer itself says that this receipt is printed and cut. Not that anybody took it."""


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """The deadline came before the proof. The receipt may have been printed."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The printer says that it cannot, or that it lost what it had.

    begun: some of the receipt went to the printer, and part of it may be out; what was not has been told to be
    forgotten. False: nothing was sent, nothing will come.
    """

    status: ReceiptStatus
    begun: bool


PrintOutcome = Printed | Unconfirmed | Failed


class ReceiptPrinter:
    """One ESC/POS printer, with GS ( H (process id) or at least GS r, and better with GS a (ASB).

    draw: for characters that its font lacks. Every method may raise `drivers.errors.Disconnected` when the wire is
    gone; what a `print` that ends so has printed is unknown. Silence is not an error but `Condition.UNKNOWN`.
    """

    def __init__(self, port: Port, clock: Clock, *, paper: Paper = WIDEST, draw: Draw = no_font) -> None:
        self._clock, self._paper, self._draw = clock, paper, draw
        self._dialogue = Dialogue(port, clock)
        self._unsettled: bytes | None = None
        self._remains = False
        self._recover_ns = 0

    def start(self) -> ReceiptStatus:
        """Initialise the printer, have it report its changes, and ask how it is; at most 150 ms.

        Idempotent. The first call after the wire was opened; again after trouble.
        """
        deadline_ns = after_ms(self._clock, STATUS_MS)
        self._dialogue.drain()
        if self._dialogue.start(deadline_ns):
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
        return self._noticed(self._status(after_ms(self._clock, STATUS_MS)))

    def recover(self) -> ReceiptStatus:
        """Tell a printer whose cutter is stuck to try again, having forgotten its receipt; at most 150 ms.

        Only where DLE ENQ is allowed: any other condition is left alone. Not before `RECOVER_EVERY_MS` have gone by,
        or somebody's hand may have been in the printer.
        """
        deadline_ns = after_ms(self._clock, STATUS_MS)
        status = self._noticed(self._status(deadline_ns))
        if status.condition is not Condition.CUTTER_JAMMED or self._clock.monotonic_ns() < self._recover_ns:
            return status
        self._recover_ns = after_ms(self._clock, RECOVER_EVERY_MS)
        self._dialogue.send(RECOVER_CLEARED, deadline_ns)
        self._dialogue.ask_all(deadline_ns)
        return self._dialogue.status

    def print(self, lines: Sequence[Line], process_id: int, *, deadline_ns: int) -> PrintOutcome:
        """Print a receipt and wait for the printer's word that it is out.

        process_id: 1 to 9999, ascending from one receipt to the next, so that no late word about an
        earlier receipt can be taken for one about this. deadline_ns: monotonic.

        NOT idempotent: nothing here is ever sent twice. What may still hang out of the printer of an earlier receipt
        that went wrong is cut off first. ValueError for an id out of range or the id of a receipt that is still
        unsettled.
        """
        tag = process_tag(process_id)
        self._dialogue.drain()
        if self._dialogue.proof.cleared:
            self._unsettled = None
        if tag == self._unsettled:
            raise ValueError(f"process id {process_id} belongs to a receipt that was never confirmed")
        job = encode(lines, self._paper, self._draw)
        look_ns = min(deadline_ns, after_ms(self._clock, STATUS_MS))
        before = self._status(look_ns)
        if before.condition not in (Condition.READY, Condition.UNKNOWN):
            return Failed(before, begun=False)
        self._learn_proof(before, look_ns)
        self._unsettled = tag
        # The last moments are for asking how the printer is, should it not have told by itself.
        now_ns = self._clock.monotonic_ns()
        last_ns = max(deadline_ns - STATUS_MS * NS_PER_MS, (now_ns + deadline_ns) // 2)
        cut_first = codes().cut if self._remains else b""
        self._dialogue.send(cut_first + job + self._dialogue.proof.request(tag), last_ns)
        outcome = self._ended(Attempt(self._dialogue, self._clock).watch(last_ns), deadline_ns)
        # A new roll has nothing of the old one on it.
        self._remains = not _leaves_nothing(outcome)
        return outcome

    def _learn_proof(self, before: ReceiptStatus, look_ns: int) -> None:
        """What this printer proves with, if it has not told yet, and nothing left over that could pass for it."""
        proof = self._dialogue.proof
        if before.condition is not Condition.READY:
            return
        if proof.kind is None:
            self._dialogue.start(look_ns)
            while proof.kind is None and self._clock.monotonic_ns() < look_ns:
                self._dialogue.hear(look_ns)
        if proof.kind is Kind.IN_ORDER:
            self._dialogue.settle_order(after_ms(self._clock, STATUS_MS))

    def _ended(self, verdict: Verdict, deadline_ns: int) -> PrintOutcome:
        dialogue, proof = self._dialogue, self._dialogue.proof
        status = self._status(deadline_ns) if verdict is Verdict.TIME_IS_UP else dialogue.status
        while verdict is Verdict.TIME_IS_UP and not proof.came and self._clock.monotonic_ns() < deadline_ns:
            dialogue.hear(deadline_ns)
        in_the_last_moment = proof.came and (proof.kind is not Kind.IN_ORDER or status.condition is Condition.READY)
        if verdict is Verdict.PROVEN or in_the_last_moment:
            self._unsettled = None
            return Printed()
        if verdict is not Verdict.TIME_IS_UP:
            status = replace(status, condition=CONDITION[verdict])
        # What has not come out shall not come out later, before somebody else.
        dialogue.send(CLEAR_BUFFERS, max(deadline_ns, self._clock.monotonic_ns()))
        if status.condition in (Condition.READY, Condition.UNKNOWN):
            return Unconfirmed()
        return Failed(status, begun=True)

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

    def _noticed(self, status: ReceiptStatus) -> ReceiptStatus:
        """A hand in the printer may have freed the cutter."""
        if status.condition is Condition.COVER_OPEN:
            self._recover_ns = 0
        return status


def _leaves_nothing(outcome: PrintOutcome) -> bool:
    match outcome:
        case Printed():
            return True
        case Failed(status=status, begun=begun):
            return not begun or status.condition is Condition.PAPER_END
        case _:
            return False
