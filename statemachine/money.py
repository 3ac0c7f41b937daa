"""The machine's own sum of the money, checked against itself after every event.

One figure per account of this boot: what came in must be held, kept, paid back or owed (DESIGN §2
rule 1). The durable, double-entry truth is the ledger; these figures are what the machine decides by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ESCROW = "escrow"
STACKER = "stacker"

UNKNOWN_NOTE_STACKED = "unknown_note_stacked"
"""The cause of `CashUncertain` by which a note that was stuck on its way lies in the stacker."""


class MoneyLost(AssertionError):
    """Raised when the figures do not add up: a programmer's mistake; the service stops."""


@dataclass
class Money:
    """Whole yen and pieces of metal.

    brought_in: debts of earlier boots; missing: coins that left without any order of ours.
    till: coins and notes by (place, value in yen), places as `hopper-100`, `cashbox`, `escrow`, `stacker`;
    counts: each hopper's own non-volatile counter as last heard; unusable: hoppers that failed and are not
    asked again; withheld: coins by value that the book has in a hopper and its sensors or a payout speak against.
    """

    till: dict[tuple[str, int], int] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    unusable: set[int] = field(default_factory=set)
    withheld: dict[int, int] = field(default_factory=dict)
    customer_yen: int = 0
    pending_yen: int = 0
    brought_in_yen: int = 0
    inserted_yen: int = 0
    paid_out_yen: int = 0
    kept_yen: int = 0
    owed_yen: int = 0
    missing_yen: int = 0

    def check(self) -> None:
        """Raise `MoneyLost` unless inserted = kept + paid back + owed + held."""
        came = self.brought_in_yen + self.inserted_yen + self.missing_yen
        stands = self.customer_yen + self.pending_yen + self.paid_out_yen + self.kept_yen + self.owed_yen
        if came != stands or self.customer_yen < 0 or self.pending_yen < 0:
            raise MoneyLost(
                f"came in {came} yen, but held {self.customer_yen} + pending {self.pending_yen}"
                f" + paid out {self.paid_out_yen} + kept {self.kept_yen} + owed {self.owed_yen}"
            )

    @property
    def escrow_yen(self) -> int:
        """The note in escrow, by the book; there is one at most, 0 for none."""
        return next((value for (place, value), notes in self.till.items() if place == ESCROW and notes), 0)

    def payable(self) -> Mapping[int, int]:
        """Coins by value that the usable hoppers hold by the book, as far as nothing speaks against it; an empty one
        can be filled by the next coin."""
        return {
            value: max(0, self.till.get((f"hopper-{value}", value), 0) - self.withheld.get(value, 0))
            for value in self.counts
            if value not in self.unusable
        }
