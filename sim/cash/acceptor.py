"""The coin acceptor's electronics: registers, events, and the verdict on each coin."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from sim.cash import coin_errors, events, headers, self_check
from sim.cash.audit import Audit
from sim.cash.coin_errors import FATES, FRAUDS, Fate
from sim.cash.coin_registers import CoinRegisters
from sim.cash.coins import JAPAN, POSITIONS, Coin, CoinPosition, sixteen
from sim.cash.slave import NAK, Answer, Identity, Slave, always
from sim.cash.sorter import NO_OVERRIDE
from sim.cash.timing import Timing

ADDRESS: Final = 2
IDENTITY: Final = Identity("Madoguchi", "Coin Acceptor", "SIM-CA16", "JPY16   ", "SIM-CA16-V1.00", 4_021_002)
"""Category string of S3 Table 1."""

POLLING_PRIORITY: Final = bytes((2, 20))
"""S2 3.7: units of 10 ms, 20 of them; S4 1.3.12 recommends polling every 200 ms."""

CREDIT_CODES_ARE_POSITIONS: Final = bytes(1)
"""S2 3.43: option flag 0 is not set."""

OK, FLIGHT_DECK_OPEN, ON_STRING = range(3)
"""S3 Table 4."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the acceptor makes of a coin before its gate.

    fate: None for a coin that is accepted
    position: the coin's, 0 where it is not known
    error: told when it is past the gate; 0 for none
    override: the sorter's when it passed the gate
    """

    fate: Fate | None
    position: int = 0
    error: int = 0
    override: int = NO_OVERRIDE


RETURN: Final = Verdict(Fate.RETURNED)

BEFORE_THE_GATE: Final = frozenset(
    {code for code, fate in FATES.items() if fate in (Fate.RETURNED, Fate.CAUGHT)} | {coin_errors.SWALLOWED}
)
"""Errors that any coin can meet; the others wait for one that is accepted."""


class Acceptor(Slave):
    """A sixteen-position coin acceptor with a five-way sorter, at address 2.

    Inhibits, sorter paths and accept limit are volatile: after a power-up or reset all coins and the whole
    acceptor are inhibited, and every coin has its first path again. Counter 0 stays until the first event.

    troubles: errors of S3 Table 2 that the next coins will meet, one each; one behind the gate waits for a
        coin that is accepted
    gate_open: the accept gate hangs open: what it recognises falls through, inhibited or not, and counts;
        what it does not know falls through too, and is swallowed
    """

    def __init__(
        self,
        timing: Timing,
        *,
        identity: Identity = IDENTITY,
        positions: Sequence[CoinPosition] = JAPAN,
        crc: bool = False,
    ) -> None:
        super().__init__(ADDRESS, identity, timing, crc=crc)
        self.gate_open = False
        self.troubles: deque[int] = deque()
        self.starts = 0
        """How often it was reset or powered up: what was in its memory before is gone."""
        self._positions = sixteen(positions)
        self._recognised = {(p.yen, p.mint): n for n, p in enumerate(self._positions, 1) if p.yen}
        self._events = events.EventBuffer()
        self._audit = Audit()
        self._faults = self_check.SelfCheck()
        self._registers = CoinRegisters(self._positions)
        self._lever_until_ns = self._string_until_ns = 0
        self._polled_ns: int | None = None
        self._forget()
        self.learn(
            {
                headers.REQUEST_POLLING_PRIORITY: always(POLLING_PRIORITY),
                headers.REQUEST_STATUS: self._status,
                headers.PERFORM_SELF_CHECK: lambda _data, _now_ns: self._faults.data(),
                **self._registers.commands(),
                headers.READ_BUFFERED_CREDIT: self._read_events,
                headers.REQUEST_OPTION_FLAGS: always(CREDIT_CODES_ARE_POSITIONS),
                headers.REQUEST_COIN_ID: self._request_coin_id,
                **self._audit.commands(),
            }
        )

    def started(self, now_ns: int, *, by_power: bool) -> None:
        """A reset or a power-up: the audit counters and what is broken stay."""
        self._forget()

    # A coin's way

    def coin_at_gate(self, coin: Coin, now_ns: int) -> Verdict:
        """The verdict on a coin before the accept gate."""
        if now_ns < max(self.awake_ns, self._lever_until_ns):
            return RETURN
        self._audit["inserted"] += 1
        position = self._recognised.get((coin.yen, coin.mint), 0)
        if self.troubles and self.troubles[0] in BEFORE_THE_GATE:
            return self._troubled(self.troubles.popleft())
        if self.gate_open:
            return self._accept(position) if position else self._troubled(coin_errors.SWALLOWED)
        if not position:
            return self._reject(coin_errors.REJECTED)
        if self_check.GATE_CLOSED in self._faults:
            return self._reject(coin_errors.GATE_CLOSED)
        if self._faults or not self._registers.is_open or self._unwatched(now_ns):
            return self._reject(coin_errors.INHIBITED)
        if not self._registers.enabled(position):
            return self._reject(coin_errors.INHIBITED_TYPE + position)
        return self._accept(position)

    def coin_at_credit_sensor(self, verdict: Verdict, is_full: Callable[[int], bool]) -> int:
        """An accepted coin is safe: give credit; the sorter path (1..5) it goes down.

        A coin for a full hopper goes to the cashbox.
        """
        path = self._registers.sorter.path_of(verdict.position, verdict.override, is_full)
        self._audit["accepted"] += 1
        self._events.credit(verdict.position, path)
        return path

    def coin_in_trouble(self, code: int, now_ns: int) -> None:
        """A coin past the gate met the error that its verdict named: no credit."""
        if now_ns >= self.awake_ns:
            self._tell(code)
            if code == coin_errors.SWALLOWED and self.gate_open:
                self._faults.set(self_check.GATE_OPEN)

    def unknown_coin_at_credit_sensor(self, now_ns: int) -> None:
        """A coin it has no memory of (reset since) is inside: no credit."""
        if now_ns >= self.awake_ns:
            self._events.error(coin_errors.SWALLOWED)

    def coin_pulled_back(self, now_ns: int) -> None:
        """A coin on a string went the wrong way: no credit, and a fraud is counted."""
        self._string_until_ns = now_ns + self._timing.string_ns
        self._tell(coin_errors.COIN_ON_STRING)

    def coin_not_seen(self) -> None:
        """An accepted coin never came to the credit sensor."""
        self._events.error(coin_errors.CREDIT_SENSOR_TIMEOUT)

    # What else happens to it

    def lever_pressed(self, now_ns: int) -> None:
        """Somebody opens the flight deck: until it closes again every coin falls through into the cup."""
        self._lever_until_ns = now_ns + self._timing.lever_ns
        if now_ns >= self.awake_ns:
            self._events.error(coin_errors.LEVER)

    @property
    def event_counter(self) -> int:
        """Where its event counter stands; 0 since a start until its first event (S2 3.27.1)."""
        return self._events.data[0]

    @property
    def is_blocked(self) -> bool:
        """Whether something sits on the credit sensor."""
        return self_check.CREDIT_SENSOR in self._faults

    def fail(self, fault: int, now_ns: int) -> None:
        """A fault of S3 Table 3 develops: one event, then self-inhibited until it is gone (S1 21).

        Raises ValueError for a fault an acceptor cannot have.
        """
        if fault not in self_check.OF_ACCEPTOR:
            raise ValueError("an acceptor has no such fault")
        if self._faults.set(fault) and now_ns >= self.awake_ns:
            self._events.error(self_check.OF_ACCEPTOR[fault])

    def mend(self) -> None:
        """Whatever was broken is not any more: acceptance goes on by itself (S1 21)."""
        self._faults.clear()
        self.troubles.clear()
        self.gate_open = False

    def free_gate(self) -> None:
        """The accept gate moves again."""
        self.gate_open = False
        self._faults.clear(self_check.GATE_OPEN, self_check.GATE_CLOSED)

    # Commands

    def _status(self, _data: bytes, now_ns: int) -> Answer:
        if now_ns < self._lever_until_ns:
            return bytes((FLIGHT_DECK_OPEN,))
        return bytes((ON_STRING if now_ns < self._string_until_ns else OK,))

    def _read_events(self, _data: bytes, now_ns: int) -> Answer:
        self._polled_ns = now_ns
        return self._events.data

    def _request_coin_id(self, data: bytes, _now_ns: int) -> Answer:
        if not 1 <= data[0] <= POSITIONS:
            return NAK
        return self._positions[data[0] - 1].coin_id.encode("ascii")

    # Inside

    def _forget(self) -> None:
        self.starts += 1
        self._events.reset()
        self._registers.forget()
        self._polled_ns = None

    def _accept(self, position: int) -> Verdict:
        """The gate opens; behind it an error may wait."""
        code = self.troubles.popleft() if self.troubles else 0
        return Verdict(FATES.get(code), position, code, self._registers.coin_passes())

    def _reject(self, code: int) -> Verdict:
        self._audit["rejected"] += 1
        self._tell(code)
        return RETURN

    def _troubled(self, code: int) -> Verdict:
        """A coin before the gate meets an error of its own."""
        if FATES[code] is Fate.RETURNED:
            return self._reject(code)
        if FATES[code] is Fate.CAUGHT:
            self._tell(code)
        return Verdict(FATES[code], 0, code)

    def _tell(self, code: int) -> None:
        self._audit["fraud"] += code in FRAUDS
        self._events.error(code)

    def _unwatched(self, now_ns: int) -> bool:
        """S4 2.1.2: self-inhibited when not polled for 1 s; the next poll lifts it."""
        return self._polled_ns is None or now_ns - self._polled_ns > self._timing.watchdog_ns
