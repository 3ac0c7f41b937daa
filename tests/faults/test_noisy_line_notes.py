"""A noisy line, notes and coins: every yen is accounted for, against the metal and the paper.

`NOISY_LINE_EXAMPLES` sets how many runs are tried, of this and of the coins together.
"""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from statemachine import events as e
from tests.faults.noisy.cut import Moment
from tests.faults.noisy.rules import AN_ORDER, ANY_FAULT, HOPPERS, PAUSE_S, Fault, NoisyLine
from tests.faults.noisy.settings import SETTINGS


class NoisyNotes(NoisyLine):
    """Everything that befalls the validator; of the hoppers only that they fail."""

    @rule(pause_s=PAUSE_S)
    def a_note(self, pause_s: float) -> None:
        self._if_it_can(lambda: self.till.box.bills.insert(1000))
        self.till.run(pause_s)

    @rule(pause_s=st.sampled_from((1.0, 1.3, 1.6, 2.5)))
    def a_note_and_its_way(self, pause_s: float) -> None:
        self._if_it_can(self.till.box.bills.take)
        self._if_it_can(lambda: self.till.box.bills.insert(1000))
        self.till.run(pause_s)

    @rule(
        fault=ANY_FAULT,
        moment=st.sampled_from(AN_ORDER),
        cancelled=st.booleans(),
        pause_s=PAUSE_S,
    )
    def trouble_when_a_note_is_moved(self, fault: Fault, moment: Moment, cancelled: bool, pause_s: float) -> None:
        """A note waits in escrow and is ordered to the stacker or back: something happens just then."""
        self._if_it_can(self.till.box.bills.take)
        self._if_it_can(lambda: self.till.box.bills.insert(1000))
        self._at_an_order(fault, moment)
        self.till.run(1.5)
        if cancelled:
            self.till.take(e.CancelPressed())
        self.till.run(pause_s)

    @rule(yen=st.sampled_from((2000, 5000)), flaw=st.sampled_from(("none", "crumpled", "tampered")))
    def a_note_that_is_not_wanted(self, yen: int, flaw: str) -> None:
        self._if_it_can(lambda: self.till.box.bills.insert(yen, flaw=flaw))
        self.till.run(0.3)

    @rule(series=st.sampled_from("AB"))
    def a_note_on_a_string(self, series: str) -> None:
        self._if_it_can(lambda: self.till.box.bills.insert(1000, series=series, flaw="string"))
        self.till.run(0.3)

    @rule(what=st.sampled_from(("take", "pull")))
    def the_customers_fingers(self, what: str) -> None:
        self._if_it_can(getattr(self.till.box.bills, what))

    @rule(what=st.sampled_from(("jam", "jam_stacker", "fill_stacker", "clear", "clear_stacker")), pause_s=PAUSE_S)
    def the_validator(self, what: str, pause_s: float) -> None:
        getattr(self.till.box.bills, what)()
        self.till.run(pause_s)

    @rule(what=st.sampled_from(("remove_stacker", "insert_stacker")))
    def the_stacker(self, what: str) -> None:
        self._if_it_can(getattr(self.till.box.bills, what))

    @rule(yen=HOPPERS, what=st.sampled_from(("jam", "clear_jam")))
    def a_hopper(self, yen: int, what: str) -> None:
        getattr(self.till.box, what)(yen)


TestNoisyNotes = NoisyNotes.TestCase
TestNoisyNotes.settings = SETTINGS
