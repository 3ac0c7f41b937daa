"""A second pair of books: what was committed, summed up as the oracle asks for it, over all boots."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from device.store import Entry, EventRow


@dataclass
class Books:
    """Pieces by yen, as (place, yen) where they are said to lie; coins and notes that came in, coins that went out.

    flags: how often something was said to be uncertain, by cause; printed: copies that are known to be out
    """

    lies: Counter[tuple[str, int]] = field(default_factory=Counter)
    came: Counter[int] = field(default_factory=Counter)
    went: Counter[int] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    printed: int = 0

    def take_down(self, event: EventRow, entries: Iterable[Entry]) -> None:
        """One commit."""
        if event.kind in ("cash_uncertain", "note_intake_changed"):
            self.flags[json.loads(event.body_json)["cause"] or "well again"] += 1
        self.printed += event.kind == "copy_printed"
        for entry in entries:
            into, out = entry.debit.startswith("cash:"), entry.credit.startswith("cash:")
            if into:
                self.lies[entry.debit, entry.value_yen] += entry.coins
            if out:
                self.lies[entry.credit, entry.value_yen] -= entry.coins
            if into and not out:
                self.came[entry.value_yen] += entry.coins
            if out and not into:
                self.went[entry.value_yen] += entry.coins
