"""The coin acceptor: which coins it knows, which it may take, and what came in.

Sources: S1 §18 (polling), S2 3.24 to 3.28, S2 3.27.1 (what a reset looks like), S3 Appendix 3.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from drivers.cash import headers
from drivers.cash.bus import Bus
from drivers.cash.codes import ERRORS, UNKNOWN_ERROR, Kind, fault_meaning
from drivers.cash.coin_ids import yen_of
from drivers.cash.counter import advance
from drivers.cash.identity import Identity, identify
from drivers.cash.inhibits import Inhibits
from drivers.cash.occurrences import (
    AcceptorAlarm,
    AcceptorEvent,
    AcceptorFault,
    AcceptorWasReset,
    CoinCredited,
    CoinRejected,
    CoinSwallowed,
    CreditsLost,
    ReturnLeverPressed,
)
from drivers.clock import NS_PER_S
from drivers.errors import DeviceError, NoAnswer, Refused

CATEGORY: Final = "Coin Acceptor"
POSITIONS: Final = range(1, 17)
CHECK_EVERY_NS: Final = NS_PER_S  # after a fault event: self-check at least once a second (S1 §21)


class CoinAcceptor:
    """One coin acceptor. `start` first; then `accept` and `shut` at will, and `poll` every 200 ms.

    Left unpolled for a second it stops taking coins, and takes them again when polled (S1 §18.1).
    """

    def __init__(self, bus: Bus, address: int = 2) -> None:
        self.address = address
        self._bus = bus
        self._identity: Identity | None = None
        self._values: Mapping[int, int] = MappingProxyType({})
        self._counter: int | None = None
        self._inhibits = Inhibits(bus, address)
        self._check_due_ns: int | None = None
        self._fault = 0
        self._told_fault = 0
        bus.name(address, "coin acceptor")

    @property
    def values(self) -> Mapping[int, int]:
        """Yen by coin position (1 to 16); several positions may have the same value."""
        return self._values

    @property
    def counter(self) -> int | None:
        """The event counter up to which events were told; None before `start`."""
        return self._counter

    def identify(self) -> Identity:
        """Who it is. Raises `BadAnswer` when it is no coin acceptor, and what `Bus.ask` raises."""
        return identify(self._bus, self.address, CATEGORY)

    def start(self, counter: int | None = None) -> Identity:
        """Get to know the acceptor, shut it, and take its event counter as read.

        Old events are not told again. When the same acceptor is started again, or `counter` names where
        an earlier driver stopped, everything since then is told by the next `poll` instead.
        Raises `BadAnswer` when it is no coin acceptor, and what `Bus.ask` raises.
        """
        identity = self.identify()
        if counter is not None:
            self._counter = counter
        elif self._identity is None or identity.serial != self._identity.serial:
            self._counter = None
        self._values = self._read_values()
        if self._counter is None:
            self._counter = self._bus.ask(self.address, headers.EVENTS)[0]
        self.shut()
        self._fault = self._bus.ask(self.address, headers.SELF_CHECK)[0]
        self._check_due_ns = self._next_check() if self._fault else None
        self._identity = identity
        return identity

    def accept(self, values: frozenset[int]) -> None:
        """Take coins of these values and return all others (231, then 228; read back by 230).

        Raises `Refused` when it knows none of them, `BadAnswer` when it shows other inhibits than those
        it was given, and what `Bus.ask` raises; the next poll then shuts it.
        """
        mask = sum(1 << position - 1 for position, yen in self._values.items() if yen in values)
        if not mask:
            coins = ", ".join(str(yen) for yen in sorted(set(self._values.values()))) or "no coins"
            raise Refused(
                self._bus.device(self.address),
                str(headers.SET_INHIBITS),
                f"it is programmed for {coins}, not for any that shall be accepted",
                "check the acceptor's coin specification",
            )
        self._inhibits.stand(mask)

    def shut(self) -> None:
        """Take no more coins. Those past the gate are still credited by the next polls (S2 3.117).

        Raises `BadAnswer` when it shows other inhibits than those it was given, and what `Bus.ask` raises;
        the next poll then tries again.
        """
        self._inhibits.stand(0)

    def poll(self, deadline_ns: int | None = None) -> tuple[AcceptorEvent, ...]:
        """What happened since the last poll, oldest first.

        After a reset the inhibits are sent again here, and after a fault event the self-check is asked.
        Raises what `Bus.ask` raises; nothing that happened is lost by that, the next poll tells it.
        """
        reply = self._bus.ask(self.address, headers.EVENTS, deadline_ns=deadline_ns)
        if reply[0] == self._counter and self._quiet():
            return ()
        events = self._news(reply)
        try:
            self._do_chores(deadline_ns)
        except DeviceError:
            # a coin that was read is told first; the chore stays due, so its trouble comes up again
            if not events:
                raise
        if self._fault != self._told_fault:
            self._told_fault = self._fault
            events.append(AcceptorFault(self._fault, fault_meaning(self._fault)))
        return tuple(events)

    def _quiet(self) -> bool:
        """Whether nothing is left to do or to tell."""
        return not self._inhibits.due and self._check_due_ns is None and self._fault == self._told_fault

    def _news(self, reply: bytes) -> list[AcceptorEvent]:
        """The events a 229 reply brings; notes which chores they make due."""
        if self._counter is None:
            raise RuntimeError("the coin acceptor must be started before it is polled")
        slots, lost, reset = advance(self._counter, reply)
        self._counter = reply[0]
        events: list[AcceptorEvent] = []
        if reset:
            events.append(AcceptorWasReset())
        if lost:
            events.append(CreditsLost(lost))
        # a jump may be a reset with much afterwards, so the inhibits are not trusted then either
        self._inhibits.due = self._inhibits.due or reset or lost > 0
        for a, b in slots:
            event = self._credit(a, b) if a else self._error(b)
            if event is not None:
                events.append(event)
        return events

    def _credit(self, position: int, path: int) -> AcceptorEvent:
        yen = self._values.get(position)
        if yen is None:
            return CoinSwallowed(0, f"a coin was credited at position {position}, which has no known value")
        return CoinCredited(yen, path)

    def _error(self, code: int) -> AcceptorEvent | None:
        row = ERRORS.get(code, UNKNOWN_ERROR)
        if row.check:
            self._check_due_ns = self._bus.clock.monotonic_ns()
        if self._inhibits.contradicted_by(code):
            self._inhibits.due = True
        match row.kind:
            case Kind.NOTHING:
                return None
            case Kind.REJECTED:
                return CoinRejected(code, row.meaning)
            case Kind.SWALLOWED:
                return CoinSwallowed(code, row.meaning)
            case Kind.LEVER:
                return ReturnLeverPressed()
            case Kind.ALARM:
                return AcceptorAlarm(code, row.meaning)

    def _do_chores(self, deadline_ns: int | None) -> None:
        if self._inhibits.due:
            self._inhibits.send(deadline_ns)
        if self._check_due_ns is not None and self._bus.clock.monotonic_ns() >= self._check_due_ns:
            self._check_due_ns = self._next_check()
            try:
                self._fault = self._bus.ask(self.address, headers.SELF_CHECK, deadline_ns=deadline_ns)[0]
            except NoAnswer:
                # It has just answered the poll, so it lives; a full test may take longer than a poll
                # may wait (S2 3.24: product-specific). The last known fault stands, and it is asked again.
                return
            if not self._fault:
                self._check_due_ns = None

    def _next_check(self) -> int:
        return self._bus.clock.monotonic_ns() + CHECK_EVERY_NS

    def _read_values(self) -> Mapping[int, int]:
        values: dict[int, int] = {}
        for position in POSITIONS:
            try:
                yen = yen_of(self._bus.ask(self.address, headers.COIN_ID, bytes((position,))))
            except (NoAnswer, Refused):
                # An acceptor of fewer than 16 coins may stay silent for a position it has not got.
                self._bus.ask(self.address, headers.SIMPLE_POLL)
                continue
            if yen is not None:
                values[position] = yen
        return MappingProxyType(values)
