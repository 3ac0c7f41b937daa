"""The errors a coin can meet in an acceptor, and what becomes of the coin (S3 Table 2)."""

from __future__ import annotations

from enum import Enum, auto
from types import MappingProxyType
from typing import Final

REJECTED: Final = 1
INHIBITED: Final = 2
CREDIT_SENSOR_TIMEOUT: Final = 6
CREDIT_SENSOR_BLOCKED: Final = 14
COIN_ON_STRING: Final = 20
GATE_CLOSED: Final = 30
SWALLOWED: Final = 36
INCORRECTLY_SORTED: Final = 39
INHIBITED_TYPE: Final = 127
"""Plus the coin's position: 128..159, inhibited coin of type 1..32."""
LEVER: Final = 254
"""Coin return mechanism activated (flight deck open)."""


class Fate(Enum):
    """What becomes of a coin that meets an error: column "coin rejected?" of the table.

    RETURNED: yes, it falls into the cup. INSIDE: no, it falls into the cashbox, and nobody gets credit.
    CAUGHT: possible; it sticks before the gate until the flight deck is opened. SORTED_WRONG: credit is
    given, but it falls into the cashbox instead of its own path.
    """

    RETURNED = auto()
    INSIDE = auto()
    CAUGHT = auto()
    SORTED_WRONG = auto()


_FATES: Final = {
    Fate.RETURNED: (1, 2, 3, 8, 9, 10, 11, 12, 13, 22, 24, 25, 30, 33, 37, 38),
    Fate.INSIDE: (7, 16, 17, 18, 19, 23, 31, 36),
    Fate.CAUGHT: (4, 5, 21),
    Fate.SORTED_WRONG: (39,),
}

FATES: Final = MappingProxyType({code: fate for fate, codes in _FATES.items() for code in codes})
"""Error code -> fate, for every error that a coin on its way can meet by itself."""

FRAUDS: Final = frozenset({16, 17, 18, 19, 20, 22, 23, 24})
"""Those that the table's descriptions call a possible fraud attempt, for the fraud counter."""
