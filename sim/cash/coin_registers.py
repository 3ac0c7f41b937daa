"""The registers of a coin acceptor that say which coin may come in, and where it then goes. All are volatile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.cash import headers
from sim.cash.coins import POSITIONS, CoinPosition
from sim.cash.inhibits import Inhibits, mask_of
from sim.cash.slave import ACK, Answer, Handler
from sim.cash.sorter import Sorter


class CoinRegisters:
    """Inhibits, sorter, accept limit, and what comes into force with the next coin."""

    def __init__(self, positions: Sequence[CoinPosition]) -> None:
        self._inhibits = Inhibits(POSITIONS)
        self.sorter = Sorter([position.path for position in positions])
        self._limit: int | None = None
        self._next: bytes | None = None

    def forget(self) -> None:
        """A reset or a power-up: nothing may come in, every coin has its first path, no limit."""
        self._inhibits.forget()
        self.sorter.forget()
        self._limit = self._next = None

    @property
    def is_open(self) -> bool:
        """Whether any coin may come in."""
        return self._inhibits.open and self._limit != 0

    def enabled(self, position: int) -> bool:
        """Whether coins of a position may come in."""
        return self._inhibits.enabled(position)

    def coin_passes(self) -> int:
        """A coin passes the gate: the sorter override it passes under."""
        override = self.sorter.override
        if self._limit:
            self._limit -= 1
        if self._next is not None:
            self._set(self._next)
        return override

    def commands(self) -> Mapping[int, Handler]:
        """Header -> what it does."""
        return {
            **self._inhibits.commands(),
            headers.MODIFY_INHIBIT_STATUS: self._modify_inhibits,
            headers.REQUEST_COIN_POSITION: self._request_position,
            **self.sorter.commands(),
            headers.MODIFY_INHIBITS_AND_OVERRIDES: self._modify_coin_by_coin,
            headers.SET_ACCEPT_LIMIT: self._set_limit,
        }

    def _modify_inhibits(self, mask: bytes, now_ns: int) -> Answer:
        self._next = None
        return self._inhibits.modify(mask, now_ns)

    def _modify_coin_by_coin(self, data: bytes, _now_ns: int) -> Answer:
        """S2, header 162: inhibits and override now, and those from the next accept sequence on."""
        self._set(data[:3])
        self._next = data[3:]
        return ACK

    def _set_limit(self, data: bytes, _now_ns: int) -> Answer:
        """S2 3.117: so many coins more, then none until the next of these commands; 0 lifts the limit."""
        self._limit = data[0] or None
        return ACK

    def _request_position(self, data: bytes, _now_ns: int) -> Answer:
        """S2 3.44. No position has a credit code beyond the last: its mask is empty."""
        return mask_of(data[0], POSITIONS) if 1 <= data[0] <= POSITIONS else bytes(POSITIONS // 8)

    def _set(self, data: bytes) -> None:
        self._inhibits.mask[:] = data[:2]
        self.sorter.override = data[2]
