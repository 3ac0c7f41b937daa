"""A ledger of pieces: where every one of them is, how it came and went, and the sums that must hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Balance:
    """A sum that holds at every moment, for each denomination: the books on the left are worth those on the right.

    of: what does not add up when it fails
    """

    of: str
    left: tuple[str, ...]
    right: tuple[str, ...]


class Ledger:
    """Pieces by book and by yen; a book is a place or a total.

    pieces: what they are called in messages
    places: where a piece can be
    totals: what has ever come, moved and gone
    balances: what must hold between them
    """

    def __init__(
        self, pieces: str, places: Sequence[str], totals: Sequence[str], balances: Sequence[Balance]
    ) -> None:
        self._pieces, self._balances = pieces, balances
        self._books: dict[str, dict[int, int]] = {name: {} for name in (*places, *totals)}

    def count(self, name: str, yen: int) -> int:
        """Pieces of `yen` in a place or in a total."""
        return self._books[name].get(yen, 0)

    def arrive(self, total: str, place: str, yen: int, pieces: int = 1) -> None:
        """Pieces come from outside, counted by a total."""
        self._add(total, yen, pieces)
        self._add(place, yen, pieces)

    def move(self, source: str, place: str, yen: int, total: str | None = None) -> None:
        """One piece goes from place to place, counted by a total or by none."""
        self._add(source, yen, -1)
        self._add(place, yen, 1)
        if total is not None:
            self._add(total, yen, 1)

    def leave(self, place: str, total: str) -> dict[int, int]:
        """All pieces of a place go outside, counted by a total: yen -> pieces."""
        gone, self._books[place] = self._books[place], {}
        for yen, pieces in gone.items():
            self._add(total, yen, pieces)
        return gone

    def snapshot(self) -> dict[str, dict[int, int]]:
        """Every place and total -> {yen: pieces}, with no zeros; a copy."""
        return {name: dict(book) for name, book in self._books.items()}

    def check(self, held: Mapping[str, Mapping[int, int]]) -> None:
        """No piece is made or lost, and the places hold what the ledger says.

        `held` is what really lies in some of the places. Raises AssertionError.
        """
        for book, pieces in self._books.items():
            if any(n < 0 for n in pieces.values()):
                raise AssertionError(f"{book} holds fewer than no {self._pieces}: {pieces}")
        for yen in {yen for book in self._books.values() for yen in book}:
            for balance in self._balances:
                if sum(self.count(name, yen) for name in balance.left) != sum(
                    self.count(name, yen) for name in balance.right
                ):
                    count = {name: self.count(name, yen) for name in self._books}
                    raise AssertionError(f"{yen} yen {self._pieces}{balance.of} do not add up: {count}")
        for place, lies in held.items():
            if lies != self._books[place]:
                raise AssertionError(f"{place} holds {lies}, the ledger says {self._books[place]}")

    def _add(self, name: str, yen: int, pieces: int) -> None:
        book = self._books[name]
        total = book.get(yen, 0) + pieces
        if total:
            book[yen] = total
        else:
            book.pop(yen, None)
