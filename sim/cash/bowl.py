"""The bowl of a hopper: coins in the order they fell in, and what can be wrong with them."""

from __future__ import annotations

from collections import Counter, deque
from typing import Final

from sim.cash.metal import RETURN_CUP, Metal

CAPACITY_COINS: Final = 400
"""At this many a hopper is full, and the acceptor's sorter sends coins to the cashbox."""
HIGH_LEVEL_COINS: Final = 350
"""The high level sensor covers from here up."""
LOW_LEVEL_COINS: Final = 10
"""Below this the low level sensor is bare."""


class Bowl:
    """Holds coins of any kind: what the sorter sends in is what the motor pays out."""

    def __init__(self, place: str, metal: Metal) -> None:
        self.place = place
        self.jammed = False
        self._metal = metal
        self._coins: deque[int] = deque()

    def __len__(self) -> int:
        return len(self._coins)

    @property
    def is_full(self) -> bool:
        """Whether nothing more goes in."""
        return len(self._coins) >= CAPACITY_COINS

    @property
    def contents(self) -> dict[int, int]:
        """What lies in it: yen -> coins."""
        return dict(Counter(self._coins))

    def fill(self, yen: int, coins: int) -> None:
        """The attendant pours coins in. Raises ValueError when they do not fit."""
        room = CAPACITY_COINS - len(self._coins)
        if not 0 <= coins <= room:
            raise ValueError(f"{self.place} has room for {room} coins, not {coins}")
        self._coins.extend([yen] * coins)
        self._metal.arrive("filled", self.place, yen, coins)

    def catch(self, yen: int, source: str) -> None:
        """A coin falls in from the sorter."""
        self._coins.append(yen)
        self._metal.move(source, self.place, yen)

    def drop(self) -> bool:
        """The motor turns once: whether a coin fell out into the return cup."""
        if self.jammed or not self._coins:
            return False
        self._metal.move(self.place, RETURN_CUP, self._coins.popleft(), "paid_out")
        return True

    def empty(self) -> None:
        """The attendant takes all coins out."""
        self._coins.clear()
        self._metal.leave(self.place, "emptied")
