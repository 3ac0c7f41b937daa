"""What is added up, and under what."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Final

CONTRACT_KINDS: Final = ("juminhyo", "inkan", "fuhyo", "koseki_all", "koseki_individual")
"""The five that the contract names, in its order (rule book §10); a municipality's own kinds come after them."""


@dataclass(frozen=True)
class Heading:
    """municipality: JIS code, kind: as the ledger's fee accounts name it; both empty for what is owed of a visit
    whose price was never set aside: that is no municipality's."""

    municipality: str
    kind: str
    terminal: str
    day: date

    @property
    def order(self) -> tuple[str, int, str, str, date]:
        """How lines stand: by municipality, the contract's kinds in its order, terminal, day; what has none last."""
        known = CONTRACT_KINDS.index(self.kind) if self.kind in CONTRACT_KINDS else len(CONTRACT_KINDS)
        return self.municipality or "~", known, self.kind, self.terminal, self.day


@dataclass(frozen=True)
class Sums:
    """Whole yen, copies and visits.

    copies, fees_yen: fees kept. reversed_copies, reversed_yen: fees that were kept and taken back
    refunds, refunded_yen: visits that got fees back for copies that never came, set aside and not kept
    owed, owed_yen: visits that the kiosk could not pay out; settled_yen: of such debts, paid since
    """

    copies: int = 0
    fees_yen: int = 0
    reversed_copies: int = 0
    reversed_yen: int = 0
    refunds: int = 0
    refunded_yen: int = 0
    owed: int = 0
    owed_yen: int = 0
    settled_yen: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    @property
    def net_copies(self) -> int:
        """Kept and not taken back."""
        return self.copies - self.reversed_copies

    @property
    def net_yen(self) -> int:
        """Kept and not taken back: what is the municipality's."""
        return self.fees_yen - self.reversed_yen

    @property
    def open_yen(self) -> int:
        """Owed to customers and not paid yet."""
        return self.owed_yen - self.settled_yen
