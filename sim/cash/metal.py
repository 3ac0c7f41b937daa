"""The ledger of the metal: where every coin is, and how it came and went."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.cash.coins import DENOMINATIONS_YEN

IN_FLIGHT: Final = "in_flight"
CASHBOX: Final = "cashbox"
RETURN_CUP: Final = "return_cup"

HOPPERS: Final = {yen: f"hopper_{yen}" for yen in DENOMINATIONS_YEN}
"""Denomination -> the place of its hopper."""

PLACES: Final = (*HOPPERS.values(), CASHBOX, RETURN_CUP, IN_FLIGHT)
"""Where a coin can be. `return_cup` is the one place within the customer's reach."""

TOTALS: Final = ("filled", "inserted", "paid_out", "rejected", "emptied", "taken")
"""What has ever come in (filled by the attendant, inserted by the customer), dropped into the cup
(paid out, rejected) and gone (emptied by the attendant, taken by the customer)."""


class Metal:
    """Coins by place or total, and by yen."""

    def __init__(self) -> None:
        self._books: dict[str, dict[int, int]] = {name: {} for name in (*PLACES, *TOTALS)}

    def count(self, name: str, yen: int) -> int:
        """Coins of `yen` in a place or in a total."""
        return self._books[name].get(yen, 0)

    def arrive(self, total: str, place: str, yen: int, coins: int = 1) -> None:
        """Coins come into the box from outside, by `filled` or `inserted`."""
        self._add(total, yen, coins)
        self._add(place, yen, coins)

    def move(self, source: str, place: str, yen: int, total: str | None = None) -> None:
        """One coin goes from place to place; `total` counts it as `paid_out` or `rejected`."""
        self._add(source, yen, -1)
        self._add(place, yen, 1)
        if total is not None:
            self._add(total, yen, 1)

    def leave(self, place: str, total: str) -> dict[int, int]:
        """All coins of a place leave the box, by `emptied` or `taken`: yen -> coins."""
        gone, self._books[place] = self._books[place], {}
        for yen, coins in gone.items():
            self._add(total, yen, coins)
        return gone

    def snapshot(self) -> dict[str, dict[int, int]]:
        """Every place and total -> {yen: coins}, with no zeros; a copy."""
        return {name: dict(book) for name, book in self._books.items()}

    def check(self, bowls: Mapping[str, Mapping[int, int]]) -> None:
        """Metal is neither made nor lost, and the hoppers hold what the ledger says.

        `bowls` is what really lies in each hopper. Raises AssertionError.
        """
        for book, coins in self._books.items():
            if any(n < 0 for n in coins.values()):
                raise AssertionError(f"{book} holds fewer than no coins: {coins}")
        for yen in {yen for book in self._books.values() for yen in book}:
            count = {name: self.count(name, yen) for name in self._books}
            came, gone = count["filled"] + count["inserted"], count["emptied"] + count["taken"]
            if came != sum(count[place] for place in PLACES) + gone:
                raise AssertionError(f"{yen} yen coins do not add up: {count}")
            if count["paid_out"] + count["rejected"] != count[RETURN_CUP] + count["taken"]:
                raise AssertionError(f"{yen} yen coins of the return cup do not add up: {count}")
        for place, held in bowls.items():
            if held != self._books[place]:
                raise AssertionError(f"{place} holds {held}, the ledger says {self._books[place]}")

    def _add(self, name: str, yen: int, coins: int) -> None:
        book = self._books[name]
        total = book.get(yen, 0) + coins
        if total:
            book[yen] = total
        else:
            book.pop(yen, None)
