"""The ledger of the paper: where every note is, and how it came and went."""

from __future__ import annotations

from typing import Final

from sim.cash.ledger import Balance, Ledger

HAND: Final = "hand"
MOUTH: Final = "mouth"
TRANSPORT: Final = "transport"
ESCROW: Final = "escrow"
STACKER: Final = "stacker"

INSIDE: Final = (TRANSPORT, ESCROW, STACKER)
PLACES: Final = (HAND, MOUTH, *INSIDE)
"""Where a note can be. The customer reaches `mouth`, where a note lies before it is drawn in and after it
has come back, and holds what is in `hand`."""

TOTALS: Final = ("offered", "inserted", "returned", "collected", "taken")
"""What has ever come (offered), been drawn in (inserted), come out again, by the rollers or by the customer's
fingers (returned), and gone: with the stacker (collected), with the customer (taken)."""

BALANCES: Final = (
    Balance("", ("offered",), (*PLACES, "collected", "taken")),
    Balance(" that were drawn in", ("inserted",), ("returned", *INSIDE, "collected")),
)


class Paper(Ledger):
    """Notes by place or total, and by yen; a coupon counts as 0 yen."""

    def __init__(self) -> None:
        super().__init__("notes", PLACES, TOTALS, BALANCES)
