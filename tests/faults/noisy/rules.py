"""Whatever can happen to a line, to what hangs on it and to its host, in any order."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from statemachine import events as e
from tests.faults.noisy.cut import HostPowerCut, Moment
from tests.faults.noisy.judged import Judged
from tests.faults.noisy.till import ACCEPTOR, VALIDATOR, Setting, Till
from tests.faults.noisy.truth import Truth

RICH = ((10, 50), (50, 50), (100, 50), (500, 20))
POOR = ((10, 12), (50, 3), (100, 4), (500, 1))
NS_PER_BYTE = 1_041_667
"""At 9600 baud."""
HOPPERS = st.sampled_from((10, 50, 100, 500))
ADDRESSES = st.sampled_from((ACCEPTOR, 3, 4, 5, 6, VALIDATOR))
NEAR_THE_WRAP = st.sampled_from((0, 3, 249, 252, 254, 255))
SETTINGS = st.builds(
    lambda float_coins, echo, *others: Setting(float_coins, *echo, *others),
    st.sampled_from((RICH, RICH, POOR)),
    st.sampled_from(((False, "auto"), (True, "auto"), (True, "on"), (False, "off"))),
    st.sampled_from(((), (), (40,), (2, 5, 40))),
    st.sampled_from(("serial", "serial", "no_encrypt")),
    NEAR_THE_WRAP,
    NEAR_THE_WRAP,
    st.sampled_from((0, 0, 0, NS_PER_BYTE)),
)
PAUSE_S = st.sampled_from((0.0, 0.05, 0.2, 0.3, 0.5, 0.8, 1.5, 4.0))
PAID = st.lists(st.sampled_from((500, 100, 100, 50, 10, 1)), min_size=1, max_size=5)
LATE_MS = st.sampled_from((3.0, 60.0, 130.0, 200.0, 350.0, 700.0))
WIRE = st.one_of(
    st.tuples(st.sampled_from(("drop", "corrupt", "duplicate", "join", "truncate", "junk", "deafen", "lose_echo"))),
    st.tuples(st.sampled_from(("delay", "split")), LATE_MS),
)
REPLY_LOST = st.sampled_from((("drop",), ("corrupt",), ("truncate",)))
ANY_FAULT = st.one_of(REPLY_LOST, WIRE, st.sampled_from((("the box",), ("the host",))))
Fault = tuple[str] | tuple[str, float]
MOMENTS = st.sampled_from(tuple(Moment))
ON_THE_WIRE = st.sampled_from(tuple(moment for moment in Moment if "commit" not in moment.value))
AN_ORDER = (Moment.BEFORE_ORDER, Moment.BEHIND_ORDER)


class NoisyLine(Judged):
    """The line, the kiosk's computer and the acceptor's coins; subclasses add what else there is."""

    @initialize(
        setting=SETTINGS,
        copies=st.sampled_from((3, 1, 2, 4)),
        coins=PAID,
        pause_s=PAUSE_S,
        refund=st.tuples(ANY_FAULT, st.sampled_from(AN_ORDER)) | st.none(),
    )
    def the_kiosk_is_switched_on(
        self, setting: Setting, copies: int, coins: list[int], pause_s: float, refund: tuple[Fault, Moment] | None
    ) -> None:
        """The first customer pays; he gets it back, perhaps with something that happens when it is ordered out."""
        self.till = Till(setting)
        self.truth = Truth(self.till.box, self.till.books, dict(setting.float_coins))
        self.till.run(1.0)
        self._pay(copies, coins, pause_s)
        if refund is not None:
            self._refund(*refund)

    # --- the customer ---------------------------------------------------------------------------

    @precondition(lambda self: self.till.state in ("idle", "attention"))
    @rule(copies=st.integers(1, 4), coins=PAID, pause_s=PAUSE_S)
    def a_customer_comes(self, copies: int, coins: list[int], pause_s: float) -> None:
        self.till.take(e.AttendantCleared())
        self._pay(copies, coins, pause_s)

    @rule(coins=st.lists(st.sampled_from((1, 10, 50, 100, 100, 500, 500)), min_size=1, max_size=5), pause_s=PAUSE_S)
    def coins(self, coins: list[int], pause_s: float) -> None:
        for yen in coins:
            self.till.box.insert(yen)
        self.till.run(pause_s)

    @rule(pause_s=PAUSE_S)
    def cancel(self, pause_s: float) -> None:
        self.till.take(e.CancelPressed())
        self.till.run(pause_s)

    @rule(seconds=st.sampled_from((0.1, 0.2, 0.4, 1.0, 3.0, 8.0, 40.0)))
    def time_passes(self, seconds: float) -> None:
        self.till.run(seconds)

    # --- the line -------------------------------------------------------------------------------

    @rule(fault=WIRE, n=st.integers(1, 12), spared=st.integers(0, 5), pause_s=PAUSE_S)
    def the_wire(self, fault: Fault, n: int, spared: int, pause_s: float) -> None:
        self.till.box.faults.spare(spared)
        self._arm(fault, n)
        self.till.run(pause_s)

    @rule(fault=WIRE, n=st.integers(1, 3))
    def the_wire_at_an_order(self, fault: Fault, n: int) -> None:
        self.till.fate.at(Moment.BEFORE_ORDER, 0, lambda: self._arm(fault, n))

    @precondition(lambda self: self.till.state in ("idle", "attention", "accepting_cash"))
    @rule(
        coins=st.lists(st.sampled_from((10, 50, 100, 500)), min_size=1, max_size=3),
        fault=ANY_FAULT,
        moment=st.sampled_from(AN_ORDER),
        pause_s=PAUSE_S,
    )
    def trouble_at_a_refund(self, coins: list[int], fault: Fault, moment: Moment, pause_s: float) -> None:
        """Coins in, cancelled, and something happens just when the first of them are ordered out again."""
        if self.till.state != "accepting_cash":
            self.till.take(e.AttendantCleared())
        self._pay(4, coins, 2.0)
        self._refund(fault, moment)
        self.till.run(pause_s)

    @rule(seconds=st.sampled_from((0.3, 1.2, 4.0, 7.0)))
    def the_cable_is_out(self, seconds: float) -> None:
        self.till.box.unplug()
        self.till.run(seconds)
        self.till.box.plug()

    @rule(address=ADDRESSES, seconds=st.sampled_from((0.3, 1.2, 4.0)))
    def a_plug_is_out(self, address: int, seconds: float) -> None:
        self.till.box.trouble.unplug(address)
        self.till.run(seconds)
        self.till.box.trouble.plug(address)

    # --- power ----------------------------------------------------------------------------------

    @rule(pause_s=PAUSE_S)
    def the_box_loses_power(self, pause_s: float) -> None:
        self._lose_power(self.till.box.power_cycle)
        self.till.run(pause_s)

    @rule(address=ADDRESSES, pause_s=PAUSE_S)
    def a_device_loses_power(self, address: int, pause_s: float) -> None:
        self._lose_power(lambda: self.till.box.trouble.restart(address), (address,))
        self.till.run(pause_s)

    @rule(moment=st.one_of(ON_THE_WIRE, st.sampled_from(AN_ORDER)), n=st.integers(0, 4))
    def the_box_will_lose_power(self, moment: Moment, n: int) -> None:
        n = n // 3 if moment in AN_ORDER else n
        self.till.fate.at(moment, n, lambda: self._lose_power(self.till.box.power_cycle))

    @rule(coins=st.lists(HOPPERS, max_size=3), seconds=st.sampled_from((0.0, 0.5, 2.0, 8.0)))
    def the_host_restarts(self, coins: list[int], seconds: float) -> None:
        """Coins are on their way, past the gate or before it."""
        for yen in coins:
            self.till.box.insert(yen)
        self.till.run(0.2)
        self.till.hang(seconds)
        self.till.restart()
        self.till.run(0.1)

    @rule(moment=MOMENTS, n=st.integers(0, 6))
    def the_host_will_lose_power(self, moment: Moment, n: int) -> None:
        self.till.fate.at(moment, n // 4 if moment in AN_ORDER else n, _cut)

    @rule(seconds=st.sampled_from((0.9, 1.5, 3.0, 6.0)))
    def the_host_hangs(self, seconds: float) -> None:
        self.till.hang(seconds)

    @rule(fails=st.booleans())
    def the_printer(self, fails: bool) -> None:
        self.till.printer_fails = fails

    @rule()
    def the_attendant_comes(self) -> None:
        self.till.take(e.AttendantCleared())

    # --- in short -------------------------------------------------------------------------------

    def _pay(self, copies: int, coins: list[int], pause_s: float) -> None:
        self.till.arrive(copies)
        for yen in coins:
            self.till.box.insert(yen)
        self.till.run(pause_s)

    def _refund(self, fault: Fault, moment: Moment) -> None:
        self._at_an_order(fault, moment)
        self.till.take(e.CancelPressed())
        self.till.run(1.2)

    def _at_an_order(self, fault: Fault, moment: Moment) -> None:
        """The next order's reply is spoilt, or box or host lose their power before it or behind it."""
        deeds: dict[object, Callable[[], None]] = {
            "the box": lambda: self._lose_power(self.till.box.power_cycle),
            "the host": _cut,
        }
        deed = deeds.get(fault[0])
        if deed is not None:
            self.till.fate.at(moment, 0, deed)
        else:
            self.till.box.faults.spare(0)
            self.till.fate.at(Moment.BEFORE_ORDER, 0, lambda: self._arm(fault, 1))

    def _arm(self, fault: Fault, n: int) -> None:
        arm: Callable[..., None] = getattr(self.till.box.faults, fault[0])
        arm(n, *fault[1:])

    def _if_it_can(self, act: Callable[[], object]) -> None:
        """What hands try where there may be nothing to take hold of."""
        with suppress(ValueError):
            act()


def _cut() -> None:
    raise HostPowerCut
