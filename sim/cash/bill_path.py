"""The way of a note: from the mouth past the sensors to the escrow, and on to the stacker or back."""

from __future__ import annotations

from typing import Final

from sim.cash import bill_codes
from sim.cash.agenda import Act, Agenda, Appointment
from sim.cash.bill_electronics import Electronics
from sim.cash.bills import Flaw, Note
from sim.cash.mouth import Mouth
from sim.cash.paper import ESCROW, TRANSPORT, Paper
from sim.cash.stacker import Stacker
from sim.cash.stage import Stage
from sim.cash.timing import Timing

RETURN, STACK, EXTEND = 0, 1, 255
"""Route codes (S2 3.98)."""
ROUTED: Final = b""
ESCROW_EMPTY: Final = bytes((254,))
NOT_ROUTED: Final = bytes((255,))


class BillPath:
    """One note at a time. The customer lays the next one in the mouth when the last has left the path.

    A note that has come back lies in the mouth until it is taken: the rollers do not draw it in again. Power
    lost or a reset: a note that had not passed the non-return device comes back once the validator is up;
    one that had is stacked then, its type forgotten (Table 7, 21).
    """

    def __init__(
        self, agenda: Agenda, timing: Timing, paper: Paper, stacker: Stacker, electronics: Electronics
    ) -> None:
        self._agenda, self._timing, self._paper = agenda, timing, paper
        self._stacker, self._electronics = stacker, electronics
        self._mouth = Mouth(paper)
        self._inside: Note | None = None
        self._number = 0
        self._stage = Stage.EMPTY
        self._turn: Appointment | None = None
        self._will_jam = False

    # The customer

    def insert(self, note: Note, now_ns: int) -> None:
        """Put a note in, after those put in before. Raises ValueError where one that came back lies in the way."""
        self._mouth.offer(note)
        self._lay(now_ns)

    def take(self) -> dict[int, int]:
        """Take the note out of the mouth, and keep those still in the hand: yen -> notes."""
        if self._mouth.note is not None:
            self._cancel()
        return self._mouth.take()

    def pull(self, now_ns: int) -> None:
        """Pull the note back out. Raises ValueError where fingers reach none."""
        if self._mouth.note is not None:
            self.take()
        elif self._stage in (Stage.DRAWN, Stage.JAMMED_IN_REACH):
            self._electronics.tell(bill_codes.PULLED_BACKWARDS, now_ns)
            self._pulled_out(now_ns)
        else:
            raise ValueError("no note can be reached from outside")

    # Misfortune, and what ends it

    def jam_next(self) -> None:
        """The note inside gets stuck at its next move, or the next one does."""
        self._will_jam = True

    @property
    def is_jammed(self) -> bool:
        """Whether a note sticks."""
        return self._stage in (Stage.JAMMED_IN_REACH, Stage.JAMMED_BEHIND)

    def free(self, now_ns: int) -> None:
        """Somebody frees the note: it comes back, or goes into the stacker without credit."""
        self._will_jam = False
        if self.is_jammed:
            self._electronics.unjammed(now_ns)
        if self._stage is Stage.JAMMED_IN_REACH:
            self._eject(now_ns)
        elif self._stage is Stage.JAMMED_BEHIND:
            self._number = 0
            self._into_stacker(now_ns)

    # The validator

    def look(self, now_ns: int) -> None:
        """Whether the rollers take the note in the mouth now; to be called when that may have changed."""
        free = self._stage is Stage.EMPTY and self._turn is None
        if free and self._mouth.is_offered and self._electronics.is_open(now_ns):
            self._at(now_ns + self._timing.grip_ns, self._grip)

    def inhibited(self, now_ns: int) -> None:
        """Nothing may come in any more: a note in escrow goes back."""
        if self._stage is Stage.ESCROW:
            self._eject(now_ns)

    def route(self, code: int, now_ns: int) -> bytes:
        """Header 154: the data of its answer."""
        if self.is_jammed:
            return NOT_ROUTED
        if self._stage is not Stage.ESCROW:
            return ESCROW_EMPTY
        if code == RETURN:
            self._eject(now_ns)
        elif code == STACK and self._stacker.takes:
            self._stack(now_ns)
        elif code == EXTEND:
            self._cancel()
            self._at(now_ns + self._timing.escrow_timeout_ns, self._eject)
        else:
            return NOT_ROUTED
        return ROUTED

    def restarted(self, awake_ns: int) -> None:
        """The validator starts anew, and is up at `awake_ns`."""
        self._cancel()
        self._number = 0
        if self._stage is Stage.STACKING:
            self._at(awake_ns, self._at_stacker)
        elif self._inside is not None and not self.is_jammed:
            self._eject(awake_ns)

    # Moves

    def _lay(self, now_ns: int) -> None:
        if self._stage is Stage.EMPTY:
            self._mouth.lay_next()
        self.look(now_ns)

    def _grip(self, now_ns: int) -> None:
        self._turn = None
        if not self._electronics.is_open(now_ns):
            return
        self._inside = self._mouth.draw()
        self._stage = Stage.DRAWN
        self._electronics.drawn()
        self._at(now_ns + self._timing.validate_ns, self._under_sensors)

    def _under_sensors(self, now_ns: int) -> None:
        if self._jams(now_ns):
            return
        self._number = self._electronics.judge(self._note, now_ns)
        if self._number:
            self._stage = Stage.JUDGED
            self._at(now_ns + self._timing.escrow_ns, self._at_escrow)
        else:
            self._eject(now_ns)

    def _at_escrow(self, now_ns: int) -> None:
        if self._jams(now_ns):
            return
        if not self._electronics.is_open(now_ns):
            self._electronics.tell(bill_codes.INHIBITED, now_ns)
            self._eject(now_ns)
        elif self._electronics.uses_escrow:
            self._paper.move(TRANSPORT, ESCROW, self._note.yen)
            self._stage = Stage.ESCROW
            self._electronics.held(self._number)
            self._at(now_ns + self._timing.escrow_timeout_ns, self._eject)
        else:
            self._stack(now_ns)

    def _stack(self, now_ns: int) -> None:
        self._leave_escrow()
        self._stage = Stage.STACKING
        self._at(now_ns + self._timing.stack_ns, self._at_stacker)

    def _at_stacker(self, now_ns: int) -> None:
        if self._note.flaw is Flaw.STRING:
            self._electronics.tell(bill_codes.STRING_FRAUD, now_ns)
            self._pulled_out(now_ns)
        elif self._jams(now_ns):
            return
        elif not self._stacker.takes:
            self._turn, self._stage = None, Stage.JAMMED_BEHIND
            self._electronics.jammed(now_ns, in_stacker=True)
        else:
            self._into_stacker(now_ns)

    def _into_stacker(self, now_ns: int) -> None:
        self._stacker.add(self._note)
        number = self._number
        self._emptied()
        self._electronics.stacked(number, now_ns)
        self._lay(now_ns)

    def _eject(self, from_ns: int) -> None:
        """The rollers turn back from `from_ns` on."""
        self._leave_escrow()
        self._stage = Stage.EJECTING
        self._at(from_ns + self._timing.eject_ns, self._at_mouth)

    def _at_mouth(self, now_ns: int) -> None:
        if self._jams(now_ns):
            return
        self._mouth.give_back(self._note)
        self._emptied()
        self._electronics.tell(bill_codes.RETURNED, now_ns)

    def _jams(self, now_ns: int) -> bool:
        self._turn = None
        if not self._will_jam:
            return False
        self._will_jam = False
        behind = self._stage is Stage.STACKING
        self._stage = Stage.JAMMED_BEHIND if behind else Stage.JAMMED_IN_REACH
        self._electronics.tell(bill_codes.JAMMED_SAFE if behind else bill_codes.JAMMED_UNSAFE, now_ns)
        self._electronics.jammed(now_ns, in_stacker=False)
        return True

    def _pulled_out(self, now_ns: int) -> None:
        self._cancel()
        self._mouth.give_back(self._note)
        self._mouth.take()
        jammed = self.is_jammed
        self._emptied()
        if jammed:
            self._electronics.unjammed(now_ns)

    def _leave_escrow(self) -> None:
        self._cancel()
        if self._stage is Stage.ESCROW:
            self._paper.move(ESCROW, TRANSPORT, self._note.yen)

    @property
    def _note(self) -> Note:
        assert self._inside is not None
        return self._inside

    def _emptied(self) -> None:
        self._inside, self._number, self._stage, self._turn = None, 0, Stage.EMPTY, None

    def _at(self, due_ns: int, move: Act) -> None:
        self._turn = self._agenda.at(due_ns, move)

    def _cancel(self) -> None:
        if self._turn is not None:
            self._agenda.cancel(self._turn)
            self._turn = None
