"""Adds a ledger up. Nothing but its rows is read; what is left out is added up too, so that all of it can be proven."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from device.store import Journal, LedgerRow
from device.store.rows import JST
from device.takings.period import Period
from device.takings.sums import Heading, Sums
from drivers.errors import KioskError


class TakingsWrong(KioskError):
    """Raised when the sums are not what the ledger's accounts say: they must not be handed to anybody."""


@dataclass(frozen=True)
class Takings:
    """lines: by heading. rows: how many of the ledger's were read. first, last: the lines' days, None without any."""

    lines: Mapping[Heading, Sums]
    rows: int = 0
    first: date | None = None
    last: date | None = None

    @property
    def total(self) -> Sums:
        """Of all lines."""
        return sum(self.lines.values(), Sums())

    def __add__(self, other: Takings) -> Takings:
        """Of two terminals, or of two spans of days."""
        lines = defaultdict(Sums, self.lines)
        for heading, sums in other.lines.items():
            lines[heading] += sums
        days = [day for day in (self.first, self.last, other.first, other.last) if day is not None]
        return Takings(dict(lines), self.rows + other.rows, min(days, default=None), max(days, default=None))

    def of(self, municipality: str) -> Takings:
        """One municipality's lines."""
        lines = {heading: sums for heading, sums in self.lines.items() if heading.municipality == municipality}
        return Takings(lines, self.rows, self.first, self.last)


def read(journal: Journal, terminal: str, period: Period) -> Takings:
    """The takings of a period.

    The chain is verified first, and the sums of all days, those outside the period included, are compared with the
    balances of the accounts. Raises `StoreDamaged`, `StoreError`, `TakingsWrong`.
    """
    journal.verify_chain()
    everything = add_up(journal.ledger(), terminal)
    _prove(journal, terminal, everything.total)
    lines = {heading: sums for heading, sums in everything.lines.items() if _within(heading.day, period)}
    days = [heading.day for heading in lines]
    return Takings(lines, everything.rows, min(days, default=None), max(days, default=None))


def add_up(rows: Iterable[LedgerRow], terminal: str) -> Takings:
    """All rows of one terminal's ledger, in whatever order the days are."""
    lines: dict[Heading, Sums] = defaultdict(Sums)
    later: list[tuple[int, date, Sums]] = []
    of_visit: dict[int, tuple[str, str]] = {}
    count = 0
    for row in rows:
        count += 1
        entry, day = row.entry, row.wall.astimezone(JST).date()
        for account, sign in ((entry.credit, 1), (entry.debit, -1)):
            family, _, rest = account.partition(":")
            if family == "pending":
                number, municipality, kind = rest.split(":")
                of_visit[int(number)] = municipality, kind
            elif family == "fee":
                municipality, _, kind = rest.partition(":")
                kept = Sums(1, entry.yen) if sign > 0 else Sums(reversed_copies=1, reversed_yen=entry.yen)
                lines[Heading(municipality, kind, terminal, day)] += kept
            elif family == "owed":
                owed = Sums(owed=1, owed_yen=entry.yen) if sign > 0 else Sums(settled_yen=entry.yen)
                later.append((int(rest), day, owed))
        if entry.debit.startswith("pending:") and entry.credit.startswith("customer:"):
            later.append((int(entry.debit.split(":")[1]), day, Sums(refunds=1, refunded_yen=entry.yen)))
    for visit, day, sums in later:
        municipality, kind = of_visit.get(visit, ("", ""))
        lines[Heading(municipality, kind, terminal, day)] += sums
    days = [heading.day for heading in lines]
    return Takings(dict(lines), count, min(days, default=None), max(days, default=None))


def _prove(journal: Journal, terminal: str, total: Sums) -> None:
    """The accounts know the same sums without any of the above."""
    accounts = {prefix: -sum(journal.balances(prefix).values()) for prefix in ("fee:", "owed:")}
    found = {"fee:": total.net_yen, "owed:": total.open_yen}
    for prefix, booked_yen in accounts.items():
        if found[prefix] != booked_yen:
            raise TakingsWrong(
                f"{terminal}: the rows of {prefix} accounts make {found[prefix]} yen, the accounts say {booked_yen};"
                " keep the store as it is and report it"
            )


def _within(day: date, period: Period) -> bool:
    return (period.first is None or period.first <= day) and (period.last is None or day <= period.last)
