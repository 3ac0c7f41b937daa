"""What goes into the store and comes out of it: plain frozen rows, handles and codes only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from device.store.accounts import hopper_yen

JST_OFFSET = timedelta(hours=9)
JST = timezone(JST_OFFSET, "JST")  # no daylight saving since 1951, hence a fixed offset


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event. `seq` counts up over all boots; `monotonic_ns` means something within its boot only.

    wall: aware; stored in Asia/Tokyo with microseconds
    answers: the id of the command that this event answers; it closes that command
    """

    seq: int
    kind: str
    body_json: str
    monotonic_ns: int
    wall: datetime
    answers: str | None = None


@dataclass(frozen=True, slots=True)
class CommandRow:
    """One command that an event led to; `id` is unique for ever (`terminal-boot-session-request-copy`)."""

    id: str
    kind: str
    body_json: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement of money, double entry: `yen` from the account `credit` to the account `debit`.

    value_yen, coins: denomination and pieces when metal or paper moves, else both 0
    session: whose, 0 for the operator's
    note: a code for people, never anything personal

    Raises ValueError for an account that does not exist, for one account on both sides, for a sum
    that is not positive or not `value_yen * coins`, and for a hopper moved by anything but its own
    coins.
    """

    debit: str
    credit: str
    yen: int
    value_yen: int
    coins: int
    session: int
    note: str

    def __post_init__(self) -> None:
        hoppers_yen = hopper_yen(self.debit), hopper_yen(self.credit)
        if self.debit == self.credit:
            raise ValueError("an entry needs two accounts")
        if self.yen <= 0:
            raise ValueError(f"an entry moves a positive sum, not {self.yen} yen")
        metal = self.value_yen != 0 or self.coins != 0
        if metal and (self.value_yen < 0 or self.value_yen * self.coins != self.yen):
            raise ValueError(f"{self.coins} pieces of {self.value_yen} yen are not {self.yen} yen")
        for denomination_yen in hoppers_yen:
            if denomination_yen not in (0, self.value_yen):
                raise ValueError(f"a {denomination_yen} yen hopper moves by its own coins alone")


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """An entry as it stands in the ledger, for good: with the event that led to it and its link."""

    row: int
    event: int
    boot: int
    wall: datetime
    entry: Entry
    link: bytes


def stamp(wall: datetime) -> str:
    """Wall time as the store writes it: ISO 8601, +09:00, microseconds, so that text order is time order.

    Raises ValueError for a naive time.
    """
    offset = wall.utcoffset()
    if offset is None:
        raise ValueError("wall time needs a time zone")
    if offset != JST_OFFSET:
        wall = wall.astimezone(JST)
    return wall.isoformat(timespec="microseconds")


def from_stamp(text: str) -> datetime:
    """The aware time of a stamp."""
    return datetime.fromisoformat(text)
