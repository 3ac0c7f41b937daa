"""What a hopper's test registers say (header 163, S2 3.90), as one table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from drivers.cash.occurrences import PROBABLY_EMPTY


class Flag(NamedTuple):
    """One bit. stops: it ends or prevents payouts; latched: only a reset clears it (S2 3.90.1)."""

    register: int
    bit: int
    meaning: str
    stops: bool = False
    latched: bool = False


_R1: Final = (
    Flag(1, 0, "absolute maximum current exceeded", stops=True, latched=True),
    Flag(1, 1, PROBABLY_EMPTY, stops=True),
    Flag(1, 2, "motor reversed to clear a jam"),
    Flag(1, 3, "exit blocked while idle", stops=True, latched=True),
    Flag(1, 4, "exit opto short-circuited while idle", stops=True, latched=True),
    Flag(1, 5, "exit blocked during payout", stops=True, latched=True),
    Flag(1, 6, "power-up detected"),
    Flag(1, 7, "payout disabled"),
)
_R2: Final = (
    Flag(2, 0, "exit opto short-circuited during payout", stops=True, latched=True),
    Flag(2, 1, "single coin payout mode"),
    Flag(2, 2, "use other hopper for change"),
    Flag(2, 3, "finger and exit do not match", stops=True, latched=True),
    Flag(2, 4, "motor reverse limit reached, probably jammed", stops=True, latched=True),
    Flag(2, 5, "inductive coil fault", stops=True, latched=True),
    Flag(2, 6, "NV memory checksum error", stops=True),
    Flag(2, 7, "PIN number mechanism on"),
)
_R3: Final = (
    Flag(3, 0, "power-down during payout", stops=True, latched=True),
    Flag(3, 1, "unknown coin type paid", stops=True, latched=True),
    Flag(3, 2, "PIN number incorrect", stops=True, latched=True),
    Flag(3, 3, "incorrect cipher key", stops=True, latched=True),
    Flag(3, 4, "encryption on"),
)
# The Serial Compact Hopper Mk2 has other meanings in register 2: its manual TSP016 issue 3.0, page 43.
_R2_SCH2: Final = (
    Flag(2, 0, "exit opto short-circuited during payout", stops=True, latched=True),
    Flag(2, 1, "single coin payout mode"),
    Flag(2, 2, "checksum A error", stops=True),
    Flag(2, 3, "checksum B error", stops=True),
    Flag(2, 4, "checksum C error", stops=True),
    Flag(2, 5, "checksum D error", stops=True),
    Flag(2, 6, "power failed during NV memory write", stops=True),
    Flag(2, 7, "PIN number mechanism on"),
)
STANDARD: Final = (*_R1, *_R2, *_R3)
SCH2: Final = (*_R1, *_R2_SCH2)


def table_for(product: str) -> tuple[Flag, ...]:
    """The flags of a product code (header 244)."""
    return SCH2 if product.startswith("SCH2") else STANDARD


def flags_in(registers: bytes, table: Iterable[Flag]) -> tuple[Flag, ...]:
    """The flags that are on in the 1 to 3 registers of a 163 reply."""
    return tuple(
        flag
        for flag in table
        if flag.register <= len(registers) and registers[flag.register - 1] >> flag.bit & 1
    )


def describe(flags: Iterable[Flag]) -> str:
    """What stops it, in words; empty when nothing does."""
    return ", ".join(flag.meaning for flag in flags if flag.stops)
