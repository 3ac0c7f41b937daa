"""Coins, and the positions an acceptor has been taught."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

POSITIONS: Final = 16
"""Coin positions of an acceptor with a two-byte inhibit mask (S2 3.25)."""

DENOMINATIONS_YEN: Final = (10, 50, 100, 500)
"""What the box keeps in hoppers, in the order of the hoppers and of the sorter's paths."""

CASHBOX_PATH: Final = 5
"""The sorter path behind those of the hoppers."""

PATHS: Final = range(1, CASHBOX_PATH + 1)
"""Sorter paths there are: 1..4 to the hoppers, 5 to the cashbox (path 0: no sorter, S2 3.27)."""


@dataclass(frozen=True, slots=True)
class Coin:
    """A piece of metal in somebody's hand: its value, its issue, and whether it is on a string."""

    yen: int
    mint: str = "A"
    on_string: bool = False


@dataclass(frozen=True, slots=True)
class CoinPosition:
    """What one position recognises, and where the sorter sends it.

    `coin_id` is six ASCII characters by S3 Appendix 3.1: country, three characters of value, and
    a letter for the issue; a position that is not programmed has six dots and recognises nothing.
    """

    coin_id: str
    yen: int = 0
    mint: str = "A"
    path: int = CASHBOX_PATH


BLANK: Final = CoinPosition("......")

JAPAN: Final = (
    CoinPosition("JP010A", 10, "A", path=1),
    CoinPosition("JP050A", 50, "A", path=2),
    CoinPosition("JP100A", 100, "A", path=3),
    CoinPosition("JP500A", 500, "A", path=4),
    # The 500 yen coin has had several issues, of different metals, in use at the same time.
    CoinPosition("JP500B", 500, "B", path=4),
    CoinPosition("JP500C", 500, "C", path=4),
)


def sixteen(positions: Sequence[CoinPosition]) -> tuple[CoinPosition, ...]:
    """The positions, filled up with blank ones."""
    if len(positions) > POSITIONS:
        raise ValueError(f"an acceptor has {POSITIONS} positions")
    return (*positions, *(BLANK for _ in range(POSITIONS - len(positions))))
