"""A noisy line, coins and hoppers: every yen is accounted for, against the metal.

`NOISY_LINE_EXAMPLES` sets how many runs are tried, of this and of the notes together.
"""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.faults.noisy.rules import HOPPERS, PAUSE_S, NoisyLine
from tests.faults.noisy.settings import SETTINGS

SWALLOWS = (7, 16, 17, 18, 19, 23, 31, 36)
CATCHES_OR_REJECTS = (1, 4, 5, 8, 13, 21)
SORTED_WRONG = 39


class NoisyCoins(NoisyLine):
    """Everything that befalls the acceptor and the hoppers."""

    @rule(yen=HOPPERS, pause_s=PAUSE_S)
    def a_coin_on_a_string(self, yen: int, pause_s: float) -> None:
        self.till.box.insert(yen, on_string=True)
        self.till.run(pause_s)

    @rule(code=st.sampled_from((*SWALLOWS, *CATCHES_OR_REJECTS, SORTED_WRONG, 36)))
    def trouble_for_the_next_coin(self, code: int) -> None:
        self.till.box.trouble.trouble(code)

    @rule(pause_s=PAUSE_S)
    def the_lever(self, pause_s: float) -> None:
        self.till.box.press_return_lever()
        self.till.run(pause_s)

    @rule(blocked=st.booleans())
    def the_credit_sensor(self, blocked: bool) -> None:
        if blocked:
            self.till.box.block_acceptor()
        else:
            self.till.box.clear_acceptor()

    @rule(how=st.sampled_from(("open", "closed", "free")))
    def the_gate(self, how: str) -> None:
        if how == "free":
            self.till.box.free_gate()
        else:
            self.till.box.stick_gate(how)

    @rule(yen=HOPPERS, what=st.sampled_from(("jam", "clear_jam", "empty")))
    def a_hopper(self, yen: int, what: str) -> None:
        getattr(self.till.box, what)(yen)

    @rule(yen=HOPPERS, what=st.sampled_from(("block_exit", "light_exit", "overload")))
    def an_exit(self, yen: int, what: str) -> None:
        getattr(self.till.box.trouble, what)(yen)

    @rule(yen=HOPPERS, coins=st.sampled_from((1, -1)))
    def a_sensor_lies_by_one(self, yen: int, coins: int) -> None:
        if yen not in self.truth.miscounts:
            self.truth.miscounts[yen] = coins
            self.till.box.trouble.lie(yen, coins)


TestNoisyCoins = NoisyCoins.TestCase
TestNoisyCoins.settings = SETTINGS
