"""The money a kiosk may take, whatever else an acceptor or a validator is programmed for.

Vending machines in Japan take coins of 10 to 500 yen and notes of 1000 yen; 1 and 5 yen and the 2000 yen
note come back. Notes of 5000 and 10000 yen are the box's choice: it says which values it wants now.
"""

from __future__ import annotations

from typing import Final

COINS_YEN: Final = frozenset({10, 50, 100, 500})
NOTES_YEN: Final = frozenset({1_000, 5_000, 10_000})
