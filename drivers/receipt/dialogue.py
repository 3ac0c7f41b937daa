"""Questions to a receipt printer and whose answers come back.

A DLE EOT answer is one byte that does not say what it answers. So one question is open at a time; after
one that stayed unanswered no other is asked until its late answer has come or has become unlikely; and
an answer that nobody asked for spoils the round it falls into. ASB and block data name
themselves and are believed whenever they come.
"""

from __future__ import annotations

from drivers.clock import NS_PER_MS, Clock, after_ms
from drivers.errors import NoAnswer
from drivers.port import Port
from drivers.receipt.commands import DLE_EOT, PAPER_IN_ORDER, START
from drivers.receipt.proof import Proof
from drivers.receipt.replies import Asb, RealTime, Reply, ReplyParser
from drivers.receipt.status import OFFLINE_BIT, SILENT, ReceiptStatus, from_answers, from_asb

QUIET_MS = 1000
"""How long a late answer is waited out. Real-time commands are answered on receipt, within 50 ms; a
second covers a serial adapter or a network that stalled."""

GOOD_FOR_MS = 5000
"""How long a word of the printer is believed before it must show that it is still there. A serial line
does not tell that the printer's power went."""

LAST_WORD_MS = 50
"""After an answer that came in order: no other is on its way when nothing comes for so long."""

_READ_BYTES = 256
_READS_MAX = 64


class Dialogue:
    """One printer's wire, and what is known from it.

    proof: what the printer said about the receipt under way
    unanswered: questions so far whose answer did not come within `QUIET_MS` either

    Methods that wait take a deadline (monotonic, ns). All may raise `drivers.errors.Disconnected`.
    """

    def __init__(self, port: Port, clock: Clock) -> None:
        self._port, self._clock = port, clock
        self._parser = ReplyParser()
        self._status = SILENT
        self._status_by_asb = False
        self._good_until_ns = 0
        self._online = False
        self._quiet_until_ns = 0
        self._owes_answer = False
        self._question_open = False
        self._answer: int | None = None
        self.proof = Proof()
        self.unanswered = 0

    @property
    def status(self) -> ReceiptStatus:
        """What the printer said last; SILENT when nothing was said lately enough to be believed."""
        return self._status if self._clock.monotonic_ns() < self._good_until_ns else SILENT

    @property
    def reports(self) -> bool:
        """Whether the printer is known to report its changes by itself (ASB)."""
        return self._status_by_asb

    @property
    def quiet_until_ns(self) -> int:
        """No question goes out before."""
        return self._quiet_until_ns

    def start(self, deadline_ns: int) -> bool:
        """Initialise the printer, probe what it can prove with, have it report; False when it takes nothing."""
        self.proof.probed()
        return self.send(START, deadline_ns)

    def send(self, data: bytes, deadline_ns: int) -> bool:
        """Write; False when the printer takes nothing until the deadline (part may have been taken)."""
        try:
            self._port.write(data, deadline_ns)
        except NoAnswer:
            return False
        return True

    def drain(self) -> None:
        """Take in what is already there, without waiting."""
        for _ in range(_READS_MAX):
            if not self._listen(self._clock.monotonic_ns()):
                return

    def ask_whether_alive(self, deadline_ns: int) -> bool:
        """Ask for one byte of status: true when it came and agrees with what the printer had reported.

        The report is then good for longer; otherwise it is forgotten.
        """
        answer = self._ask(1, deadline_ns)
        if answer is not None and self._status_by_asb:
            online = not answer & OFFLINE_BIT
            if online == self._online:
                self._good_until_ns = self._clock.monotonic_ns() + GOOD_FOR_MS * NS_PER_MS
                return True
        self._forget()
        return False

    def ask_all(self, deadline_ns: int) -> None:
        """Ask DLE EOT 1 to 4. One silence ends it, and the status is then unknown.

        A report (ASB) that comes meanwhile is newer than the answers and wins.
        """
        self._forget()
        answers: dict[int, int] = {}
        for n in DLE_EOT:
            answer = self._ask(n, deadline_ns)
            if answer is None:
                return
            answers[n] = answer
        if not self._status_by_asb:
            self._learn(from_answers(answers), by_asb=False)

    def wait_report(self, deadline_ns: int) -> None:
        """Wait until something is known, at most to the deadline."""
        while self.status is SILENT and self._clock.monotonic_ns() < deadline_ns:
            if not self._listen(deadline_ns):
                return

    def hear(self, deadline_ns: int) -> None:
        """Wait for the printer's next word, whatever it is, at most to the deadline."""
        self._listen(deadline_ns)

    def hear_until(self, deadline_ns: int) -> None:
        """Take in all that comes to the deadline."""
        while self._clock.monotonic_ns() < deadline_ns and self._listen(deadline_ns):
            pass

    def settle_order(self, deadline_ns: int) -> None:
        """Get in what is still owed from earlier receipts, so that it cannot pass for the next one's proof."""
        proof = self.proof
        if not proof.owed or not self.send(PAPER_IN_ORDER, deadline_ns):
            return
        proof.marked()
        before = proof.owed
        while proof.owed == before and self._clock.monotonic_ns() < deadline_ns:
            if not self._listen(deadline_ns):
                return
        while proof.owed and self._listen(after_ms(self._clock, LAST_WORD_MS)):
            pass
        proof.forget_owed()

    # -- asking

    def _ask(self, n: int, deadline_ns: int) -> int | None:
        if self._clock.monotonic_ns() < self._quiet_until_ns:
            return None
        self.unanswered += self._owes_answer
        self._owes_answer = False
        self._question_open, self._answer = True, None
        taken = self.send(DLE_EOT[n], deadline_ns)
        while taken and self._answer is None and self._listen(deadline_ns):
            if self._clock.monotonic_ns() >= deadline_ns:
                break
        self._question_open = False
        if self._answer is None:
            self._owes_answer = True
            self._keep_quiet()
        elif self._clock.monotonic_ns() < self._quiet_until_ns:
            return None  # two answers to one question: one of them is another's
        return self._answer

    def _keep_quiet(self) -> None:
        self._quiet_until_ns = self._clock.monotonic_ns() + QUIET_MS * NS_PER_MS

    def _hear_unasked(self) -> None:
        """An answer when no question is open: the late one that was waited for, or one too many."""
        if self._owes_answer:
            self._owes_answer = False
            self._quiet_until_ns = 0
            return
        self._keep_quiet()

    # -- hearing

    def _listen(self, deadline_ns: int) -> bool:
        data = self._port.read(_READ_BYTES, deadline_ns)
        if not data:
            return False
        for reply in self._parser.feed(data):
            self._hear(reply)
        return True

    def _hear(self, reply: Reply) -> None:
        match reply:
            case Asb():
                self._online = not reply.status[0] & OFFLINE_BIT
                self._learn(from_asb(reply.status), by_asb=True)
            case RealTime() if self._question_open and self._answer is None:
                self._answer = reply.status
            case RealTime():
                self._hear_unasked()
            case _:
                self.proof.hear(reply)

    def _learn(self, status: ReceiptStatus, *, by_asb: bool) -> None:
        self._status, self._status_by_asb = status, by_asb
        self._good_until_ns = self._clock.monotonic_ns() + GOOD_FOR_MS * NS_PER_MS

    def _forget(self) -> None:
        self._status, self._status_by_asb, self._good_until_ns = SILENT, False, 0
