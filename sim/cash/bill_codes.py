"""What a bill validator tells besides credits: result B where result A is 0 (S3 Table 7)."""

from __future__ import annotations

from typing import Final

STACKED, IN_ESCROW = 0, 1
"""Result B of a credit."""

MASTER_INHIBIT: Final = 0
RETURNED: Final = 1
INVALID: Final = 2
TRANSPORT_PROBLEM: Final = 3
INHIBITED: Final = 4
JAMMED_UNSAFE: Final = 6
"""In the transport where the customer can reach it."""
JAMMED_IN_STACKER: Final = 7
PULLED_BACKWARDS: Final = 8
TAMPER: Final = 9
STACKER_OK: Final = 10
STACKER_REMOVED: Final = 11
STACKER_INSERTED: Final = 12
STACKER_FULL: Final = 14
STACKER_JAMMED: Final = 15
JAMMED_SAFE: Final = 16
"""In the transport where nobody can reach it."""
STRING_FRAUD: Final = 18
BARCODE: Final = 20
UNKNOWN_STACKED: Final = 21

REJECTS: Final = frozenset({INVALID, TRANSPORT_PROBLEM, INHIBITED})
FRAUDS: Final = frozenset({PULLED_BACKWARDS, TAMPER, 17, STRING_FRAUD})
"""By the table's event types, for the counters 194 and 193; an inhibited note counts as rejected too."""
