"""Notes, and the types a bill validator has been taught."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

TYPES: Final = 16
"""Bill types of a validator with a two-byte inhibit mask (S2 3.9: typically 16 to 64)."""

COUPON: Final = 255
"""S2 3.93: the credit code of a coupon."""


class Flaw(Enum):
    """What can be wrong with a note.

    FAKE: it does not pass the sensors. CRUMPLED: the rollers cannot move it. TAMPERED: it has been worked on,
    to be pulled out again. STRING: it hangs on a string, looks good, and is pulled out of the stacker's door.
    """

    NONE = "none"
    FAKE = "fake"
    CRUMPLED = "crumpled"
    TAMPERED = "tampered"
    STRING = "string"


@dataclass(frozen=True, slots=True)
class Note:
    """A piece of paper in somebody's hand.

    yen: 0 for a coupon. series: its letter. barcode: what a coupon says
    """

    yen: int
    series: str = "B"
    flaw: Flaw = Flaw.NONE
    barcode: str = ""


@dataclass(frozen=True, slots=True)
class BillType:
    """What one type recognises.

    `bill_id` is seven ASCII characters by S3 Appendix 15: country, four characters of value, which the
    country's scaling factor multiplies, and a letter for the issue; seven dots are none.
    """

    bill_id: str
    yen: int = 0
    series: str = "A"


@dataclass(frozen=True, slots=True)
class Scaling:
    """A country's scaling factor and decimal places (S2 3.96)."""

    factor: int
    decimals: int

    def data(self) -> bytes:
        return self.factor.to_bytes(2, "little") + bytes((self.decimals,))


BLANK_BILL: Final = BillType(".......")

JAPAN_BILLS: Final = (BillType("JP0010A", 1000, "A"), BillType("JP0010B", 1000, "B"))
"""千円札 alone, in the two series in use: of 2004 (A, Noguchi) and of 2024 (B, Kitasato)."""

ALL_JAPAN_BILLS: Final = (
    *JAPAN_BILLS,
    BillType("JP0020A", 2000, "A"),
    BillType("JP0050A", 5000, "A"),
    BillType("JP0050B", 5000, "B"),
    BillType("JP0100A", 10_000, "A"),
    BillType("JP0100B", 10_000, "B"),
)
"""A validator that knows every note: it is the controller's inhibits that keep the large ones out."""

JAPAN_SCALING: Final = {"JP": Scaling(100, 0)}
"""Yen have no decimals; the factor is such that the largest note still has four digits."""


def sixteen_bills(types: Sequence[BillType]) -> tuple[BillType, ...]:
    """The types, filled up with blank ones."""
    if len(types) > TYPES:
        raise ValueError(f"a validator has {TYPES} types")
    return (*types, *(BLANK_BILL for _ in range(TYPES - len(types))))
