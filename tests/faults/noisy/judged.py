"""A noisy line and who judges it: all the time, and when everything has come to rest."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable

from hypothesis.stateful import RuleBasedStateMachine, invariant

from device.testing.obliging import FEE_YEN
from statemachine import events as e
from tests.faults.noisy.till import ACCEPTOR, VALIDATOR, Till
from tests.faults.noisy.truth import Truth

REST_S = 900.0
SOON_REACHED_AGAIN, NEAR_ITS_END, SLOTS = 6, 249, 5
"""Of an event counter."""
RESTING = ("idle", "attention", "closed", "out_of_service")


class Judged(RuleBasedStateMachine):
    """What is judged; subclasses say what happens."""

    till: Till
    truth: Truth
    lost = 0, 0
    """The acceptor's last power loss: up to where the host had been told, and what may be hidden by it and by those
    before it, of which it has not heard either."""

    @invariant()
    def no_money_is_made(self) -> None:
        if hasattr(self, "till"):
            self._judge([*self.truth.at_any_time(), *self.till.fate.repeated])

    def teardown(self) -> None:
        if not hasattr(self, "till"):
            return
        try:
            self._all_is_well_again()
            self._come_to_rest()
            self._look_back()
            self._judge_at_rest()
            self.till.restart()
            self._come_to_rest()
            self._judge_at_rest()
            self.till.store.verify_chain()
        finally:
            self.till.close()

    def _all_is_well_again(self) -> None:
        """The line and all plugs; what jams, jams on."""
        box = self.till.box
        self.till.fate.waiting.clear()
        box.faults.clear()
        box.plug()
        self.till.printer_fails = False

    def _come_to_rest(self) -> None:
        till = self.till
        till.run(8.0)  # a device that was lost is asked again after 5 s
        till.box.press_return_lever()  # a coin that was caught before the gate was never in
        till.take(e.CancelPressed())
        assert till.run_until(lambda: till.state in RESTING, REST_S), f"the kiosk stays in {till.state}"
        till.run(40.0)  # a late word may begin something once more
        assert till.run_until(lambda: till.state in RESTING, REST_S), f"the kiosk stays in {till.state}"

    def _judge_at_rest(self) -> None:
        kept_yen = FEE_YEN * self.till.books.printed
        self._judge([*self.truth.at_rest(self.till.store, kept_yen), *self.till.fate.repeated])

    def _judge(self, wrongs: Iterable[str]) -> None:
        if found := list(wrongs):
            raise AssertionError("; ".join(found))

    def _lose_power(self, act: Callable[[], None], addresses: Container[int] = (ACCEPTOR, VALIDATOR)) -> None:
        """What had come since the host last read the events, and what is on its way, is hidden by a power loss."""
        if ACCEPTOR in addresses:
            self._look_back()
            on_its_way = sum(self.till.box.metal["in_flight"].values())
            _, hidden = self.lost
            self.lost = self.till.coins_told, hidden + self.till.box.trouble.coin_events + on_its_way
        if VALIDATOR in addresses and self.till.notes_told < SOON_REACHED_AGAIN:
            self.truth.unseen_notes += bool(self.till.box.notes["inserted"])  # the last one may be on its way
        act()

    def _look_back(self) -> None:
        """Nobody can tell the last power loss where the counter has reached again what the host had last read: what
        brought it there since looks as if it had been told (S1 §18). Nor where it had stood at its end, and five
        events have filled the whole buffer since."""
        told, hidden = self.lost
        since = self.till.box.trouble.coin_events
        if since >= told:
            self.truth.unseen += hidden + told
        elif told > NEAR_ITS_END and since >= SLOTS:
            self.truth.unseen += hidden
        else:
            return
        self.lost = 0, 0
