"""One receipt under way: watched until it is proven, or it is plain that it will not come whole."""

from __future__ import annotations

from enum import Enum, auto

from drivers.clock import NS_PER_MS, Clock, after_ms
from drivers.receipt.commands import RECOVER_AND_GO_ON
from drivers.receipt.dialogue import Dialogue
from drivers.receipt.proof import Kind
from drivers.receipt.status import Condition

LOOK_MS = 150
"""How long a look at the printer may take."""

LOOK_EVERY_MS = 1000
"""How often a printer at work is asked for a sign of life. A printer that was off is silent for longer."""

COME_BACK_MS = 2000
"""A printer that fell silent and is back has so long to prove the receipt: a lost answer is no lost receipt."""

PROCESSED_MS = 1000
"""What was processed is still on its way through head and blade: only if the printer is well after this is it out."""

CUTTER_REST_MS = 500
"""Before the blade is told to try once more."""


class Verdict(Enum):
    """How a receipt under way ended."""

    PROVEN = auto()
    TIME_IS_UP = auto()
    PAPER_END = auto()
    """What is printed lies on the old roll, the rest would come out on the new one: no whole receipt comes of it."""
    CUTTER_JAMMED = auto()
    """The blade stuck, and stuck again."""
    POWER_LOST = auto()


CONDITION = {
    Verdict.PAPER_END: Condition.PAPER_END,
    Verdict.CUTTER_JAMMED: Condition.CUTTER_JAMMED,
    Verdict.POWER_LOST: Condition.POWER_LOST,
}


class Attempt:
    """Watches one receipt. An open cover is waited for: the printer goes on where it was."""

    def __init__(self, dialogue: Dialogue, clock: Clock) -> None:
        self._dialogue, self._clock = dialogue, clock
        self._unanswered = dialogue.unanswered
        self._look_ns = after_ms(clock, LOOK_EVERY_MS)
        self._back_ns: int | None = None
        self._blade_tries = 0
        self._sure_ns: int | None = None

    def watch(self, last_ns: int) -> Verdict:
        """Until the end, at most to `last_ns`. May raise `drivers.errors.Disconnected`."""
        while not self._proven(last_ns):
            now_ns = self._clock.monotonic_ns()
            if now_ns >= last_ns:
                return Verdict.TIME_IS_UP
            condition = self._dialogue.status.condition
            if condition is Condition.PAPER_END:
                return Verdict.PAPER_END
            if condition is Condition.CUTTER_JAMMED and not self._free_the_blade(last_ns):
                return Verdict.CUTTER_JAMMED
            if self._back_ns is not None and now_ns >= self._back_ns + COME_BACK_MS * NS_PER_MS:
                return Verdict.POWER_LOST
            if now_ns >= self._look_ns:
                self._look(last_ns)
            else:
                self._dialogue.hear(min(last_ns, self._look_ns))
        return Verdict.PROVEN

    def _proven(self, last_ns: int) -> bool:
        """Processed is printed only where nothing stands in the way; and a second look lets a doubt come up."""
        proof = self._dialogue.proof
        if not proof.came or proof.kind is not Kind.IN_ORDER:
            return proof.came
        if self._sure_ns is None:
            self._look_ns = self._sure_ns = after_ms(self._clock, PROCESSED_MS)
        if self._clock.monotonic_ns() < self._sure_ns:
            return False
        self._sure_ns = None
        self._dialogue.ask_all(min(last_ns, after_ms(self._clock, LOOK_MS)))
        return proof.came and self._dialogue.status.condition is Condition.READY

    def _look(self, last_ns: int) -> None:
        dialogue = self._dialogue
        deadline_ns = min(last_ns, after_ms(self._clock, LOOK_MS))
        if not (dialogue.reports and dialogue.ask_whether_alive(deadline_ns)):
            dialogue.ask_all(deadline_ns)
        self._look_ns = max(dialogue.quiet_until_ns, after_ms(self._clock, LOOK_EVERY_MS))
        is_back = dialogue.status.condition is Condition.READY and dialogue.unanswered > self._unanswered
        if is_back and self._back_ns is None:
            self._back_ns = self._clock.monotonic_ns()

    def _free_the_blade(self, last_ns: int) -> bool:
        """The cutter goes home and cuts once more, unless it has been told so before."""
        if self._blade_tries:
            return False
        self._blade_tries += 1
        self._sure_ns = None
        self._dialogue.hear_until(min(last_ns, after_ms(self._clock, CUTTER_REST_MS)))
        self._dialogue.send(RECOVER_AND_GO_ON, last_ns)
        self._dialogue.ask_all(min(last_ns, after_ms(self._clock, LOOK_MS)))
        return True
