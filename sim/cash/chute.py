"""The way of a coin: from the slot past the accept gate and the credit sensor to its place."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from sim.cash.acceptor import Acceptor, Verdict
from sim.cash.agenda import Agenda, Appointment
from sim.cash.bowl import Bowl
from sim.cash.coin_errors import Fate
from sim.cash.coins import Coin
from sim.cash.metal import CASHBOX, HAND, IN_FLIGHT, RETURN_CUP, Metal
from sim.cash.timing import Timing


class Chute:
    """The mechanics in front of and behind the acceptor.

    `bowls` maps the sorter's paths to hoppers; any other path ends in the cashbox.
    """

    def __init__(
        self, agenda: Agenda, timing: Timing, acceptor: Acceptor, metal: Metal, bowls: Mapping[int, Bowl]
    ) -> None:
        self._agenda = agenda
        self._timing = timing
        self._acceptor = acceptor
        self._metal = metal
        self._bowls = bowls
        self._hand: deque[Coin] = deque()
        self._slot_free_ns = 0
        self._before_gate: deque[tuple[Coin, Appointment]] = deque()
        self._caught: list[Coin] = []
        self._stuck: list[Coin] = []

    def insert(self, coin: Coin, now_ns: int) -> None:
        """The customer wants to put a coin in; it enters as soon as the slot is free."""
        self._metal.arrive("offered", HAND, coin.yen)
        self._hand.append(coin)
        if len(self._hand) == 1:
            self._agenda.at(max(now_ns, self._slot_free_ns), self._enter)

    def open_flight_deck(self) -> None:
        """What is before the gate falls back."""
        while self._before_gate:
            coin, at_gate = self._before_gate.popleft()
            self._agenda.cancel(at_gate)
            self._return(coin)
        self._uncatch()

    def free(self) -> None:
        """What was caught before the gate falls back; what was stuck at the credit sensor falls on, and
        nobody gets credit for it any more."""
        self._uncatch()
        while self._stuck:
            self._metal.move(IN_FLIGHT, CASHBOX, self._stuck.pop().yen)

    def _uncatch(self) -> None:
        while self._caught:
            self._return(self._caught.pop())

    def _enter(self, now_ns: int) -> None:
        coin = self._hand.popleft()
        self._metal.move(HAND, IN_FLIGHT, coin.yen, "inserted")
        self._before_gate.append((coin, self._agenda.at(now_ns + self._timing.gate_ns, self._at_gate)))
        self._slot_free_ns = now_ns + self._timing.slot_gap_ns
        if self._hand:
            self._agenda.at(self._slot_free_ns, self._enter)

    def _at_gate(self, now_ns: int) -> None:
        coin, _ = self._before_gate.popleft()
        if self._caught:
            self._caught.append(coin)  # behind the one that sticks
            return
        verdict = self._acceptor.coin_at_gate(coin, now_ns)
        if verdict.fate is Fate.RETURNED:
            self._return(coin)
        elif verdict.fate is Fate.CAUGHT:
            self._caught.append(coin)
        else:
            start, flight_ns = self._acceptor.starts, self._timing.credit_ns - self._timing.gate_ns
            self._agenda.at(now_ns + flight_ns, lambda due_ns: self._behind_gate(coin, verdict, start, due_ns))

    def _behind_gate(self, coin: Coin, verdict: Verdict, start: int, now_ns: int) -> None:
        """From here on the coin is the machine's, whatever the acceptor makes of it."""
        if self._acceptor.is_blocked:
            self._stuck.append(coin)
            if start == self._acceptor.starts:
                self._acceptor.coin_not_seen()
        elif start != self._acceptor.starts:
            # Reset or power lost while the coin was under way: the sorter is at rest.
            self._acceptor.unknown_coin_at_credit_sensor(now_ns)
            self._metal.move(IN_FLIGHT, CASHBOX, coin.yen)
        elif coin.on_string:
            self._acceptor.coin_pulled_back(now_ns)
            self._return(coin)
        else:
            self._sort(coin, verdict, now_ns)

    def _sort(self, coin: Coin, verdict: Verdict, now_ns: int) -> None:
        bowl = None
        if verdict.fate is not Fate.INSIDE and verdict.position:
            path = self._acceptor.coin_at_credit_sensor(verdict, self._is_full)
            bowl = None if verdict.fate is Fate.SORTED_WRONG else self._bowls.get(path)
        if verdict.error:
            self._acceptor.coin_in_trouble(verdict.error, now_ns)
        if bowl is None:
            self._metal.move(IN_FLIGHT, CASHBOX, coin.yen)
        else:
            bowl.catch(coin.yen, IN_FLIGHT)

    def _is_full(self, path: int) -> bool:
        return path in self._bowls and self._bowls[path].is_full

    def _return(self, coin: Coin) -> None:
        self._metal.move(IN_FLIGHT, RETURN_CUP, coin.yen, "rejected")
