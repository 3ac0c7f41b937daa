"""What the cash devices say of themselves: at the start, at a self-check, and at any time from memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from drivers.cash.counter import Mark
from drivers.cash.hopper import Level
from drivers.cash.identity import Identity
from drivers.cash.occurrences import Happening, Stacker


@dataclass(frozen=True)
class Marks:
    """Up to where the events of each device were told. Kept with the journal, given back at the next start.

    None: nothing is known, or there is no such device.
    """

    acceptor: Mark | None = None
    validator: Mark | None = None


@dataclass(frozen=True)
class CashInventory:
    """What `start` found.

    values: yen the acceptor and the validator know; counts: coins each hopper has paid in its life, by yen
    (168, modulo 2^24); levels: its sensors, by yen; faults: what a reset did not clear, by yen, only where
    there is something; identities: the devices, acceptor first; has_escrow: whether notes are held until
    they are decided about; earlier: what happened after the given marks and before the start, oldest
    first: credits in it are real money that nobody has booked yet.
    """

    values: frozenset[int]
    counts: Mapping[int, int]
    levels: Mapping[int, Level]
    faults: Mapping[int, str]
    identities: tuple[Identity, ...]
    has_escrow: bool = False
    earlier: tuple[Happening, ...] = ()


@dataclass(frozen=True)
class CashStatus:
    """What is known without asking anybody.

    open_values: yen that shall be taken now; note_yen: the note in escrow that waits for a decision;
    stacker: as far as events told; paying_yen: the hopper whose payout has not ended, or of which nobody
    knows whether it has; drained: shut, and everything that was past the gates is told; validator_lost: why the
    validator cannot be asked, in words, None while it can or where there is none.
    """

    open_values: frozenset[int]
    note_yen: int | None
    stacker: Stacker
    paying_yen: int | None
    drained: bool
    validator_lost: str | None = None


@dataclass(frozen=True)
class CashCheck:
    """What the self-checks found, in words; empty where all is well.

    acceptor, validator: fault (S3 Table 3), and for the acceptor what stands still (Table 4); hoppers: by
    yen, only where something stops a payout.
    """

    acceptor: str
    validator: str
    hoppers: Mapping[int, str]
