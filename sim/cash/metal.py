"""The ledger of the metal: where every coin is, and how it came and went."""

from __future__ import annotations

from typing import Final

from sim.cash.coins import DENOMINATIONS_YEN
from sim.cash.ledger import Balance, Ledger

HAND: Final = "hand"
IN_FLIGHT: Final = "in_flight"
CASHBOX: Final = "cashbox"
RETURN_CUP: Final = "return_cup"

HOPPERS: Final = {yen: f"hopper_{yen}" for yen in DENOMINATIONS_YEN}
"""Denomination -> the place of its hopper."""

PLACES: Final = (*HOPPERS.values(), CASHBOX, RETURN_CUP, IN_FLIGHT, HAND)
"""Where a coin can be. The customer reaches `return_cup`, and holds before the slot what is in `hand`."""

TOTALS: Final = ("filled", "offered", "inserted", "paid_out", "rejected", "emptied", "taken")
"""What has ever come (filled by the attendant, offered by the customer), gone through the slot (inserted),
dropped into the cup (paid out, rejected) and gone (emptied by the attendant, taken by the customer)."""

BALANCES: Final = (
    Balance("", ("filled", "offered"), (*PLACES, "emptied", "taken")),
    Balance(" before the slot", ("offered",), (HAND, "inserted")),
    Balance(" of the return cup", ("paid_out", "rejected"), (RETURN_CUP, "taken")),
)


class Metal(Ledger):
    """Coins by place or total, and by yen."""

    def __init__(self) -> None:
        super().__init__("coins", PLACES, TOTALS, BALANCES)
